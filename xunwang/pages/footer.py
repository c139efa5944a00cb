"""What a footer has to show (G-10): badge, error-report entrance, codes, sponsor, contact, site map."""

from __future__ import annotations

import re

from xunwang.pages.document import Document
from xunwang.pages.literals import in_tag, places
from xunwang.pages.records import FooterPart
from xunwang.pages.urls import Joiner
from xunwang.words import FooterElement

_GAP = r"(?:\s{1,200}+|<[^<>]{0,300}>){0,6}"
"""White space, of which a line break brings a whole indentation, and tags, which templates set even inside of numbers."""
_CODE = r"(\d{10}|[Bb][Mm]\d{8})"
_SITE_CODE_WORDS = ("标识码", "标识编码", "网站代码")
_SITE_CODE = re.compile(rf"\w{{3,4}}{_GAP}[^0-9Bb<]{{0,12}}{_GAP}{_CODE}(?!\d)")
_ENTRANCE_MARKS = ("pucha.kaipuyun.cn", "zfwzgl.www.gov.cn", "jiucuo", "zhaocuo", "webjiucuo")
_ENTRANCE_WORDS = ("政府网站找错", "找错监督")
_ENTRANCE_CODE = re.compile(rf"site_?[cC]ode['\"]?\s{{0,4}}(?:=|:|%3D)\s{{0,4}}['\"]?{_CODE}")
_ANY_CODE = re.compile(rf"(?<![0-9A-Za-z]){_CODE}(?!\d)")
_AROUND = 1_200
_BADGE_WORDS = ("conac", "Conac", "党政机关", "jiguan.png", "dzjg", "党政.png", "党政.gif", "党政.jpg")
_TAGS_OF_BADGES = ("<script", "<img", "<a", "<SCRIPT", "<IMG", "<A")
_ICP = re.compile(rf"(?:ICP|icp){_GAP}[备证]{_GAP}[:：]?{_GAP}\d{{6,12}}{_GAP}号(?:{_GAP}-{_GAP}\d{{1,3}})?")
_POLICE_WORDS = ("公网安备", "公安备案", "公网备案")
_POLICE = re.compile(rf"公(?:网安备|安备案|网备案){_GAP}(?:案?编?号?[:：]?){_GAP}\d{{11,14}}(?:{_GAP}号)?")
_SPONSOR = re.compile(rf"主\s{{0,3}}办(?:单位|方)?\s{{0,3}}[：:]{_GAP}([^\s<|｜，,；;：:&]{{2,40}})")
_SPONSOR_BEFORE = re.compile(
    r"([\u4e00-\u9fa5]{2,24}(?:政府|办公室|办公厅|局|委员会|管委会|厅|部|中心|院))\s{0,3}$"
)
_CONTACT_WORDS = (
    "电",
    "联系",
    "热线",
    "邮",
    "地址",
    "地  址",
    "地 址",
    "地　址",
    "传真",
    "mail",
    "Mail",
    "MAIL",
)
_CONTACT = re.compile(
    r"(?:联系电话|值班电话|办公电话|服务电话|联系方式|电\s{0,8}话|电子邮箱|邮\s{0,8}箱|E?-?[mM](?:ail|AIL)|地\s{0,8}址|邮编|传真)"
    rf"\s{{0,4}}[：:]{_GAP}([^<|｜\n]{{4,60}})|热线\s{{0,4}}[：:]{_GAP}(\d[\d\-－—转、，, ]{{3,40}})|(联系我们|联系方式(?=\s{{0,4}}</a))"
)
_SITE_MAP_WORDS = ("网站地图", "站点地图", "网站导航", "sitemap", "Sitemap", "SiteMap")
_ADDRESS = re.compile(
    r"""(?:href|src|HREF|SRC)\s{0,3}=\s{0,3}\\{0,2}(?:"([^"]{1,1000})"|'([^']{1,1000})'|([^\s>"']{1,1000}))"""
)
_TAGS = re.compile(r"<[^>]{0,2000}>")
_FOOT_WORDS = ("foot", "Foot", "copyright", "bottom", "banquan", "copyRight")
_CHINESE = re.compile(r"[\u4e00-\u9fa5]")
_LARGEST = 3_000_000
_SHORT, _FEW_WORDS = 20_000, 400
"""A page of so few characters of markup and text is a frame that holds the footer alone, if it holds one."""


def read_footer(doc: Document, joiner: Joiner) -> tuple[FooterPart, ...]:
    """The footer elements that the page shows, each once; also those that a script writes."""
    html = _shown(doc.html[:_LARGEST])
    tail = _tail(html)
    parts = [
        _badge(html, doc, joiner),
        _entrance(html, doc, joiner),
        _site_code(html),
        _sponsor(tail),
        _contact(tail),
        _numbered(FooterElement.ICP, ("ICP", "icp"), _ICP, html, doc, joiner),
        _numbered(FooterElement.PUBLIC_SECURITY, _POLICE_WORDS, _POLICE, html, doc, joiner),
        _site_map(html, doc, joiner),
    ]
    return tuple(part for part in parts if part is not None)


def _tail(html: str) -> str:
    """Where the footer is: from the first element in the page's later part that is named so, else its last third."""
    if len(html) < _SHORT and len(_plain(html)) < _FEW_WORDS:
        return html
    start = len(html) * 2 // 3
    for place in places(html[len(html) // 3 : start], _FOOT_WORDS, 20):
        if in_tag(html, place + len(html) // 3):
            return html[html.rfind("<", 0, place + len(html) // 3) :]
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


def _link_around(html: str, start: int, doc: Document, joiner: Joiner) -> str | None:
    """Address of the link in which a piece of the page stands."""
    found = _ADDRESS.search(_anchor_around(html, start))
    return joiner.join(doc.base, _unescaped(found)) if found else None


def _badge(html: str, doc: Document, joiner: Joiner) -> FooterPart | None:
    for start in places(html, _BADGE_WORDS, 20)[:20]:
        opened = html.rfind("<", max(0, start - 600), start)
        tag = html[opened : html.find(">", start) + 1][:900] if opened >= 0 else ""
        if not tag.startswith(_TAGS_OF_BADGES) and "onac" not in html[start : start + 5]:
            continue
        address = _ADDRESS.search(tag)
        url = _link_around(html, start, doc, joiner)
        if url is None and address:
            url = joiner.join(doc.base, _unescaped(address))
        return FooterPart(FooterElement.BADGE, "党政机关", url)
    return None


def _entrance(html: str, doc: Document, joiner: Joiner) -> FooterPart | None:
    """The entrance by its address, script or picture, or by its words in a link; with the code it hands over."""
    for start in places(html, _ENTRANCE_MARKS + _ENTRANCE_WORDS, 20)[:20]:
        tag = _tag_around(html, start)
        anchor = _anchor_around(html, start)
        if not tag and not anchor and html.startswith(_ENTRANCE_WORDS, start):
            continue  # running text
        own = anchor + tag
        code = (
            _ENTRANCE_CODE.search(own)
            or _ANY_CODE.search(own)
            or _ENTRANCE_CODE.search(html[max(0, start - _AROUND) : start + _AROUND])
        )
        address = _ADDRESS.search(tag) if "src=" not in tag or "<script" in tag.lower() else None
        url = _link_around(html, start, doc, joiner) or (
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
    for place in places(html, _SITE_CODE_WORDS, 10):
        found = _SITE_CODE.match(html, place)
        if found:
            return FooterPart(FooterElement.SITE_CODE, found[1].lower(), None)
    return None


def _sponsor(tail: str) -> FooterPart | None:
    found = _SPONSOR.search(tail)
    if found is None:
        for place in places(tail, ("主办",), 10):
            if tail[place + 2 : place + 3] not in "者权方的":
                found = _SPONSOR_BEFORE.search(_plain(tail[max(0, place - 200) : place]))
                if found:
                    break
    value = _plain(found[1])[:60] if found else ""
    return FooterPart(FooterElement.SPONSOR, value, None) if value else None


def _contact(tail: str) -> FooterPart | None:
    """The first number or address; where none is printed, the link to the page that has them."""
    link = ""
    for place in places(tail, _CONTACT_WORDS, 30):
        found = _CONTACT.match(tail, place)
        if found and (value := _plain(found[1] or found[2] or "")):
            return FooterPart(FooterElement.CONTACT, value[:60], None)
        link = link or (found[3] or "" if found else "")
    return FooterPart(FooterElement.CONTACT, link, None) if link else None


def _numbered(
    element: FooterElement,
    words: tuple[str, ...],
    pattern: re.Pattern[str],
    html: str,
    doc: Document,
    joiner: Joiner,
) -> FooterPart | None:
    """A filing number, with the province's character before it."""
    for place in places(html, words, 20):
        found = pattern.match(html, place)
        if found:
            before = _plain(html[max(0, place - 300) : place]).rstrip()[-1:]
            value = (before if _CHINESE.match(before) else "") + "".join(_plain(found[0]).split())
            return FooterPart(element, value, _link_around(html, place, doc, joiner))
    return None


def _site_map(html: str, doc: Document, joiner: Joiner) -> FooterPart | None:
    for place in places(html, _SITE_MAP_WORDS, 10):
        url = _link_around(html, place, doc, joiner)
        if url:
            return FooterPart(FooterElement.SITE_MAP, "网站地图", url)
    return None
