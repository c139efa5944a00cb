"""The ZIP file that a package is, read where it lies: nothing is ever unpacked to a disk.

Only the entries that are asked for are inflated, each up to a bound and all of them up to another. As phones do, the
flag "encrypted" is not believed (packers set it to lead tools astray); what really is encrypted does not inflate.
"""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

from xunwang.posts.package.errors import broken, too_large, unsupported

MAX_ENTRIES = 65_535
MAX_RATIO = 200
"""Inflated size over packed size, beyond which an entry of more than one MiB counts as a bomb."""
MAX_INFLATED = 160 * 1024 * 1024
_FREE = 1 << 20
_END = struct.Struct("<4sHHHHIIH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_COMMENT = 65_535
_STORED, _DEFLATED = 0, 8
_FULL = 0xFFFFFFFF


class Entry(NamedTuple):
    """An entry of the central directory."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    room: int
    """Bytes that it takes at least, its local header included."""
    encrypted: bool


class Archive:
    """The entries of a package. Raises :class:`UnreadableError` wherever the file is not one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = MAX_INFLATED
        end = _find_end(data)
        _, disk, first_disk, here, count, size, self.directory, _ = _END.unpack_from(data, end)
        if _FULL in (size, self.directory) or count == 0xFFFF:
            raise unsupported("安装包是ZIP64格式，暂不支持，请人工检查。")
        if disk or first_disk or here != count:
            raise broken("被分卷，不完整")
        if self.directory + size != end:
            raise broken("不完整或被拼接")
        self.entries = self._read(count, self.directory + size)
        self._refuse_overlaps()

    def read(self, name: str, most: int) -> bytes | None:
        """Content of the entry, or None where there is none. Raises :class:`UnreadableError`."""
        entry = self.entries.get(name)
        if entry is None:
            return None
        start = self._start(entry)
        raw = self._data[start : start + entry.packed]
        if len(raw) < entry.packed:
            raise broken("不完整")
        most = min(most, self._left)
        content = raw if entry.method == _STORED else _inflate(entry, raw, most)
        if len(content) > most:
            raise too_large(f"中的{_shown(name)}过大")
        self._left -= len(content)
        if zlib.crc32(content) != entry.crc:
            raise broken(
                f"中的{_shown(name)}已加密或损坏" if entry.encrypted else f"中的{_shown(name)}已损坏"
            )
        return content

    def _read(self, count: int, end: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        place = self.directory
        for _ in range(count):
            if place + _CENTRAL.size > end:
                raise broken("的目录不完整")
            fields = _CENTRAL.unpack_from(self._data, place)
            signature, _, _, flags, method, _, _, crc, packed, size, names, extra, comment, *_, offset = (
                fields
            )
            if signature != b"PK\1\2" or place + _CENTRAL.size + names > end:
                raise broken("的目录错误")
            raw = self._data[place + _CENTRAL.size : place + _CENTRAL.size + names]
            name = raw.decode("utf-8", "replace")
            if name in entries:
                raise broken(f"中有两个{_shown(name)}，可能被篡改")
            entries[name] = Entry(
                name, method, crc, packed, size, offset, _LOCAL.size + names + packed, bool(flags & 1)
            )
            place += _CENTRAL.size + names + extra + comment
        return entries

    def _refuse_overlaps(self) -> None:
        place = 0
        for entry in sorted(self.entries.values(), key=lambda entry: (entry.offset, entry.packed)):
            if entry.offset < place:
                raise broken("中的文件互相重叠，可能是压缩炸弹")
            place = entry.offset + entry.room
        if place > self.directory:
            raise broken("中的文件与目录重叠")

    def _start(self, entry: Entry) -> int:
        if entry.offset + _LOCAL.size > self.directory:
            raise broken("不完整")
        signature, *_, names, extra = _LOCAL.unpack_from(self._data, entry.offset)
        if signature != b"PK\3\4":
            raise broken("的目录与内容不符")
        return int(entry.offset + _LOCAL.size + names + extra)


def _find_end(data: bytes) -> int:
    start = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _COMMENT))
    if start < 0 or start + _END.size > len(data):
        raise broken("不完整")
    return start


def _inflate(entry: Entry, raw: bytes, most: int) -> bytes:
    if entry.method != _DEFLATED:
        raise broken(f"中的{_shown(entry.name)}压缩方式不明")
    bound = min(most, max(_FREE, MAX_RATIO * len(raw)))
    inflater = zlib.decompressobj(-15)
    try:
        content = inflater.decompress(raw, bound + 1)
    except zlib.error:
        raise broken(f"中的{_shown(entry.name)}已加密或损坏") from None
    if len(content) > bound:
        raise too_large(
            f"中的{_shown(entry.name)}压缩比异常，可能是压缩炸弹"
            if bound < most
            else f"中的{_shown(entry.name)}过大"
        )
    if not inflater.eof:
        raise broken(f"中的{_shown(entry.name)}不完整")
    return content


def _shown(name: str) -> str:
    """A name for a message: what is no letter is left out."""
    kept = "".join(sign for sign in name if sign.isprintable())
    return kept if len(kept) <= 60 else kept[:60] + "…"
