"""Whether a list or the body of a page is filled in by script: then what is missing is unknown, not blank."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.document import Document
from xunwang.pages.guard import tame
from xunwang.pages.literals import holds, places

_SHELL_NAMES = ("app", "root", "__next", "vue-app")
_SHELL = re.compile(
    r"<div[^<>]{0,80}\bid\s{0,3}=\s{0,3}[\"']?(?:app|root|__next|main-app|vue-app)[\"']?[^<>]{0,80}>\s{0,200}</div>"
)
_TEMPLATE_MARKS = (
    "{{",
    "v-for",
    "ng-repeat",
    "v-html",
    "<%",
    "wire:model",
    "text/template",
    "text/x-",
    "text/html",
)
_TEMPLATES = re.compile(
    r"\{\{\s{0,3}[\w.$()\[\]'|\s]{1,80}\}\}|v-for\s{0,2}=|ng-repeat\s{0,2}=|v-html\s{0,2}=|<%=?\s|wire:model|"
    r"<script[^<>]{0,80}type\s{0,2}=\s{0,2}[\"']text/(?:template|x-template|html|x-handlebars)"
)
_CALL_MARKS = (
    "$.ajax",
    "$.get",
    "$.post",
    "axios",
    "fetch",
    "XMLHttpRequest",
    ".load",
    "new Vue",
    "createApp",
    "layui.use",
    "ReactDOM",
)
_CALLS = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\s{0,3}\(|axios(?:\.\w{2,8})?\s{0,3}\(|\bfetch\s{0,3}\(\s{0,3}[\"'`/]|XMLHttpRequest|"
    r"\.load\s{0,3}\(\s{0,3}[\"']|new\s+Vue\s{0,3}\(|createApp\s{0,3}\(|layui\.use|ReactDOM"
)
_DATA_CALL = re.compile(
    r"(?:\$\.(?:ajax|get|post|getJSON)|axios(?:\.\w{2,8})?|fetch)\s{0,3}\([^;<>]{0,200}?"
    r"(?:list|query|json|/api/|column|channel|article|news|content|catalog|search)[^;<>]{0,200}?(?:function|=>|\.then)",
    re.IGNORECASE,
)
"""A call for entries whose answer is handed to a function that may stand in another file."""
_FILLS = ("innerHTML", ".html(", ".html (", ".append(", ".append (", "appendChild", ".text(", ".text (")
_HOLDERS = ("ul", "ol", "div", "tbody", "table", "section")
_HOLDER_OPEN = re.compile(
    r"<(?:ul|div|tbody|ol|table|section)\b[^<>]{0,200}\b(?:id|class|data-[\w-]{2,20})\s{0,3}=[^<>]{1,200}>\s{0,100}"
    r"(?:<(ul|ol|table|tbody|div)[^<>]{0,100}>\s{0,100}</\1>\s{0,100})?$",
    re.IGNORECASE,
)
_LARGEST = 1_000_000
_MOST_ENDS = 1_500


def is_scripted(doc: Document) -> bool:
    """An empty application shell, template marks, or an empty holder with scripts that fetch and fill.

    Only tells how the page is made: whether something is missing is for the caller to see.
    """
    html = doc.html[:_LARGEST]
    if "<script" not in html and "<SCRIPT" not in html:
        return False
    if holds(html, _SHELL_NAMES) and _has_shell(html):
        return True
    if holds(html, _TEMPLATE_MARKS) and _TEMPLATES.search(html):
        return True
    if not holds(html, _CALL_MARKS) or not _CALLS.search(html):
        return False
    return (holds(html, _FILLS) or bool(_DATA_CALL.search(html))) and _has_empty_holder(html)


_DATA_TYPES = ("xml", "json")


def without_scripts(html: str) -> str:
    """A rendered page without what has done its work: scripts, templates, words for browsers without scripts.

    Lists that stand in the page as data are left in it.
    """
    tree = LexborHTMLParser(tame(html))
    tree.strip_tags(["template", "noscript"], recursive=True)
    for script in tree.css("script"):
        if not holds(script.attributes.get("type") or "", _DATA_TYPES):
            script.decompose()
    return tree.html or ""


def is_unfilled(html: str) -> bool:
    """Whether a rendered page, without its scripts, still is an empty shell or shows marks of templates."""
    html = html[:_LARGEST]
    return _has_shell(html) or (holds(html, _TEMPLATE_MARKS) and bool(_TEMPLATES.search(html)))


def _has_shell(html: str) -> bool:
    """An empty element by whose name a framework puts its application there."""
    written = [f"{before}{name}" for name in _SHELL_NAMES for before in ('"', "'", "=")]
    for place in places(html, written, 5):
        opened = html.rfind("<div", max(0, place - 120), place)
        if opened >= 0 and _SHELL.match(html, opened):
            return True
    return False


def _has_empty_holder(html: str) -> bool:
    """An element with a name and nothing inside, before one of the page's closing tags."""
    for place in places(html, [f"</{name}" for name in _HOLDERS], _MOST_ENDS):
        before = html[max(0, place - 40) : place].rstrip()
        if before.endswith(">") and _HOLDER_OPEN.search(html, max(0, place - 500), place):
            return True
    return False
