"""Walks the members of a gzip file, each of which is one record of a web archive."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1 << 16
_HEAD = 8192


def gzip_members(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """(first bytes of the content, begin, end) of each whole member; stops at the first torn or damaged one.

    Nothing when there is no file. Memory stays bounded whatever a member inflates to.
    """
    if not path.exists():
        return
    with path.open("rb") as stream:
        data, offset = b"", 0
        while True:
            head, used, inflater = b"", 0, zlib.decompressobj(zlib.MAX_WBITS | 16)
            while not inflater.eof:
                data = data or stream.read(_BLOCK)
                if not data:
                    return
                try:
                    piece = inflater.decompress(data, 1 << 20)
                except zlib.error:
                    return
                rest = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
                used += len(data) - len(rest)
                data = rest
                head = head if len(head) >= _HEAD else (head + piece)[:_HEAD]
            yield head, offset, offset + used
            offset += used
