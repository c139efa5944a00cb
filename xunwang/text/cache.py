"""Files of the user's cache folder: what takes long to make and is told by what it was made of.

A file holds its content behind the content's SHA-256. One that is missing, damaged or can't be written costs time
and nothing else.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

_MOST_FILES = 8
_DIGEST = 32


def user_cache() -> Path | None:
    """The user's cache folder; None where there is no home."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xunwang"
    except RuntimeError:
        return None


def kept(path: Path) -> memoryview | None:
    """Content of a file, if it is there and whole."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    return data[_DIGEST:] if sha256(data[_DIGEST:]).digest() == data[:_DIGEST] else None


def keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and only the newest of its kind (``kind-….bin``) stay."""
    kind = path.name.partition("-")[0]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f"{kind}-", delete=False) as file:
            file.write(sha256(content).digest() + content)
        Path(file.name).replace(path)
        files = sorted(path.parent.glob(f"{kind}-*"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in files[_MOST_FILES:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
