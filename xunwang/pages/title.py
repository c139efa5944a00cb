"""The title of a page.

Order: the ArticleTitle tag; a heading that the ``<title>`` element confirms; the ``<title>`` without the
names of site and column that templates put around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from xunwang.pages.document import Document
from xunwang.pages.lines import squeeze

MAX_TITLE = 300
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_SEPARATOR = re.compile(
    r"\s*[_|｜»]+\s*|\s+[-–—:：]+\s*|\s*[-–—]+\s+|\s*--+\s*|(?<=[\u4e00-\u9fff\s”》）)])[-–—](?=[\u4e00-\u9fff])"
)
_SITE_LIKE = re.compile(
    r"(?:政府|网|门户|网站|委员会|[厅局委办署院部会]|中心|平台|首页|列表|正文|详情|内容|信息公开|管委会)$|^(?:首页|欢迎|中国)"
)
_HEADINGS = (
    "h1,h2,h3,.title,.bt,.tit,.biaoti,.article-title,.arti_title,.content_title,.con_title,#title,.xl_title"
)


def read_title(doc: Document, site_name: str | None, around: Iterable[str] = ()) -> str | None:
    """Title of the page without site and column names, at most 300 characters; None where it has none.

    Args:
        doc: the page.
        site_name: name of the site as far as known.
        around: further names that templates add to titles (columns of the trail).
    """
    stated = clean(doc.metas.get("articletitle", ""))
    if stated:
        return stated
    node = doc.tree.css_first("title")
    whole = clean(node.text() if node else "")
    heading = _confirmed_heading(doc, whole) or clean(doc.metas.get("og:title", ""))
    if heading and heading in whole:
        return heading
    return _without_names(whole, {name for name in (site_name, *around) if name}) or heading or None


def clean(text: str) -> str:
    """Text of a title on one line; markup that editors pasted into it is removed."""
    if "<" in text:
        text = _TAGS.sub("", text)
    return " ".join(text.split())[:MAX_TITLE]


def _confirmed_heading(doc: Document, whole: str) -> str:
    """The longest heading whose text stands in the title element, if it is more than a name."""
    packed, best = squeeze(whole), ""
    if not packed:
        return ""
    for node in doc.tree.css(_HEADINGS)[:40]:
        text = clean(node.text()[: MAX_TITLE * 4])
        if (
            len(best) < len(text)
            and squeeze(text) in packed
            and (len(text) > 8 or len(text) * 2 > len(packed))
        ):
            best = text
    return best if len(best) * 3 > len(packed) else ""


def _without_names(whole: str, names: set[str]) -> str:
    """Drop leading and trailing parts of a title that are names of the site or of columns."""
    parts = [part for part in _SEPARATOR.split(whole) if part]
    if len(parts) < 2:
        return whole
    own = [part for part in parts if part not in names and not _is_name(part, names)]
    if not own:
        return parts[0]
    best = max(own, key=len)
    first, last = parts.index(own[0]), len(parts) - 1 - parts[::-1].index(own[-1])
    start, end = whole.find(parts[first]), whole.rfind(parts[last]) + len(parts[last])
    kept = whole[start:end].strip()
    return kept if len(own) == last - first + 1 else best


def _is_name(part: str, names: set[str]) -> bool:
    if any(part in name or name in part for name in names):
        return len(part) < 30
    return len(part) <= 20 and bool(_SITE_LIKE.search(part))
