"""Pictures that phones take: only what the picture needs is kept, never the place or the owner of the phone.

Of a JPEG the coded picture, its colour profile, how it is to be turned and when it was taken stay; of a PNG the picture
and its colours. What phones put behind the end (a film, further pictures) is cut off. Whether the result is a sound
picture is told afterwards by :mod:`xunwang.inspection.hearing.pictures`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from struct import Struct, error

from xunwang.inspection.hearing.uploads import LARGEST, Kept, Upload, check_pictures, keep

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK, _LENGTH = Struct(">I4s"), Struct(">H")
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
    }
)
_EXIF = b"Exif\x00\x00"
_PROFILE = b"ICC_PROFILE\x00"
_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_SCAN, _END = 0xDA, b"\xff\xd9"
_ORIENTATION, _EXIF_IFD, _TAKEN = 0x0112, 0x8769, 0x9003
_MOST_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture in the storage."""

    kept: Kept
    original_digest: str
    taken_at: str
    """As the phone says, in its own time, ``2020-11-30 10:15:00``; empty: it does not say."""


def keep_picture(upload: Upload) -> KeptPicture:
    """Keep a picture without what it should not tell. Raises InspectionError for anything that is no sound picture."""
    content, taken = upload.content, ""
    if len(content) <= LARGEST:
        if content.startswith(_PNG):
            content = _clean_png(content)
        elif content.startswith(b"\xff\xd8"):
            content, taken = _clean_jpeg(content)
    ending = "png" if content.startswith(_PNG) else "jpg" if content.startswith(b"\xff\xd8") else ""
    stem = PurePath(upload.name.replace("\\", "/")).stem or "picture"
    # Phones name files as they like: the content says what it is.
    clean = Upload(f"{stem[:150]}.{ending}" if ending else upload.name, content)
    check_pictures([clean])
    return KeptPicture(keep(clean), hashlib.sha256(upload.content).hexdigest(), taken)


def _clean_png(content: bytes) -> bytes:
    """The chunks that the picture needs, up to its end; broken ones stay as they are, to be refused."""
    parts, at = [_PNG], len(_PNG)
    while at + 12 <= len(content):
        length, kind = _CHUNK.unpack_from(content, at)
        end = at + 12 + length
        if kind in _PNG_KEPT or end > len(content):
            parts.append(content[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(parts)


def _clean_jpeg(content: bytes) -> tuple[bytes, str]:
    """The segments that the picture needs, and when it was taken; of what can't be walked through nothing is left.

    It may be a sound picture all the same: then it is refused, rather than kept with the place that it tells.
    """
    parts: list[bytes] = []
    turned, taken, at = 1, "", 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _SCAN:
        kind = content[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        end = at + 2 + _LENGTH.unpack_from(content, at + 2)[0]
        body = content[at + 4 : end]
        if kind == _APP1 and body.startswith(_EXIF):
            turned, taken = _told(body[len(_EXIF) :])
        elif (
            (not _APP0 <= kind <= _APP15 and kind != _COMMENT)
            or kind in (_APP0, _APP14)
            or (kind == _APP2 and body.startswith(_PROFILE))
        ):
            parts.append(content[at:end])
        at = end
    end = _picture_end(content, at)
    if end < 0:
        return content[:2], ""
    head = [_orientation(turned)] if turned != 1 else []
    return b"".join([b"\xff\xd8", *head, *parts, content[at:end]]), taken


def _picture_end(content: bytes, at: int) -> int:
    """Behind the end mark of the coded picture that begins at ``at``; -1: there is none."""
    if content[at : at + 2] != bytes((0xFF, _SCAN)):
        return -1
    while at + 4 <= len(content):
        # Scans of a progressive picture follow each other, with tables between them.
        at += 2 + _LENGTH.unpack_from(content, at + 2)[0]
        at = _next_marker(content, at)
        while content[at + 1 : at + 2] not in (b"", bytes((_SCAN,)), b"\xd9"):
            if at + 4 > len(content):
                return -1
            at += 2 + _LENGTH.unpack_from(content, at + 2)[0]
        if content[at : at + 2] == _END:
            return at + 2
        if content[at : at + 1] != b"\xff":
            return -1
    return -1


def _next_marker(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] != 0x00 and not 0xD0 <= content[at + 1] <= 0xD7 and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def _orientation(turned: int) -> bytes:
    """An Exif segment that says nothing but how the picture is to be turned."""
    tiff = (
        b"MM\x00*\x00\x00\x00\x08"
        + b"\x00\x01"
        + b"\x01\x12\x00\x03\x00\x00\x00\x01"
        + bytes((0, turned, 0, 0))
    )
    body = _EXIF + tiff + b"\x00\x00\x00\x00"
    return b"\xff\xe1" + _LENGTH.pack(len(body) + 2) + body


def _told(tiff: bytes) -> tuple[int, str]:
    """How the picture is turned (1 to 8), and when it was taken."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1, ""
    try:
        first = _entries(tiff, order, Struct(f"{order}I").unpack_from(tiff, 4)[0])
        turned = Struct(f"{order}H").unpack_from(first.get(_ORIENTATION, b"\x00" * 4))[0]
        pointer = first.get(_EXIF_IFD)
        more = _entries(tiff, order, Struct(f"{order}I").unpack(pointer)[0]) if pointer else {}
        where = Struct(f"{order}I").unpack(more[_TAKEN])[0] if _TAKEN in more else len(tiff)
    except error:
        return 1, ""
    return (turned if 1 <= turned <= 8 else 1), _instant(tiff[where : where + 19])


def _entries(tiff: bytes, order: str, at: int) -> dict[int, bytes]:
    """Tag → the four bytes of its value or of the place where it lies."""
    (count,) = Struct(f"{order}H").unpack_from(tiff, at)
    entry = Struct(f"{order}HHI4s")
    found = (entry.unpack_from(tiff, at + 2 + 12 * number) for number in range(min(count, _MOST_ENTRIES)))
    return {tag: value for tag, _, _, value in found}


def _instant(told: bytes) -> str:
    """``2020:11:30 10:15:00`` as a day is written here; empty for anything else."""
    text = told.decode("ascii", "replace")
    digits = text.replace(":", "").replace(" ", "")
    if len(text) != 19 or len(digits) != 14 or not (digits.isascii() and digits.isdigit()):
        return ""
    return f"{text[:10].replace(':', '-')} {text[11:]}"
