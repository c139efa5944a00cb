"""Where a list goes on: its next page and how many pages it has."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from xunwang.pages.document import Document
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner

_LARGEST = 2_000_000
_NEXT = re.compile(r"^\W{0,4}(?:下一?[页頁]|[后後]一?[页頁]|next(?: page)?)\W{0,4}$", re.IGNORECASE)
_ARROW = re.compile(r"^[>›»→]{1,2}$")
_PAGER = re.compile(r"pag(?:e|ing|ination)|fenye|yema", re.IGNORECASE)
_CREATE = re.compile(r"creat(?:e)?_?[Pp]age(?:HTML|Html|html)?\w{0,8}\s{0,4}\(([^()]{3,300})\)")
_ASSIGNED = r"\b{}\s{{0,4}}=\s{{0,4}}['\"]?([\w./-]{{1,80}})['\"]?"
_TOTALS = (
    re.compile(r"共\s{0,4}(\d{1,5})\s{0,4}$"),
    re.compile(r"\d{1,5}\s?/\s?(?:共\s?)?(\d{1,5})\s?$"),
)
_PAGE_OF = re.compile(r"页次\s?[:：]?\s?\d{1,5}\s?/\s?(\d{1,5})")
_COUNTS = (
    "totalPage",
    "totalpage",
    "TotalPage",
    "pageCount",
    "PageCount",
    "pagecount",
    "countPage",
    "total_page",
    "page_count",
    "maxPage",
)
_RECORDS = ("totalRecord", "recordCount", "m_nRecordCount", "totalCount")
_SIZES = ("perPage", "perpage", "pageSize", "pagesize", "m_nPageSize", "page_size")
_NUMBER = re.compile(r"\w{0,2}[\"']?\s{0,3}[=:]\s{0,3}[\"']?(\d{1,7})\b")
_MARKS = 300
_NEXT_GROUP = re.compile(
    r"<nextgroup>\s{0,40}<!\[CDATA\[[^\]]{0,400}?href\s{0,3}=\s{0,3}[\"']([^\"'\]]{1,1000})[\"']",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,300}>")


def read_pagination(doc: Document, joiner: Joiner) -> tuple[str | None, int | None]:
    """(address of the following page, number of pages); None for what the page does not tell.

    Read are links, the call by which TRS pages write them (``createPageHTML(pages, current, "index", "html")``,
    pages counted from 0: ``index.html``, ``index_1.html`` …), and the next group of a jpage list.
    """
    html = doc.html[:_LARGEST]
    written = _written(html)
    if written is not None:
        name, pages = written
        return (joiner.join(doc.base, name) if name else None), pages
    return _linked(doc, joiner, html), _total(html)


def _written(html: str) -> tuple[str | None, int] | None:
    """(file name of the next page, number of pages) by the script call that writes the page links."""
    for call in list(_CREATE.finditer(html))[:5]:
        values = [_value(part, html) for part in call[1].split(",")[:8]]
        while values and not values[0].isdecimal():
            values = values[1:]
        if len(values) < 4 or not values[1].isdecimal():
            continue
        total, current, stem, extension = int(values[0]), int(values[1]), values[2], values[3].lstrip(".")
        if not 0 < total < 100_000 or not re.fullmatch(r"\w{2,6}", extension):
            continue
        return (f"{stem}_{current + 1}.{extension}" if current + 1 < total else None), total
    return None


def _value(part: str, html: str) -> str:
    """A literal, or what a variable was set to."""
    part = part.strip()
    if re.fullmatch(r"[A-Za-z_]\w{0,40}", part):
        found = re.search(_ASSIGNED.format(part), html)
        return found[1] if found else ""
    return part.strip("'\" ")


def _total(html: str) -> int | None:
    """Number of pages that the page prints, or that its scripts are given."""
    place = html.find("页")
    for _ in range(_MARKS):
        if place < 0:
            break
        before = _plain(html[max(0, place - 160) : place])
        for pattern in _TOTALS:
            if found := pattern.search(before):
                return int(found[1])
        if html[place + 1 : place + 2] == "次" and (
            found := _PAGE_OF.search(_plain(html[place : place + 120]))
        ):
            return int(found[1])
        place = html.find("页", place + 1)
    total = _given(html, _COUNTS)
    if total is not None:
        return total
    records, size = _given(html, _RECORDS), _given(html, _SIZES)
    return -(-records // size) if records and size else None


def _plain(markup: str) -> str:
    return fold(_TAG.sub(" ", markup).replace("&nbsp;", " "))


def _given(html: str, names: tuple[str, ...]) -> int | None:
    """The number that a script gives to one of these names."""
    for name in names:
        place = html.find(name)
        for _ in range(10):
            if place < 0:
                break
            if found := _NUMBER.match(html, place + len(name)):
                return int(found[1])
            place = html.find(name, place + 1)
    return None


def _linked(doc: Document, joiner: Joiner, html: str) -> str | None:
    group = _NEXT_GROUP.search(html) if "nextgroup" in html else None
    if group:
        return joiner.join(doc.base, group[1].replace("&amp;", "&"))
    if "页" not in html and "頁" not in html and "next" not in html.lower():
        return None
    arrows = []
    for anchor in doc.tree.css("a")[-600:]:
        label = fold((anchor.text_lexbor() or "")[:40]) or (anchor.attrs.get("title") or "").strip()
        if _NEXT.match(label):
            url = _address(anchor.attrs.get("href") or "", doc, joiner)
            if url:
                return url
        elif _ARROW.match(label):
            arrows.append(anchor)
    for anchor in arrows[:4]:
        holder = anchor.parent
        names = (
            f"{holder.attributes.get('class') or ''} {holder.attributes.get('id') or ''}" if holder else ""
        )
        if _PAGER.search(names[:200]):
            return _address(anchor.attrs.get("href") or "", doc, joiner)
    return None


def _address(href: str, doc: Document, joiner: Joiner) -> str | None:
    if href.startswith("?"):
        href = urljoin(doc.base, href)
    url = joiner.join(doc.base, href)
    return url if url and url != doc.url.partition("#")[0] else None
