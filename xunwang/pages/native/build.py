"""Compiles ``outline.c`` once, into the user's cache folder, under the digest of its source.

Nothing depends on it: without a compiler, a cache folder or the right parser, pages are read by the same rules in
Python. ``XUNWANG_NATIVE=0`` asks for that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from xunwang.text.cache import user_cache

SOURCE = Path(__file__).with_name("outline.c")
_OPTIONS = ("-O2", "-std=gnu11", "-shared", "-fPIC", "-fvisibility=hidden")
_PATIENCE = 120.0
"""Seconds. The system's compiler takes a quarter of one; zig's first run builds its own parts."""
_MOST_FILES = 6


def library_file(folder: Path | None = None) -> Path | None:
    """The compiled library, made now if it is not there yet; None where it can't be had.

    Args:
        folder: where it is kept; the user's cache folder if left out.
    """
    folder = folder or user_cache()
    if folder is None or os.environ.get("XUNWANG_NATIVE") == "0":
        return None
    made_of = sha256(SOURCE.read_bytes() + f"{_OPTIONS}{sysconfig.get_platform()}".encode()).hexdigest()
    path = folder / f"outline-{made_of[:24]}.so"
    failed = path.with_suffix(".failed")
    try:
        if path.exists():
            return path if _is_ours(path) else None
        if failed.exists() and failed.read_text() == _compilers_told():
            return None
        folder.mkdir(parents=True, exist_ok=True)
        if _compile(path):
            _tidy(folder)
            return path
        failed.write_text(_compilers_told())
    except OSError:
        pass
    return None


def compilers() -> list[list[str]]:
    """Command lines of the C compilers at hand: the system's, else zig's where its wheel is installed."""
    found = [[path] for name in ("cc", "gcc", "clang") if (path := shutil.which(name))]
    return found[:1] or ([[sys.executable, "-m", "ziglang", "cc"]] if find_spec("ziglang") else [])


def _compilers_told() -> str:
    return repr(compilers())


def _compile(path: Path) -> bool:
    for compiler in compilers():
        handle, name = tempfile.mkstemp(suffix=".so", prefix="outline-", dir=path.parent)
        os.close(handle)
        made = Path(name)
        try:
            command = [*compiler, *_OPTIONS, "-o", name, str(SOURCE), *_libraries()]
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
            if done.returncode == 0:
                made.chmod(0o700)
                made.replace(path)
                return True
        except subprocess.TimeoutExpired:
            pass
        finally:
            made.unlink(missing_ok=True)
    return False


def _libraries() -> list[str]:
    return ["-ldl"] if sys.platform == "linux" else []


def _is_ours(path: Path) -> bool:
    """Whether nobody else can have written what is about to be run."""
    facts = path.stat()
    return facts.st_uid in (0, os.getuid()) and not facts.st_mode & 0o022


def _tidy(folder: Path) -> None:
    kept = sorted(folder.glob("outline-*"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in kept[_MOST_FILES:]:
        old.unlink(missing_ok=True)
