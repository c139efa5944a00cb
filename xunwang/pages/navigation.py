"""The main navigation of a page, with its sub-menus.

Every element that may be a navigation is weighed: a link to the home page, names that columns have, few
characters besides links. The best one is read: each entry's first link is a first-level column, the links
below it are of the second level.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.records import NavColumn
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner, host_of

_NAV = (
    "nav,[class*=nav],[id*=nav],[class*=menu],[id*=menu],[class*=Nav],[id*=Nav],[class*=Menu],[id*=Menu],"
    "[class*=daohang],[id*=daohang],[class*=dh]"
)
_NOT_MAIN = re.compile(
    r"foot|crumb|bread|friend|page|bottom|position|weizhi|qrcode|share|tool|link(?:s|list)?\b"
)
_ASIDE = re.compile(r"side|left|right|mobile|wap|phone|panel|sub|drop|second|townav|erji")
_HOME = re.compile(r"^(?:网站|本站|返回)?首\s?页$|^主\s?页$|^home$", re.IGNORECASE)
_NO_COLUMN = re.compile(
    r"^(?:English|EN|Русский|日本語|한국어|简|繁|简体(?:版|中文)?|繁[体體](?:版|中文)?|无障碍.{0,4}|.{0,3}长者.{0,4}|适老.{0,4}|关怀版|RSS|登[录陆]|注册|"
    r"邮箱.{0,2}|收藏.{0,2}|设为首页|加入收藏|手机版?|移动版|微[信博].{0,3}|客户端|APP|网站地图|联系我们|关于我们|网站声明|隐私.{0,3}|版权.{0,3}|"
    r"使用帮助|网站帮助|中国政府网|.{0,6}人民政府|IPv6.{0,6}|更多.{0,2}|退出.{0,2}|个人中心|用户中心|天气.{0,4}|搜索|高级搜索|下一页|上一页|尾页)$",
    re.IGNORECASE,
)
_LONGEST_NAME, _LONGEST_FIRST = 16, 12
_LONGEST_IN_GRID = 8
_FEWEST, _ENOUGH_LINKS = 3, 4
_MOST_ENTRIES, _MOST_COLUMNS = 40, 300
_MAX_CANDIDATES = 60
_KNOWN_ENOUGH = 5
_CLIMB = 5
_WITHOUT_TOP = 0.8
"""A menu whose entries are words above their links is read as well, but so is a whole page around the menu."""


class _Menu(NamedTuple):
    weight: float
    columns: tuple[NavColumn, ...]


def read_columns(doc: Document, joiner: Joiner, is_known: Callable[[str], bool]) -> tuple[NavColumn, ...]:
    """Columns of the main navigation, first-level ones with those below them; empty where there is none.

    Args:
        doc: the page.
        joiner: the site's.
        is_known: whether a name is one that columns have.
    """
    best = _Menu(0, ())
    seen: set[int] = set()
    for place, (holder, named) in enumerate(_candidates(doc)):
        if holder.mem_id in seen:
            continue
        seen.add(holder.mem_id)
        menu = _weigh(holder, named, doc, joiner, is_known)
        weight = menu.weight + max(0.0, 1 - place / 20) if menu.weight else 0  # main menus come early
        if weight > best.weight:
            best = _Menu(weight, menu.columns)
    return best.columns


def _candidates(doc: Document) -> list[tuple[LexborNode, bool]]:
    """Elements named as navigation, and those around a link to the home page."""
    found: list[tuple[LexborNode, bool]] = []
    for node in doc.tree.css(_NAV)[: _MAX_CANDIDATES * 2]:
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
        if not _NOT_MAIN.search(names) and len(node.css("a")) >= _FEWEST:
            found.append((node, True))
        if len(found) >= _MAX_CANDIDATES:
            break
    homes = 0
    for anchor in doc.tree.css("a")[:400]:
        if _HOME.match(_name(anchor)):
            homes += 1
            above: LexborNode | None = anchor.parent
            for _ in range(_CLIMB):
                if above is None or above.tag in ("body", "html"):
                    break
                links = len(above.css("a"))
                if links >= _ENOUGH_LINKS:
                    found.append((above, False))
                if links > _MOST_ENTRIES * 4:
                    break
                above = above.parent
            if homes >= 4:
                break
    return found


def _weigh(
    holder: LexborNode, named: bool, doc: Document, joiner: Joiner, is_known: Callable[[str], bool]
) -> _Menu:
    """Read a candidate and say how much it looks like the main navigation."""
    names = f"{holder.attributes.get('class') or ''} {holder.attributes.get('id') or ''}".lower()
    entries = _entries(holder)
    if not _FEWEST <= len(entries) <= _MOST_ENTRIES:
        return _Menu(0, ())
    labels = [label for entry in entries if (label := _name(_first_link(entry)))]
    tools = sum(bool(_NO_COLUMN.match(label)) for label in labels)
    columns = _read(entries, doc, joiner)
    top = [column for column in columns if column.level == 1]
    first = top or list(columns)
    if len(first) < _FEWEST or tools * 2 > len(labels) or "位置" in holder.text()[:60]:
        return _Menu(0, ())
    long = sum(len(label) > _LONGEST_FIRST for label in labels)
    if long * 3 > len(labels):
        return _Menu(0, ())  # headlines
    known = sum(is_known(column.name) for column in first)
    home = any(_HOME.match(label) for label in labels)
    if not home and not (named and known >= 1) and known < _FEWEST:
        return _Menu(0, ())
    host = host_of(doc.url)
    inner = sum(host_of(column.url) == host for column in first)
    weight = (
        1.0
        + 2 * min(known, _KNOWN_ENOUGH)
        + 5 * home
        + min(len(first), 10) * 0.5
        + named
        - 2 * tools
        - 2 * long
    )
    weight += 0.01 * min(len(columns), 100) + inner / len(first)
    if not top:
        weight *= _WITHOUT_TOP
    return _Menu(weight * (0.4 if _ASIDE.search(names) else 1), columns)


def _entries(holder: LexborNode) -> list[LexborNode]:
    """The parts of a navigation that repeat: list entries, cells, boxes or bare links."""
    node = holder
    for _ in range(8):
        parts = _parts(node)
        if len(parts) == 1 and parts[0].tag != "a":
            node = parts[0]
            continue
        if len(parts) > 1 and all(part.tag == "tr" for part in parts):
            return [cell for row in parts for cell in _parts(row)]
        if len(parts) in (2, 3):
            rows = [part for part in parts if part.tag != "a" and len(_entries_within(part)) >= _FEWEST]
            if rows:
                if (grid := _grid(rows)) and len(rows) == len(parts):
                    return grid
                node = rows[0]
                continue
        return parts
    return []


def _grid(rows: list[LexborNode]) -> list[LexborNode]:
    """Entries of a menu that takes two or three lines; empty where what follows the first line is another thing.

    Its lines are made alike and are as long as each other, and each entry of the further ones is one short link.
    """
    lines = [_entries_within(row) for row in rows]
    first = lines[0]
    alike = all(
        row.tag == rows[0].tag and line[0].tag == first[0].tag and abs(len(line) - len(first)) <= 1
        for row, line in zip(rows, lines, strict=True)
    )
    if len(rows) < 2 or not alike or not any(_HOME.match(_name(_first_link(entry))) for entry in first):
        return []
    further = [entry for line in lines[1:] for entry in line]
    plain = all(
        (entry.tag == "a" or len(entry.css("a")) == 1) and len(_name(_first_link(entry))) <= _LONGEST_IN_GRID
        for entry in further
    )
    return [*first, *further] if plain else []


def _entries_within(part: LexborNode) -> list[LexborNode]:
    """Parts of the first element inside that has several."""
    node = part
    for _ in range(6):
        parts = _parts(node)
        if len(parts) != 1 or parts[0].tag == "a":
            return parts
        node = parts[0]
    return []


def _parts(node: LexborNode) -> list[LexborNode]:
    """Children that are or hold links."""
    found: list[LexborNode] = []
    here = node.first_child
    while here is not None and len(found) <= _MOST_ENTRIES * 3:
        if here.tag == "a" or ((here.tag or "-")[0] != "-" and here.css_first("a") is not None):
            found.append(here)
        here = here.next
    return found


def _first_link(entry: LexborNode) -> LexborNode | None:
    return entry if entry.tag == "a" else entry.css_first("a")


def _name(anchor: LexborNode | None) -> str:
    if anchor is None:
        return ""
    text = fold((anchor.text_lexbor() or "")[:80])
    if not text:
        image = anchor.css_first("img")
        text = fold(anchor.attributes.get("title") or (image.attributes.get("alt") if image else "") or "")
    return text.strip(" |·>»+▼∨﹀")


def _read(entries: list[LexborNode], doc: Document, joiner: Joiner) -> tuple[NavColumn, ...]:
    columns: dict[str, NavColumn] = {}
    for entry in entries:
        parent: str | None = None
        below = entry.tag != "a" and _has_heading_of_its_own(entry)
        for anchor in [entry] if entry.tag == "a" else entry.css("a")[:80]:
            name = _name(anchor)
            if not 2 <= len(name) <= _LONGEST_NAME or _HOME.match(name) or _NO_COLUMN.match(name):
                continue
            url = joiner.join(doc.base, anchor.attributes.get("href") or "")
            if url is None:
                below = below or (parent is None and entry.tag != "a")  # opens its sub-menu only
                continue
            if url not in columns and len(columns) < _MOST_COLUMNS:
                level = 2 if parent is not None or below else 1
                columns[url] = NavColumn(name, url, level, parent)
            if parent is None and not below:
                parent = url
    return tuple(columns.values())


def _has_heading_of_its_own(entry: LexborNode) -> bool:
    """Whether an entry is named by text that is no link, above the links of its sub-menu."""
    anchors = entry.css("a")[:3]
    if len(anchors) < 2:
        return False
    text = fold((entry.text(separator="\n") or "")[:120]).split(" ")[0]
    return 2 <= len(text) <= 8 and text != _name(anchors[0]).split(" ")[0]
