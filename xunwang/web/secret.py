"""The installation's secret key. Needs no Django: its settings read the key."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(file: Path) -> str:
    """The key of this installation, made at the first call; readable by its owner only."""
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(64))
        try:
            # The first of several processes wins; a half-written key is never seen.
            os.link(unfinished, file)
        except FileExistsError:
            pass
        finally:
            unfinished.unlink()
    return file.read_text(encoding="ascii").strip()
