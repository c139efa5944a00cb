"""Chunks and strings that binary XML and the resource table have in common.

Every length and offset is held against what is there before it is followed, so reading takes no more than one pass
over the bytes, and no more memory than they have. Strings are decoded when somebody asks for them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from xunwang.posts.package.errors import broken

NONE = 0xFFFFFFFF
POOL = 0x0001
_HEADER = struct.Struct("<HHI")
_UTF8 = 0x100
MAX_TEXT = 32_767
"""Bytes of one string that are read; the format's own bound for UTF-8."""
MAX_DECODED = 64 * 1024 * 1024
"""Bytes of strings that are decoded for one pool, in which all may lie on top of each other."""


class Chunk(NamedTuple):
    """A chunk of the file: its kind, where it begins, where its body does, where it ends."""

    kind: int
    start: int
    body: int
    end: int


def chunk_at(data: bytes, start: int, end: int) -> Chunk:
    """The chunk that begins at ``start``. Raises :class:`UnreadableError` where it does not fit in."""
    if start + _HEADER.size > end:
        raise broken("内容不完整")
    kind, head, size = _HEADER.unpack_from(data, start)
    if head < _HEADER.size or size < head or start + size > end:
        raise broken("内部结构错误")
    return Chunk(kind, start, start + head, start + size)


def chunks(data: bytes, start: int, end: int) -> Iterator[Chunk]:
    """The chunks between two places. A tail too short for one is left alone."""
    while start + _HEADER.size <= end:
        chunk = chunk_at(data, start, end)
        yield chunk
        start = chunk.end


def numbers(data: bytes, form: str, start: int, end: int) -> tuple[int, ...]:
    """Numbers in little-endian order. Raises :class:`UnreadableError` where they reach past ``end``."""
    if start < 0 or start + struct.calcsize(form) > end:
        raise broken("内容不完整")
    return struct.unpack_from(form, data, start)


class StringPool:
    """The strings of a chunk, by number."""

    def __init__(self, data: bytes, chunk: Chunk) -> None:
        count, _, flags, strings, _ = numbers(data, "<IIIII", chunk.start + 8, chunk.end)
        self._data = data
        self._end = chunk.end
        self._offsets = chunk.start + 28
        self._strings = chunk.start + strings
        self._utf8 = bool(flags & _UTF8)
        if self._offsets + 4 * count > chunk.end or self._strings > chunk.end:
            raise broken("字符串表错误")
        self.count = count
        self._left = MAX_DECODED

    def text(self, number: int) -> str:
        """The string of that number; empty where there is none or its place is nonsense."""
        if not 0 <= number < self.count:
            return ""
        (offset,) = struct.unpack_from("<I", self._data, self._offsets + 4 * number)
        start = self._strings + offset
        return self._text8(start) if self._utf8 else self._text16(start)

    def bytes(self) -> bytes:
        """All strings as they lie, in UTF-8."""
        raw = self._data[self._strings : self._end]
        if self._utf8:
            return raw
        return raw[: len(raw) & ~1].decode("utf-16-le", "ignore").encode("utf-8", "ignore")

    def _text8(self, start: int) -> str:
        _, start = self._length(start, 1)
        size, start = self._length(start, 1)
        return self._decoded(start, size, "utf-8")

    def _text16(self, start: int) -> str:
        size, start = self._length(start, 2)
        return self._decoded(start, 2 * size, "utf-16-le")

    def _decoded(self, start: int, size: int, encoding: str) -> str:
        raw = self._data[start : min(start + min(size, MAX_TEXT), self._end)]
        self._left -= len(raw)
        if self._left < 0:
            raise broken("的字符串表过于庞杂")
        return raw.decode(encoding, "replace")

    def _length(self, start: int, width: int) -> tuple[int, int]:
        """(a length of one or two units, where what follows begins)."""
        if start + 2 * width > self._end:
            return 0, self._end
        first = int.from_bytes(self._data[start : start + width], "little")
        top = 1 << 8 * width - 1
        if not first & top:
            return first, start + width
        second = int.from_bytes(self._data[start + width : start + 2 * width], "little")
        return (first & top - 1) << 8 * width | second, start + 2 * width
