"""Lists of articles: entries with days, the blocks they stand in, and the pages they go on to."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.document import Document
from xunwang.pages.records import ListBlock, ListItem
from xunwang.pages.rows import Group, fold, read_rows
from xunwang.pages.urls import Joiner

MAX_ITEMS = 500
_MENU_NAMES = re.compile(
    r"\b(?:nav|menu|foot|footer|bottom|friend|crumb|breadcrumb|page|pagination|pager|tool|toolbar|header|"
    r"link|links|yqlj|copyright|daohang|tab|tabs|tit)\b|nav|menu|foot|crumb|yqlj|pagin",
    re.IGNORECASE,
)
_MENU_TAGS = frozenset({"nav", "footer", "header", "select", "form"})
_MORE = re.compile(r"更\s?多|more|查看全部|全部>|^>>$|^»$|^\+$", re.IGNORECASE)
_NEXT = re.compile(r"^\W{0,3}(?:下一?页|后一?页|下页|next(?: page)?)\W{0,3}$", re.IGNORECASE)
_CREATE_PAGE = re.compile(
    r"createPage(?:HTML|Html)?\s{0,4}\(\s{0,4}['\"]?(\d{1,5})['\"]?\s{0,4},\s{0,4}['\"]?(\d{1,5})['\"]?\s{0,4},"
    r"\s{0,4}['\"]([\w./-]{1,80})['\"]\s{0,4},\s{0,4}['\"](\w{2,6})['\"]"
)
_TOTALS = (
    re.compile(r"共\s{0,2}(?:<[^>]{0,60}>){0,2}\s{0,2}(\d{1,5})\s{0,2}(?:</[^>]{0,20}>){0,2}\s{0,2}页"),
    re.compile(r"\d{1,5}\s?/\s?(\d{1,5})\s?页"),
    re.compile(
        r"(?:totalpage|pageCount|countPage|totalPages?)['\"]?\s{0,3}[=:]\s{0,3}['\"]?(\d{1,5})", re.IGNORECASE
    ),
)
_RECORD = re.compile(
    r"<record>\s{0,20}<!\[CDATA\[(.{1,4000}?)\]\]>\s{0,20}</record>", re.DOTALL | re.IGNORECASE
)
_MAX_RECORDS = 500
_MOST_UNDATED = 60
_UNDATED_LENGTH = 9


class Lists(NamedTuple):
    """The lists of a page."""

    items: tuple[ListItem, ...] = ()
    blocks: tuple[ListBlock, ...] = ()
    next_page: str | None = None
    pages_total: int | None = None


def read_lists(doc: Document, joiner: Joiner) -> Lists:
    """All lists of articles on a page. Menus, breadcrumbs, footers and link collections are none."""
    groups = [group for group in read_rows(doc, joiner) if _is_list(group)]
    if "<record>" in doc.html[:2_000_000].lower():
        groups += _stored_groups(doc, joiner)
    items: list[ListItem] = []
    blocks: list[ListBlock] = []
    for number, group in enumerate(groups):
        name, more = _heading(group, doc, joiner)
        rows = group.rows[: MAX_ITEMS - len(items)]
        items += [ListItem(row.title[:300], row.url, row.day, number) for row in rows]
        newest = max((row.day for row in rows if row.day), default=None)
        blocks.append(ListBlock(name, more, len(rows), newest))
    following, total = _pages(doc, joiner)
    return Lists(tuple(items), tuple(blocks), following, total)


def _stored_groups(doc: Document, joiner: Joiner) -> list[Group]:
    """Lists that wait in the page for a script to show them (``<datastore><record><![CDATA[…]]>``)."""
    records = _RECORD.findall(doc.html)[:_MAX_RECORDS]
    if not records:
        return []
    tree = LexborHTMLParser("<ul>" + "".join(_closed(record) for record in records) + "</ul>")
    rows = [row for group in read_rows(doc, joiner, tree) for row in group.rows]
    return [Group(rows)] if rows else []


def _closed(record: str) -> str:
    """A record as a list entry of its own, whatever element it is written in."""
    if "<tr" in record[:200].lower():
        return f"<li><table>{record}</table></li>"
    return record if "<li" in record[:200].lower() else f"<li>{record}</li>"


def _is_list(group: Group) -> bool:
    rows = group.rows
    if _in_menu(rows[0].node):
        return False
    if group.dated:
        return group.dated * 3 >= len(rows) or group.dated >= 3
    if not 3 <= len(rows) <= _MOST_UNDATED:
        return False
    return sum(len(row.title) for row in rows) >= _UNDATED_LENGTH * len(rows)


def _in_menu(node: LexborNode) -> bool:
    here: LexborNode | None = node.parent
    for _ in range(4):
        if here is None or here.tag == "body":
            return False
        if here.tag in _MENU_TAGS:
            return True
        attributes = here.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if len(names) > 1 and _MENU_NAMES.search(names[:200]) and not _MORE_LISTS.search(names):
            return True
        here = here.parent
    return False


_MORE_LISTS = re.compile(r"list|news|con|item", re.IGNORECASE)
"""A class such as ``tab-con`` or ``pageList`` holds articles although it sounds like a menu."""


def _heading(group: Group, doc: Document, joiner: Joiner) -> tuple[str, str | None]:
    """Name of the block and where it leads: what stands before the list in its surroundings."""
    name, more = "", None
    branch = group.rows[0].node.parent
    for _ in range(4):
        if branch is None or branch.tag == "body" or (name and more):
            break
        before = branch.prev
        steps = 0
        while before is not None and steps < 4 and not (name and more):
            if before.tag not in ("-text", "-comment"):
                steps += 1
                found_name, found_more = _heading_of(before, doc, joiner)
                name, more = name or found_name, more or found_more
            before = before.prev
        branch = branch.parent
    return name, more


def _heading_of(node: LexborNode, doc: Document, joiner: Joiner) -> tuple[str, str | None]:
    text = fold(node.text(separator=" ", strip=True))
    if len(text) > 60:
        return "", None
    anchors = node.css("a[href]")[:8]
    own_link = node.attributes.get("href") if node.tag == "a" else None
    more = next((a.attributes.get("href") for a in anchors if _MORE.search(_label(a))), None)
    named = [a for a in anchors if not _MORE.search(_label(a)) and len(_label(a)) >= 2]
    if len(named) > 1:  # a row of tabs names several lists
        return "", None
    name = _label(named[0]) if named else _MORE.sub("", text).strip(" >»+|·:：")
    href = more or own_link or (named[0].attributes.get("href") if named else None)
    url = joiner.join(doc.base, href) if href else None
    return (name if 2 <= len(name) <= 20 else ""), url


def _label(anchor: LexborNode) -> str:
    return fold(anchor.text(strip=True) or anchor.attributes.get("title") or "")


def _pages(doc: Document, joiner: Joiner) -> tuple[str | None, int | None]:
    """(address of the following page, number of pages)."""
    html = doc.html[:2_000_000]
    total = next((int(found[1]) for pattern in _TOTALS if (found := pattern.search(html))), None)
    if script := _CREATE_PAGE.search(html):
        count, current = int(script[1]), int(script[2])
        total = count
        if current + 1 < count:
            return joiner.join(doc.base, f"{script[3]}_{current + 1}.{script[4]}"), total
        return None, total
    if "页" not in html and "next" not in html.lower():
        return None, total
    for anchor in doc.tree.css("a[href]")[-400:]:
        if _NEXT.match(_label(anchor)):
            url = joiner.join(doc.base, anchor.attributes.get("href") or "")
            if url and url != doc.url:
                return url, total
    return None, total
