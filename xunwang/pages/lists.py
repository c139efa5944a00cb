"""Lists of articles: entries with days, the blocks they stand in, and the pages they go on to."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.pagination import read_pagination
from xunwang.pages.records import ListBlock, ListItem
from xunwang.pages.rows import Group, Row, fold, read_rows
from xunwang.pages.stored_lists import read_stored
from xunwang.pages.urls import Joiner, host_of, path_of

MAX_ITEMS = 500
_MENU_NAMES = re.compile(
    r"nav|menu|foot|crumb|yqlj|pagin|daohang|friend|copyright|"
    r"\b(?:bottom|page|pager|tool|toolbar|header|link|links|position|location|weizhi)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"list|news|con|item|bd\b|main|body|wrap", re.IGNORECASE)
"""A class such as ``tab-con`` or ``pageList`` holds articles although it sounds like a menu."""
_MENU_TAGS = frozenset({"nav", "footer", "header", "select", "form"})
_SMALL_PRINT = re.compile(r"ICP备|公网安备|网站标识码|版权所有|技术支持|copyright", re.IGNORECASE)
_MORE = re.compile(r"更\s?多|more|查看全部|全部>|^>{1,3}$|^»$|^\+$|^…+$|^\.{3,6}$", re.IGNORECASE)
_NO_HEADING = re.compile(
    r"(?:19|20)\d{2}[-./年]\d|^[\d\s\-./月日:：]+$|^首页$|当前位置|您(?:现在)?(?:所在)?的?位置"
)
_LONGEST_LABEL = 14
_MOST_UNDATED, _FEWEST_UNDATED = 80, 3
_UNDATED_LENGTH = 10
"""Average length from which undated links are headlines; names of columns are shorter."""
_LEVELS = 5


class Lists(NamedTuple):
    """The lists of a page."""

    items: tuple[ListItem, ...] = ()
    blocks: tuple[ListBlock, ...] = ()
    next_page: str | None = None
    pages_total: int | None = None


def read_lists(doc: Document, joiner: Joiner) -> Lists:
    """All lists of articles on a page. Menus, breadcrumbs, footers and link collections are none.

    Days are those that the list shows beside an entry; an address never gives one.
    """
    host = host_of(doc.url)
    shown = [group for group in read_rows(doc, joiner) if group.rows and is_list(group, host)]
    dated = any(group.dated for group in shown)
    stored = [group for group in read_stored(doc, joiner, objects=not dated) if group.rows]
    known = {row.url for group in shown for row in group.rows}
    stored = [group for group in stored if any(row.url not in known for row in group.rows)]
    items: list[ListItem] = []
    blocks: list[ListBlock] = []
    for number, group in enumerate(shown + stored):
        name, more = _heading(group.rows[0].node, doc, joiner) if number < len(shown) else ("", None)
        rows = group.rows[: MAX_ITEMS - len(items)]
        items += [ListItem(row.title[:300], row.url, row.day, number, row.year_known) for row in rows]
        newest = max((row.day for row in rows if row.day), default=None)
        blocks.append(ListBlock(name, more, len(rows), newest))
    following, total = read_pagination(doc, joiner)
    return Lists(tuple(items), tuple(blocks), following, total)


def is_list(group: Group, host: str) -> bool:
    """Whether rows on a page of ``host`` are a list of articles and no menu, link collection or small print."""
    rows = group.rows
    if _in_menu(rows[0].node) or _SMALL_PRINT.search(rows[0].text):
        return False
    if group.dated:
        return group.dated * 3 >= len(rows) or group.dated >= 3
    if not _FEWEST_UNDATED <= len(rows) <= _MOST_UNDATED:
        return False
    if sum(len(row.title) for row in rows) < _UNDATED_LENGTH * len(rows):
        return False
    return sum(_is_elsewhere(row, host) for row in rows) * 2 < len(rows)


def _is_elsewhere(row: Row, host: str) -> bool:
    """A link to another site, or to a site's front page."""
    other = host_of(row.url)
    return other.removeprefix("www.") != host.removeprefix("www.") or path_of(row.url) in ("", "/")


def _in_menu(node: LexborNode) -> bool:
    here: LexborNode | None = node
    for _ in range(5):
        if here is None or here.tag == "body":
            return False
        if _is_menu(here):
            return True
        here = here.parent
    return False


def _is_menu(node: LexborNode) -> bool:
    """Whether an element is named as navigation, footer, link collection or page links."""
    if node.tag in _MENU_TAGS:
        return node.tag != "form" or node.css_first("table,ul") is None
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:200]
    return len(names) > 1 and bool(_MENU_NAMES.search(names)) and not _LISTS.search(names)


def _heading(node: LexborNode, doc: Document, joiner: Joiner) -> tuple[str, str | None]:
    """Name of the block and where it leads: what stands before the list in its surroundings."""
    name, more = "", None
    inner, branch = node, node.parent
    for _ in range(_LEVELS):
        if branch is None or branch.tag == "body" or (name and more):
            break
        before, steps = branch.prev, 0
        while before is not None and steps < 4 and not (name and more):
            if before.tag not in ("-text", "-comment") and not _is_menu(before):
                steps += 1
                found_name, found_more = _heading_of(before, (inner, branch), doc, joiner)
                name, more = name or found_name, more or found_more
            before = before.prev
        inner, branch = branch, branch.parent
    return name, more


def _heading_of(
    node: LexborNode, around: tuple[LexborNode, LexborNode], doc: Document, joiner: Joiner
) -> tuple[str, str | None]:
    """Name and address by what stands before a list; ``around`` are the elements that may be its pane."""
    text = fold((node.text(separator=" ") or "")[:400])
    if len(text) > 80 or _NO_HEADING.search(text):
        return "", None
    anchors = ([node] if node.tag == "a" else []) + node.css("a")[:12]
    more = next((a.attributes.get("href") for a in anchors if _MORE.search(_label(a))), None)
    named = [a for a in anchors if len(_label(a)) >= 2 and not _MORE.search(_label(a))]
    if any(len(_label(anchor)) > _LONGEST_LABEL for anchor in named) and len(named) > 1:
        return "", None  # another list
    if len(named) != 1:
        tabs = named or [entry for entry in node.css("li,dd,span") if len(_label(entry)) >= 2]
        if len(tabs) > 1:
            named = _tab_of(around, tabs)
            if not named:
                return "", joiner.join(doc.base, more) if more else None
    name = _label(named[0]) if named else _MORE.sub("", text).strip(" >»+|·:：[]")
    href = more or (named[0].attributes.get("href") if named else None)
    url = joiner.join(doc.base, href) if href else None
    return (name if 2 <= len(name) <= 20 else ""), url


def _tab_of(around: tuple[LexborNode, LexborNode], tabs: list[LexborNode]) -> list[LexborNode]:
    """The tab that belongs to a pane: panes and tabs stand in the same order and number."""
    for pane in around:
        place, count = _place(pane)
        if count == len(tabs):
            return [tabs[place]]
    return []


def _place(node: LexborNode | None) -> tuple[int, int]:
    """(position among the element siblings of the same name, their number)."""
    if node is None or node.parent is None:
        return 0, 0
    place, count = 0, 0
    here = node.parent.first_child
    while here is not None and count < 60:
        if here.tag == node.tag:
            if here.mem_id == node.mem_id:
                place = count
            count += 1
        here = here.next
    return place, count


def _label(node: LexborNode) -> str:
    text = fold((node.text_lexbor() or "")[:200])
    if text:
        return text
    image = node.css_first("img")
    return fold(node.attributes.get("title") or (image.attributes.get("alt") if image else "") or "")
