"""Bytes to text: what is declared, checked against what the bytes are.

The order is the Encoding and HTML Standards' (BOM, Content-Type, prescan for a meta declaration), with
two differences that real government pages make necessary: the prescan reads 16 KiB instead of 1 KiB, and a
declaration that the bytes contradict is not believed. GB2312 and GBK are always decoded as GB18030, as the
standard says. Names of encodings are WHATWG names, with ``gb18030`` for that whole family.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

PRESCAN = 16_384
_USUAL = 2048
MAX_BYTES = 16 * 1024 * 1024
_SAMPLE = 131_072
_TOLERATED = 0.02
"""Share of broken characters up to which a declaration is still believed (cut or garbled fragments)."""

_WHATWG = {
    "gbk": "gb18030", "cp1252": "windows-1252", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be",
    "euc_jp": "euc-jp", "euc_kr": "euc-kr", "iso2022_jp": "iso-2022-jp", "iso8859-11": "windows-874",
    "mac-roman": "macintosh", "cp866": "ibm866",
}  # fmt: skip
_CODECS = {"big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949", "windows-874": "cp874"}
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_BOM_STARTS = (b"\xef", b"\xff", b"\xfe")
_SINGLE_BYTE = re.compile(r"windows-|iso-8859|koi8|macintosh|ibm866")

_MARKUP = re.compile(rb"<(?:(!--)|(meta)[\s/]|/?[A-Za-z]|[!/?])", re.IGNORECASE)
_CANDIDATE = re.compile(rb"<meta[\s/][^<]{0,1000}charset", re.IGNORECASE)
"""Most pages that declare nothing are told by this alone, twenty times as fast as by reading all tags."""
_ATTRIBUTE = re.compile(
    rb"[\s/]*(?:(>)|([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)|))?)"
)
_CHARSET = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")


class Decoded(NamedTuple):
    """Text with the encoding that it was really in."""

    text: str
    encoding: str
    """WHATWG name of what was used."""
    declared: str | None
    """Label as the transfer or the page states it, in lower case: BOM, else HTTP, else meta or XML."""


@lru_cache(maxsize=512)
def whatwg_name(label: str) -> str | None:
    """Name of the encoding that a label stands for, or None for an unknown label."""
    label = label.strip(" \t\r\n\f").lower()
    if label in ("cp936", "ms936", "gb-18030", "gb_18030"):
        return "gb18030"
    if not label or len(label) > 40 or not label.isascii():
        return None
    if label in ("iso-8859-8-i", "x-user-defined", "x-mac-cyrillic"):
        return {"x-user-defined": "windows-1252", "x-mac-cyrillic": "mac-cyrillic"}.get(label, label)
    codec = map_encoding_to_html5(label, fallback_utf8=False)
    if codec is None:
        return None
    name = _WHATWG.get(codec, codec)
    if re.fullmatch(r"cp125\d", name):
        return "windows-" + name[2:]
    return re.sub(r"^iso8859", "iso-8859", name)


def same_encoding(one: str | None, other: str | None) -> bool:
    """Whether two labels stand for the same encoding."""
    return one == other or whatwg_name(one or "") == whatwg_name(other or "")


def decode(body: bytes, http_charset: str | None) -> Decoded:
    """Decode a page.

    Args:
        body: at most 16 MiB are read.
        http_charset: label of the Content-Type field, if it has one.

    Never raises; bytes that can't be read become U+FFFD.
    """
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES]
    for mark, stated in _BOMS if body[:1] in _BOM_STARTS else ():
        if body.startswith(mark):
            return Decoded(_replace(body[len(mark) :], stated), stated, stated)
    declared, names = declarations(body, http_charset)
    text, name = _decide(body, names)
    return Decoded(text, name, declared)


def declarations(body: bytes, http_charset: str | None) -> tuple[str | None, list[str]]:
    """The label that counts as declared, and the names of all encodings that transfer and page state, in order."""
    http = http_charset.strip().lower()[:40] if http_charset else None
    meta = prescan(body)
    declared: str | None = (http if http and whatwg_name(http) else None) or meta or http
    return declared, [name for label in (http, meta) if label and (name := whatwg_name(label))]


def contradicts_utf8(names: list[str]) -> bool:
    """Whether the encoding stated first is one that bytes which are valid UTF-8 may nevertheless be in."""
    return bool(names) and names[0] != "utf-8" and not names[0].startswith("utf-16")


def prescan(body: bytes) -> str | None:
    """Label that a meta tag (or else the XML declaration) of the first 16 KiB states, in lower case."""
    head = body[:PRESCAN]
    place = head.find(b"charset", 0, _USUAL)
    end = head.find(b">", place, _USUAL) + 1
    if place > 0 and end > 0 and all(head.count(mark, 0, end) % 2 == 0 for mark in (b'"', b"'")):
        # What stands behind the tag does not matter, and the pages of a site begin alike.
        label = _prescan_again(head[:end])
        if label:
            return label
    return _prescan(head)


@lru_cache(maxsize=256)
def _prescan_again(head: bytes) -> str | None:
    return _prescan(head)


def _prescan(head: bytes) -> str | None:
    if b"charset" not in head and b"CHARSET" not in head and b"harset" not in head.lower():
        found = _XML.match(head)
        return found[1].decode("ascii").lower() if found else None
    if not _CANDIDATE.search(head):
        return None
    position = 0
    while found := _MARKUP.search(head, position):
        if found[1]:
            # "<!-->" is a whole comment to the standard.
            position = head.find(b"-->", found.start() + 2) + 3
            if position < 3:
                return None
            continue
        if head[found.start() + 1] in b"!?" or head[found.start() : found.end()] == b"</":
            position = head.find(b">", found.start() + 1) + 1
            if position == 0:
                return None
            continue
        start = found.end() - 1 if found[2] else _tag_name_end(head, found.end())
        attributes, position, closed = _attributes(head, start)
        label = _declared_by(attributes) if found[2] and closed else None
        if label:
            return label
    return None


def _tag_name_end(head: bytes, position: int) -> int:
    while position < len(head) and head[position] not in b" \t\r\n\f/>":
        position += 1
    return position


def _attributes(head: bytes, position: int) -> tuple[dict[bytes, bytes], int, bool]:
    """Attributes of a tag, the place behind it, and whether the tag was closed."""
    found_all: dict[bytes, bytes] = {}
    while found := _ATTRIBUTE.match(head, position):
        if found.end() == position:
            break
        position = found.end()
        if found[1]:
            return found_all, position, True
        value = found[3] or found[4] or found[5] or b""
        found_all.setdefault(found[2].lower(), value)
    return found_all, position, False


def _declared_by(attributes: dict[bytes, bytes]) -> str | None:
    """Label of a meta tag's attributes; UTF-16 can't be what an ASCII-readable tag is written in."""
    raw = attributes.get(b"charset")
    if raw is None and attributes.get(b"http-equiv", b"").lower() == b"content-type":
        found = _CHARSET.search(attributes.get(b"content", b""))
        raw = (found[1] or found[2] or found[3]) if found else None
    if not raw:
        return None
    label = raw.decode("latin-1").strip().lower()[:40]
    name = whatwg_name(label)
    if name is None:
        return None
    return "utf-8" if name.startswith("utf-16") else label


def _decide(body: bytes, names: list[str]) -> tuple[str, str]:
    """Text and encoding: UTF-8 where the bytes are UTF-8, else the declared one if it holds, else a guess."""
    text: str | None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and b"\x00" not in body[:256]:
        odd = _odd_choice(body, text, names)
        if odd is None:
            return text, "utf-8"
        return _replace(body, odd), odd
    wide = _wide_name(body)
    if wide:
        return _replace(body, wide), wide
    for name in names:
        if name.startswith("utf-16") or _SINGLE_BYTE.match(name):
            continue
        text = _believable(body, name)
        if text is not None:
            return text, name
    return _guess(body, names)


def _odd_choice(body: bytes, text: str, names: list[str]) -> str | None:
    """The declared encoding for bytes that are valid UTF-8 by accident, or None.

    Pure ASCII keeps a declared multi-byte encoding (nothing contradicts it). A few GBK characters may be
    valid UTF-8; then the result has no Chinese characters, while the declared reading has.
    """
    if not contradicts_utf8(names):
        return None
    declared = names[0]
    if len(text) == len(body):
        return declared if body.isascii() else None
    beyond = [char for char in text[:_SAMPLE] if char > "\x7f"]
    if len(beyond) > 12 or any(char >= "\u2e80" for char in beyond):
        return None
    return declared


def _believable(body: bytes, name: str) -> str | None:
    """Text in a declared encoding if hardly any character of it is broken."""
    try:
        return body.decode(_CODECS.get(name, name))
    except (UnicodeDecodeError, LookupError):
        text = _replace(body, name)
    broken = text.count("\ufffd")
    beyond = sum(1 for char in text[:_SAMPLE] if char > "\x7f") if broken else 0
    return text if broken <= max(2, beyond * _TOLERATED * max(1, len(text) // _SAMPLE)) else None


def _guess(body: bytes, names: list[str]) -> tuple[str, str]:
    guessed = _detect(body)
    text = _replace(body, guessed)
    if names and text.count("\ufffd") * 5 > len(text):
        return _replace(body, names[0]), names[0]
    single = next((name for name in names if _SINGLE_BYTE.match(name)), None)
    if single and guessed not in ("gb18030", "big5", "utf-8"):
        return _replace(body, single), single
    return text, guessed


def _detect(body: bytes) -> str:
    """What the bytes look like by the frequency of characters, markup left aside."""
    try:
        return whatwg_name(detect_encoding(body, _SAMPLE)) or "utf-8"
    except (ValueError, TypeError, MemoryError, LookupError):
        return "utf-8"


def _wide_name(body: bytes) -> str | None:
    """UTF-16 without a BOM: markup has a zero byte in every other place."""
    head = body[:256]
    if len(head) < 16:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16be"
    return None


def _replace(body: bytes, name: str) -> str:
    try:
        return body.decode(_CODECS.get(name, name), "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
