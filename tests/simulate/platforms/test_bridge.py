"""Feeds of the bridge: three formats, conditional requests, and what goes wrong."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET  # our own server's words

import pytest

from tests.simulate.platforms.conftest import Asker
from xunwang.fetch.records import Fetched
from xunwang.simulate.plan import CHECK_POINT
from xunwang.simulate.platforms.bridge import LONGEST, SHORTEST, feed_address
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.schedule import BEGINNING, numbers

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(answer: Fetched) -> list[str]:
    """Titles of the entries, whatever the format."""
    assert answer.status == 200, answer
    if "json" in (answer.header("content-type") or ""):
        return [item["title"] for item in json.loads(answer.body)["items"]]
    tree = ET.fromstring(answer.body)
    return [found.findtext("title") or found.findtext(f"{ATOM}title") or "" for found in entries(tree)]


def entries(tree: ET.Element) -> list[ET.Element]:
    return [*tree.iter("item"), *tree.iter(f"{ATOM}entry")]


def ordinary(asker: Asker, form: str) -> Conduct:
    return next(
        c
        for c in asker.conducts
        if not c.problems
        and not c.look_alikes
        and not c.fault
        and c.account.platform in ("weibo", "douyin", "toutiao")
        and feed_address(c).partition("?")[2].removeprefix("format=") == form
    )


@pytest.mark.parametrize("form", ["", "atom", "json"])
def test_a_feed_lists_the_newest_entries_only(asker: Asker, form: str) -> None:
    conduct = ordinary(asker, form)
    found = titles(asker.get(feed_address(conduct)))
    assert SHORTEST <= len(found) <= LONGEST
    assert len(list(numbers(conduct, BEGINNING, CHECK_POINT))) > LONGEST


def test_who_has_the_feed_is_told_so_by_tag_and_by_date(asker: Asker) -> None:
    address = feed_address(ordinary(asker, ""))
    first = asker.get(address)
    tag, changed = first.header("etag"), first.header("last-modified")
    assert tag and changed
    again = asker.get(address, if_none_match=tag)
    assert (again.status, again.body) == (304, b"")
    assert asker.get(address, if_modified_since=changed).status == 304
    assert asker.get(address, if_none_match='"other"', if_modified_since=changed).status == 200


def test_bodies_carry_pictures_videos_links_and_whose_words_they_are(asker: Asker) -> None:
    conduct = asker.one(problem="advertising_link", granted=False)
    text = asker.get(feed_address(conduct)).body.decode()
    assert "mall.yunzeshop.example" in text
    assert "img.platform.example" in text
    douyin = next(c for c in asker.conducts if c.account.platform == "douyin" and not c.fault)
    assert ".mp4" in asker.get(feed_address(douyin)).body.decode()
    repost = asker.one(problem="unlisted_repost", granted=False)
    assert "云泽生活圈" in asker.get(feed_address(repost)).body.decode()


def test_a_pinned_post_stands_first_although_it_is_old(asker: Asker) -> None:
    conduct = asker.one(problem="pinned_old", granted=False)
    body = asker.get(feed_address(conduct)).body.decode()
    days = re.findall(
        r"\d{4}-\d\d-\d\dT|\d\d \w{3} \d{4}", re.sub(r"<(lastBuildDate|updated)>.*?</\1>", "", body)
    )
    stated = [day for day in days if day]
    assert stated[0] != stated[1]
    assert stated != sorted(stated, reverse=True)


def test_an_account_that_never_posted_has_an_empty_feed(asker: Asker) -> None:
    conduct = asker.one(problem="never", granted=False)
    assert titles(asker.get(feed_address(conduct))) == []


def test_a_moved_feed_redirects_and_is_there(asker: Asker) -> None:
    answer = asker.get(feed_address(asker.one(fault=Fault.MOVED)))
    assert [hop.status for hop in answer.hops] == [301]
    assert titles(answer)


def test_a_busy_bridge_answers_after_the_pause_it_asks_for(asker: Asker) -> None:
    answer = asker.get(feed_address(asker.one(fault=Fault.BUSY, granted=False)))
    assert answer.tries > 1
    assert titles(answer)


@pytest.mark.parametrize(("fault", "status"), [(Fault.NOT_FOUND, 404), (Fault.DOWN, 502), (Fault.EMPTY, 200)])
def test_a_feed_that_is_not_there(asker: Asker, fault: Fault, status: int) -> None:
    answer = asker.get(feed_address(asker.one(fault=fault, granted=False)))
    assert answer.status == status
    assert not answer.body if fault is Fault.EMPTY else answer.body


def test_a_broken_feed_can_not_be_read_to_its_end(asker: Asker) -> None:
    body = asker.get(feed_address(asker.one(fault=Fault.BROKEN))).body
    with pytest.raises((ET.ParseError, ValueError)):
        ET.fromstring(body) if body.startswith(b"<?xml") else json.loads(body)


def test_a_sluggish_feed_comes_late(asker: Asker) -> None:
    answer = asker.get(feed_address(asker.one(fault=Fault.SLUGGISH, granted=False)))
    assert titles(answer)
    assert answer.timings.first_byte >= 5 * asker.running.clock.scale
