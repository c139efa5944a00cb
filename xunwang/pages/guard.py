"""Pages built to be slow: bounded before they reach the parser.

A tree builder that follows the standard takes time quadratic in the depth of nesting and in the number of one
tag's attributes, and memory quadratic in the number of unclosed formatting elements. Measured on this parser:
100,000 nested ``div`` 30 s, one tag with 100,000 attributes 24 s, a page of 13 KB with 1,000 open ``b`` 450 MiB.
Ordinary pages pass after two counts; only what could be large is looked at closely.
"""

from __future__ import annotations

import re

MAX_HTML = 4_000_000
"""Characters of a page that are read. No real page of the collection has a fifth of it."""
MAX_DEPTH = 512
"""Nesting at which browsers stop too."""
_MANY_TAGS = 4000
_LARGE = 60_000
_MAX_TAG, _MAX_BLANKS = 4096, 600
_MAX_COPIES = 600_000

_FORMATTING = re.compile(r"<(b|i|u|s|em|tt|big|code|font|small|strong|strike)[\s/][^>]*>", re.IGNORECASE)
_FORMAT_OPEN = re.compile(r"<(?:[biusBIUS]|em|EM|tt|TT|big|BIG|code|CODE|font|FONT|small|SMALL|str)[\s/o]")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,30})")
_WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_UNNESTED = frozenset(
    re.findall(
        r"\w+",
        "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th tbody thead "
        "tfoot colgroup html head body title script style",
    )
)
"""Elements without content, and those that close by themselves when the next of their kind begins."""


def tame(html: str) -> str:
    """The page, cut or simplified where its structure would cost more than its size justifies."""
    html = html[:MAX_HTML]
    tags = html.count("<")
    if is_tame(len(html), tags):
        return html
    if tags * tags // 4 > _MAX_COPIES and len(_FORMAT_OPEN.findall(html)) * tags > _MAX_COPIES:
        html = _FORMATTING.sub(r"<\1>", html)
    if len(html) > _LARGE:
        html = _without_long_tags(html)
    return _not_too_deep(html) if tags > _MANY_TAGS else html


def is_tame(length: int, tags: int) -> bool:
    """Whether a page of so many characters and signs ``<`` can't cost too much, whatever it is made of.

    Half the tags open and half repeated is the worst that a page of so many tags can do.
    """
    return tags * tags // 4 <= _MAX_COPIES and length <= _LARGE and tags <= _MANY_TAGS


def _without_long_tags(html: str) -> str:
    """Shorten tags with hundreds of attributes; long single values (inline pictures) are left alone."""
    pieces, position = [], 0
    for found in _WHOLE_TAG.finditer(html):
        if found.end() - found.start() > _MAX_TAG and _blanks(found[0]) > _MAX_BLANKS:
            pieces += [html[position : found.start()], found[0][:_MAX_TAG].rpartition(" ")[0]]
            position = found.end()
    return "".join(pieces) + html[position:] if pieces else html


def _blanks(tag: str) -> int:
    """White space and slashes: every attribute needs one before it, or a closed quotation."""
    return sum(map(tag.count, " \n\t\r\f/\"'"))


def _not_too_deep(html: str) -> str:
    """Cut the page where its nesting exceeds what browsers build."""
    depth = 0
    for found in _TAG.finditer(html):
        if found[2].lower() in _UNNESTED:
            continue
        if found[1]:
            depth = max(0, depth - 1)
        else:
            depth += 1
            if depth > MAX_DEPTH:
                return html[: found.start()]
    return html
