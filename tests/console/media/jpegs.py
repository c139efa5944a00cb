"""JPEGs as phones make them: a real picture (1×1, grey) with what phones put around it."""

from __future__ import annotations

import base64
from struct import pack

_GREY = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8Q"
    "EBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)
PLACE = b"GPS 43.8868 N 125.3245 E"
OWNER = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>owner 13800000000</x:xmpmeta>"
TAKEN = b"2020:11:30 10:15:00"


def jpeg(*, turned: int = 6, behind: bytes = b"") -> bytes:
    """A photograph with place, time, orientation and owner; ``behind`` stands after its end."""
    segments = (
        _segment(0xE1, b"Exif\x00\x00" + _tiff(turned)) + _segment(0xE1, OWNER) + _segment(0xFE, b"model X")
    )
    return _GREY[:2] + segments + _GREY[2:] + behind


def _segment(kind: int, body: bytes) -> bytes:
    return pack(">BBH", 0xFF, kind, len(body) + 2) + body


def _tiff(turned: int) -> bytes:
    """Little-endian: orientation, a pointer to the Exif block with the time, a pointer to the place."""
    first = 8
    exif = first + 2 + 3 * 12 + 4
    time = exif + 2 + 12 + 4
    place = time + 20
    entries = [
        pack("<HHII", 0x0112, 3, 1, turned),
        pack("<HHII", 0x8769, 4, 1, exif),
        pack("<HHII", 0x8825, 4, 1, place),
    ]
    head = b"II*\x00" + pack("<I", first) + pack("<H", len(entries)) + b"".join(entries) + pack("<I", 0)
    told = pack("<H", 1) + pack("<HHII", 0x9003, 2, 20, time) + pack("<I", 0) + TAKEN + b"\x00"
    return head + told + PLACE
