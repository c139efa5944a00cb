"""A harmless copy of a stored page, with the fragment that a finding points to marked in it.

The copy keeps the page's own markup, so that people see what was there. What keeps it harmless is the policy
(:data:`POLICY`) that whoever serves or writes it sends along, and a sandbox without scripts and origin; taking
the leading attributes out of the markup is the second lock on the same door.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from xunwang.pages.decode import decode
from xunwang.pages.guard import MAX_HTML

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
"""Nothing in the copy runs, loads or sends."""
MARK_ID = "xunwang-mark"

_STYLE = (
    '<meta charset="utf-8"><style>mark.xunwang{background:#ffe08a;color:#000;outline:3px solid #b23a35;'
    "scroll-margin:30vh 0}a[data-href]{color:#0645ad;text-decoration:underline}</style>"
)
_MARK = f'<mark class="xunwang" id="{MARK_ID}">{{}}</mark>'
_DOCTYPE = re.compile(r"\s*<!doctype[^>]{0,300}>", re.IGNORECASE)
_LEADING = re.compile(
    r"(?<=[\s\"'/])(?=(?:http-equiv|xlink:href|href|action|formaction|ping|target|srcset|srcdoc|background)\s*=)",
    re.IGNORECASE,
)
"""Before the name of an attribute by which a page leads elsewhere, asks for something, or gives orders."""
_UNSEEN = ("script", "style", "title", "textarea", "template")
_MOST_TRIED = 20
"""Occurrences of the fragment that are looked at to find one that people can see."""
_SHOWN = 300
_AROUND = 600


class Copy(NamedTuple):
    """A page to be shown under :data:`POLICY`."""

    html: str
    marked: bool
    """The fragment is marked, under :data:`MARK_ID`."""
    place: str
    """Where the fragment is, one Chinese sentence; empty without a fragment."""


class Excerpt(NamedTuple):
    """The source around a fragment."""

    before: str
    fragment: str
    """Empty where it does not stand in the source."""
    after: str
    line: int
    """Line of the source, from 1; 0 where it does not stand there."""


def harmless_copy(body: bytes, fragment: str) -> Copy:
    """The page as a copy that can be shown; never raises, whatever the page is."""
    text = decode(body, None).text
    cut = len(text) > MAX_HTML
    marked, place = mark(text[:MAX_HTML], fragment)
    quiet = _LEADING.sub("data-", marked)
    doctype = _DOCTYPE.match(quiet)
    start = doctype.end() if doctype else 0
    if cut:
        place += f"　页面过大，只显示前{MAX_HTML // 10_000}万字。"
    return Copy(quiet[:start] + _STYLE + quiet[start:], f'id="{MARK_ID}">' in marked, place)


def mark(text: str, fragment: str) -> tuple[str, str]:
    """The page with the fragment marked, and a sentence on where it is."""
    if not fragment:
        return text, ""
    piece, start = _standing(text, fragment)
    if start < 0:
        return text, f"片段：“{fragment[:_SHOWN]}”（页面源码中未逐字找到，可能由脚本生成）"
    seen = _first_seen(text, piece, start)
    if seen < 0 or "<" in piece:
        return text, f"片段在源码第 {_line(text, start)} 行（不可见的标记中）"
    marked = text[:seen] + _MARK.format(piece) + text[seen + len(piece) :]
    return marked, f"片段：“{html.unescape(piece)[:_SHOWN]}”（已在页面中标出）"


def excerpt(body: bytes, fragment: str) -> Excerpt:
    """The page's source around the fragment, or its beginning."""
    text = decode(body, None).text
    piece, start = _standing(text, fragment) if fragment else ("", -1)
    if start < 0:
        return Excerpt(text[: 2 * _AROUND], "", "", 0)
    end = start + len(piece)
    return Excerpt(
        text[max(0, start - _AROUND) : start], piece, text[end : end + _AROUND], _line(text, start)
    )


def _standing(text: str, fragment: str) -> tuple[str, int]:
    """The fragment, or what stands for it in the source, and where; -1 where nothing does.

    The fragment was cut from the page's text: entities or markup may lie in between. Its longest piece that
    stands in the source is good enough to find the place.
    """
    pieces = sorted((piece for piece in fragment.split() if len(piece) > 3), key=len, reverse=True)
    for wanted in (fragment, html.escape(fragment, quote=False), *pieces):
        start = text.find(wanted)
        if start >= 0:
            return wanted, start
    return "", -1


def _first_seen(text: str, piece: str, start: int) -> int:
    """The first occurrence outside tags, comments and what browsers don't show; -1 without one."""
    lowered = text.lower()
    for _ in range(_MOST_TRIED):
        if start < 0:
            return -1
        if not _unseen(lowered, start):
            return start
        start = text.find(piece, start + len(piece))
    return -1


def _unseen(lowered: str, at: int) -> bool:
    if lowered.rfind("<", 0, at) > lowered.rfind(">", 0, at):
        return True
    if lowered.rfind("<!--", 0, at) > lowered.rfind("-->", 0, at):
        return True
    return any(lowered.rfind(f"<{name}", 0, at) > lowered.rfind(f"</{name}", 0, at) for name in _UNSEEN)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
