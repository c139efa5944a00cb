"""The visible text of a page as lines, for extractors that read what stands beside what."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.native import LIBRARY

MAX_TEXT = 400_000
"""Characters of text that extractors look at."""
MAX_LINES = 20_000
_UNSEEN = ["script", "style", "noscript", "template"]
# Serialised HTML is in lower case, whatever the page was.
_BLOCK = re.compile(
    r"</?(?:br|hr|p|div|tr|li|h[1-6]|table|section|article|dl|dt|dd|ul|ol|blockquote|center|form|figure)(?:\s[^>]*)?>"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CELL = re.compile(r"</t[dh]>")
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0\u3000\u200b\ufeff]+")
_ENTITIES = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))


def drop_unseen(tree: LexborHTMLParser) -> None:
    """Take scripts, styles and what else is not text of the page out of the tree."""
    if LIBRARY is not None:
        LIBRARY.drop_unseen(tree)
    else:
        tree.strip_tags(_UNSEEN, recursive=True)


def visible_lines(tree: LexborHTMLParser) -> list[str]:
    """Text nodes of the body in order, trimmed, without empty ones; after :func:`drop_unseen`."""
    body = tree.body
    if body is None or body.parent is None:  # a frameset that comes late takes the place of the body
        return []
    text = body.text(separator="\n", skip_empty=True)[:MAX_TEXT]
    return [line for raw in text.split("\n")[: MAX_LINES * 5] if (line := raw.strip())][:MAX_LINES]


def block_text(html: str) -> str:
    """Text of serialised HTML with one line per block (paragraph, row, item); inline pieces stay joined."""
    html = html[: MAX_TEXT * 2].replace("\n", " ")
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    if "</t" in html:
        html = _CELL.sub("\t", html)
    text = _TAG.sub("", _BLOCK.sub("\n", html))
    if "&" in text:
        for entity, char in _ENTITIES:
            text = text.replace(entity, char)
    lines = _BLANKS.sub(" ", text).split("\n")
    return "\n".join([line for raw in lines if (line := raw.strip())])[:MAX_TEXT]


def squeeze(text: str) -> str:
    """Text without any white space, for comparing."""
    return "".join(text.split())
