"""A file that only grows, in whole records."""

from __future__ import annotations

import os
from pathlib import Path


class AppendFile:
    """Opened for writing at the first record: looking at a file that another process writes changes nothing.

    ``end`` is where the sound records end; whatever lies behind it was torn by a crash and is cut off
    before the next record is written.
    """

    def __init__(self, path: Path, end: int) -> None:
        self.path = path
        self.end = end
        self._file = -1

    def append(self, data: bytes) -> int:
        """Write one record whole; returns where it begins.

        Raises OSError when the disk is full; nothing of the record is left then.
        """
        if self._file < 0:
            self._open()
        start = self.end
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            os.ftruncate(self._file, start)
            raise
        self.end = start + len(data)
        return start

    def truncate(self, end: int) -> None:
        """Forget everything behind ``end``."""
        self.end = end
        if self._file >= 0 or (self.path.exists() and self.path.stat().st_size > end):
            if self._file < 0:
                self._open()
            os.ftruncate(self._file, end)

    def read(self, offset: int, length: int) -> bytes:
        """Bytes of the file, fewer at its end."""
        try:
            with self.path.open("rb", buffering=0) as file:
                return os.pread(file.fileno(), length, offset)
        except FileNotFoundError:
            return b""

    def sync(self) -> None:
        """Wait until everything is on the disk."""
        if self._file >= 0:
            os.fsync(self._file)

    def close(self) -> None:
        """Release the file; a further record opens it again."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        size = os.fstat(self._file).st_size
        if size > self.end:
            os.ftruncate(self._file, self.end)
        elif size < self.end:
            raise OSError(f"证据文件 {self.path.name} 比记录的短（{size} < {self.end} 字节），可能被改动过")
