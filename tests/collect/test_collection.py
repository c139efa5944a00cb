"""A collection: many accounts side by side, each to its own end, whatever becomes of the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.collect.collecting import (
    Pages,
    Served,
    account,
    collected,
    collection,
    keys,
    made,
    page,
    served,
    wanted,
)
from tests.fetch_store.local_server import Reply
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import CollectError, Ending, Got, Memory, Source, Span, Steps, Trouble
from xunwang.collect.plan import Wanted
from xunwang.collect.settings import Budget
from xunwang.engine.archive import ArchiveError
from xunwang.fetch.records import Request
from xunwang.posts.records import Post, Profile, Shows, Way


def test_posts_and_profiles_of_all_accounts_are_in_the_archive(tmp_path: Path) -> None:
    pages = {
        "a.example/1": page(
            made("1", 1, links=[["http://b.example/", "链接"]], pictures=[["http://b.example/1.png", "图"]],
                 comments=[["谢谢", None, "不客气", None]], reads=5),
            profile={"name": "示范发布", "subject": "示范县人民政府", "followers": 1200}, next="http://a.example/2",
        ),
        "a.example/2": page(made("2", 2), made("1", 1)),
        "b.example/1": page(made("1", 3)),
    }  # fmt: skip
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a"), wanted("b")], server.settings)
        assert collected(archive).done == 2
    archive = CollectionArchive(tmp_path / "c")
    assert archive.sealed
    assert keys(archive) == {"weibo:a": ["1", "2"], "weibo:b": ["1"]}
    first = next(post for name, _, _, post in archive.posts() if name == "weibo:a")
    assert first.links[0].url == "http://b.example/"
    assert first.pictures[0].alt == "图"
    assert first.comments is not None and first.comments[0].answer == "不客气"
    assert first.reads == 5
    ending = archive.ending("weibo:a", Way.FEED)
    assert ending is not None and ending.read.complete and ending.requests == 2
    assert ending.read.profile is not None and ending.read.profile.followers == 1200
    assert Shows.POSTS in ending.read.shown


def test_each_post_opens_the_bytes_that_it_was_read_from(tmp_path: Path) -> None:
    served_page = page(made("1", 1), made("2", 2), profile={"name": "甲"})
    with served({"a.example/1": served_page}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
    digests = {post.digest for _, _, _, post in archive.posts()}
    assert len(digests) == 1
    stored = archive.evidence(digests.pop())
    assert stored.body == served_page.body
    assert stored.url == "http://a.example/1"


def test_a_fault_of_one_account_is_its_own_trouble(tmp_path: Path) -> None:
    pages = {
        "a.example/1": Reply(404, b""),
        "b.example/1": page(made("1", 1)),
        "c.example/1": Reply(200, b"<html>"),
    }
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a"), wanted("c"), wanted("b")], server.settings)
        collected(archive)
    troubles = {name: archive.endings(f"weibo:{name}")[0].read for name in "abc"}
    assert troubles["a"].trouble is Trouble.NOT_FOUND and troubles["a"].message == "地址不存在，请核对"
    assert troubles["c"].trouble is Trouble.BROKEN
    assert troubles["b"].trouble is None
    assert keys(archive) == {"weibo:b": ["1"]}


class Raising(Pages):
    """A collector with a bug that shows at some accounts only."""

    def __init__(self, error: BaseException, *, late: bool = False) -> None:
        self.error, self.late = error, late

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        if "bad" not in source.account:
            return super().collect(source, span, memory)
        if self.late:
            return self._late(source)
        raise self.error

    def _late(self, source: Source) -> Steps:
        answer = yield Request(source.address)
        yield Got(Post("1", "", "先取得的", "", None), answer)
        raise self.error


@pytest.mark.parametrize(
    "error", [KeyError("x"), OSError("disk"), RecursionError(), SystemExit(3), MemoryError()]
)
def test_a_bug_in_a_collector_costs_its_account_only(tmp_path: Path, error: BaseException) -> None:
    pages = {f"{name}.example/1": page(made("1", 1)) for name in ("bad", "good")}
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("bad"), wanted("good")], server.settings)
        collected(archive, Raising(error, late=True))
    (bad,) = archive.endings("weibo:bad")
    assert bad.read.trouble is Trouble.BROKEN and "请报告给开发者" in bad.read.message
    assert keys(archive)["weibo:good"] == ["1"]
    assert keys(archive)["weibo:bad"] == ["1"], "what was read before is kept"


def test_a_collector_that_raises_before_it_begins_is_its_accounts_trouble(tmp_path: Path) -> None:
    with served({"good.example/1": page(made("1", 1))}) as server:
        archive = collection(tmp_path / "c", [wanted("bad"), wanted("good")], server.settings)
        collected(archive, Raising(ValueError("x")))
    assert archive.endings("weibo:bad")[0].read.trouble is Trouble.BROKEN
    assert keys(archive) == {"weibo:good": ["1"]}


class Endless(Pages):
    """A collector that never comes back, in one of several ways."""

    def __init__(self, how: str) -> None:
        self.how = how

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        if "bad" not in source.account:
            return super().collect(source, span, memory)
        return self._forever(source)

    def _forever(self, source: Source) -> Steps:
        answer = yield Request(source.address)
        number = 0
        while True:
            number += 1
            if self.how == "asks":
                answer = yield Request(f"{source.address}?{number}")
            elif self.how == "repeats":
                yield Got(Post("1", "", "同一条", "", None), answer)
            elif self.how == "posts":
                yield Got(Post(str(number), "", "又一条", "", None), answer)
            elif number < 0:
                return Ending(frozenset(), False)


@pytest.mark.parametrize("how", ["asks", "repeats", "posts", "computes"])
def test_a_collector_that_never_ends_is_stopped_and_the_rest_goes_on(tmp_path: Path, how: str) -> None:
    pages = {"bad.example/1": page(), "good.example/1": page(made("1", 1))}
    # Real seconds: the good collector's steps must keep within them on a busy machine, too.
    budget = Budget(requests=20, posts=500, step_seconds=3.0)
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("bad"), wanted("good")], server.settings, budget)
        collected(archive, Endless(how))
    (bad,) = archive.endings("weibo:bad")
    assert bad.read.trouble in (Trouble.BROKEN, Trouble.INCOMPLETE)
    assert bad.read.message
    assert keys(archive)["weibo:good"] == ["1"]
    assert archive.sealed


def test_an_account_is_cut_off_at_its_budget_and_what_it_gave_is_kept(tmp_path: Path) -> None:
    pages = {f"a.example/{n}": page(made(str(n), n), next=f"http://a.example/{n + 1}") for n in range(1, 40)}
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings, Budget(requests=5))
        collected(archive)
    (ending,) = archive.endings("weibo:a")
    assert keys(archive) == {"weibo:a": ["1", "2", "3", "4", "5"]}
    assert ending.read.trouble is Trouble.INCOMPLETE and not ending.read.complete
    assert "已请求5次" in ending.read.message


def test_an_answer_that_is_huge_or_drips_ends_that_account_only(tmp_path: Path) -> None:
    def drip(_: object) -> Reply:
        time.sleep(1.5)
        return page(made("1", 1))

    pages: Served = {
        "huge.example/1": Reply(200, b'{"posts": [' + b" " * 6_000_000 + b"]}"),
        "slow.example/1": drip,
        "good.example/1": page(made("1", 1)),
    }
    accounts = [wanted("huge"), wanted("slow"), wanted("good")]
    with served(pages) as server:
        archive = collection(tmp_path / "c", accounts, server.settings, Budget(bytes=2_000_000, seconds=30))
        collected(archive)
    assert keys(archive) == {"weibo:good": ["1"]}
    for name in ("huge", "slow"):
        assert archive.endings(f"weibo:{name}")[0].read.trouble is not None


def test_waiting_for_a_host_that_many_share_is_no_fault_of_theirs(tmp_path: Path) -> None:
    pages = {f"shared.example/{n}": page(made("1", 1)) for n in range(12)}
    accounts = [wanted(f"n{n}", f"http://shared.example/{n}") for n in range(12)]
    with served(pages) as server:
        fetch = replace(server.settings, rate_per_host=0.5)
        archive = collection(tmp_path / "c", accounts, fetch, Budget(seconds=5))
        collected(archive)
    endings = [archive.endings(f"weibo:n{n}")[0] for n in range(12)]
    assert all(ending.read.trouble is None for ending in endings)
    assert max(ending.at for ending in endings) - min(ending.at for ending in endings) > timedelta(seconds=15)


def test_transfers_that_take_too_long_together_end_the_account(tmp_path: Path) -> None:
    def slowly(number: int) -> Callable[[object], Reply]:
        def answer(_: object) -> Reply:
            time.sleep(0.1)
            return page(made(str(number), number), next=f"http://a.example/{number + 1}")

        return answer

    pages = {f"a.example/{n}": slowly(n) for n in range(1, 60)}
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings, Budget(seconds=20))
        collected(archive)
    (ending,) = archive.endings("weibo:a")
    assert ending.read.trouble is Trouble.INCOMPLETE and "分钟" in ending.read.message
    assert 0 < ending.posts < 20


def test_a_way_without_a_collector_is_told(tmp_path: Path) -> None:
    row = account("a")
    with served({}) as server:
        accounts = [Wanted(row, (Source(row.key, Way.WECHAT_API, "x"),))]
        archive = collection(tmp_path / "c", accounts, server.settings)
        collected(archive)
    (ending,) = archive.endings("weibo:a")
    assert ending.read.trouble is Trouble.UNSUPPORTED


def test_a_quota_is_waited_for_within_the_runs_time(tmp_path: Path) -> None:
    answers = [Reply(403, b"", (("Retry-After", "900"),)), page(made("1", 1)), page(made("2", 2))]
    pages: Served = {"a.example/1": lambda _: answers.pop(0), "b.example/1": page(made("1", 1))}
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a"), wanted("b")], server.settings)
        collected(archive)
    assert keys(archive) == {"weibo:b": ["1"], "weibo:a": ["1"]}
    assert archive.endings("weibo:a")[0].read.trouble is None
    assert len(answers) == 1


def test_a_quota_that_is_back_only_later_is_reported(tmp_path: Path) -> None:
    with served({"a.example/1": Reply(403, b"", (("Retry-After", "90000"),))}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
        assert len(server.asked) == 1
    (ending,) = archive.endings("weibo:a")
    assert ending.read.trouble is Trouble.QUOTA
    assert ending.read.retry_at is not None and ending.read.retry_at > ending.at


def test_a_platform_that_always_puts_off_is_asked_a_few_times_only(tmp_path: Path) -> None:
    with served({"a.example/1": Reply(403, b"", (("Retry-After", "60"),))}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings, retries=2)
        collected(archive)
        assert len(server.asked) == 3
    assert archive.endings("weibo:a")[0].read.trouble is Trouble.QUOTA


def test_posts_with_characters_that_nothing_can_write_are_kept_without_them(tmp_path: Path) -> None:
    class Broken(Pages):
        def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
            answer = yield Request(source.address)
            yield Got(
                Post("\udcff", "\ud800", "标\ud800题", "正文\udfff", None, author="\ud83d", likes=10**30),
                answer,
            )
            return Ending(frozenset(), True)

    with served({"a.example/1": page()}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive, Broken())
    ((_, _, _, post),) = archive.posts()
    assert post.title == "标?题" and post.text == "正文?"
    assert post.likes is None


@pytest.mark.parametrize(
    "changes",
    [
        {"reads": "很多"},
        {"text": None},
        {"at": datetime(2020, 11, 1)},
        {"media": 3},
        {"deleted": "no"},
        {"key": 5},
    ],
)
def test_values_of_a_wrong_type_cost_their_account_at_most(tmp_path: Path, changes: dict[str, Any]) -> None:
    class Wrong(Pages):
        def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
            if "good" in source.account:
                return super().collect(source, span, memory)
            return self._wrong(source)

        def _wrong(self, source: Source) -> Steps:
            answer = yield Request(source.address)
            yield Got(Profile("甲", followers="三"), answer)  # type: ignore[arg-type]
            yield Got(
                Post(**{"key": "1", "url": "", "title": "", "text": "文", "at": None, **changes}), answer
            )
            return Ending(frozenset(), True)

    with served({"bad.example/1": page(), "good.example/1": page(made("1", 1))}) as server:
        archive = collection(tmp_path / "c", [wanted("bad"), wanted("good")], server.settings)
        collected(archive, Wrong())
    assert archive.sealed
    assert keys(archive)["weibo:good"] == ["1"]
    assert archive.endings("weibo:bad")[0].read.trouble in (None, Trouble.BROKEN)


@pytest.mark.parametrize(
    "ending",
    [
        None,
        Ending(frozenset(), True, memory={"etag": 5}),  # type: ignore[dict-item]
        Ending(frozenset(), True, reason=None),
        Ending(frozenset(), True, memory=None),
        Ending(frozenset(), True, since=datetime(2020, 1, 1)),
        Ending(None, True),
        CollectError(Trouble.QUOTA, "稍后再试", retry_after=float("inf")),
        CollectError(Trouble.QUOTA, "稍后再试", retry_after=float("nan")),
        CollectError(Trouble.QUOTA, None),
    ],
)
def test_an_ending_that_makes_no_sense_is_told_and_the_rest_goes_on(tmp_path: Path, ending: object) -> None:
    class Odd(Pages):
        def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
            if "good" in source.account:
                return super().collect(source, span, memory)
            return self._odd(source)

        def _odd(self, source: Source) -> Steps:
            yield Request(source.address)
            if isinstance(ending, CollectError):
                raise ending
            return ending  # type: ignore[return-value]

    with served({"bad.example/1": page(), "good.example/1": page(made("1", 1))}) as server:
        archive = collection(tmp_path / "c", [wanted("bad"), wanted("good")], server.settings)
        collected(archive, Odd())
    assert archive.sealed
    assert keys(archive) == {"weibo:good": ["1"]}
    (bad,) = archive.endings("weibo:bad")
    assert bad.read.trouble in (Trouble.BROKEN, Trouble.QUOTA) and bad.read.message


def test_files_that_were_handed_in_are_read_and_nothing_beside_them(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "posts.json").write_bytes(page(made("1", 1)).body)
    (tmp_path / "secret.json").write_bytes(page(made("2", 1)).body)
    accounts = [
        wanted("a", "upload:posts.json"),
        wanted("b", "upload:../secret.json"),
        wanted("c", "upload:%2Fetc"),
    ]
    with served({}) as server:
        archive = collection(tmp_path / "c", accounts, server.settings)
        collected(archive, uploads=folder)
    assert keys(archive) == {"weibo:a": ["1"]}
    for name in "bc":
        assert archive.endings(f"weibo:{name}")[0].read.trouble is not None


def test_secrets_are_nowhere_in_the_archive(tmp_path: Path) -> None:
    class Signed(Pages):
        def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
            secret = source.secrets["app_secret"]
            token = yield Request(
                f"{source.address}/token?secret={secret}", headers={"Authorization": secret}
            )
            assert token is not None
            yield Got(Post("1", "", "令牌", "", None), token)
            answer = yield Request(f"{source.address}?access_token=T0KENT0KEN&app={secret}")
            yield Got(Post("2", "", "内容", "", None), answer)
            return Ending(frozenset(), True, f"见{secret}", memory={"token": secret, "page": "2"})

    pages = {
        "a.example/1/token?secret=s3cr3t-value": Reply(200, b'{"echo": "s3cr3t-value"}'),
        "a.example/1?access_token=T0KENT0KEN&app=s3cr3t-value": Reply(200, b"{}"),
    }
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive, Signed(), secrets={"weibo:a": {"app_secret": "s3cr3t-value"}})
    assert keys(archive) == {"weibo:a": ["1", "2"]}
    (ending,) = archive.endings("weibo:a")
    assert ending.memory == {"page": "2"}
    posts = {post.key: post for _, _, _, post in archive.posts()}
    assert not posts["1"].digest, "an answer that holds a secret is not kept"
    stored = archive.evidence(posts["2"].digest)
    assert "T0KEN" not in repr(stored) and "s3cr3t" not in repr(stored)
    assert "s3cr3t" not in repr(ending)
    for path in archive.folder.rglob("*"):
        assert path.is_dir() or b"s3cr3t" not in path.read_bytes()


def test_a_sealed_collection_is_not_written_any_more(tmp_path: Path) -> None:
    with served({"a.example/1": page(made("1", 1))}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
        before = {path: path.stat().st_mtime_ns for path in archive.folder.rglob("*")}
        collected(CollectionArchive(tmp_path / "c"))
        assert len(server.asked) == 1
    assert {path: path.stat().st_mtime_ns for path in archive.folder.rglob("*")} == before
    with pytest.raises(ArchiveError, match="已完成"):
        archive.note(anything=1)


def test_an_account_that_is_wanted_twice_is_refused(tmp_path: Path) -> None:
    with served({}) as server, pytest.raises(ValueError, match="twice"):
        collection(tmp_path / "c", [wanted("a"), wanted("a")], server.settings)


def test_characters_that_nobody_sees_part_no_words_and_reach_no_row(tmp_path: Path) -> None:
    hostile = made(
        "1\x00", 1, title="绝\x00密\u202e文件", text="正\x00文", comments=[["谢\x00谢", None, None, None]]
    )
    pages = {"a.example/1": page(hostile, profile={"name": "示范\x00发布", "closed": "已\x00注销"})}
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
    (post,) = (post for _, _, _, post in archive.posts())
    assert (post.key, post.title, post.text) == ("1", "绝密文件", "正文")
    assert post.comments is not None and post.comments[0].text == "谢谢"
    ending = archive.ending("weibo:a", Way.FEED)
    assert ending is not None and ending.read.profile is not None
    assert (ending.read.profile.name, ending.read.profile.closed) == ("示范发布", "已注销")
    assert ending.summary["newest"][2] == "绝密文件"


def test_posts_whose_long_keys_differ_at_their_ends_stay_apart(tmp_path: Path) -> None:
    key = "k" * 700
    with served(
        {
            "a.example/1": page(
                made(f"{key}1", 1, url="http://a.example/1"), made(f"{key}2", 2, url="http://a.example/2")
            )
        }
    ) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
    kept = [post.key for _, _, _, post in archive.posts()]
    assert len(set(kept)) == 2 and all(len(one) <= 600 for one in kept)
