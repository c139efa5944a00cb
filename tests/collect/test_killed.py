"""kill -9 at random moments of a collection, resumed each time: no finished account is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.collect.collecting import collected, collection, made, page, served, wanted
from tests.collect.killable import starter
from tests.engine.killable import Starter
from tests.fetch_store.local_server import LocalServer, Reply
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.segments import Segments, shards_of
from xunwang.collect.tables import read_posts
from xunwang.engine.archive import ArchiveError
from xunwang.engine.journal import read_journal
from xunwang.fetch.evidence import EvidenceStore

KILLS = 20
SEED = 20201130
ACCOUNTS = 80
PAGES = 3
LONG = 7
"""Number of the account whose posts are too many for memory."""


def pages() -> dict[str, Reply]:
    found: dict[str, Reply] = {}
    for number in range(ACCOUNTS):
        posts = 260 if number == LONG else 5
        for at in range(1, PAGES + 1):
            rows = [made(f"{at}-{n}", n / 10 + 1, text=f"{number}号的第{at}页第{n}条") for n in range(posts)]
            more = {"next": f"http://n{number}.example/{at + 1}"} if at < PAGES else {}
            found[f"n{number}.example/{at}"] = page(*rows, **more)
    return found


def new_collection(folder: Path, server: LocalServer) -> CollectionArchive:
    accounts = [wanted(f"n{number}") for number in range(ACCOUNTS)]
    # A busy machine may reset a connection: that is no part of what is tried here.
    network = replace(server.settings, retries=3, backoff=0.05)
    return collection(folder, accounts, network, side_by_side=8, posts_a_shard=150)


def content_of(archive: CollectionArchive) -> dict[str, Any]:
    """Posts by account, each with what it was read from; nothing twice."""
    found: dict[str, Any] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for account, _, _, post in archive.posts():
        counts[account, post.key] += 1
        found.setdefault(account, []).append((post.key, post.text, post.digest))
    assert set(counts.values()) == {1}, "a post is in the archive twice"
    for one in archive.wanted:
        (ending,) = archive.endings(one.account.key)
        assert ending.read.trouble is None
        assert ending.posts == len(found[one.account.key])
    return found


def killed_when(server: LocalServer, requests: int, pause: float, run: Starter, folder: Path) -> int:
    """Start or resume, kill when so many requests have come in all; exit code."""
    child = run.start(folder)
    limit = time.monotonic() + 120
    while len(server.asked) < requests and time.monotonic() < limit and not CollectionArchive(folder).sealed:
        time.sleep(0.002)
    time.sleep(pause)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return run.result()


def finished(folder: Path) -> set[str]:
    """Accounts that the archive has to the end, as it lies on the disk."""
    return set(_finished(folder))


def _finished(folder: Path) -> Iterator[str]:
    for shard in shards_of(folder):
        yield from {account for account, _, _, _ in read_posts(shard / "posts.parquet")}
    for path in (folder / "journal").glob("*.log"):
        yield from (record["account"] for record in read_journal(path) if record["t"] == "end")


def test_a_collection_killed_twenty_times_ends_as_the_undisturbed_one(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    with served(pages()) as server:
        undisturbed = new_collection(tmp_path / "undisturbed", server)
        collected(undisturbed)
        expected = content_of(undisturbed)
        requests = len(server.asked)
        assert requests == ACCOUNTS * PAGES and len(shards_of(undisturbed.folder)) > 3
        server.asked.clear()
        folder = tmp_path / "killed"
        new_collection(folder, server)
        kills, known_after = 0, []
        with starter() as run:
            for moment in sorted(dice.sample(range(3, requests - 5), KILLS)):
                kills += killed_when(server, moment, dice.uniform(0, 0.05), run, folder) == -signal.SIGKILL
                known_after.append((len(server.asked), finished(folder)))
            run.start(folder)
            assert run.result() == 0
        asked = [one.host.removesuffix(".example") for one in server.asked]
    assert kills >= KILLS - 4
    for count, known in known_after:
        again = {f"weibo:{name}" for name in asked[count:]}
        assert not known & again, "an account that was finished was asked for again"
    sizes = [len(known) for _, known in known_after]
    assert sizes == sorted(sizes), "a finished account was lost"
    assert sizes[0] < sizes[KILLS // 2] < sizes[-1]
    archive = CollectionArchive(folder)
    assert archive.sealed and not (folder / "journal").exists() and not (folder / "under-way").exists()
    assert {name: sorted(posts) for name, posts in content_of(archive).items()} == {
        name: sorted(posts) for name, posts in expected.items()
    }
    with EvidenceStore(folder) as store:
        assert store.verify().ok
        for posts in expected.values():
            assert all(store.find(digest) for _, _, digest in posts)


def record(account: str, count: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """An account's records, as they go into the journal."""
    row = [
        "k",
        "u",
        "t",
        "x",
        None,
        True,
        None,
        "",
        "",
        False,
        "",
        None,
        None,
        None,
        None,
        False,
        "",
        0,
        None,
    ]
    ending = {
        "account": account, "way": "feed", "at": 0, "trouble": "", "complete": True, "unchanged": False,
        "posts": count, "followers": None, "requests": 1, "bytes": 1, "seconds": 1.0, "ending": "{}",
        "summary": "{}", "tally": b"",
    }  # fmt: skip
    return [{"t": "posts", "posts": [row] * count, "hits": []}], ending


def test_half_an_account_behind_the_last_ending_is_cut_off(tmp_path: Path) -> None:
    segments = Segments(tmp_path, 100)
    segments.add(*record("weibo:a", 3))
    segments.close()
    journal = tmp_path / "journal" / "0001.log"
    whole = journal.read_bytes()
    torn = Segments(tmp_path, 100)
    torn.add(*record("weibo:b", 4))
    torn.close()
    journal.write_bytes(journal.read_bytes()[: -len(whole) // 2])
    again = Segments(tmp_path, 100)
    assert again.done == {("weibo:a", "feed")}
    again.add(*record("weibo:c", 2))
    again.finish()
    (shard,) = shards_of(tmp_path)
    posts = Counter(account for account, _, _, _ in read_posts(shard / "posts.parquet"))
    assert posts == {"weibo:a": 3, "weibo:c": 2}


def test_a_shard_that_was_half_made_is_made_again(tmp_path: Path) -> None:
    segments = Segments(tmp_path, 100)
    segments.add(*record("weibo:a", 3))
    segments.close()
    (tmp_path / "journal" / "0002.log").write_bytes(b"")
    (tmp_path / "shards" / ".0001").mkdir()
    (tmp_path / "shards" / ".0001" / "posts.parquet").write_bytes(b"PAR1 torn")
    again = Segments(tmp_path, 100)
    assert again.done == {("weibo:a", "feed")}
    again.finish()
    assert [shard.name for shard in shards_of(tmp_path)] == ["0001"]


def test_a_segment_that_outlived_its_shard_is_not_taken_twice(tmp_path: Path) -> None:
    segments = Segments(tmp_path, 100)
    segments.add(*record("weibo:a", 3))
    left = (tmp_path / "journal" / "0001.log").read_bytes()
    segments.finish()
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "0001.log").write_bytes(left)
    again = Segments(tmp_path, 100)
    again.add(*record("weibo:b", 1))
    again.finish()
    assert [shard.name for shard in shards_of(tmp_path)] == ["0001", "0002"]


def test_two_processes_dont_work_on_one_collection(tmp_path: Path) -> None:
    with served(pages()) as server:
        archive = new_collection(tmp_path / "c", server)
        with archive.only_writer(), pytest.raises(ArchiveError, match="另一个进程"):
            collected(archive)
