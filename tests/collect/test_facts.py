"""Facts of an account: counts tell the whole, lists are bounded, and every kind of odd post is treated right."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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
from xunwang.collect.facts.build import Given, account_facts
from xunwang.collect.facts.checks import Checked, Checker
from xunwang.collect.facts.summary import MOST
from xunwang.collect.interface import Ending, Memory, Source, Span, Steps
from xunwang.collect.judge import judge_accounts
from xunwang.collect.plan import Wanted
from xunwang.collect.runner import Means, collect
from xunwang.engine.shard import scanner_of
from xunwang.posts.records import Post, Shows, Way
from xunwang.rules.edition import load_edition
from xunwang.rules.media.facts import Account, AccountFacts, Point
from xunwang.text.posts import looker
from xunwang.words import CHINA, Concern, Outcome, State


def archive_of(tmp_path: Path, *posts: dict[str, Any], **page_values: Any) -> CollectionArchive:
    """A collection of one account with these posts."""
    with served({"a.example/1": page(*posts, **page_values)}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
    return archive


def facts_of(archive: CollectionArchive, **given: Any) -> AccountFacts:
    return account_facts(account("a"), archive.endings("weibo:a"), SPAN, Given(**given))


def test_posts_are_counted_by_day_in_beijing(tmp_path: Path) -> None:
    late = {**made("3", 0), "at": "2020-11-19T16:30:00+00:00"}
    facts = facts_of(archive_of(tmp_path, made("1", 1), made("2", 1.1), late))
    assert facts.posts == 3 and facts.with_body == 3
    assert facts.days == {date(2020, 11, 20): 1, date(2020, 11, 29): 2}
    assert facts.newest is not None and facts.newest.key == "1"
    assert facts.newest.seen.url == "http://a.example/1" and facts.newest.seen.digest


def test_a_pinned_post_of_old_is_neither_counted_nor_the_newest(tmp_path: Path) -> None:
    facts = facts_of(
        archive_of(tmp_path, made("pinned", 900), made("1", 20), made("2", 30), made("pinned", 900))
    )
    assert facts.posts == 2
    assert facts.newest is not None and facts.newest.key == "1"


def test_of_a_sleeper_the_newest_post_is_known_though_it_lies_before_the_span(tmp_path: Path) -> None:
    facts = facts_of(archive_of(tmp_path, made("old", 400, title="去年的")))
    assert facts.posts == 0 and facts.days == {}
    assert facts.newest is not None and facts.newest.title == "去年的"


def test_a_post_of_the_future_proves_nothing(tmp_path: Path) -> None:
    facts = facts_of(archive_of(tmp_path, made("tomorrow", -1), made("1", 30)))
    assert facts.posts == 1
    assert facts.newest is not None and facts.newest.key == "1"


def test_deleted_and_edited_posts_are_told_apart(tmp_path: Path) -> None:
    posts = [made("1", 1, deleted=True, text=""), made("2", 2, edited_at=NOW.isoformat()), made("3", 3)]
    facts = facts_of(archive_of(tmp_path, *posts))
    assert (facts.posts, facts.deleted, facts.edited) == (2, 1, 1)
    assert facts.newest is not None and facts.newest.key == "2"


def test_posts_without_a_time_are_counted_as_such(tmp_path: Path) -> None:
    facts = facts_of(
        archive_of(tmp_path, {**made("1", 1), "at": None}, made("2", 2, has_body=False, text=""))
    )
    assert (facts.posts, facts.undated, facts.with_body) == (2, 1, 1)


def test_every_part_of_a_post_is_checked(tmp_path: Path) -> None:
    wrong = "布署"
    posts = [
        made("title", 1, title=f"工作{wrong}完成"),
        made("body", 2, text=f"项目{wrong}开工建设。"),
        made("picture", 3, pictures=[["http://b.example/1.png", f"道路{wrong}修好"]]),
        made("comment", 4, comments=[["什么时候好？", None, f"{wrong}修好了", None]]),
        made("sound", 5),
    ]
    facts = facts_of(archive_of(tmp_path, *posts))
    assert {hit.where for hit in facts.text_hits} == {"title", "body", "picture", "comment"}
    assert {hit.post.key for hit in facts.text_hits} == {"title", "body", "picture", "comment"}
    assert facts.text_hit_count == 4
    assert all(
        hit.hit.concern is Concern.MISSPELLING and wrong in hit.hit.fragment for hit in facts.text_hits
    )
    assert facts.comments is not None and facts.comments[0].answer == f"{wrong}修好了"


def test_links_reposts_and_off_duty_posts_are_told(tmp_path: Path) -> None:
    shop = "双十一全场五折包邮，原价199元现价99元，加微信shop12345下单，秒杀优惠券限时领取！！"
    posts = [
        made(
            "ad",
            1,
            title="限时秒杀",
            text=shop,
            links=[["https://item.taobao.com/item.htm?id=1", "点击购买"]],
        ),
        made("listed", 2, repost=True, source="新华社"),
        made("unlisted", 3, repost=True, source="小道消息八卦号"),
        made("unnamed", 4, repost=True, source=""),
        made("own", 5),
    ]
    facts = facts_of(archive_of(tmp_path, *posts))
    assert {hit.post.key for hit in facts.link_hits} == {"ad"}
    assert (facts.repost_count, facts.unlisted_reposts) == (3, 2)
    assert [repost.listed for repost in facts.reposts] == [False, False, True]
    assert [one.post.key for one in facts.off_duty] == ["ad"] and facts.off_duty_count == 1
    assert facts.off_duty[0].features


def test_lists_are_bounded_with_the_newest_first_and_counts_tell_the_whole(tmp_path: Path) -> None:
    posts = [made(str(n), n / 10, text=f"第{n}项布署完成。", reads=n) for n in range(1, 301)]
    facts = facts_of(archive_of(tmp_path, *posts))
    assert facts.text_hit_count == 300
    assert len(facts.text_hits) <= MOST["errors"] + MOST["hints"]
    assert [hit.post.key for hit in facts.text_hits[:3]] == ["1", "2", "3"]
    assert facts.engagement[-1].value == 1 and len(facts.engagement) == MOST["engagement"]


def test_followers_of_this_and_of_earlier_collections_make_one_series(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, made("1", 1), profile={"name": "甲", "followers": 900, "posts": 77})
    earlier = (Point(NOW - timedelta(days=30), 500),)
    facts = facts_of(archive, followers=earlier)
    assert [point.value for point in facts.followers] == [500, 900]
    assert facts.total == 77
    assert facts.profile is not None and facts.profile.way is Way.FEED


class TwoWays(Pages):
    """The same pages by another way, which shows no body."""

    way = Way.SAVED_PAGES

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        inner = super().collect(source, span, memory)
        ending = yield from inner
        assert isinstance(ending, Ending)
        return Ending(frozenset({Shows.POSTS}), False, "只列出最近的内容")


def test_a_post_that_two_ways_have_seen_counts_once(tmp_path: Path) -> None:
    one, two = made("id-1", 1, title="同一条"), made("http://a/1", 1, title="同一条", has_body=False, text="")
    only = made("http://a/2", 2, title="只在这里", has_body=False, text="")
    twice = [made("x", 3, title="早安"), made("y", 3, title="早安")]
    undated = {**made("http://a/9", 1, title="同一条"), "at": None}
    row = account("a")
    sources = (
        Source(row.key, Way.FEED, "http://a.example/1"),
        Source(row.key, Way.SAVED_PAGES, "http://a.example/2"),
    )
    pages = {"a.example/1": page(one, *twice), "a.example/2": page(two, only, undated)}
    with served(pages) as server:
        archive = collection(tmp_path / "c", [Wanted(row, sources)], server.settings)
        collect(archive, Means({Way.FEED: Pages(), Way.SAVED_PAGES: TwoWays()}, clock()))
    facts = facts_of(archive)
    assert facts.posts == 4
    assert facts.with_body == 3
    assert facts.undated == 0
    assert facts.listing is not None and facts.listing.way is Way.FEED and not facts.listing.reason
    assert {way.way for way in facts.ways} == {Way.FEED, Way.SAVED_PAGES}


def test_a_listing_that_does_not_reach_back_says_why(tmp_path: Path) -> None:
    since = (NOW - timedelta(days=5)).isoformat()
    facts = facts_of(archive_of(tmp_path, made("1", 1), since=since))
    assert facts.listing is not None
    assert facts.listing.since == NOW - timedelta(days=5)
    assert facts.listing.reason == "只列出最近的内容"


def test_an_account_that_could_not_be_collected_has_no_listing(tmp_path: Path) -> None:
    with served({"a.example/1": Reply(404, b"")}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
    facts = facts_of(archive)
    assert facts.listing is None and facts.newest is None and facts.comments is None
    assert [way.problem for way in facts.ways] == ["地址不存在，请核对"]


def test_an_uploaded_file_knows_nothing_of_what_came_after_it(tmp_path: Path) -> None:
    uploads, written = tmp_path / "uploads", NOW - timedelta(days=21)
    uploads.mkdir()
    path = uploads / "a.json"
    path.write_bytes(page(made("1", 25)).body)
    os.utime(path, (written.timestamp(), written.timestamp()))
    with served({}) as server:
        archive = collection(tmp_path / "c", [wanted("a", "upload:a.json")], server.settings)
        collected(archive, uploads=uploads)
    facts = facts_of(archive)
    assert facts.listing is not None and facts.listing.until == written
    (judged,) = judge_accounts(archive, load_edition(None))
    assert judged.result.verdicts["M-V-02.1"].state is State.UNKNOWN


def test_an_account_is_judged_alive_asleep_or_unknown(tmp_path: Path) -> None:
    pages = {"alive.example/1": page(made("1", 3)), "asleep.example/1": page(made("1", 40))}
    with served(pages) as server:
        names = ("alive", "asleep", "gone")
        archive = collection(tmp_path / "c", [wanted(name) for name in names], server.settings)
        collected(archive)
    judged = {one.result.account.name: one for one in judge_accounts(archive, load_edition(None))}
    states = {name: one.result.verdicts["M-V-02.1"].state for name, one in judged.items()}
    assert states == {"alive": State.CLEAR, "asleep": State.HIT, "gone": State.UNKNOWN}
    assert judged["asleep"].result.outcome is Outcome.UNQUALIFIED
    assert judged["gone"].result.outcome is Outcome.PENDING
    assert judged["gone"].troubles == ("订阅源：地址不存在，请核对",)
    assert judged["alive"].posts == 1 and judged["alive"].complete
    (finding,) = judged["asleep"].result.verdicts["M-V-02.1"].findings
    assert archive.evidence(finding.evidence[0].digest).body


def test_a_collection_is_judged_again_at_another_time_without_fetching(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, made("1", 10))
    edition = load_edition(None)
    (now,) = judge_accounts(archive, edition)
    (before,) = judge_accounts(archive, edition, NOW - timedelta(days=30))
    assert now.result.verdicts["M-V-02.1"].state is State.CLEAR
    assert before.result.verdicts["M-V-02.1"].state is State.HIT
    assert NOW.tzinfo is CHINA


def test_a_post_that_defeats_the_checks_counts_as_not_read(tmp_path: Path) -> None:
    class Defeated(Checker):
        def check(self, post: Post, account: Account) -> Checked:
            if post.key == "2":
                raise RuntimeError("a bug of ours")
            return super().check(post, account)

    checker = Defeated(scanner_of(None), looker())
    with served({"a.example/1": page(made("1", 1), made("2", 2))}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive, checker=checker)
    facts = facts_of(archive)
    assert (facts.posts, facts.with_body) == (2, 1)


def two_listings(tmp_path: Path, fed_days: float, filed_days: float) -> AccountFacts:
    """A feed that lists so many days, and a complete file that was written so many days ago."""
    row, uploads, written = account("a"), tmp_path / "uploads", NOW - timedelta(days=filed_days)
    uploads.mkdir()
    path = uploads / "a.json"
    path.write_bytes(page(made("http://a/1", 50)).body)
    os.utime(path, (written.timestamp(), written.timestamp()))
    feed = page(made("1", 1), since=(NOW - timedelta(days=fed_days)).isoformat())
    sources = (Source(row.key, Way.FEED, "http://a.example/1"), Source(row.key, Way.FILE, "upload:a.json"))
    with served({"a.example/1": feed}) as server:
        archive = collection(tmp_path / "c", [Wanted(row, sources)], server.settings)
        means = Means({Way.FEED: Pages(), Way.FILE: Pages()}, clock(), uploads=uploads)
        collect(archive, means)
    return facts_of(archive)


def test_a_short_listing_and_an_older_file_that_overlap_are_one_without_a_gap(tmp_path: Path) -> None:
    facts = two_listings(tmp_path, fed_days=20, filed_days=10)
    assert facts.listing is not None
    assert facts.listing.since is not None and facts.listing.since <= SPAN.since
    assert facts.listing.until > NOW - timedelta(hours=1) and not facts.listing.reason


def test_a_short_listing_and_a_file_that_ended_before_it_leave_a_gap(tmp_path: Path) -> None:
    facts = two_listings(tmp_path, fed_days=5, filed_days=10)
    assert facts.listing is not None
    assert facts.listing.since == NOW - timedelta(days=5) and facts.listing.reason


def test_what_was_published_after_an_earlier_check_point_is_in_no_count_and_no_list(tmp_path: Path) -> None:
    wrong = "中华人民共和过成立。"
    archive = archive_of(tmp_path, made("late", 2, text=wrong, reads=5), made("1", 20, text="今天召开会议。"))
    edition = load_edition(None)
    now, then = (list(judge_accounts(archive, edition, at)) for at in (NOW, NOW - timedelta(days=10)))
    assert now[0].result.verdicts["M-V-01.1"].findings
    assert not then[0].result.verdicts["M-V-01.1"].findings
    assert then[0].posts == 1
    newest = then[0].newest
    assert newest is not None and newest.at == NOW - timedelta(days=20)
