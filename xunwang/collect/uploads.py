"""Files that an office uploaded, as answers to a collector's requests."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

from xunwang.fetch.records import Fault, Fetched, Request

SCHEME = "upload:"
MAX_BYTES = 200 * 1024 * 1024


def upload_request(address: str, max_bytes: int = MAX_BYTES) -> Request:
    """Ask for the file at a path below the folder of uploads."""
    return Request(f"{SCHEME}{quote(address)}", purpose="upload", max_bytes=max_bytes)


def is_below(address: str) -> bool:
    """Whether a path stays below the folder that it starts from."""
    parts = address.replace("\\", "/").split("/")
    return bool(address) and "\0" not in address and all(parts) and ".." not in parts and ":" not in parts[0]


def answer_upload(folder: Path, request: Request, now: datetime) -> Fetched:
    """The file as an answer: 200 with the bytes, 404 where there is none, 403 where the path leads elsewhere.

    ``at`` is when the file was written, which is when it was uploaded; without a file it is ``now``.
    """
    address = unquote(request.url.removeprefix(SCHEME))
    if not is_below(address):
        return _answer(request, now, 403)
    try:
        file = (folder / address).resolve(strict=True)
        if not file.is_relative_to(folder.resolve(strict=True)):
            return _answer(request, now, 403)
        with file.open("rb") as opened:
            told = os.fstat(opened.fileno())
            if not stat.S_ISREG(told.st_mode):
                return _answer(request, now, 404)
            most = request.max_bytes or MAX_BYTES
            if told.st_size > most:
                return _answer(request, now, 413, fault=Fault.TOO_LARGE)
            body = opened.read(most + 1)[:most]
    except (OSError, ValueError):
        return _answer(request, now, 404)
    return _answer(request, datetime.fromtimestamp(told.st_mtime, UTC), 200, body)


def _answer(
    request: Request, at: datetime, status: int, body: bytes = b"", *, fault: Fault = Fault.NONE
) -> Fetched:
    digest = sha256(body).hexdigest() if body else ""
    return Fetched(request, request.url, at, status, fault, "", (), body, digest=digest, tries=1)
