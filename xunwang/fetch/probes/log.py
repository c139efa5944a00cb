"""The availability log: a folder with one file a day, one line a probe, never changed afterwards.

A line is the CRC-32 of the rest (eight hex digits), a space, and a JSON array in the order of
:class:`ProbeRecord`. A process may be killed at any moment: a torn last line is left out when reading and
closed when the next probe is written. Days are days in Asia/Shanghai.
"""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from zlib import crc32

import orjson

from xunwang.fetch.probes.records import ProbeRecord
from xunwang.words import CHINA

_ENDING = ".probes"


class ProbeLogBusyError(RuntimeError):
    """Another process writes this log."""


class DayCount(NamedTuple):
    """Probes of one site on one day."""

    day: date
    probes: int
    vantages: tuple[str, ...]


class Gap(NamedTuple):
    """A time without any probe of the site. ``begin`` and ``end`` are aware, UTC."""

    begin: datetime
    end: datetime


class ProbeCoverage(NamedTuple):
    """How well a period is covered by probes of one site."""

    days: tuple[DayCount, ...]
    """Every day that the period touches, also those without a probe."""
    gaps: tuple[Gap, ...]


class ProbeLog:
    """Writer of one log folder. One process writes at a time; any number may read."""

    def __init__(self, folder: Path) -> None:
        """Raises ProbeLogBusyError when another process holds the log."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._day: date | None = None
        self._file = -1
        self._lock = os.open(folder / "writer.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._lock)
            raise ProbeLogBusyError(f"另一个探测进程正在写入 {folder}，请等它结束或换一个目录") from error

    def append(self, record: ProbeRecord) -> None:
        """Add one probe; it is in the operating system's hands when this returns."""
        day = record.at.astimezone(CHINA).date()
        if day != self._day:
            self._open(day)
        os.write(self._file, _line(record))

    def close(self) -> None:
        """Release the log; further calls do nothing."""
        self._close_day()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> ProbeLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self, day: date) -> None:
        self._close_day()
        path = self.folder / f"{day.isoformat()}{_ENDING}"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        size = os.fstat(self._file).st_size
        if size and os.pread(self._file, 1, size - 1) != b"\n":
            os.write(self._file, b"\n")
        self._day = day

    def _close_day(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file, self._day = -1, None


def read_log(
    folder: Path, start: datetime | None = None, end: datetime | None = None
) -> Iterator[ProbeRecord]:
    """Probes from ``start`` (inclusive) to ``end`` (exclusive), day by day in the order of writing.

    Damaged lines are left out; :func:`damaged_lines` counts them. Nothing when there is no log.
    """
    first = start.astimezone(CHINA).date().isoformat() if start else ""
    last = end.astimezone(CHINA).date().isoformat() if end else "~"
    for path in sorted(folder.glob(f"*{_ENDING}")):
        if not first <= path.name.removesuffix(_ENDING) <= last:
            continue
        for record in _sound(path):
            if (start is None or record.at >= start) and (end is None or record.at < end):
                yield record


def damaged_lines(folder: Path) -> int:
    """Lines that don't carry their checksum: torn by a crash, or changed by hand."""
    damaged = 0
    for path in folder.glob(f"*{_ENDING}"):
        with path.open("rb") as file:
            damaged += sum(line != b"\n" and _parse(line) is None for line in file)
    return damaged


def merge_logs(folders: Iterable[Path]) -> Iterator[ProbeRecord]:
    """Probes of several logs in order of time, those that stand in more than one only once."""
    last: set[tuple[datetime, str, str]] = set()
    for record in merge(*(sorted(read_log(folder), key=_order) for folder in folders), key=_order):
        key = (record.at, record.site, record.vantage)
        if last and next(iter(last))[0] != record.at:
            last.clear()
        if key not in last:
            last.add(key)
            yield record


def coverage(
    records: Iterable[ProbeRecord],
    start: datetime,
    end: datetime,
    longest: timedelta = timedelta(minutes=72),
) -> ProbeCoverage:
    """How the period from ``start`` to ``end`` (aware) is covered by the given probes of one site.

    A pause longer than ``longest`` is a gap; the default is a day's length through 20 probes, the least
    number that the availability indicator (W-V-02) asks for.
    """
    inside = sorted((record for record in records if start <= record.at < end), key=lambda record: record.at)
    counts = Counter(record.at.astimezone(CHINA).date() for record in inside)
    vantages: dict[date, set[str]] = {}
    for record in inside:
        vantages.setdefault(record.at.astimezone(CHINA).date(), set()).add(record.vantage)
    days = tuple(
        DayCount(day, counts[day], tuple(sorted(vantages.get(day, ())))) for day in _days(start, end)
    )
    edges = [start, *(record.at for record in inside), end]
    gaps = tuple(
        Gap(one.astimezone(UTC), other.astimezone(UTC))
        for one, other in pairwise(edges)
        if other - one > longest
    )
    return ProbeCoverage(days, gaps)


def _days(start: datetime, end: datetime) -> Iterator[date]:
    day = start.astimezone(CHINA).date()
    last = (end - timedelta(microseconds=1)).astimezone(CHINA).date()
    while day <= last:
        yield day
        day += timedelta(days=1)


def _order(record: ProbeRecord) -> tuple[datetime, str, str]:
    return record.at, record.site, record.vantage


def _line(record: ProbeRecord) -> bytes:
    data = orjson.dumps(list(record))
    return b"%08x %b\n" % (crc32(data), data)


def _sound(path: Path) -> Iterator[ProbeRecord]:
    with path.open("rb") as file:
        for line in file:
            record = _parse(line)
            if record is not None:
                yield record


def _parse(line: bytes) -> ProbeRecord | None:
    data = line[9:-1]
    try:
        if not line.endswith(b"\n") or int(line[:8], 16) != crc32(data):
            return None
        fields = orjson.loads(data)
        return ProbeRecord(datetime.fromisoformat(fields[0]), *fields[1:])
    except (ValueError, TypeError, IndexError):
        return None
