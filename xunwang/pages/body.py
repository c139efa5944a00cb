"""Where the text of an article is: the block that holds the most running text.

Paragraphs vote for their parent, and half for its parent; a known container around the winner wins over it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.lines import squeeze
from xunwang.pages.native import LIBRARY
from xunwang.pages.outline import ALL_EDITORS, EDITORS

MIN_TEXT = 30
_ENOUGH = 250
"""Score from which paragraphs alone decide; below, blocks with text of their own are looked at too."""
_BLOCKS = "td,div,section,article,font,span,center,pre"
_MAX_NODES, _MAX_LOOK = 3000, 300
_KNOWN = re.compile(
    r"(?:^|[\s_-])(?:TRS_Editor|trs_editor_view|TRS_UEDITOR|UCAP-CONTENT|zoom|zoomcon|pages_content|article[-_]?(?:content|body|con)"
    r"|news[-_]?(?:content|con)|content[-_]?(?:text|body|main)|con_?text|rich_media_content|js_content|ewb-article-info"
    r"|articlecontent|detail[-_]?content|wz_content|zwnr|xxgk_content|vsbcontent|v_news_content)",
    re.IGNORECASE,
)
_SMALL_PRINT = ("版权所有", "免责声明", "凡本站", "凡本网", "转载请注明", "浏览器", "扫一扫")
_TAIL = re.compile(
    r"^[【\[（(]?\s*(?:相关(?:文章|链接|阅读|新闻|稿件|信息|文件|资讯|推荐|解读|报道)|上一[篇条页]|下一[篇条页]|分享(?:到|至)|扫一扫|"
    r"关联稿件|打印本?页?|关闭(?:窗口|本页)?|您可能(?:还)?(?:感)?兴趣|推荐阅读|友情链接|网站地图|主办单位|版权所有|返回顶部)"
)
_END = re.compile(
    r"主办单位|版权所有|ICP备|公网安备|网站标识码|联系我们|网站地图|友情链接|上一[篇条]|下一[篇条]|相关(?:链接|新闻|文章|阅读)"
)
_BUTTON = re.compile(
    r"^[【\[（(]?\s?(?:大|中|小|打印|关闭|分享|字体|字号|次|微信|微博|QQ|更多|[-|｜×>\s]+)\s?[:：]?[】\]）)]?$"
)
_MAX_BELOW = 400
_MAX_GENERAL = 500_000
_INFO_LINE = re.compile(
    r"^(?:[^\n]{0,12}(?:来源|发布时间|发布日期|时间|日期|浏览次数|访问量|字体|字号|分享到)[^\n]{0,60}|[\d\s:：\-/.年月日时分]{6,30})$"
)


def find_body(
    tree: LexborHTMLParser,
    shown: str = "",
    after: int = 0,
    editors: int = ALL_EDITORS,
    lone: bool = False,
) -> LexborNode | None:
    """The block with the most running text, or None on pages without any; after scripts were dropped.

    Args:
        tree: the page.
        shown: its visible lines, joined.
        after: where in them the headline stands: a block that ends before it is a menu.
        editors: which editors' names its elements may have; see :class:`~xunwang.pages.outline.Outline`.
        lone: at most one element has such a name.
    """
    known = _known_container(tree, editors, lone) if editors else None
    if known is not None and (not after or not _ends_before(known, shown, after)):
        return known
    found, score = _densest(tree, "p", shown, after)
    if score < _ENOUGH:
        other, better = _densest(tree, _BLOCKS, shown, after)
        if better > score * 1.2:
            found = other
    return _known_around(found) if found is not None else None


def _known_container(tree: LexborHTMLParser, editors: int, lone: bool) -> LexborNode | None:
    """The one container by which editors mark an article's text, if it holds enough of it.

    A page with exactly one needs no weighing of blocks.
    """
    if lone:
        first = tree.css_first(_selector(editors))
    else:
        found = tree.css(_selector(editors))[:9]  # a node comes once for every selector that it matches
        first = found[0] if len({node.mem_id for node in found}) == 1 else None
    if first is None or _chars(first, _ENOUGH * 2) < _ENOUGH * 2:
        return None
    return _known_around(first)


def _chars(node: LexborNode, most: int) -> int:
    """Characters of all text of a block, counted up to ``most``."""
    chars = LIBRARY.chars(node, most) if LIBRARY is not None else None
    return min(most, len(node.text_lexbor() or "")) if chars is None else chars


@lru_cache(maxsize=512)
def _selector(editors: int) -> str:
    return ",".join([name for bit, name in enumerate(EDITORS) if editors >> bit & 1])


def _densest(
    tree: LexborHTMLParser, selector: str, shown: str, after: int
) -> tuple[LexborNode | None, float]:
    """The block whose children of this kind hold the most running text of their own, with its score."""
    scores: dict[int, float] = {}
    nodes: dict[int, LexborNode] = {}
    paragraphs = selector == "p"
    for node in tree.css(selector)[:_MAX_NODES]:
        weight = _weight(node, paragraphs)
        if weight == 0:
            continue
        holder = node.parent if paragraphs else node
        if holder is not None:
            key = holder.mem_id
            scores[key] = scores.get(key, 0.0) + weight
            nodes.setdefault(key, holder)
    for key, score in list(scores.items()):
        up = nodes[key].parent
        for share in (0.5, 0.2):
            if up is None or up.tag in ("body", "html", None):
                break
            above = up.mem_id
            scores[above] = scores.get(above, 0.0) + score * share
            nodes.setdefault(above, up)
            up = up.parent
    for key in sorted(scores, key=lambda key: -scores[key])[:5]:
        if scores[key] < MIN_TEXT:
            break
        if scores[key] < _ENOUGH and _is_small_print(nodes[key]):
            continue
        if not after or not _ends_before(nodes[key], shown, after):
            return nodes[key], scores[key]
    return None, 0.0


def _is_small_print(node: LexborNode) -> bool:
    text = (node.text_lexbor() or "")[:1000]
    return any(words in text for words in _SMALL_PRINT)


def _ends_before(node: LexborNode, shown: str, place: int) -> bool:
    """Whether the last line of a block stands before a place in the visible text."""
    last = _last_line(node)
    return bool(last) and -1 < shown.rfind(last) < place


def _last_line(node: LexborNode) -> str:
    """The last line of a block, every piece of text a line; empty where the block ends with a long blank."""
    last = LIBRARY.last_line(node) if LIBRARY is not None else None
    return plain_last_line(node) if last is None else last


def plain_last_line(node: LexborNode) -> str:
    """The same without the library."""
    return node.text(separator="\n")[-3000:].rstrip().rpartition("\n")[2].strip()


def _weight(node: LexborNode, paragraphs: bool) -> float:
    """Length of a block's own text; what has no sentence marks counts little, so that menus lose."""
    text = (node.text_lexbor() if paragraphs else node.text(deep=False)) or ""
    length = len(text)
    if length < 12:
        return 0
    start = text[:_MAX_LOOK].strip()
    marks = start.count("，") + start.count("。")
    if len(start) < 12 or (marks == 0 and length > _MAX_LOOK):
        return 0
    return min(length, 3000) * min(1.0, 0.15 + marks * 0.3)


def _known_around(node: LexborNode) -> LexborNode:
    """The outermost known container within three levels, else the node itself."""
    chosen, up = node, node
    for _ in range(4):
        attributes = up.attrs
        label = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
        if len(label) > 1 and _KNOWN.search(label[:200]):
            chosen = up
        parent = up.parent
        if parent is None or parent.tag in ("body", "html", None):
            break
        up = parent
    return chosen


def body_text(text: str, title: str | None) -> str:
    """Text of the body without title, info line and the lists that follow it.

    Args:
        text: all text of the block, one line a paragraph.
        title: headline of the page.
    """
    lines = text.split("\n")
    end = len(lines)
    for index in range(max(1, len(lines) // 4), len(lines)):
        if len(lines[index]) < 60 and _TAIL.match(lines[index]):
            end = index
            break
    start, packed = 0, squeeze(title or "")
    for index in range(min(8, end)):
        line = lines[index]
        if (packed and squeeze(line[:400]) == packed) or _INFO_LINE.match(line[:100]):
            start = index + 1
        elif len(line) >= 60:
            break
    return "\n".join(lines[start:end]).strip()


def text_below(lines: list[str], info: int, title: str | None, menu: Collection[str]) -> str:
    """Text between the line with date and source and the end of the content, where no block stands out.

    Bodies made of short cells and captions have no running text to go by.
    """
    kept = []
    for line in lines[info + 1 : info + 1 + _MAX_BELOW]:
        if _END.search(line) and len(line) < 60:
            break
        if (
            not _INFO_LINE.match(line[:100])
            and not _BUTTON.match(line)
            and line != title
            and line not in menu
        ):
            kept.append(line)
    return "\n".join(kept)


def general_text(html: str) -> str:
    """Text by a general extractor (trafilatura): the last resort, eighty times as slow as the rules above."""
    from trafilatura import extract  # takes longer to import than a page to read

    try:
        text = extract(html[:_MAX_GENERAL], include_comments=False, include_tables=True, fast=True)
    except Exception:  # it states no errors of its own; a page that breaks it has no text by it
        return ""
    return text or ""
