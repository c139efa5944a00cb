"""Files of an Android package in the form in which phones read them: binary XML and the resource table."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

ANDROID = "http://schemas.android.com/apk/res/android"
_ATTRIBUTES = {
    "label": 0x01010001, "name": 0x01010003, "debuggable": 0x0101000F, "scheme": 0x01010027, "host": 0x01010028,
    "minSdkVersion": 0x0101020C, "versionCode": 0x0101021B, "versionName": 0x0101021C,
    "targetSdkVersion": 0x01010270, "usesCleartextTraffic": 0x010104EC, "networkSecurityConfig": 0x01010527,
}  # fmt: skip
"""Numbers by which phones know the attributes; their names are only for people."""
_NONE = 0xFFFFFFFF
_UTF8 = 0x100
_REFERENCE, _STRING, _NUMBER, _TRUTH = 0x01, 0x03, 0x10, 0x12
_PACKAGE = 0x7F


class Reference(NamedTuple):
    """A resource: of which type and which of that type, both from 1 and 0."""

    type: int
    entry: int

    @property
    def number(self) -> int:
        """As the files write it."""
        return _PACKAGE << 24 | self.type << 16 | self.entry


Value = str | bool | int | Reference


class Element(NamedTuple):
    """An element; ``android`` are the attributes in Android's namespace, ``plain`` those in none."""

    tag: str
    android: dict[str, Value] = {}  # noqa: RUF012 - never changed
    plain: dict[str, Value] = {}  # noqa: RUF012 - never changed
    children: tuple[Element, ...] = ()
    text: str = ""


class ResourceType(NamedTuple):
    """A type of resources with its entries by name; values by language ("" for the default)."""

    name: str
    entries: dict[str, dict[str, str]]


def string_pool(strings: Sequence[str], utf8: bool) -> bytes:
    """A pool of strings, as both kinds of file have it."""
    data, offsets = bytearray(), []
    for text in strings:
        offsets.append(len(data))
        if utf8:
            raw = text.encode()
            data += _length8(len(text.encode("utf-16-le")) // 2) + _length8(len(raw)) + raw + b"\0"
        else:
            raw = text.encode("utf-16-le")
            data += struct.pack("<H", len(raw) // 2) + raw + b"\0\0"
    data += b"\0" * (-len(data) % 4)
    start = 28 + 4 * len(offsets)
    head = struct.pack("<HHI", 0x0001, 28, start + len(data))
    head += struct.pack("<IIIII", len(offsets), 0, _UTF8 if utf8 else 0, start, 0)
    return head + struct.pack(f"<{len(offsets)}I", *offsets) + bytes(data)


def binary_xml(root: Element, utf8: bool = False) -> bytes:
    """A document in binary XML."""
    known = [name for name in _ATTRIBUTES if any(name in element.android for element in _walk(root))]
    strings = list(dict.fromkeys([*known, ANDROID, "android", *_words(root)]))
    place = {text: number for number, text in enumerate(strings)}
    numbers = struct.pack(f"<{len(known)}I", *(_ATTRIBUTES[name] for name in known))
    body = string_pool(strings, utf8) + struct.pack("<HHI", 0x0180, 8, 8 + len(numbers)) + numbers
    namespace = struct.pack("<II", place["android"], place[ANDROID])
    body += _node(0x0100, namespace) + _element(root, place) + _node(0x0101, namespace)
    return struct.pack("<HHI", 0x0003, 8, 8 + len(body)) + body


def resource_table(package: str, types: Sequence[ResourceType], utf8: bool = True) -> bytes:
    """The table of resources (resources.arsc)."""
    strings = list(
        dict.fromkeys(text for kind in types for named in kind.entries.values() for text in named.values())
    )
    keys = list(dict.fromkeys(name for kind in types for name in kind.entries))
    names, key_pool = string_pool([kind.name for kind in types], utf8), string_pool(keys, utf8)
    chunks = b"".join(_type_chunks(number, kind, strings, keys) for number, kind in enumerate(types, start=1))
    head = struct.pack("<I", _PACKAGE) + package.encode("utf-16-le")[:254].ljust(256, b"\0")
    head += struct.pack("<IIIII", 288, len(types), 288 + len(names), len(keys), 0)
    inner = names + key_pool + chunks
    whole = struct.pack("<HHI", 0x0200, 288, 288 + len(inner)) + head + inner
    pool = string_pool(strings, utf8)
    return struct.pack("<HHII", 0x0002, 12, 12 + len(pool) + len(whole), 1) + pool + whole


def _type_chunks(number: int, kind: ResourceType, strings: list[str], keys: list[str]) -> bytes:
    count = len(kind.entries)
    made = struct.pack("<HHIBBHI", 0x0202, 16, 16 + 4 * count, number, 0, 0, count) + bytes(4 * count)
    languages = dict.fromkeys(language for named in kind.entries.values() for language in named)
    for language in languages:
        offsets, data = [], bytearray()
        for name, named in kind.entries.items():
            if language not in named:
                offsets.append(_NONE)
                continue
            offsets.append(len(data))
            data += struct.pack("<HHI", 8, 0, keys.index(name))
            data += struct.pack("<HBBI", 8, 0, _STRING, strings.index(named[language]))
        config = struct.pack("<II", 28, 0) + language.encode().ljust(4, b"\0") + bytes(16)
        start = 20 + len(config) + 4 * count
        head = struct.pack("<HHI", 0x0201, 20 + len(config), start + len(data))
        head += struct.pack("<BBHII", number, 0, 0, count, start) + config
        made += head + struct.pack(f"<{count}I", *offsets) + bytes(data)
    return made


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from _walk(child)


def _words(root: Element) -> Iterator[str]:
    for element in _walk(root):
        yield element.tag
        yield from element.plain
        yield from (value for value in element.android.values() if isinstance(value, str))
        yield from (value for value in element.plain.values() if isinstance(value, str))
        if element.text:
            yield element.text


def _element(element: Element, place: dict[str, int]) -> bytes:
    attributes = sorted(element.android.items(), key=lambda pair: _ATTRIBUTES[pair[0]])
    fields = b"".join(_attribute(place[ANDROID], name, value, place) for name, value in attributes)
    fields += b"".join(_attribute(_NONE, name, value, place) for name, value in element.plain.items())
    count = len(attributes) + len(element.plain)
    start = struct.pack("<IIHHHHHH", _NONE, place[element.tag], 20, 20, count, 0, 0, 0)
    made = _node(0x0102, start + fields)
    if element.text:
        made += _node(0x0104, struct.pack("<IHBBI", place[element.text], 8, 0, 0, 0))
    made += b"".join(_element(child, place) for child in element.children)
    return made + _node(0x0103, struct.pack("<II", _NONE, place[element.tag]))


def _attribute(namespace: int, name: str, value: Value, place: dict[str, int]) -> bytes:
    raw = _NONE
    if isinstance(value, Reference):
        kind, data = _REFERENCE, value.number
    elif isinstance(value, bool):
        kind, data = _TRUTH, _NONE if value else 0
    elif isinstance(value, int):
        kind, data = _NUMBER, value
    else:
        kind, data = _STRING, place[value]
        raw = data
    return struct.pack("<IIIHBBI", namespace, place[name], raw, 8, 0, kind, data)


def _node(kind: int, body: bytes) -> bytes:
    return struct.pack("<HHIII", kind, 16, 16 + len(body), 1, _NONE) + body


def _length8(length: int) -> bytes:
    return bytes((length,)) if length < 0x80 else bytes((length >> 8 | 0x80, length & 0xFF))
