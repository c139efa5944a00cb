"""How accounts have ended, read back from the shards: a few at a time, whatever their number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

from xunwang.collect.ending_codec import Read, read_ending
from xunwang.collect.interface import Memory
from xunwang.collect.segments import ended_in, shards_of
from xunwang.posts.records import Way

_GROUPS_KEPT = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """An account by one way, as the archive has it."""

    account: str
    way: Way
    at: datetime
    posts: int
    requests: int
    received: int
    """Bytes of all answers, unpacked."""
    seconds: float
    read: Read
    """How it ended, and what was read besides posts."""
    summary: Mapping[str, Any]
    tally: bytes

    @property
    def memory(self) -> Memory:
        """What the collector wants to be told the next time."""
        return self.read.memory


class Endings:
    """The endings of a collection by account."""

    def __init__(self, folder: Path) -> None:
        self._shards = shards_of(folder)
        self._places: dict[str, list[tuple[int, int]]] = {}
        for number, shard in enumerate(self._shards):
            for row, (account, _) in enumerate(ended_in(shard)):
                self._places.setdefault(account, []).append((number, row))
        self._files: dict[int, tuple[pq.ParquetFile, list[int]]] = {}
        self._groups: OrderedDict[tuple[int, int], list[dict[str, Any]]] = OrderedDict()

    def of(self, account: str) -> list[Kept]:
        """Endings of an account; empty where there is none."""
        return [_kept(self._row(number, row)) for number, row in self._places.get(account, ())]

    def _row(self, number: int, row: int) -> dict[str, Any]:
        file, starts = self._file(number)
        group = next(place for place in reversed(range(len(starts))) if starts[place] <= row)
        rows = self._groups.get((number, group))
        if rows is None:
            rows = file.read_row_group(group).to_pylist()
            self._groups[number, group] = rows
            if len(self._groups) > _GROUPS_KEPT:
                self._groups.popitem(last=False)
        return rows[row - starts[group]]

    def _file(self, number: int) -> tuple[pq.ParquetFile, list[int]]:
        if number not in self._files:
            file = pq.ParquetFile(self._shards[number] / "endings.parquet")
            starts, start = [], 0
            for group in range(file.num_row_groups):
                starts.append(start)
                start += file.metadata.row_group(group).num_rows
            self._files[number] = file, starts
        return self._files[number]


def _kept(row: Mapping[str, Any]) -> Kept:
    return Kept(
        account=row["account"],
        way=Way(row["way"]),
        at=row["at"],
        posts=row["posts"],
        requests=row["requests"],
        received=row["bytes"],
        seconds=row["seconds"],
        read=read_ending(orjson.loads(row["ending"])),
        summary=orjson.loads(row["summary"]),
        tally=row["tally"],
    )
