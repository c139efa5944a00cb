"""What the network shows under addresses: real answers of a real server; what is not known is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.engine.served import clock
from tests.fetch_store.local_server import Asked, Reply, serve
from xunwang.engine.reality import Named, look, system_names
from xunwang.words import Sight

HTML = (("Content-Type", "text/html"),)
HOME = """<html><head><title>松江市教育局网站</title><meta charset="utf-8">
<meta name="SiteName" content="松江市教育局网站"><meta name="SiteDomain" content="jyj.songjiang.gov.cn">
<meta name="SiteIDCode" content="2201000012"></head><body><ul><li><a href="/a.html">通知</a></li></ul>
<div class="footer">主办单位：松江市教育局　网站标识码：2201000012　吉ICP备05000001号-1</div></body></html>"""
PAGES: Mapping[str, Reply | None] = {
    "good.gov.cn": Reply(200, HOME.encode(), HTML),
    "moved.gov.cn": Reply(302, b"", (("Location", "http://good.gov.cn/"),)),
    "broken.gov.cn": Reply(500, b"no", HTML),
    "silent.gov.cn": None,
    "casino.gov.cn": Reply(200, "<title>澳门新葡京娱乐场官网 真人百家乐 时时彩投注</title>".encode(), HTML),
}


def answer(asked: Asked) -> Reply | None:
    return PAGES.get(asked.host.partition(":")[0], Reply(404, b"", HTML))


def everything_resolves(host: str) -> Named:
    return Named.FOUND


def test_a_home_page_tells_what_it_says_of_itself() -> None:
    with serve(answer) as server:
        seen = look(
            ["http://good.gov.cn/", "http://moved.gov.cn/"], server.settings, clock(), everything_resolves
        )
    good = seen["http://good.gov.cn/"]
    assert good.sight is Sight.ANSWERS and good.final_host == "good.gov.cn"
    assert (good.site_name, good.site_code, good.footer_code) == (
        "松江市教育局网站",
        "2201000012",
        "2201000012",
    )
    assert good.sponsor == "松江市教育局" and "05000001" in good.icp and len(good.digest) == 64
    moved = seen["http://moved.gov.cn/"]
    assert (moved.url, moved.final_host, moved.digest) == ("http://moved.gov.cn/", "good.gov.cn", good.digest)


@pytest.mark.parametrize(
    ("host", "sight"),
    [
        ("broken", Sight.ERROR),
        ("silent", Sight.UNREACHABLE),
        ("missing", Sight.ERROR),
        ("casino", Sight.ANSWERS),
    ],
)
def test_what_a_visitor_meets_is_told(host: str, sight: Sight) -> None:
    with serve(answer) as server:
        seen = look([f"http://{host}.gov.cn/"], server.settings, clock(), everything_resolves)
    [one] = seen.values()
    assert one.sight is sight
    assert one.suspicious is (host == "casino")


def test_a_name_that_does_not_exist_is_told_from_a_resolver_that_fails() -> None:
    names = {"gone.gov.cn": Named.NO_SUCH_NAME, "unsure.gov.cn": Named.UNKNOWN, "good.gov.cn": Named.FOUND}
    with serve(answer) as server:
        seen = look([f"http://{host}/" for host in names], server.settings, clock(), names.__getitem__)
        assert {one.host.partition(":")[0] for one in server.asked} == {"good.gov.cn"}
    sights = {url: one.sight for url, one in seen.items()}
    assert sights == {
        "http://gone.gov.cn/": Sight.NO_SUCH_NAME, "http://unsure.gov.cn/": Sight.UNKNOWN,
        "http://good.gov.cn/": Sight.ANSWERS,
    }  # fmt: skip


def test_where_nearly_all_is_out_of_reach_at_once_nothing_is_known() -> None:
    urls = [f"http://h{number}.silent.cn/" for number in range(5)]
    with serve(lambda asked: None) as server:
        few = look(urls[:4], server.settings, clock(), everything_resolves)
        many = look(urls, server.settings, clock(), everything_resolves)
    assert {one.sight for one in few.values()} == {Sight.UNREACHABLE}
    assert {one.sight for one in many.values()} == {Sight.UNKNOWN}
    assert "本机网络故障" in many[urls[0]].detail


def test_what_the_guard_forbids_is_not_known() -> None:
    with serve(answer) as server:
        closed = replace(server.settings, allowed_networks=(), gateway=None)
        seen = look([f"http://127.0.0.1:{server.port}/"], closed, clock(), everything_resolves)
        assert server.asked == []
    assert [one.sight for one in seen.values()] == [Sight.UNKNOWN]


def test_a_literal_address_resolves_and_nonsense_is_not_a_missing_name() -> None:
    assert system_names("127.0.0.1") is Named.FOUND
    assert system_names("a" * 300) is not Named.FOUND
