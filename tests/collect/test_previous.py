"""A collection goes on from the one before: what was seen then is not lost, what has gone is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.collect.collecting import (
    NOW,
    SPAN,
    Pages,
    account,
    clock,
    collected,
    collection,
    made,
    page,
    served,
    wanted,
)
from tests.fetch_store.local_server import Reply
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.build import account_facts
from xunwang.collect.interface import Memory, Source, Span, Steps
from xunwang.collect.settings import CollectionSettings
from xunwang.posts.records import Way
from xunwang.rules.media.facts import AccountFacts
from xunwang.simulate.clock import ProvinceClock

EARLIER = NOW - timedelta(days=20)


def first(tmp_path: Path, *posts: dict[str, Any], **values: Any) -> CollectionArchive:
    """A collection of twenty days ago."""
    answer = page(*posts, **values)
    answer = answer._replace(headers=(*answer.headers, ("ETag", '"v1"')))
    with served({"a.example/1": answer}) as server:
        span = Span(SPAN.since, EARLIER, EARLIER)
        settings = CollectionSettings(span, server.settings)
        archive = CollectionArchive.create(tmp_path / "first", [wanted("a")], settings, EARLIER, {})
        collected(archive, clock=ProvinceClock(EARLIER, scale=0.02))
    return archive


def second(
    tmp_path: Path, previous: CollectionArchive, answer: Any, place: str = "a.example/1", **others: Any
) -> AccountFacts:
    """Facts after a collection of today that knows the earlier one."""
    with served({place: answer}) as server:
        archive = collection(tmp_path / "second", [wanted("a", f"http://{place}")], server.settings)
        collected(archive, previous=previous, clock=clock(), **others)
    return facts_of(archive)


def facts_of(archive: CollectionArchive) -> AccountFacts:
    return account_facts(account("a"), archive.endings("weibo:a"), SPAN)


class Told(Pages):
    """Remembers what it was told."""

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        self.told = dict(memory)
        return super().collect(source, span, memory)


def test_the_collector_is_told_what_it_asked_to_be_told(tmp_path: Path) -> None:
    previous = first(tmp_path, made("1", 30))
    kept = previous.ending("weibo:a", Way.FEED)
    assert kept is not None and kept.memory == {"etag": '"v1"'}
    collector = Told()
    second(tmp_path, previous, page(made("1", 1)), collector=collector)
    assert collector.told == {"etag": '"v1"'}


def test_a_source_that_has_not_changed_keeps_all_that_is_known(tmp_path: Path) -> None:
    previous = first(
        tmp_path, made("1", 25, text="布署工作"), made("2", 30), profile={"name": "甲", "followers": 9}
    )
    facts = second(tmp_path, previous, Reply(304, b"", ()))
    assert facts.posts == 2 and facts.text_hit_count == 1
    assert facts.newest is not None and facts.newest.key == "1"
    assert facts.listing is not None and not facts.listing.reason
    assert facts.listing.until == NOW, "it is known to be so now"
    assert facts.profile is not None and facts.profile.followers == 9
    archive = CollectionArchive(tmp_path / "second")
    assert archive.evidence(facts.text_hits[0].post.seen.digest).body, "evidence comes along"
    assert archive.evidence(facts.profile.seen.digest).body


def test_a_short_listing_that_joins_on_to_the_last_one_leaves_no_gap(tmp_path: Path) -> None:
    previous = first(tmp_path, made("old", 60), made("both", 21))
    since = (NOW - timedelta(days=21)).isoformat()
    facts = second(tmp_path, previous, page(made("new", 1), made("both", 21), since=since))
    assert facts.posts == 3
    assert facts.listing is not None and not facts.listing.reason
    assert facts.listing.since is not None and facts.listing.since <= SPAN.since


def test_a_short_listing_that_does_not_join_on_has_a_gap_and_says_so(tmp_path: Path) -> None:
    previous = first(tmp_path, made("old", 60))
    since = (NOW - timedelta(days=3)).isoformat()
    facts = second(tmp_path, previous, page(made("new", 1), since=since))
    assert facts.posts == 2
    assert facts.listing is not None and facts.listing.since == NOW - timedelta(days=3)
    assert facts.listing.reason == "只列出最近的内容"


def test_a_post_that_was_taken_down_is_deleted_and_its_findings_with_it(tmp_path: Path) -> None:
    previous = first(tmp_path, made("gone", 25, text="布署工作"), made("kept", 30))
    facts = second(tmp_path, previous, page(made("kept", 30), made("gone", 25, text="", deleted=True)))
    assert (facts.posts, facts.deleted, facts.text_hit_count) == (1, 1, 0)
    assert facts.text_hits == ()
    assert facts.newest is not None and facts.newest.key == "kept"


def test_a_post_that_is_not_listed_any_more_has_not_gone_for_that(tmp_path: Path) -> None:
    previous = first(tmp_path, made("old", 60), made("both", 21))
    since = (NOW - timedelta(days=70)).isoformat()  # of the chain of listings, not of this one
    facts = second(tmp_path, previous, page(made("both", 21), since=since))
    assert (facts.posts, facts.deleted) == (2, 0)


def test_a_post_whose_words_have_changed_is_edited_and_checked_anew(tmp_path: Path) -> None:
    previous = first(tmp_path, made("1", 25, text="布署工作"))
    facts = second(tmp_path, previous, page(made("1", 25, text="部署工作")))
    assert (facts.posts, facts.edited, facts.text_hit_count) == (1, 1, 0)
    assert facts.text_hits == ()


def test_an_account_that_fails_now_is_known_as_far_as_before(tmp_path: Path) -> None:
    previous = first(tmp_path, made("1", 25))
    facts = second(tmp_path, previous, Reply(404, b""))
    assert facts.posts == 1
    assert facts.listing is not None and facts.listing.until == EARLIER
    assert facts.ways[0].problem == "地址不存在，请核对"
    again = CollectionArchive(tmp_path / "second").ending("weibo:a", Way.FEED)
    assert again is not None and again.memory == {"etag": '"v1"'}, "the next one starts from what was known"


def test_posts_before_the_span_are_left_behind(tmp_path: Path) -> None:
    previous = first(tmp_path, made("1", 25), made("2", 85))
    with served({"a.example/1": Reply(304, b"", ())}) as server:
        span = replace(SPAN, since=NOW - timedelta(days=30))
        settings = CollectionSettings(span, server.settings)
        archive = CollectionArchive.create(tmp_path / "second", [wanted("a")], settings, NOW, {})
        collected(archive, previous=previous)
    facts = account_facts(account("a"), archive.endings("weibo:a"), span)
    assert facts.posts == 1


def test_what_another_address_has_shown_says_nothing_of_this_one(tmp_path: Path) -> None:
    previous = first(tmp_path, made("made up", 30))
    collector = Told()
    facts = second(tmp_path, previous, page(made("real", 200)), "b.example/1", collector=collector)
    assert facts.posts == 0 and facts.newest is not None and facts.newest.key == "real"
    assert collector.told == {}


@pytest.mark.parametrize("given", [{"etag": '"other"'}, {}])
def test_memory_that_is_handed_in_goes_before_the_archives(tmp_path: Path, given: dict[str, str]) -> None:
    previous = first(tmp_path, made("1", 25))
    collector = Told()
    memories = {("weibo:a", Way.FEED): given}
    second(tmp_path, previous, page(made("1", 25)), collector=collector, memories=memories)
    assert collector.told == given
