"""An office's whole way: start in the browser's words, wait, find the campaign in review. Real time, real processes."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.parse
import urllib.request
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone

from tests.console.inspection.rounds import make_round
from tests.console.province import PASSWORD, enter_coming_years, make_province
from tests.console.running.homes import office
from tests.console.running.processes import served, soon
from tests.fetch_store.local_server import Asked, Reply, serve
from xunwang.access.models import User
from xunwang.inspection.models import Campaign, Run
from xunwang.inspection.running.words import RunStatus
from xunwang.inspection.stages import Move, Stage
from xunwang.registry.models import WebSite

__all__ = ["office"]
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def answer(asked: Asked) -> Reply:
    """A small site whose links all open."""
    if asked.path == "/robots.txt":
        return Reply(404, b"", ())
    links = "".join(f'<li><a href="/news/{n}.html">第{n}条政务动态</a> 2026-11-2{n}</li>' for n in range(5))
    return Reply(200, f"<html><title>某网站{asked.path}</title><ul>{links}</ul></html>".encode(), HTML)


class Browser:
    """Keeps cookies and sends forms with their token."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=60) as found:
            return str(found.read().decode())

    def post(self, path: str, page: str, **fields: str) -> tuple[str, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self.opener.open(self.base + path, data, timeout=60) as found:
            return str(found.url), str(found.read().decode())


def campaign_over(hosts: list[str]) -> Campaign:
    """Planned, over the register's three sites, which are at these hosts; the planner has a password of today's."""
    province, now, today = make_province(), timezone.now(), timezone.localdate()
    enter_coming_years(province)
    mine = (province.portal, province.city_portal, province.department_site)
    for site, host in zip(mine, hosts, strict=True):
        WebSite.objects.filter(pk=site.pk).update(home_url=f"http://{host}/", host=host)
    User.objects.filter(username="planner").update(password=PBKDF2PasswordHasher().encode(PASSWORD, "salt"))
    round_ = make_round(
        province,
        check_point=now - timedelta(minutes=1),
        period_start=today - timedelta(days=1),
        period_end=today,
    )
    return round_.go(Move.PLAN, now=now)


@pytest.mark.timeout(480)
def test_from_the_start_button_to_review(office: dict[str, str]) -> None:
    with serve(answer) as site:
        campaign = campaign_over([f"127.0.0.{number}:{site.port}" for number in (1, 2, 3)])
        with served(office | {"XUNWANG_ALLOWED_NETWORKS": "127.0.0.0/8"}) as console:
            browser = Browser(console.url)
            browser.post("/sign-in/", browser.get("/sign-in/"), login="planner", password=PASSWORD)
            where = f"/campaigns/{campaign.pk}/run/"
            url, page = browser.post(
                where, browser.get(where), what="start", probe_minutes="0", max_pages="20", max_megabytes="10",
                max_minutes="5", auto_review="on",
            )  # fmt: skip
            assert "检查已开始" in page and "/runs/" in url
            soon(lambda: Run.objects.get().status != RunStatus.ACTIVE)
            run = Run.objects.get()
            assert (run.status, run.problem) == (RunStatus.DONE, "")
            page = browser.get(urllib.parse.urlsplit(url).path)
            assert "3/3个网站已接收" in page and "已完成" in page
            campaign.refresh_from_db()
            assert campaign.stage == Stage.REVIEW
