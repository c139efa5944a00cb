"""ZIP archives of saved pages, unpacked in memory within bounds; nothing is ever written by the names in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.words import CHINA

MAX_FILES = 5000
MAX_FILE = 32 * 1024 * 1024
MAX_TOTAL = 1024 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 1024 * 1024
"""Smaller files may be packed as tightly as they like."""


class Member(NamedTuple):
    """A file of an archive."""

    name: str
    body: bytes
    at: datetime | None
    """When it was last written, as the archive says (local time in China)."""


def is_zip(body: bytes) -> bool:
    """Whether the bytes are an archive."""
    return body[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def members(body: bytes, endings: tuple[str, ...]) -> Iterator[Member]:
    """Files whose names end so, in the archive's order, one at a time. Raises :class:`UnreadableError`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, LookupError, NotImplementedError) as error:
        raise _damaged() from error
    with archive:
        infos = archive.infolist()
        _check(infos)
        for info in infos:
            name = _name(info)
            if not name.lower().endswith(endings) or _is_hidden(name):
                continue
            yield Member(name, _read(archive, info), _written(info))


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_FILES:
        raise UnreadableError(Flaw.TOO_LARGE, f"压缩包内超过{MAX_FILES}个文件。请分成几个压缩包。")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise UnreadableError(
            Flaw.TOO_LARGE, f"压缩包解压后超过{MAX_TOTAL // 1024 // 1024}MB。请分成几个压缩包。"
        )
    for info in infos:
        if info.flag_bits & 1:
            raise UnreadableError(Flaw.UNSUPPORTED, "压缩包设有密码。请去掉密码后重新上传。")
        name = _name(info)
        if name.startswith("/") or ".." in name.split("/") or ":" in name[:3] or "\0" in name:
            raise UnreadableError(
                Flaw.UNSUPPORTED, "压缩包内的文件路径不合规（指向压缩包之外）。请重新打包后上传。"
            )
        if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise UnreadableError(
                Flaw.TOO_LARGE, "压缩包的压缩比异常，为安全起见不予解压。请重新打包后上传。"
            )


def _name(info: zipfile.ZipInfo) -> str:
    """The name; archives made in China often have it in GBK without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1].startswith("._")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.file_size > MAX_FILE:
        raise UnreadableError(
            Flaw.TOO_LARGE,
            f"压缩包内的“{_name(info)[-80:]}”超过{MAX_FILE // 1024 // 1024}MB。请去掉后重新上传。",
        )
    try:
        with archive.open(info) as opened:
            return opened.read(info.file_size + 1)
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
    ) as error:  # fmt: skip
        raise _damaged() from error


def _damaged() -> UnreadableError:
    return UnreadableError(Flaw.BROKEN, "压缩包已损坏，无法解压。请重新打包（ZIP格式）后上传。")


def _written(info: zipfile.ZipInfo) -> datetime | None:
    try:
        year, month, day, hour, minute, second = info.date_time
        made = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=CHINA).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return made if made.year > 1980 else None
