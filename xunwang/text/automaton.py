"""Compiled word lists, kept between runs: compiling a hundred thousand words takes half a second, loading none.

A file of the cache holds one automaton behind the SHA-256 of its bytes, under the digest of its words. A file
that is missing, damaged or can't be written costs time and nothing else.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from daachorse import CharwiseDoubleArrayAhoCorasick

_WORTH_KEEPING = 5_000
"""Words; fewer compile at once."""
_MOST_FILES = 8
_DIGEST = 32


def compile_words(words: list[str], cache: Path | None = None) -> CharwiseDoubleArrayAhoCorasick:
    """An automaton that finds all the words, overlapping ones too; from ``cache`` if it is there already."""
    if cache is None or len(words) < _WORTH_KEEPING:
        return CharwiseDoubleArrayAhoCorasick(words)
    key = sha256(f"{version('daachorse')}\n".encode() + "\n".join(words).encode()).hexdigest()
    path = cache / f"words-{key[:24]}.bin"
    found = _load(path)
    if found is None:
        found = CharwiseDoubleArrayAhoCorasick(words)
        _keep(path, found.serialize())
    return found


def user_cache() -> Path | None:
    """The user's cache folder for compiled lists; None where there is no home."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xunwang"
    except RuntimeError:
        return None


def _load(path: Path) -> CharwiseDoubleArrayAhoCorasick | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if sha256(memoryview(data)[_DIGEST:]).digest() != data[:_DIGEST]:
        return None
    try:
        return CharwiseDoubleArrayAhoCorasick.deserialize(data[_DIGEST:])
    except ValueError:
        return None


def _keep(path: Path, payload: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="words-", delete=False) as file:
            file.write(sha256(payload).digest() + payload)
        Path(file.name).replace(path)
        kept = sorted(path.parent.glob("words-*"), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in kept[_MOST_FILES:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
