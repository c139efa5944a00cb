"""Data that a page carries in its scripts, and finding things in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from xunwang.posts.safe_json import as_map

_MOST_SCRIPTS, _MOST_CHARS = 200, 8_000_000
_MOST_NODES = 200_000
_MOST_DEPTH = 60
_OPENING = re.compile(r"<script(?P<attributes>[^>]{0,500})>")
_ASSIGNED = re.compile(r"(?:[\w$.\]\[\"']{1,60}\s{0,4}=|\bpush\()\s{0,4}(?=[\[{])")
_DECODER = json.JSONDecoder(strict=False)
_ENOUGH = 40
"""Characters below which a value is not worth reading."""


def values_in(html: str) -> Iterator[Any]:
    """JSON values of a page: scripts of type JSON (percent-encoded ones too), and values assigned in scripts."""
    position = read = 0
    for _ in range(_MOST_SCRIPTS):
        found = _OPENING.search(html, position)
        if found is None or read > _MOST_CHARS:
            return
        end = html.find("</script", found.end())
        end = end if end >= 0 else len(html)
        position = end
        text = html[found.end() : end]
        read += len(text)
        if "json" in found["attributes"].lower():
            value = _whole(text)
            if value is not None:
                yield value
        else:
            yield from _assigned(text)


def _whole(text: str) -> Any:
    text = text.strip()
    if text[:3].lower() in ("%7b", "%5b"):
        text = unquote(text)
    try:
        return _clean(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return None


def _assigned(text: str) -> Iterator[Any]:
    position = 0
    for _ in range(50):
        found = _ASSIGNED.search(text, position)
        if found is None:
            return
        try:
            value, position = _DECODER.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            position = found.end() + 1
            continue
        if position - found.end() > _ENOUGH:
            yield _clean(value)


def _clean(value: Any) -> Any:
    """Without halves of characters, which nothing else could store."""
    text = json.dumps(value, ensure_ascii=False)
    if any("\ud800" <= char <= "\udfff" for char in text):
        return json.loads(text.encode("utf-8", "replace"))
    return value


def maps_in(value: Any, skip: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """All objects of a value in order, outer before inner; not those under the names to skip."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node, depth = waiting.pop()
        if isinstance(node, dict):
            yield node
            inner = [part for name, part in node.items() if name not in skip]
        elif isinstance(node, list):
            inner = node
        else:
            continue
        if depth < _MOST_DEPTH:
            waiting += [(part, depth + 1) for part in reversed(inner) if isinstance(part, dict | list)]


def at_path(node: dict[str, Any], path: str) -> Any:
    """What stands at ``a.b.c``, or None; a string that holds an object is looked into."""
    value: Any = node
    for name in path.split("."):
        if isinstance(value, str) and value[:1] == "{" and len(value) < 20_000:
            value = _whole(value)
        value = as_map(value).get(name)
        if value is None:
            return None
    return value


def first_of(node: dict[str, Any], paths: tuple[str, ...]) -> Any:
    """The first of several paths that holds something."""
    for path in paths:
        value = at_path(node, path)
        if value not in (None, "", [], {}):
            return value
    return None
