"""Links to other owners' sites that a visitor can't see (G-32)."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.document import Document
from xunwang.pages.invisible import Sheet, read_sheet, style_reason, why_invisible
from xunwang.pages.literals import places
from xunwang.pages.records import HiddenLink
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner, classify
from xunwang.words import LinkClass

_MAX_ANCHORS = 2_000
_MAX_FOUND = 60
_WRITTEN = re.compile(r"document\.write(?:ln)?\s{0,3}\(\s{0,3}(['\"])(.{1,4000}?)\1\s{0,3}\)", re.DOTALL)
_MOST_WRITTEN = 60
_SHARES = (
    "weibo.com",
    "qq.com",
    "baidu.com",
    "douban.com",
    "sina.com.cn",
    "12377.cn",
    "chinaxinge.com",
    "bshare.cn",
    "jiathis.com",
    "hanweb.com",
)
"""Hosts that share boxes and code pop-ups hide by design."""
_ENTRANCE = re.compile(
    r"https?://[^/?#]{1,100}/exposure/jiucuo\.(?:html|js)\?(?:[^#]{0,300}&)?site_?code=\w{10}", re.IGNORECASE
)
"""The national error-report entrance, which the site's script fills with its picture later; some of its addresses are
bare numbers."""
_NOTHING = Sheet({})


def read_hidden_links(doc: Document, joiner: Joiner) -> tuple[HiddenLink, ...]:
    """All invisible links to hosts that are neither the site's nor a government's; scripts still in the tree.

    Styles of elements, of the page's own style blocks and of scripts that run at once are read; outside style
    sheets are not.
    """
    outside = _outside(doc.tree, doc, joiner)
    found: list[HiddenLink] = []
    if outside:
        found += _hidden(outside, read_sheet(doc.html), doc, joiner)
    if "document.write" in doc.html:
        found += _in_writings(doc.html, doc, joiner)
    unique = {(link.url, link.text): link for link in reversed(found)}
    return tuple(reversed(unique.values()))[:_MAX_FOUND]


def _outside(tree: LexborHTMLParser, doc: Document, joiner: Joiner) -> list[LexborNode]:
    """Links to foreign hosts, those of share boxes aside."""
    found = []
    for anchor in tree.css("a[href],area[href]")[:_MAX_ANCHORS]:
        href = anchor.attrs.get("href") or ""
        if "//" not in href[:12]:
            continue
        url = joiner.join(doc.base, href)
        if url is None or classify(url, joiner.hosts) is not LinkClass.EXTERNAL:
            continue
        if not any(share in url.split("/")[2] for share in _SHARES) and not _is_entrance(url, anchor):
            found.append(anchor)
    return found


def _is_entrance(url: str, anchor: LexborNode) -> bool:
    """Whether a link is the error-report entrance: an address that says so could cover any words but these."""
    return bool(_ENTRANCE.match(url)) and (anchor.text() or "").strip() in (
        "",
        "我为政府网站找错",
        "政府网站找错",
    )


def _hidden(anchors: list[LexborNode], sheet: Sheet, doc: Document, joiner: Joiner) -> list[HiddenLink]:
    known: dict[int, str] = {}
    return [
        made
        for anchor in anchors
        if (how := why_invisible(anchor, sheet, known)) and (made := _link(anchor, how, doc, joiner))
    ]


def _in_writings(html: str, doc: Document, joiner: Joiner) -> list[HiddenLink]:
    """Hidden links inside of written markup, and plain links between two writings that open and close a box."""
    found: list[HiddenLink] = []
    for place in places(html, ("document.write",), _MOST_WRITTEN):
        written = _WRITTEN.match(html, place)
        if written is None:
            continue
        markup = written[2].replace("\\'", "'").replace('\\"', '"').replace("\\/", "/")
        if "href" in markup:
            tree = LexborHTMLParser(markup)
            found += _hidden(_outside(tree, doc, joiner), _NOTHING, doc, joiner)
        elif (
            "<" in markup
            and "</" not in markup
            and (how := style_reason(markup.replace('"', ";").replace("'", ";")))
        ):
            end = html.find("document.write", written.end())
            stop = end if 0 < end - written.end() < 20_000 else written.end() + 4_000
            between = LexborHTMLParser(html[written.end() : stop])
            links = [
                _link(anchor, f"脚本写入：{how}", doc, joiner) for anchor in _outside(between, doc, joiner)
            ]
            found += [link for link in links if link]
    return found


def _link(anchor: LexborNode, how: str, doc: Document, joiner: Joiner) -> HiddenLink | None:
    url = joiner.join(doc.base, anchor.attributes.get("href") or "")
    if url is None:
        return None
    return HiddenLink(url, fold(anchor.text())[:80], how, (anchor.html or "")[:300])
