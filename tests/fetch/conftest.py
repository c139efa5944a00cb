"""A client with short limits, and the server it has to cope with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fetch.misbehaving_server import MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fetched, FetchSettings, Request

LOOPBACK = ("127.0.0.0/8",)


class RealClock:
    """The system's time; ``scale`` as given."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep_until(self, when: datetime) -> None:
        raise AssertionError("the client does not sleep")


class ListLane:
    """Gives out requests in order, and keeps answers."""

    def __init__(self, requests: list[Request], name: str = "lane", at_once: int = 100) -> None:
        self.name = name
        self.waiting = list(reversed(requests))
        self.out = 0
        self.at_once = at_once
        self.answers: list[Fetched] = []

    def take(self) -> Request | None:
        if not self.waiting or self.out >= self.at_once:
            return None
        self.out += 1
        return self.waiting.pop()

    def done(self, fetched: Fetched) -> None:
        self.out -= 1
        self.answers.append(fetched)

    def idle(self) -> bool:
        return not self.waiting and not self.out


def settings(**changes: Any) -> FetchSettings:
    """Short limits, no politeness: what a test is about it sets itself."""
    values: dict[str, Any] = {
        "connect_timeout": 0.6,
        "timeout": 0.6,
        "low_speed_time": 0.3,
        "retries": 0,
        "backoff": 0.02,
        "rate_per_host": float("inf"),
        "connections_per_host": 8,
        "allowed_networks": LOOPBACK,
    }
    return FetchSettings(**{**values, **changes})


@pytest.fixture(scope="session")
def running_server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as server:
        yield server


@pytest.fixture
def server(running_server: MisbehavingServer) -> MisbehavingServer:
    running_server.forget()
    return running_server


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(settings(), RealClock()) as client:
        yield client


def fetch(url: str, client_settings: FetchSettings | None = None, **request: Any) -> Fetched:
    """One request with a client of its own."""
    with Client(client_settings or settings(), RealClock()) as client:
        return client.fetch(Request(url, **request))
