"""Digest → where the page stands: in memory while a store grows, sorted on the disk once it is sealed."""

from __future__ import annotations

import mmap
import os
from array import array
from collections.abc import Iterator
from pathlib import Path
from struct import Struct
from typing import NamedTuple
from zlib import crc32

_FREE = 0xFFFFFFFF
_DIGEST = 32
_ROW = Struct("<32sQI")
_HEAD = Struct("<8sQQQI")
_MAGIC = b"XWIDX1\n\0"


class Entry(NamedTuple):
    """One page's place."""

    digest: bytes
    is_warc: bool
    offset: int
    length: int


class GrowingIndex:
    """Digests and places in flat arrays: about 55 bytes a page."""

    def __init__(self) -> None:
        self._slots = array("I", [_FREE]) * 256
        self._digests = bytearray()
        self._places = array("Q")
        self._lengths = array("I")

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Entry]:
        return (self._entry(number) for number in range(len(self)))

    def get(self, digest: bytes) -> Entry | None:
        """Place of the page with that digest."""
        number = self._slots[self._slot(digest)]
        return None if number == _FREE else self._entry(number)

    def put(self, entry: Entry) -> None:
        """Add a page, or give a known one another place."""
        slot = self._slot(entry.digest)
        number = self._slots[slot]
        place = entry.offset << 1 | entry.is_warc
        if number != _FREE:
            self._places[number] = place
            self._lengths[number] = entry.length
            return
        self._slots[slot] = len(self._places)
        self._digests += entry.digest
        self._places.append(place)
        self._lengths.append(entry.length)
        if len(self._places) * 5 > len(self._slots) * 3:
            self._grow()

    def _entry(self, number: int) -> Entry:
        place = self._places[number]
        return Entry(self._digest(number), bool(place & 1), place >> 1, self._lengths[number])

    def _digest(self, number: int) -> bytes:
        return bytes(self._digests[number * _DIGEST : (number + 1) * _DIGEST])

    def _slot(self, digest: bytes) -> int:
        mask = len(self._slots) - 1
        slot = int.from_bytes(digest[:8], "little") & mask
        while (number := self._slots[slot]) != _FREE and self._digest(number) != digest:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        self._slots = array("I", [_FREE]) * (len(self._slots) * 2)
        for number in range(len(self)):
            self._slots[self._slot(self._digest(number))] = number


class SealedIndex:
    """Sorted rows on the disk, found by bisection in the mapped file: nothing is loaded."""

    def __init__(self, path: Path) -> None:
        """Raises ValueError when the file is no sound index, FileNotFoundError when there is none."""
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < _HEAD.size:
                raise ValueError("index is too short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, self._count, warc_end, snapshots_end, crc = _HEAD.unpack_from(self._map)
        if magic != _MAGIC or len(self._map) != _HEAD.size + self._count * _ROW.size:
            raise ValueError("not an index")
        if crc32(memoryview(self._map)[_HEAD.size :]) != crc:
            raise ValueError("index is damaged")
        self.position: tuple[int, int] = (warc_end, snapshots_end)
        """Sizes of the WARC and the snapshot file that the index was made for."""

    def __len__(self) -> int:
        return int(self._count)

    def __iter__(self) -> Iterator[Entry]:
        return (self._entry(number) for number in range(len(self)))

    def get(self, digest: bytes) -> Entry | None:
        """Place of the page with that digest."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            entry = self._entry(middle)
            if entry.digest == digest:
                return entry
            if entry.digest < digest:
                low = middle + 1
            else:
                high = middle
        return None

    def close(self) -> None:
        """Release the file."""
        self._map.close()

    def _entry(self, number: int) -> Entry:
        digest, place, length = _ROW.unpack_from(self._map, _HEAD.size + number * _ROW.size)
        return Entry(digest, bool(place & 1), place >> 1, length)


def write_index(path: Path, index: GrowingIndex, position: tuple[int, int]) -> None:
    """Write the sorted index in one step: it is there whole or not at all."""
    rows = b"".join(
        _ROW.pack(entry.digest, entry.offset << 1 | entry.is_warc, entry.length) for entry in sorted(index)
    )
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(_HEAD.pack(_MAGIC, len(index), *position, crc32(rows)) + rows)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
