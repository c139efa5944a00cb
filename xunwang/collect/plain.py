"""JSON of what came from outside: never refused because of a character that no encoding can write."""

from __future__ import annotations

from typing import Any

import orjson


def dumps(value: Any) -> bytes:
    """The value as JSON; halves of surrogate pairs become question marks, numbers beyond 64 bits unknown."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(sound(value))


def sound(value: Any) -> Any:
    """The value without what JSON in UTF-8 can't hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list | tuple):
        return [sound(one) for one in value]
    if isinstance(value, dict):
        return {sound(str(name)): sound(one) for name, one in value.items()}
    if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**63:
        return None
    return value
