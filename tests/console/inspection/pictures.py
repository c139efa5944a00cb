"""Small pictures that are what they say."""

from __future__ import annotations

import zlib
from struct import pack


def png(width: int = 2, height: int = 2, *, extra: bytes = b"") -> bytes:
    """A grey PNG; ``extra`` stands behind its end."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = b"".join(b"\x00" + b"\x80" * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"") + extra


PNG = png()
