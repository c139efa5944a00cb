"""Whether a file really is the picture that its name says: read to its end, within bounds.

PNG is decoded: every chunk with its checksum, and the picture's data inflated to the very size that its head
states. JPEG is walked through segment by segment up to its end mark. What hides behind the end of either is refused,
so that no file is a picture and something else at once.
"""

from __future__ import annotations

import zlib
from struct import Struct

MOST_PIXELS = 50_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK, _SUM, _HEAD = Struct(">I4s"), Struct(">I"), Struct(">IIBBBBB")
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {1, 2, 4, 8, 16}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column, first row, column step, row step (PNG specification, 8.1)."""
_LENGTH, _SIZE = Struct(">H"), Struct(">HH")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def is_png(content: bytes) -> bool:
    """True for a sound PNG, whole and nothing behind it."""
    if not content.startswith(_PNG):
        return False
    at, head, data, seen_end = len(_PNG), b"", [], False
    while at + 12 <= len(content) and not seen_end:
        length, kind = _CHUNK.unpack_from(content, at)
        body = content[at + 8 : at + 8 + length]
        end = at + 12 + length
        if end > len(content) or _SUM.unpack_from(content, end - 4)[0] != zlib.crc32(kind + body):
            return False
        if kind == b"IHDR":
            head = body
        elif kind == b"IDAT":
            data.append(body)
        seen_end, at = kind == b"IEND", end
    return seen_end and at == len(content) and _inflates(head, b"".join(data))


def _inflates(head: bytes, data: bytes) -> bool:
    if len(head) != _HEAD.size:
        return False
    width, height, depth, colour, _, _, interlaced = _HEAD.unpack(head)
    if colour not in _CHANNELS or depth not in _DEPTHS or interlaced > 1:
        return False
    if not 0 < width * height <= MOST_PIXELS:
        return False
    bits = _CHANNELS[colour] * depth
    size = _filtered_size(width, height, bits, bool(interlaced))
    try:
        inflater = zlib.decompressobj()
        pixels = inflater.decompress(data, size + 1)
    except zlib.error:
        return False
    return len(pixels) == size and inflater.eof and not inflater.unused_data


def _filtered_size(width: int, height: int, bits: int, interlaced: bool) -> int:
    """Bytes of all rows, each with its filter byte."""
    if not interlaced:
        return height * (1 + -(-width * bits // 8))
    total = 0
    for column, row, across, down in _PASSES:
        columns, rows = -(-(width - column) // across), -(-(height - row) // down)
        if columns > 0 and rows > 0:
            total += rows * (1 + -(-columns * bits // 8))
    return total


def is_jpeg(content: bytes) -> bool:
    """True for a JPEG whose segments follow each other up to the end mark, and nothing behind it."""
    if not content.startswith(b"\xff\xd8"):
        return False
    at, has_frame, has_scan = 2, False, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return False
        kind = content[at + 1]
        if kind == 0xFF or kind in _ALONE:
            at += 1 if kind == 0xFF else 2
            continue
        length = _LENGTH.unpack_from(content, at + 2)[0]
        if length < 2 or at + 2 + length > len(content):
            return False
        if kind in _FRAMES:
            height, width = _SIZE.unpack_from(content, at + 5) if length >= 7 else (0, 0)
            if not 0 < width * height <= MOST_PIXELS:
                return False
            has_frame = True
        at += 2 + length
        if kind == 0xDA:
            at, has_scan = _after_scan(content, at), True
        if content[at : at + 2] == b"\xff\xd9":
            return has_frame and has_scan and at + 2 == len(content)
    return False


def _after_scan(content: bytes, at: int) -> int:
    """Where the next marker begins behind the coded data."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] != 0x00 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
