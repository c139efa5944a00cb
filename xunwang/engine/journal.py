"""An append-only log of JSON records that survives being killed at any moment.

A record is one line: eight hex digits of its CRC-32, a space, the JSON. Each goes to the operating
system in one write, so that a killed process loses at most the record it was writing; a torn or
damaged tail is cut off when the log is opened again.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import crc32

import orjson

_HEAD = 9


class Journal:
    """Writer of one log. Opening it cuts a damaged tail off."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        whole = _sound_length(path)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.ftruncate(self._file, whole)
        self._end = whole

    def append(self, record: dict[str, Any]) -> None:
        """Add one record; it is in the operating system's hands when this returns.

        Raises OSError when the disk is full; the log is then as it was before.
        """
        data = orjson.dumps(record)
        line = b"%08x %b\n" % (crc32(data), data)
        if os.write(self._file, line) != len(line):
            os.ftruncate(self._file, self._end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._end += len(line)

    @property
    def size(self) -> int:
        """Bytes of all records."""
        return self._end

    def read(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The records so far, oldest first, each with where it ends."""
        for end, data in _sound_lines(self._path):
            yield end, orjson.loads(data)

    def cut(self, end: int) -> None:
        """Forget all records behind ``end``, where one of :meth:`read` ended (0: all)."""
        os.ftruncate(self._file, end)
        self._end = end

    def close(self) -> None:
        """Close the log; further calls do nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_journal(path: Path) -> Iterator[dict[str, Any]]:
    """The sound records of a log, oldest first; nothing when there is no log."""
    for _, data in _sound_lines(path):
        yield orjson.loads(data)


def _sound_length(path: Path) -> int:
    end = 0
    for end, _ in _sound_lines(path):  # noqa: B007
        pass
    return end


def _sound_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(end offset, JSON) of each line up to the first damaged one."""
    if not path.exists():
        return
    end = 0
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n") or line[8:_HEAD] != b" ":
                return
            data = line[_HEAD:-1]
            try:
                sound = int(line[:8], 16) == crc32(data)
            except ValueError:
                return
            if not sound:
                return
            end += len(line)
            yield end, data
