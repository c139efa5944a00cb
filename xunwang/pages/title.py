"""The title of a page.

Order: the ArticleTitle tag; a heading that the ``<title>`` element confirms; the ``<title>`` without the
names of site and column that templates put around it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from html import unescape

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
_LABELLED = re.compile(
    r"(?:标题|名称|文件名称|信息名称|公文标题|题名)[:：|](.*)$|(?:标题|名称|文件名称|信息名称)$"
)
_NO_HEADLINE = re.compile(
    r"[:：]$|当前位置|您(?:现在)?所在|首页\s?[>》/]|来源|浏览|字体|打印|时间：|日期：|索引号|www\.|^[\d\s:：\-/.年月日]+$|》\s*$"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SITE_NAME = re.compile(
    r"^(?!.*(?:关于|召开|举行|开展|[，。]))[^\s]{0,22}(?:政府|网站|门户|网|委员会|办公室|办公厅|管理局|[厅局委]|中心|总局)[-_]?$"
)
_LABEL_AND_VALUE = re.compile(
    r"(?:索\s?引\s?号|发文(?:机关|单位|字号)|发布(?:机构|机关|单位)|成文日期|主题分类|主题词|公开(?:方式|范围|形式)|有效性|文\s?号|信息分类"
    r"|组配分类|体裁分类|服务对象|生成日期|实施日期|废止日期|施行日期|关键词|责任部门)\s?[:：]"
)
_INFO_LINES = 24
_MARKS = " \u3000_-–—|｜:：·»"
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
    whole = clean(doc.title_tag)
    heading = _confirmed_heading(doc, whole) or clean(doc.metas.get("og:title", ""))
    if heading and heading in whole:
        return heading
    names = {name for name in (site_name, *around) if name}
    bare = _without_names(whole, names)
    if bare and not is_mere_name(bare, site_name, names):
        return bare
    return heading or bare or None


def clean(text: str) -> str:
    """Text of a title on one line; markup that editors pasted into it is removed."""
    if "<" in text:
        text = _TAGS.sub("", text)
    if "&" in text:
        text = unescape(text)  # content management systems escape twice
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


def continued(doc: Document, title: str) -> str:
    """The headline of two lines whose first is ``title``, or the title as it is."""
    start = squeeze(title)
    if len(start) < 6:
        return title
    for node in doc.tree.css("h1,h2,h3")[:20]:
        shown = clean(node.text()[: MAX_TITLE * 4])
        packed = squeeze(shown)
        if len(start) < len(packed) <= 100 and packed.startswith(start) and not _NO_HEADLINE.search(shown):
            return shown
    return title


def first_heading(doc: Document, names: set[str]) -> str | None:
    """The first main heading that is a sentence of its own, where the title element only names the site."""
    for node in doc.tree.css("h1,h2")[:10]:
        text = clean(node.text()[: MAX_TITLE * 4])
        if len(_CHINESE.findall(text)) < 6 or _NO_HEADLINE.search(text):
            continue
        if not is_mere_name(text, None, names):
            return text
    return None


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


def labelled_title(lines: Sequence[str]) -> str | None:
    """Title that the table above a document states (标题, 名称)."""
    for index, line in enumerate(lines[:80]):
        found = _LABELLED.match(squeeze(line[:200]))
        if found:
            title = clean(found[1] or (lines[index + 1] if index + 1 < len(lines) else "")).lstrip(":： ")
            return title if len(title) >= 5 else None
    return None


def shown_title(lines: Sequence[str], title: str, menu: Container[str]) -> str | None:
    """The headline proper of a title to which the template added names, if a line shows it.

    Args:
        lines: visible lines; a headline may run over two of them.
        title: text of the title element.
        menu: texts of links, which are no headlines.
    """
    best = ""
    for index, line in enumerate(lines[:400]):
        if len(line) < 6 or line not in title or line in menu:
            continue
        following = lines[index + 1] if index + 1 < len(lines) else ""
        for shown in (line, f"{line} {following}", line + following):
            if len(best) < len(shown) < len(title) and _stands_apart(shown, title):
                best = shown
    return clean(best) if len(best) >= 8 and len(best) * 5 > len(title) * 2 else None


def _stands_apart(part: str, title: str) -> bool:
    """Whether a part of a title is set off from the rest by separators."""
    start = title.find(part)
    if start < 0:
        return False
    before, after = title[max(0, start - 1) : start], title[start + len(part) :][:1]
    return (not before or before in _MARKS) and (not after or after in _MARKS)


def line_above(lines: Sequence[str], info: int) -> str | None:
    """The line that stands as a headline above the line with date and source."""
    looked = 0
    for index in range(info - 1, max(-1, info - _INFO_LINES), -1):
        title = clean(lines[index])
        if _LABEL_AND_VALUE.match(title):
            continue  # the data of a document: 索引号, 发文机关 …
        looked += 1
        if looked > 5:
            return None
        if not 8 <= len(title) <= 120 or _NO_HEADLINE.search(title) or is_mere_name(title, None, ()):
            continue
        if title.endswith(("。", "；")) or (index and lines[index - 1].endswith((":", "："))):
            continue  # a sentence of the text, or what a label states
        if len(_CHINESE.findall(title)) >= 5:
            return title
    return None


def is_mere_name(title: str | None, site_name: str | None, names: Iterable[str]) -> bool:
    """Whether what was taken for a title only names the site or a column."""
    return not title or title == site_name or title in names or bool(_SITE_NAME.search(title))
