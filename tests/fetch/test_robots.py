"""robots.txt: what is forbidden to us, and what is not."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.fetch.robots import MAX_BYTES, Robots

URL = "http://www.example.gov.cn/robots.txt"
SITE = "http://www.example.gov.cn"


def robots(text: str | bytes, status: int = 200) -> Robots:
    return Robots.parse(text if isinstance(text, bytes) else text.encode(), status, URL)


def test_a_group_for_us_wins_over_the_one_for_everybody() -> None:
    found = robots("User-agent: *\nDisallow: /\n\nUser-agent: XunwangInspector\nDisallow: /private/\n")
    assert found.allows(SITE + "/")
    assert not found.allows(SITE + "/private/a")


def test_the_group_for_everybody_holds_where_we_are_not_named() -> None:
    found = robots("User-agent: OtherBot\nDisallow: /\nUser-agent: *\nDisallow: /a\nAllow: /a/b\n")
    assert found.allows(SITE + "/")
    assert not found.allows(SITE + "/a")
    assert found.allows(SITE + "/a/b")


def test_groups_for_us_add_up() -> None:
    found = robots(
        "User-agent: xunwanginspector\nDisallow: /a\nUser-agent: x\nUser-agent: XUNWANGINSPECTOR/2\nDisallow: /b"
    )
    assert not found.allows(SITE + "/a")
    assert not found.allows(SITE + "/b")


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 451, 499])
def test_a_missing_file_allows_everything(status: int) -> None:
    found = robots("User-agent: *\nDisallow: /", status)
    assert found.allows(SITE + "/a")
    assert not found.unreachable


@pytest.mark.parametrize("status", [0, 429, 500, 502, 503, 599])
def test_a_server_that_cannot_say_forbids_everything(status: int) -> None:
    found = robots("", status)
    assert not found.allows(SITE + "/a")
    assert found.unreachable


def test_delay_and_sitemaps_are_read() -> None:
    found = robots(
        "Sitemap: /sitemap.xml\nUser-agent: *\nCrawl-delay: 2.5\nDisallow:\n"
        "sitemap: https://other.gov.cn/s.xml\nSitemap: ftp://a/\nSitemap:\n"
    )
    assert found.crawl_delay == 2.5
    assert found.sitemaps == (SITE + "/sitemap.xml", "https://other.gov.cn/s.xml")
    assert found.allows(SITE + "/")


@pytest.mark.parametrize("value", ["x", "-1", "nan", "inf", "1e999", ""])
def test_a_delay_that_is_none_is_left_out(value: str) -> None:
    assert robots(f"User-agent: *\nCrawl-delay: {value}\n").crawl_delay is None


def test_another_crawler_s_delay_is_not_ours() -> None:
    assert robots("User-agent: Other\nCrawl-delay: 9\n").crawl_delay is None


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffUser-agent: *\nDisallow: /a\n",
        "User-agent: *\rDisallow: /a\r",
        "User-agent: *\r\nDisallow: /a # why\r\n",
        "  USER-AGENT :*\n\tdisallow :  /a\n",
        "user-agent *\ndisallow /a\n",
        "User-agent: *\nDissallow: /a\n",
        "<html>\nUser-agent: *\nfoo: bar\nDisallow: /a\n",
    ],
)
def test_files_are_read_as_they_are_really_written(text: str) -> None:
    found = robots(text)
    assert not found.allows(SITE + "/a")
    assert found.allows(SITE + "/b")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_paths_are_compared_in_escaped_form(encoding: str) -> None:
    found = robots("User-agent: *\nDisallow: /公开/\n".encode(encoding))
    escaped = "".join(f"%{byte:02X}" for byte in "公开".encode(encoding))
    assert not found.allows(f"{SITE}/{escaped}/a")
    assert found.allows(SITE + "/other/")


def test_only_the_beginning_of_a_huge_file_counts() -> None:
    start = b"User-agent: *\nDisallow: /a\n"
    filler = b"#" * (MAX_BYTES - len(start) - 1) + b"\n"
    found = robots(start + filler + b"Disallow: /b\n")
    assert not found.allows(SITE + "/a")
    assert found.allows(SITE + "/b")


def test_a_file_full_of_wildcards_does_not_stall() -> None:
    rule = b"Disallow: /" + b"*a" * 200 + b"b$\n"
    found = robots(b"User-agent: *\n" + rule * (MAX_BYTES // len(rule)))
    started = time.process_time()
    assert found.allows(SITE + "/" + "a" * 2000)
    assert time.process_time() - started < 2


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_are_a_robots_file(body: bytes, path: str) -> None:
    found = robots(body)
    assert found.allows(f"{SITE}/{path}") in (True, False)


KNOWN_DEVIATIONS = {
    # RFC 9309, 2.2.2 compares unreserved characters decoded; the tested parser keeps %62%61%7A apart from baz.
    (
        "ID_Encoding",
        "http://foo.bar/foo/bar/baz",
        "User-agent: FooBot\nDisallow: /\nAllow: /foo/bar/%62%61%7A\n",
    ),
}


def test_published_cases_of_a_large_search_engine(shared: Path) -> None:
    cases = json.loads((shared / "data/robots/google_cases.json").read_text(encoding="utf-8"))
    wrong = [
        (case["test"], case["url"], case["robots_txt"])
        for case in cases
        # The cases hold raw bytes, one character each.
        if Robots.parse(
            _bytes(case["robots_txt"]), 200, "http://foo.bar/robots.txt", case["user_agent"]
        ).allows(case["url"])
        != case["allowed"]
    ]
    print(f"robots.txt cases: {len(cases) - len(wrong)} of {len(cases)} as published")
    assert len(cases) == 142
    assert set(wrong) == KNOWN_DEVIATIONS


def _bytes(text: str) -> bytes:
    return text.encode("latin-1") if max(text, default="") <= "\xff" else text.encode()


def test_real_files_are_read(shared: Path) -> None:
    files = sorted((shared / "data/robots").glob("*.txt"))
    assert len(files) == 150
    parsed = [robots(file.read_bytes()) for file in files]
    assert sum(bool(found.sitemaps) for found in parsed) > 75
    assert sum(found.allows(SITE + "/") for found in parsed) > 120
