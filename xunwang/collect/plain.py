"""JSON of what came from outside: never refused because of a character that no encoding can write."""

from __future__ import annotations

import re
from typing import Any

import orjson

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, which no database keeps and which part words that the lists look for; and those that turn the
direction of writing, by which a title can look like another one."""


def readable(text: str) -> str:
    """The text without characters that nobody sees and that do harm where it is kept and shown."""
    return _UNSEEN.sub("", text) if _UNSEEN.search(text) else text


def dumps(value: Any) -> bytes:
    """The value as JSON; halves of surrogate pairs become question marks, numbers beyond 64 bits unknown."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(sound(value))


def sound(value: Any) -> Any:
    """The value without what JSON in UTF-8 and a database can't hold, down to its parts."""
    if isinstance(value, str):
        return readable(value.encode("utf-8", "replace").decode())
    if isinstance(value, list | tuple):
        return [sound(one) for one in value]
    if isinstance(value, dict):
        return {sound(str(name)): sound(one) for name, one in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**63:
        return None
    return value
