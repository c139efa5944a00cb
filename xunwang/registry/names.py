"""Names of accounts as people take them: without width, case, signs and the words that many names carry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml

_WORDS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("name_words.yaml").read_text(encoding="utf-8")
)
_NOT_A_LETTER = re.compile(r"[\W_]+")
_AROUND = re.compile(
    f"^(?:{'|'.join(map(re.escape, _WORDS['before']))})+|(?:{'|'.join(map(re.escape, _WORDS['after']))})+$"
)


@lru_cache(maxsize=65_536)
def plain_name(name: str) -> str:
    """A name for comparison: full and half width, case, blanks and signs make no difference."""
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", name).casefold())


@lru_cache(maxsize=65_536)
def stem(name: str) -> str:
    """What is left without “官方”, “发布” and their like; names of equal stems are easily confused.

    Takes time linear in the name. A name of nothing but such words keeps them.
    """
    plain = plain_name(name)
    return _AROUND.sub("", plain) or plain


def share_a_word(name: str, texts: Iterable[str]) -> bool:
    """Whether two letters in a row of the name's stem stand in one of the texts: a sign that it speaks of the unit."""
    bare, plain = stem(name), [plain_name(text) for text in texts]
    # Name by name and from the front: nearly all names begin as their unit's do.
    return any(bare[place : place + 2] in text for place in range(max(1, len(bare) - 1)) for text in plain)
