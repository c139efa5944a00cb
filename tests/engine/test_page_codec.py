"""What the journal keeps of a page is the page, but for its links and its text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulate.pages import ask, crawl
from xunwang.engine.page_codec import decode_page, encode_page
from xunwang.pages.records import Page
from xunwang.pages.understand import understand
from xunwang.simulate.plan import Settings
from xunwang.simulate.province import Province
from xunwang.words import CHINA

NOW = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
st.register_type_strategy(
    datetime,
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(tzinfo=CHINA)),
)
st.register_type_strategy(int, st.integers(-(2**53), 2**53))
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))


def through_the_journal(page: Page) -> Page:
    return decode_page(orjson.loads(orjson.dumps(encode_page(page))))


def without_links_and_text(page: Page) -> Page:
    return replace(page, links=(), text="")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.from_type(Page))
def test_any_page_comes_back(page: Page) -> None:
    assert through_the_journal(page) == without_links_and_text(page)


def test_real_pages_come_back(shared: Path) -> None:
    manifest = json.loads((shared / "data/pages/manifest.json").read_text("utf-8"))
    for entry in manifest:
        body = (shared / "data" / entry["file"]).read_bytes()
        page = understand(body, url=entry["url"] or "http://www.example.gov.cn/", now=NOW)
        assert through_the_journal(page) == without_links_and_text(page), entry["file"]
    assert len(manifest) == 41


@pytest.mark.parametrize("number", [0, 1, 5, 33])
def test_simulated_pages_come_back(number: int) -> None:
    province = Province(Settings(sites=40))
    spec = province.specs[number]
    pages, _ = crawl(province, spec)
    kinds = set()
    for path in pages:
        url = f"{spec.scheme}://{spec.host}{path}"
        page = understand(ask(province, url).body, url=url, now=NOW)
        assert through_the_journal(page) == without_links_and_text(page), url
        kinds.add(page.kind)
    assert len(kinds) >= 4
