"""Binary XML, as the manifest and other files of a package are written."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xunwang.posts.package.chunks import POOL, Chunk, StringPool, chunk_at, chunks, numbers
from xunwang.posts.package.errors import broken

_DOCUMENT, _NUMBERS, _START, _END, _TEXT = 0x0003, 0x0180, 0x0102, 0x0103, 0x0104
_ATTRIBUTE = struct.Struct("<IIIHBBI")
REFERENCE, STRING, DECIMAL, HEXADECIMAL, TRUTH = 0x01, 0x03, 0x10, 0x11, 0x12
ANDROID_NAMES: Mapping[int, str] = {
    0x01010001: "label", 0x01010003: "name", 0x0101000F: "debuggable", 0x01010027: "scheme", 0x01010028: "host",
    0x0101020C: "minSdkVersion", 0x0101021B: "versionCode", 0x0101021C: "versionName",
    0x01010270: "targetSdkVersion", 0x010104EC: "usesCleartextTraffic", 0x01010527: "networkSecurityConfig",
}  # fmt: skip
"""Phones know an attribute by its number; names are often left out, and may lie."""
MAX_DEPTH = 200
_MAX_KNOWN = 10_000
"""Attributes with numbers; Android has some 1,700."""
MAX_NODES = 200_000


class Value(NamedTuple):
    """Value of an attribute."""

    kind: int
    data: int
    text: str
    """Where it is a string."""


class Node(NamedTuple):
    """The beginning of an element, or text in it (``tag`` empty)."""

    tag: str
    path: tuple[str, ...]
    """Tags from the outermost element to this one; of text: to the element that holds it."""
    attributes: Mapping[str, Value]
    text: str = ""


def nodes(data: bytes) -> Iterator[Node]:
    """Elements and texts in order. Raises :class:`UnreadableError`.

    Plain XML is refused: phones don't read it there either, and nothing in it can then be expanded or fetched.
    """
    document = chunk_at(data, 0, len(data))
    if document.kind != _DOCUMENT:
        raise broken("中的清单不是二进制XML")
    pool: StringPool | None = None
    known: tuple[int, ...] = ()
    path: list[str] = []
    for count, chunk in enumerate(chunks(data, document.body, document.end)):
        if count > MAX_NODES or len(path) > MAX_DEPTH:
            raise broken("中的清单过于庞杂")
        if chunk.kind == POOL and pool is None:
            pool = StringPool(data, chunk)
        elif chunk.kind == _NUMBERS:
            most = min((chunk.end - chunk.body) // 4, _MAX_KNOWN)
            known = numbers(data, f"<{most}I", chunk.body, chunk.end)
        elif pool is not None and chunk.kind == _START:
            node = _element(data, chunk, pool, known, path)
            path.append(node.tag)
            yield node
        elif pool is not None and chunk.kind == _TEXT:
            (number,) = numbers(data, "<I", chunk.body, chunk.end)
            yield Node("", tuple(path), {}, pool.text(number))
        elif chunk.kind == _END and path:
            path.pop()


def _element(data: bytes, chunk: Chunk, pool: StringPool, known: tuple[int, ...], path: list[str]) -> Node:
    _, name, start, size, count = numbers(data, "<IIHHH", chunk.body, chunk.end)
    tag = pool.text(name)
    first = chunk.body + start
    if count and (size < _ATTRIBUTE.size or first + size * count > chunk.end):
        raise broken("中的清单属性错误")
    attributes: dict[str, Value] = {}
    for number in range(count):
        _, label, raw, _, _, kind, value = _ATTRIBUTE.unpack_from(data, first + size * number)
        named = ANDROID_NAMES.get(known[label]) if label < len(known) else None
        text = pool.text(value if kind == STRING else raw)
        attributes.setdefault(named or pool.text(label), Value(kind, value, text))
    return Node(tag, (*path, tag), attributes)
