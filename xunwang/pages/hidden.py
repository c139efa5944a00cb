"""Links to other owners' sites that a visitor can't see (G-32)."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.document import Document
from xunwang.pages.records import HiddenLink
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner, classify
from xunwang.words import LinkClass

_MAX_ANCHORS = 1_500
_MAX_FOUND = 60
_CLIMB = 6
_STYLES = (
    (re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE), "display:none"),
    (re.compile(r"visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE), "visibility:hidden"),
    (re.compile(r"(?:left|top|right|margin-left|margin-top|text-indent)\s{0,3}:\s{0,3}-\d{3,6}", re.IGNORECASE), "移出屏幕"),
    (re.compile(r"font-size\s{0,3}:\s{0,3}0(?:px|pt|em)?\s{0,3}(?:;|$|!)", re.IGNORECASE), "字号为0"),
    (re.compile(r"(?:^|[;\s])(?:height|width)\s{0,3}:\s{0,3}[01](?:px)?\s{0,3}(?:;|$|!)", re.IGNORECASE), "高宽为0"),
    (re.compile(r"opacity\s{0,3}:\s{0,3}0(?:\.0{1,3})?\s{0,3}(?:;|$|!)", re.IGNORECASE), "透明"),
    (re.compile(r"color\s{0,3}:\s{0,3}(?:#fff(?:fff)?|white)\s{0,3};?.{0,40}background(?:-color)?\s{0,3}:\s{0,3}(?:#fff|white)",
                re.IGNORECASE), "与背景同色"),
)  # fmt: skip
_GATE = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|:\s{0,3}-\d{3}|font-size\s{0,3}:\s{0,3}0|"
    r"(?:height|width)\s{0,3}[:=]\s{0,3}[\"']?[01](?:px)?\s{0,3}[;\"'!]|opacity\s{0,3}:\s{0,3}0|color\s{0,3}:\s{0,3}#fff|<marquee|\bhidden\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"document\.write(?:ln)?\s{0,3}\(\s{0,3}(['\"])(.{1,4000}?)\1\s{0,3}\)", re.DOTALL)
_SHARES = (
    "weibo.com",
    "qq.com",
    "baidu.com",
    "weixin.qq.com",
    "douban.com",
    "sina.com.cn",
    "12377.cn",
    "chinaxinge.com",
)
"""Hosts that share boxes and code pop-ups hide by design."""


def read_hidden_links(doc: Document, joiner: Joiner) -> tuple[HiddenLink, ...]:
    """All invisible links to hosts that are neither the site's nor a government's."""
    html = doc.html
    if not _GATE.search(html):
        return ()
    found = _hidden_in(doc.tree, doc, joiner)
    for written in list(_WRITTEN.finditer(html))[:40]:
        if "display" in written[2] and "href" in written[2]:
            markup = written[2].replace("\\'", "'").replace('\\"', '"').replace("\\/", "/")
            found += _hidden_in(LexborHTMLParser(markup), doc, joiner)
    found += _split_writes(html, doc, joiner)
    unique = {(link.url, link.text): link for link in found}
    return tuple(unique.values())[:_MAX_FOUND]


def _split_writes(html: str, doc: Document, joiner: Joiner) -> list[HiddenLink]:
    """A hidden box opened and closed by two scripts, with the links as plain markup between them."""
    found: list[HiddenLink] = []
    for opened in list(
        re.finditer(r"document\.write\([^)]{0,120}display\s{0,3}:\s{0,3}none[^)]{0,60}\)", html)
    )[:10]:
        end = html.find("document.write", opened.end())
        piece = html[opened.end() : end if 0 < end - opened.end() < 20_000 else opened.end() + 4_000]
        for anchor in LexborHTMLParser(piece).css("a[href]")[:40]:
            made = _link(anchor, "脚本写入的隐藏区域", doc, joiner)
            if made:
                found.append(made)
    return found


def _hidden_in(tree: LexborHTMLParser, doc: Document, joiner: Joiner) -> list[HiddenLink]:
    found: list[HiddenLink] = []
    known: dict[int, str] = {}
    for anchor in tree.css("a[href]")[:_MAX_ANCHORS]:
        href = anchor.attributes.get("href") or ""
        if "//" not in href[:12]:
            continue
        how = _how(anchor, known)
        if how and (made := _link(anchor, how, doc, joiner)):
            found.append(made)
    return found


def _how(anchor: LexborNode, known: dict[int, str]) -> str:
    """Why the anchor is invisible, by its own or an ancestor's style; empty when it is not."""
    node: LexborNode | None = anchor
    for _ in range(_CLIMB):
        if node is None or node.tag in ("body", "html"):
            return ""
        how = known.get(node.mem_id)
        if how is None:
            how = known[node.mem_id] = _own(node)
        if how:
            return how
        node = node.parent
    return ""


def _own(node: LexborNode) -> str:
    attributes = node.attributes
    if "hidden" in attributes:
        return "hidden"
    style = (attributes.get("style") or "")[:500]
    if node.tag == "marquee" and any(
        (attributes.get(name) or "9") in ("0", "1", "2") for name in ("height", "width")
    ):
        return "滚动区域高宽为0"
    if not style:
        return ""
    return next((how for pattern, how in _STYLES if pattern.search(style)), "")


def _link(anchor: LexborNode, how: str, doc: Document, joiner: Joiner) -> HiddenLink | None:
    url = joiner.join(doc.base, anchor.attributes.get("href") or "")
    if url is None or classify(url, joiner.hosts) is not LinkClass.EXTERNAL:
        return None
    if any(share in url.split("/")[2] for share in _SHARES):
        return None
    return HiddenLink(url, fold(anchor.text())[:80], how, (anchor.html or "")[:300])
