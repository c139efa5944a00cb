"""Where a person looks on a phone: words for each platform, kept as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("steps.yaml")
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Steps:
    """One sentence a part of the form; ``app`` is empty for what is not installed."""

    find: str
    newest: str
    functions: str
    message: str
    app: str = ""


def steps_for(platform: str) -> Steps:
    """Those of a platform of the register, or those that fit all others."""
    known = _steps()
    return known.get(platform, known[_OTHER])


@lru_cache(maxsize=1)
def _steps() -> dict[str, Steps]:
    told = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {name: Steps(**words) for name, words in told["platforms"].items()}
