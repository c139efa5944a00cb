"""The platforms of a small province, served once, and a client that asks them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from xunwang.fetch.client import Client
from xunwang.fetch.records import Fetched, FetchSettings, Request
from xunwang.simulate.plan import CHECK_POINT, Settings
from xunwang.simulate.platforms.casting import Playbill
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.keys import app_id, app_secret
from xunwang.simulate.platforms.names import WECHAT_API
from xunwang.simulate.platforms.process import RunningPlatforms, start_platforms

BILL = Playbill(Settings(sites=40))
API = f"https://{WECHAT_API}/cgi-bin"


class Asker:
    """Asks as the collectors do: through the client, by the gateway."""

    def __init__(self, running: RunningPlatforms, client: Client) -> None:
        self.running = running
        self.client = client
        self.conducts = running.conducts()

    def get(self, url: str, **headers: str) -> Fetched:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.fetch(Request(url, headers=named))

    def api(self, name: str, body: dict[str, Any] | None = None, /, **told: str) -> dict[str, Any]:
        """Call the interface; a body makes it a POST."""
        address = f"{API}/{name}?" + "&".join(f"{key}={value}" for key, value in told.items())
        request = Request(address) if body is None else Request(address, "POST", json.dumps(body).encode())
        answer = self.client.fetch(replace(request, headers={"content-type": "application/json"}))
        assert answer.status == 200, answer
        said: dict[str, Any] = json.loads(answer.body)
        return said

    def token(self, conduct: Conduct) -> str:
        said = self.api(
            "token", grant_type="client_credential", appid=app_id(conduct), secret=app_secret(conduct)
        )
        assert said["expires_in"] == 7200
        token: str = said["access_token"]
        return token

    def one(self, *, problem: str = "", fault: Fault = Fault.NONE, granted: bool | None = None) -> Conduct:
        """The first account with that problem or look-alike, or with that fault."""
        return next(
            c
            for c in self.conducts
            if c.fault is fault
            and (not problem or problem in c.problems + c.look_alikes)
            and (problem or fault or not c.problems)
            and (granted is None or c.granted == granted)
        )


@pytest.fixture(scope="session")
def platforms() -> Iterator[RunningPlatforms]:
    with start_platforms(BILL) as running:
        running.clock.sleep_until(CHECK_POINT)
        yield running


@pytest.fixture
def asker(platforms: RunningPlatforms) -> Iterator[Asker]:
    settings = FetchSettings(
        gateway=platforms.gateway,
        ca_file=platforms.ca_file,
        allowed_networks=("127.0.0.0/8",),
        resolve=platforms.addresses,
        rate_per_host=1000.0,
    )
    with Client(settings, platforms.clock) as client:
        yield Asker(platforms, client)
