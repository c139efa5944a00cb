"""The journal of a collection, in segments, each of which becomes a shard of tables when it is full.

    journal/0003.log       accounts that came to their end since the last shard was made
    shards/0002/           the tables of segment 2
    under-way/             posts of accounts that are not at their end yet; of no value once the process has gone

An account by one way is a run of records: its posts in chunks, then its ending. They are written in one go when it has
come to its end. What stands behind the last ending of a segment was torn by a crash and is cut off; that account is
collected again. A segment's shard is made beside it and put in place by a renaming; only then the segment goes.
"""

from __future__ import annotations

import os
import shutil
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from xunwang.collect.tables import ShardWriter
from xunwang.engine.journal import Journal, read_journal

_MOST_MAKING = 2
_BYTES_A_SHARD = 256 * 1024**2
_KEY = ("account", "way")

Done = tuple[str, str]
"""Account and way."""


class Place(NamedTuple):
    """Where an ending stands."""

    shard: Path
    row: int


class Segments:
    """Writer of a collection's journal and shards. Opening it repairs what a crash has left.

    Shards are made in a thread of their own, so that the network is served meanwhile.
    """

    def __init__(self, folder: Path, posts_a_shard: int) -> None:
        self._folder = folder
        self._posts_a_shard = posts_a_shard
        self._journals = folder / "journal"
        self._shards = folder / "shards"
        self.spools = folder / "under-way"
        for path in (self._journals, self._shards):
            path.mkdir(exist_ok=True)
        shutil.rmtree(self.spools, ignore_errors=True)
        self.spools.mkdir()
        for torn in self._shards.glob(".*"):
            shutil.rmtree(torn)
        self.done: set[Done] = set()
        self._maker = ThreadPoolExecutor(1, "shards")
        self._making: deque[Future[None]] = deque()
        self._number = self._recover()
        self._posts = 0
        self._journal = self._open()

    def add(self, records: Iterable[dict[str, Any]], ending: dict[str, Any]) -> None:
        """An account by one way has come to its end.

        Raises OSError when the disk is full; nothing of the account is in the journal then.
        """
        account, way = ending["account"], ending["way"]
        start = self._journal.size
        try:
            for record in records:
                self._journal.append({**record, "account": account, "way": way})
            self._journal.append({"t": "end", **ending, "tally": b64encode(ending["tally"]).decode()})
        except OSError:
            self._journal.cut(start)
            raise
        self._posts += ending["posts"]
        self.done.add((account, way))
        if self._posts >= self._posts_a_shard or self._journal.size >= _BYTES_A_SHARD:
            self.turn()

    def turn(self) -> None:
        """Let a shard be made of the open segment and begin the next. Raises what making one has raised."""
        while len(self._making) >= _MOST_MAKING or (self._making and self._making[0].done()):
            self._making.popleft().result()
        self._journal.close()
        self._make(self._number)
        self._number += 1
        self._posts = 0
        self._journal = Journal(self._journal_path(self._number))

    def close(self) -> None:
        """Wait for the shards that are being made and release the files; the spools go."""
        self._journal.close()
        try:
            while self._making:
                self._making.popleft().result()
        finally:
            self._maker.shutdown()
            shutil.rmtree(self.spools, ignore_errors=True)

    def finish(self) -> None:
        """The collection is at its end: all goes into shards, and the journal is gone."""
        if self._journal.size:
            self.turn()
        self.close()
        shutil.rmtree(self._journals)

    def _recover(self) -> int:
        """Number of the segment to go on with; full ones become the shards that they should have become."""
        for shard in shards_of(self._folder):
            self.done.update(ended_in(shard))
            self._journal_path(int(shard.name)).unlink(missing_ok=True)
        shards = [int(shard.name) for shard in shards_of(self._folder)]
        numbers = sorted(int(path.stem) for path in self._journals.glob("*.log"))
        for number in numbers[:-1]:
            self.done.update(_ended(read_journal(self._journal_path(number))))
            self._make(number)
        return max([*numbers, max(shards, default=0) + 1])

    def _open(self) -> Journal:
        journal = Journal(self._journal_path(self._number))
        last = 0
        for end, record in journal.read():
            if record["t"] == "end":
                last = end
                self._posts += record["posts"]
                self.done.add((record["account"], record["way"]))
        journal.cut(last)
        return journal

    def _make(self, number: int) -> None:
        path = self._journal_path(number)
        self._making.append(self._maker.submit(make_shard, path, self._shards / f"{number:04d}"))

    def _journal_path(self, number: int) -> Path:
        return self._journals / f"{number:04d}.log"


def _ended(records: Iterable[dict[str, Any]]) -> Iterator[Done]:
    return ((record["account"], record["way"]) for record in records if record["t"] == "end")


def shards_of(folder: Path) -> list[Path]:
    """The finished shards of a collection, oldest first."""
    return sorted(path for path in (folder / "shards").glob("[0-9]*") if path.is_dir())


def ended_in(shard: Path) -> Iterator[Done]:
    """Accounts and ways that a shard holds, in order."""
    table = pq.read_table(shard / "endings.parquet", columns=list(_KEY))
    return zip(table["account"].to_pylist(), table["way"].to_pylist(), strict=True)


def make_shard(segment: Path, shard: Path) -> None:
    """Make the tables of a segment, there whole or not at all, and remove the segment."""
    part = shard.with_name(f".{shard.name}")
    part.mkdir()
    writer = ShardWriter(part)
    for record in read_journal(segment):
        account, way = record["account"], record["way"]
        if record["t"] == "posts":
            writer.add("posts", [[account, way, *row] for row in record["posts"]])
            writer.add("hits", [[account, way, *row] for row in record["hits"]])
        else:
            writer.add("endings", [_ending(record)])
    writer.close()
    for path in (*part.iterdir(), part):
        _settle(path)
    part.rename(shard)
    _settle(shard.parent)
    segment.unlink()


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk: the segment goes after this."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _ending(record: dict[str, Any]) -> list[Any]:
    return [
        record["account"], record["way"], record["at"], record["trouble"], record["complete"],
        record["unchanged"], record["posts"], record["followers"], record["requests"], record["bytes"],
        record["seconds"], record["ending"], record["summary"], b64decode(record["tally"]),
    ]  # fmt: skip
