"""The resource table: what ``@string/app_name`` and its like stand for."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from xunwang.posts.package.binary_xml import REFERENCE, STRING, Value
from xunwang.posts.package.chunks import NONE, POOL, Chunk, StringPool, chunk_at, chunks, numbers
from xunwang.posts.package.errors import broken

_LANGUAGES = {"zhCN": 0, "zh": 1, "": 2}
"""Language and country, best first; all others come after."""
_TABLE, _PACKAGE, _TYPE = 0x0002, 0x0200, 0x0201
_SPARSE, _SHORT_OFFSETS = 0x01, 0x02
_COMPLEX, _COMPACT = 0x0001, 0x0008
_MAX_CHUNKS = 50_000
_MAX_STEPS = 5_000_000
"""Configurations and sparse entries that are looked at for one package; a real one takes some thousand."""
_STEPS = 8
"""References that are followed one after the other."""


class _Type(NamedTuple):
    """One type in one configuration."""

    language: str
    chunk: Chunk
    sparse: bool
    short: bool
    length: int
    entries: int
    """Where the entries begin in the file."""


class Resources:
    """Values by number; of several languages Chinese comes first, then the default."""

    def __init__(self, data: bytes) -> None:
        table = chunk_at(data, 0, len(data))
        if table.kind != _TABLE:
            raise broken("的资源表错误")
        self._data = data
        self._types: dict[int, list[_Type]] = {}
        self._pool: StringPool | None = None
        self._steps = 0
        for chunk in chunks(data, table.body, table.end):
            if chunk.kind == POOL and self._pool is None:
                self._pool = StringPool(data, chunk)
            elif chunk.kind == _PACKAGE:
                self._take(chunk)
        for types in self._types.values():
            types.sort(key=lambda one: _LANGUAGES.get(one.language, len(_LANGUAGES)))

    def strings(self) -> bytes:
        """All strings as they lie, in UTF-8."""
        return self._pool.bytes() if self._pool else b""

    def text(self, value: Value | None) -> str:
        """A value as text, its references followed; empty where there is none."""
        for _ in range(_STEPS):
            if value is None or value.kind != REFERENCE:
                break
            value = self._value(value.data)
        return value.text if value is not None and value.kind == STRING else ""

    def plain(self, value: Value | None) -> Value | None:
        """A value with its references followed; None where they lead nowhere."""
        for _ in range(_STEPS):
            if value is None or value.kind != REFERENCE:
                return value
            value = self._value(value.data)
        return None

    def _take(self, package: Chunk) -> None:
        (identifier,) = numbers(self._data, "<I", package.start + 8, package.end)
        for count, chunk in enumerate(chunks(self._data, package.body, package.end)):
            if count > _MAX_CHUNKS:
                raise broken("的资源表过于庞杂")
            if chunk.kind == _TYPE:
                head = numbers(self._data, "<BBHIIIHHBBBB", chunk.start + 8, chunk.end)
                number, flags, _, entries, start, *_ = head
                language = bytes(head[-4:]).rstrip(b"\0").decode("latin-1")
                found = _Type(
                    language, chunk, bool(flags & _SPARSE), bool(flags & _SHORT_OFFSETS), entries,
                    chunk.start + start,
                )  # fmt: skip
                self._types.setdefault((identifier & 0xFF) << 8 | number, []).append(found)

    def _value(self, number: int) -> Value | None:
        return next(self._entries(self._types.get(number >> 16, []), number & 0xFFFF), None)

    def _entries(self, types: list[_Type], entry: int) -> Iterator[Value]:
        for one in types:
            self._steps += 1 + (one.length if one.sparse else 0)
            if self._steps > _MAX_STEPS:
                raise broken("的资源表过于庞杂")
            place = self._place(one, entry)
            value = self._entry(place, one.chunk.end) if place is not None else None
            if value is not None:
                yield value

    def _place(self, one: _Type, entry: int) -> int | None:
        """Where the entry begins, or None where this configuration has none."""
        width = 2 if one.short else 4
        if one.chunk.body + width * one.length > one.chunk.end:
            return None
        if one.sparse:
            pairs = struct.iter_unpack("<HH", self._data[one.chunk.body : one.chunk.body + 4 * one.length])
            return next((one.entries + 4 * offset for number, offset in pairs if number == entry), None)
        if entry >= one.length:
            return None
        start = one.chunk.body + width * entry
        offset = int.from_bytes(self._data[start : start + width], "little")
        if offset == (0xFFFF if one.short else NONE):
            return None
        return one.entries + (4 * offset if one.short else offset)

    def _entry(self, place: int, end: int) -> Value | None:
        if place + 8 > end:
            return None
        _, flags, data = struct.unpack_from("<HHI", self._data, place)
        if flags & _COMPACT:
            return self._made(flags >> 8, data)
        if flags & _COMPLEX or place + 16 > end:
            return None
        _, _, kind, data = struct.unpack_from("<HBBI", self._data, place + 8)
        return self._made(kind, data)

    def _made(self, kind: int, data: int) -> Value:
        return Value(kind, data, self._pool.text(data) if kind == STRING and self._pool else "")
