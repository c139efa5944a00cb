"""What today's browsers don't show, and advice to use an old one (W-D-25)."""

from __future__ import annotations

import re

from xunwang.pages.document import Document

_OUTDATED = re.compile(
    r"<(?:object|embed|applet)\b[^>]{0,300}(?:shockwave-flash|x-shockwave|\.swf|clsid:|x-java-applet)[^>]{0,200}>|"
    r"(?:建议|推荐|请)使用\s?(?:IE|Internet Explorer|微软)[^<>。\n]{0,40}|new ActiveXObject\([^)]{0,60}\)",
    re.IGNORECASE,
)
_GATES = (".swf", "shockwave", "使用IE", "使用 IE", "Internet Explorer", "ActiveXObject", "applet")
_MOST = 5


def outdated_markup(doc: Document) -> tuple[str, ...]:
    """Fragments that today's mainstream browsers don't show, or that ask for an old browser."""
    html = doc.html
    if not any(gate in html for gate in _GATES):
        return ()
    # ActiveXObject beside XMLHttpRequest is a fallback for old browsers, not a need of one.
    found = (match[0].strip() for match in _OUTDATED.finditer(html[:2_000_000]))
    kept = (text for text in found if not (text.startswith("new ActiveX") and "XMLHttpRequest" in html))
    return tuple(dict.fromkeys(text[:200] for text in kept))[:_MOST]
