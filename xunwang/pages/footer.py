"""What a footer has to show (G-10): badge, error-report entrance, codes, sponsor, contact, site map."""

from __future__ import annotations

import re

from xunwang.pages.document import Document
from xunwang.pages.records import FooterPart
from xunwang.pages.urls import Joiner
from xunwang.words import FooterElement

_GAP = r"(?:\s|<[^<>]{0,300}>){0,6}"
"""White space and tags, which templates set even inside of numbers."""
_CODE = r"(\d{10}|[Bb][Mm]\d{8})"
_SITE_CODE = re.compile(rf"(?:标识码|标识编码|网站代码){_GAP}[^0-9Bb<]{{0,12}}{_GAP}{_CODE}(?!\d)")
_ENTRANCE = re.compile(
    r"pucha\.kaipuyun\.cn|zfwzgl\.www\.gov\.cn|jiucuo\.(?:html|js)|exposure/(?:web)?jiucuo"
    r"|(?:zhaocuo|jiucuo)[\w-]{0,20}\.(?:png|jpe?g|gif)|(?P<words>(?:我为|为)政府网站找错|政府网站找错|找错监督)",
    re.IGNORECASE,
)
_ENTRANCE_CODE = re.compile(rf"site_?code['\"]?\s{{0,4}}(?:=|:|%3D)\s{{0,4}}['\"]?{_CODE}", re.IGNORECASE)
_ANY_CODE = re.compile(rf"(?<![0-9A-Za-z]){_CODE}(?!\d)")
_AROUND = 1_200
_BADGE = re.compile(
    r"conac\.cn|conac|党政机关(?:网站标识)?|jiguan\.png|dzjg|党政\.(?:png|gif|jpg)", re.IGNORECASE
)
_ICP = re.compile(
    rf"[\u4e00-\u9fa5]?{_GAP}ICP{_GAP}[备证]{_GAP}[:：]?{_GAP}\d{{6,12}}{_GAP}号(?:{_GAP}-{_GAP}\d{{1,3}})?",
    re.IGNORECASE,
)
_POLICE = re.compile(rf"[\u4e00-\u9fa5]?{_GAP}公网安备{_GAP}(?:案?号?[:：])?{_GAP}\d{{11,14}}(?:{_GAP}号)?")
_SPONSOR = re.compile(
    r"主\s{0,3}办(?:单位|方)?\s{0,3}[：:]\s{0,6}(?:<[^>]{0,200}>){0,3}\s{0,6}([^\s<|｜，,；;：:&]{2,40})"
)
_SPONSOR_AFTER = re.compile(
    r"([\u4e00-\u9fa5]{2,24}(?:政府|办公室|办公厅|局|委员会|管委会|厅|部|中心|院))\s{0,3}(?:<[^>]{0,200}>){0,2}\s{0,3}主办(?![者权方的])"
)
_CONTACT = re.compile(
    r"(?:联系电话|值班电话|办公电话|服务电话|联系方式|电\s{0,8}话|电子邮箱|邮\s{0,8}箱|E-?mail|地\s{0,8}址|邮编|传真)"
    r"\s{0,4}[：:]\s{0,4}(?:<[^>]{0,200}>){0,3}([^<|｜\n]{4,60})|(联系我们)",
    re.IGNORECASE,
)
_SITE_MAP = re.compile(r"网站地图|站点地图|网站导航|sitemap", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""(?:href|src)\s{0,3}=\s{0,3}\\{0,2}(?:"([^"]{1,1000})"|'([^']{1,1000})'|([^\s>"']{1,1000}))""",
    re.IGNORECASE,
)
_TAGS = re.compile(r"<[^>]{0,2000}>")
_FOOT_MARK = re.compile(
    r"""(?:class|id)\s{0,3}=\s{0,3}["']?[^"'>]{0,60}(?:foot|copyright|bottom|banquan)""", re.IGNORECASE
)
_LARGEST = 3_000_000


def read_footer(doc: Document, joiner: Joiner) -> tuple[FooterPart, ...]:
    """The footer elements that the page shows, each once; also those that a script writes."""
    html = _shown(doc.html[:_LARGEST])
    tail = _tail(html)
    parts = [
        _badge(html, doc, joiner),
        _entrance(html, doc, joiner),
        _site_code(html),
        _matched(FooterElement.SPONSOR, _SPONSOR, tail)
        or _matched(FooterElement.SPONSOR, _SPONSOR_AFTER, tail),
        _matched(FooterElement.CONTACT, _CONTACT, tail),
        _numbered(FooterElement.ICP, _ICP, html, doc, joiner),
        _numbered(FooterElement.PUBLIC_SECURITY, _POLICE, html, doc, joiner),
        _site_map(html, doc, joiner),
    ]
    return tuple(part for part in parts if part is not None)


def _tail(html: str) -> str:
    """Where the footer is: from its mark on, else the last third of the page."""
    marks = [found.start() for found in _FOOT_MARK.finditer(html[len(html) // 3 :])]
    third = len(html) * 2 // 3
    start = min(third, marks[0] + len(html) // 3) if marks else third
    return html[start:]


def _shown(html: str) -> str:
    """The page without what is commented out; scripts may stand in comments of their own."""
    html = html.replace("&nbsp;", " ").replace("&ensp;", " ").replace("&emsp;", " ").replace("\u00a0", " ")
    if "<!--" not in html:
        return html
    pieces, end = [], 0
    while (start := html.find("<!--", end)) >= 0:
        stop = html.find("-->", start)
        if stop < 0:
            break
        in_script = html.rfind("<script", end, start) > html.rfind("</script", end, start)
        pieces.append(html[end : stop + 3 if in_script else start])
        end = stop + 3
    return "".join(pieces) + html[end:]


def _plain(markup: str) -> str:
    return " ".join(_TAGS.sub(" ", markup).split())


def _link_around(html: str, start: int, end: int, doc: Document, joiner: Joiner) -> str | None:
    """Address of the link in which a piece of the page stands."""
    found = _ADDRESS.search(_anchor_around(html, start))
    return joiner.join(doc.base, _unescaped(found)) if found else None


def _badge(html: str, doc: Document, joiner: Joiner) -> FooterPart | None:
    for found in list(_BADGE.finditer(html))[:20]:
        start = found.start()
        opened = html.rfind("<", max(0, start - 600), start)
        tag = html[opened : html.find(">", start) + 1][:900] if opened >= 0 else ""
        if (
            not tag.startswith(("<script", "<img", "<a", "<SCRIPT", "<IMG", "<A"))
            and "conac" not in found[0].lower()
        ):
            continue
        address = _ADDRESS.search(tag)
        url = _link_around(html, start, found.end(), doc, joiner)
        if url is None and address:
            url = joiner.join(doc.base, _unescaped(address))
        return FooterPart(FooterElement.BADGE, "党政机关", url)
    return None


def _entrance(html: str, doc: Document, joiner: Joiner) -> FooterPart | None:
    """The entrance by its address, script or picture, or by its words in a link; with the code it hands over."""
    for found in list(_ENTRANCE.finditer(html))[:20]:
        start = found.start()
        tag = _tag_around(html, start)
        anchor = _anchor_around(html, start)
        if found["words"] and not tag and not anchor:
            continue  # running text
        own = anchor + tag
        code = (
            _ENTRANCE_CODE.search(own)
            or _ANY_CODE.search(own)
            or _ENTRANCE_CODE.search(html[max(0, start - _AROUND) : start + _AROUND])
        )
        address = _ADDRESS.search(tag) if "src=" not in tag or "<script" in tag.lower() else None
        url = _link_around(html, start, found.end(), doc, joiner) or (
            joiner.join(doc.base, _unescaped(address)) if address else None
        )
        return FooterPart(FooterElement.ERROR_REPORT, code[1].lower() if code else "", url)
    return None


def _tag_around(html: str, place: int) -> str:
    """The tag inside of which a piece of the page stands, or an empty string."""
    opened = html.rfind("<", max(0, place - 600), place)
    if opened < 0 or html.rfind(">", opened, place) >= 0:
        return ""
    return html[opened : html.find(">", place) + 1][:1_500]


def _anchor_around(html: str, place: int) -> str:
    """The opening tag of the link in which a piece of the page stands, or an empty string."""
    opened = html.rfind("<a", max(0, place - 2_500), place)
    if opened < 0 or "</a" in html[opened:place].lower():
        return ""
    return html[opened : html.find(">", opened) + 1][:1_500]


def _unescaped(found: re.Match[str]) -> str:
    return (found[1] or found[2] or found[3]).replace("&amp;", "&")


def _site_code(html: str) -> FooterPart | None:
    found = _SITE_CODE.search(html)
    return FooterPart(FooterElement.SITE_CODE, found[1].lower(), None) if found else None


def _matched(element: FooterElement, pattern: re.Pattern[str], text: str) -> FooterPart | None:
    found = pattern.search(text)
    if found is None:
        return None
    value = _plain(next((group for group in found.groups() if group), found[0]))
    return FooterPart(element, value[:60], None) if value else None


def _numbered(
    element: FooterElement, pattern: re.Pattern[str], html: str, doc: Document, joiner: Joiner
) -> FooterPart | None:
    found = pattern.search(html)
    if found is None:
        return None
    value = "".join(_plain(found[0]).split())
    return FooterPart(element, value, _link_around(html, found.start(), found.end(), doc, joiner))


def _site_map(html: str, doc: Document, joiner: Joiner) -> FooterPart | None:
    for found in list(_SITE_MAP.finditer(html))[:10]:
        url = _link_around(html, found.start(), found.end(), doc, joiner)
        if url:
            return FooterPart(FooterElement.SITE_MAP, "网站地图", url)
    return None
