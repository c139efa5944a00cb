"""Files that were handed in with a collection, as answers to requests for ``upload:NAME``."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from xunwang.clock import Clock
from xunwang.collect.lane import UPLOAD
from xunwang.fetch.records import Fault, Fetched, Request

_USUAL_BYTES = 64 * 1024**2


def reader_of(folder: Path | None, clock: Clock) -> Callable[[Request], Fetched]:
    """What answers such requests from a folder; nothing outside of it is read."""

    def read(request: Request) -> Fetched:
        name = unquote(request.url.removeprefix(UPLOAD)).lstrip("/")
        status, fault, detail, body = _read(folder, name, request.max_bytes or _USUAL_BYTES)
        digest = sha256(body).hexdigest() if body else ""
        return Fetched(request, request.url, clock.now(), status, fault, detail, (), body, digest=digest)

    return read


def _read(folder: Path | None, name: str, most: int) -> tuple[int, Fault, str, bytes]:
    if folder is None:
        return 404, Fault.NONE, "no files were handed in", b""
    try:
        root, path = folder.resolve(), (folder / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            return 404, Fault.NONE, "no such file", b""
        if path.stat().st_size > most:
            return 0, Fault.TOO_LARGE, "the file is too large", b""
        return 200, Fault.NONE, "", path.read_bytes()
    except (OSError, ValueError) as error:
        return 0, Fault.BAD_URL, str(error), b""
