"""Why an element can't be seen: by its own style, the page's style sheet, a script, or its colours."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

_SIZE = r"\s{0,3}:\s{0,3}[01](?:\.\d{1,3})?(?:px|pt|em|%)?\s{0,3}(?:;|$|!)"
_STYLES = (
    (re.compile(r"display\s{0,3}:\s{0,3}none", re.IGNORECASE), "display:none"),
    (re.compile(r"visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE), "visibility:hidden"),
    (re.compile(r"(?:left|top|right|bottom|margin|text-indent)\s{0,3}:\s{0,3}-\d{3,6}", re.IGNORECASE), "移出屏幕"),
    (re.compile(r"font-size\s{0,3}:\s{0,3}0(?:px|pt|em|%)?\s{0,3}(?:;|$|!)", re.IGNORECASE), "字号为0"),
    (re.compile(rf"(?:^|[;\s])(?:max-)?(?:height|width){_SIZE}", re.IGNORECASE), "高宽为0"),
    (re.compile(r"clip\s{0,3}:\s{0,3}rect\(\s{0,3}0", re.IGNORECASE), "裁剪为空"),
    (re.compile(r"opacity\s{0,3}:\s{0,3}0(?:\.0{1,3})?\s{0,3}(?:;|$|!)", re.IGNORECASE), "透明"),
)  # fmt: skip
_OF_SHEETS = _STYLES[1:]
"""``display:none`` in a style sheet is how tabs and menus wait for the mouse: no sign of itself."""
_STYLE_BLOCK = re.compile(r"<style\b[^<>]{0,200}>(.{1,60000}?)</style", re.DOTALL | re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{1,1000})\}")
_SIMPLE = re.compile(r"^\s*(?:[a-z0-9]{1,10})?([.#][\w-]{1,60})(?:\s+a)?\s*$", re.IGNORECASE)
_BY_SCRIPT = re.compile(
    r"getElementById\(\s{0,3}['\"]([\w-]{1,60})['\"]\s{0,3}\)\.style\.(?:display\s{0,3}=\s{0,3}['\"]none|visibility\s{0,3}=\s{0,3}['\"]hidden)"
)
_COLOUR = re.compile(r"(?:^|[;\s])color\s{0,3}:\s{0,3}([#\w]{3,20})", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s{0,3}:\s{0,3}(#?\w{3,20})", re.IGNORECASE)
_NAMED = {
    "white": "ffffff",
    "black": "000000",
    "red": "ff0000",
    "blue": "0000ff",
    "green": "008000",
    "yellow": "ffff00",
}
_CLIMB = 10
_MOST_RULES = 3_000


class Sheet(NamedTuple):
    """What the page's own style blocks and scripts hide: selector (``.class``, ``#id``) to reason."""

    reasons: dict[str, str]


def read_sheet(html: str) -> Sheet:
    """Simple selectors that the style blocks of a page hide, and elements that a script hides at once."""
    reasons: dict[str, str] = {}
    if "<style" in html or "<STYLE" in html:
        for block in list(_STYLE_BLOCK.finditer(html))[:40]:
            for rule in list(_RULE.finditer(block[1]))[:_MOST_RULES]:
                how = _by_style(rule[2], _OF_SHEETS)
                if not how:
                    continue
                for selector in rule[1].split(",")[:20]:
                    if simple := _SIMPLE.match(selector):
                        reasons.setdefault(simple[1], f"样式表{how}")
    if ".style." in html:
        for found in list(_BY_SCRIPT.finditer(html))[:60]:
            script = html[html.rfind("<script", 0, found.start()) : found.start()]
            if script.count("{") == script.count("}"):  # runs as the page loads, not on a click
                reasons.setdefault(f"#{found[1]}", "脚本隐藏")
    return Sheet(reasons)


def why_invisible(node: LexborNode, sheet: Sheet, known: dict[int, str]) -> str:
    """Reason why an element can't be seen, by itself or those around it; empty when nothing speaks for it.

    ``known`` remembers the reasons of elements already looked at; one per page.
    """
    here: LexborNode | None = node
    for _ in range(_CLIMB):
        if here is None or here.tag in ("body", "html"):
            break
        how = known.get(here.mem_id)
        if how is None:
            how = known[here.mem_id] = own_reason(here, sheet)
        if how:
            return how
        here = here.parent
    return _same_colour(node)


def own_reason(node: LexborNode, sheet: Sheet) -> str:
    """Reason that an element itself gives."""
    attributes = node.attributes
    if "hidden" in attributes:
        return "hidden"
    if node.tag == "marquee" and any((attributes.get(name) or "9") in "012" for name in ("height", "width")):
        return "滚动区域高宽为0"
    style = (attributes.get("style") or "")[:500]
    if style and (how := _by_style(style, _STYLES)):
        return how
    if sheet.reasons:
        names = [f".{name}" for name in (attributes.get("class") or "").split()[:10]]
        for name in (*names, f"#{attributes.get('id') or ''}"):
            if name in sheet.reasons:
                return sheet.reasons[name]
    return ""


def style_reason(style: str) -> str:
    """Reason that a style attribute gives."""
    return _by_style(style, _STYLES)


def _by_style(style: str, styles: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    return next((how for pattern, how in styles if pattern.search(style)), "")


def _same_colour(node: LexborNode) -> str:
    """Text in the very colour of the nearest background that the page states."""
    colour = ""
    font = node.css_first("font[color]") if node.tag == "a" else None
    if font is not None:
        colour = font.attributes.get("color") or ""
    here: LexborNode | None = node
    for _ in range(_CLIMB):
        if here is None:
            return ""
        attributes = here.attributes
        style = (attributes.get("style") or "")[:500]
        if not colour:
            stated = _COLOUR.search(style)
            colour = stated[1] if stated else (attributes.get("color") or "")
        ground = _BACKGROUND.search(style)
        background = ground[1] if ground else attributes.get("bgcolor") or ""
        if background:
            return "与背景同色" if colour and _plain(colour) == _plain(background) else ""
        here = here.parent
    return ""


def _plain(colour: str) -> str:
    """A colour as six hexadecimal digits, as far as it is written so."""
    value = colour.strip().lower().lstrip("#")
    value = _NAMED.get(value, value)
    return "".join(char * 2 for char in value) if len(value) == 3 else value
