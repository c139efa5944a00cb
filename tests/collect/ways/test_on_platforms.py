"""The collectors against the simulated platforms: what they give is what the platforms have, and every fault is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.collect.ways.driving import Outcome, drive
from tests.simulate.platforms.conftest import BILL, Asker, asker, platforms  # noqa: F401 - fixtures
from xunwang.collect.interface import Source, Span, Trouble
from xunwang.collect.ways import collectors
from xunwang.fetch.records import Request
from xunwang.posts.records import Way
from xunwang.posts.saved_file import SavedFile
from xunwang.posts.saved_page import read_saved
from xunwang.simulate.plan import CHECK_POINT
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.stage import Stage
from xunwang.simulate.platforms.ways import WayRow, pages_of, ways_of

SPAN = Span(CHECK_POINT - timedelta(days=14), CHECK_POINT, CHECK_POINT)
STAGE = Stage(BILL)
EACH = 12
"""Accounts of each way without faults; with faults, all."""
TOLD = {
    Fault.DOWN: Trouble.UNREACHABLE,
    Fault.EMPTY: Trouble.BROKEN,
    Fault.NOT_FOUND: Trouble.NOT_FOUND,
    Fault.QUOTA: Trouble.QUOTA,
    Fault.WRONG_APP_ID: Trouble.CREDENTIALS,
    Fault.WRONG_SECRET: Trouble.CREDENTIALS,
}
OWN_WAY = (Fault.SLUGGISH, Fault.GAPS)
"""Sluggish accounts take their time; what a feed leaves out in its middle nobody can tell."""


def chosen(asker: Asker) -> Iterator[tuple[Conduct, WayRow]]:  # noqa: F811
    by_key = {conduct.key: conduct for conduct in asker.conducts}
    plain: Counter[Way] = Counter()
    for row in ways_of(asker.conducts):
        conduct = by_key[row.account]
        if row.way not in (Way.FEED, Way.WECHAT_API) or conduct.fault in OWN_WAY:
            continue
        plain[row.way] += not conduct.fault
        if conduct.fault or plain[row.way] <= EACH:
            yield conduct, row


def collect(asker: Asker, row: WayRow) -> Outcome:  # noqa: F811
    source = Source(row.account, row.way, row.address, row.options, row.secrets)
    return drive(collectors()[row.way], source, asker.client.fetch, SPAN)


def test_what_is_collected_is_what_was_published_and_every_fault_is_told(asker: Asker) -> None:  # noqa: F811
    compared = 0
    for conduct, row in chosen(asker):
        outcome = collect(asker, row)
        if conduct.fault in TOLD:
            assert outcome.failure.trouble is TOLD[conduct.fault], conduct.key
            continue
        published = STAGE.published(conduct, CHECK_POINT)
        there = sorted(post.title for post in published if post.at >= SPAN.since and not post.deleted)
        given = sorted(
            post.title for post in outcome.posts if post.at and post.at >= SPAN.since and not post.deleted
        )
        assert outcome.end.complete or not outcome.posts, (conduct.key, outcome.end.reason)
        assert given == there, conduct.key
        compared += 1
    assert compared >= EACH * 2


@pytest.mark.parametrize("platform", ["weibo", "douyin", "toutiao"])
def test_home_pages_give_the_newest_posts_and_who_follows(asker: Asker, platform: str) -> None:  # noqa: F811
    by_key = {conduct.key: conduct for conduct in asker.conducts}
    read = 0
    for key, address in pages_of(asker.conducts):
        conduct = by_key[key]
        if conduct.account.platform != platform or conduct.fault or conduct.closed_at(CHECK_POINT):
            continue
        answer = asker.client.fetch(Request(address))
        page = read_saved(SavedFile(answer.body, answer.url, None, None), answer.at)
        shown = [post for post in STAGE.published(conduct, answer.at) if not post.deleted]
        assert len(page.posts) == min(len(shown), 20), key
        assert all(post.at for post in page.posts)
        assert page.profile is not None
        assert page.profile.name == conduct.name
        assert page.profile.followers is not None
        assert bool(page.pinned) == (conduct.pinned and len(shown) > 12)
        read += 1
        if read == EACH:
            break
    assert read
