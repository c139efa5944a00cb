"""Lists whose entries wait in the page's scripts: jpage records, written markup, arrays of objects."""

from __future__ import annotations

import json
import re

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.dates import read_day
from xunwang.pages.document import Document
from xunwang.pages.literals import places
from xunwang.pages.rows import Group, Row, fold, read_rows
from xunwang.pages.urls import Joiner

_LARGEST = 2_000_000
_MAX_ENTRIES = 500
_RECORD = re.compile(
    r"<record>\s{0,40}<!\[CDATA\[(.{1,6000}?)\]\]>\s{0,40}</record>", re.DOTALL | re.IGNORECASE
)
_WRITE = re.compile(
    r"document\.write(?:ln)?\s{0,4}\(\s{0,4}(?:\"((?:[^\"\\\n]|\\.){1,8000})\"|'((?:[^'\\\n]|\\.){1,8000})')\s{0,4}\)"
)
_OBJECT = re.compile(r"\{[^{}]{10,3000}\}")
_PAIR = re.compile(
    r"""["']?([A-Za-z_]\w{0,30})["']?\s{0,4}:\s{0,4}(?:"((?:[^"\\\n]|\\.){0,2000})"|'((?:[^'\\\n]|\\.){0,2000})')"""
)
_TITLES = ("title", "doctitle", "headline", "articletitle", "name", "subject", "linktitle", "text")
_ADDRESSES = (
    "url",
    "docpuburl",
    "puburl",
    "link",
    "href",
    "linkurl",
    "docurl",
    "htmlurl",
    "visiturl",
    "path",
)
_DAYS = (
    "pubdate", "publishdate", "publishtime", "pubtime", "docreltime", "releasetime", "date", "time", "publishedtime", "displaydate",
    "deploytime", "createdate", "createtime", "crtime", "day",
)  # fmt: skip
_FEWEST = 2
_HAS_ADDRESS = re.compile(r"(?:[uU]rl|URL|href|[lL]ink|path)[\"']?\s{0,4}:\s{0,4}[\"'][/.\w]")
_HAS_DAY = re.compile(r"(?:[dD]ate|[tT]ime|DATE|TIME)[\"']?\s{0,4}:\s{0,4}[\"']\d")


def read_stored(doc: Document, joiner: Joiner, *, objects: bool = True) -> list[Group]:
    """Groups of entries that a script of the page would show; empty where it holds none.

    ``objects``: look also for arrays of objects, which widgets of pages with lists of their own use too.
    """
    html = doc.html[:_LARGEST]
    groups: list[Group] = []
    if "<record>" in html or "<RECORD>" in html:
        groups += _parsed([_closed(record) for record in _RECORD.findall(html)[:_MAX_ENTRIES]], doc, joiner)
    if "document.write" in html:
        calls = [_WRITE.match(html, place) for place in places(html, ("document.write",), _MAX_ENTRIES * 2)]
        written = "".join(_unescape(call[1] or call[2]) for call in calls if call)
        if "<a" in written and "href" in written:
            groups += _parsed([written], doc, joiner)
    if objects and not groups and _HAS_DAY.search(html) and _HAS_ADDRESS.search(html):
        groups += _objects(html, doc, joiner)
    return groups


def _closed(record: str) -> str:
    """A record as an entry of its own, whatever element it is written in."""
    start = record[:300].lower()
    if "<tr" in start:
        return f"<li><table>{record}</table></li>"
    return record if "<li" in start else f"<li>{record}</li>"


def _parsed(pieces: list[str], doc: Document, joiner: Joiner) -> list[Group]:
    if not pieces:
        return []
    tree = LexborHTMLParser("<ul>" + "".join(pieces) + "</ul>")
    rows = [row for group in read_rows(doc, joiner, tree) for row in group.rows]
    return [Group(rows)] if rows else []


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "" if found[1] in "nrt" else found[1], text)


def _objects(html: str, doc: Document, joiner: Joiner) -> list[Group]:
    """Entries written as objects with a title, an address and a day."""
    rows: list[Row] = []
    for found in _OBJECT.finditer(html):
        row = _row(found[0], doc, joiner)
        if row is not None:
            rows.append(row)
        if len(rows) >= _MAX_ENTRIES:
            break
    return [Group(rows)] if len(rows) >= _FEWEST else []


def _row(written: str, doc: Document, joiner: Joiner) -> Row | None:
    values = {
        name.lower(): _decoded(double or single) for name, double, single in _PAIR.findall(written)[:60]
    }
    title = next((values[key] for key in _TITLES if values.get(key)), "")
    href = next((values[key] for key in _ADDRESSES if values.get(key)), "")
    day = next((day for key in _DAYS if (day := read_day(values.get(key, "")[:40], doc.now))), None)
    url = joiner.join(doc.base, href) if href else None
    title = fold(re.sub(r"<[^<>]{0,200}>", "", title))
    if url is None or day is None or len(title) < 5 or doc.tree.body is None:
        return None
    return Row(title, url, day, title, 0, doc.tree.body)


def _decoded(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return _unescape(text)
