"""Whether a list or the body of a page is filled in by script: then what is missing is unknown, not blank."""

from __future__ import annotations

import re

from xunwang.pages.document import Document

_SHELL = re.compile(
    r"<div[^>]{0,80}\bid\s{0,3}=\s{0,3}[\"']?(?:app|root|__next|main-app|vue-app)[\"']?[^>]{0,80}>\s{0,200}</div>",
    re.IGNORECASE,
)
_TEMPLATES = re.compile(
    r"\{\{\s{0,3}[\w.$()\[\]'|\s]{1,80}\}\}|\bv-for\s{0,2}=|\bng-repeat\s{0,2}=|\bv-html\s{0,2}=|<%=?\s|\bwire:model|"
    r"<script[^>]{0,80}type\s{0,2}=\s{0,2}[\"']text/(?:template|x-template|html|x-handlebars)"
)
_CALLS = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s{0,3}\(|axios(?:\.\w{2,8})?\s{0,3}\(|\bfetch\s{0,3}\(\s{0,3}[\"'`/]|XMLHttpRequest|"
    r"\.load\s{0,3}\(\s{0,3}[\"']|new\s+Vue\s{0,3}\(|createApp\s{0,3}\(|layui\.use|ReactDOM"
)
_FILLS = re.compile(r"innerHTML|\.html\s{0,3}\(|\.append\s{0,3}\(|appendChild|\.text\s{0,3}\(")
_HOLDER = re.compile(
    r"<(?:ul|div|tbody|ol|table|section)\b[^>]{0,200}\b(?:id|class|data-[\w-]{2,20})\s{0,3}=[^>]{1,200}>\s{0,100}(?:<(?:ul|ol|table|tbody|div)[^>]{0,100}>\s{0,100}</(?:ul|ol|table|tbody|div)>\s{0,100})?</(?:ul|div|tbody|ol|table|section)>",
    re.IGNORECASE,
)
_LARGEST = 1_000_000


def is_scripted(doc: Document) -> bool:
    """An empty application shell, template marks, or an empty holder with scripts that fetch and fill.

    Only tells how the page is made: whether something is missing is for the caller to see.
    """
    html = doc.html[:_LARGEST]
    if "<script" not in html and "<SCRIPT" not in html:
        return False
    if _SHELL.search(html) or _TEMPLATES.search(html):
        return True
    return bool(_CALLS.search(html) and _FILLS.search(html) and _HOLDER.search(html))
