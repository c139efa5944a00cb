"""Signs of tampering: scripts and frames of strangers, redirecting scripts; and words long out of date."""

from __future__ import annotations

import re

from xunwang.pages.document import Document
from xunwang.pages.urls import host_of, is_government, normalise, same_site

_SOURCES = re.compile(
    r"<(?:script|iframe|frame)\b[^>]{0,400}?\bsrc\s{0,3}=\s{0,3}[\"']?((?:https?:)?//[^\"'\s>]{4,500})",
    re.IGNORECASE,
)
_REDIRECT = re.compile(
    r"document\.referrer.{0,400}?location(?:\.href)?\s{0,3}(?:=(?!=)|\.\s{0,3}(?:replace|assign)\s{0,3}\()\s{0,3}"
    r"(?:[\"'](?P<target>[^\"'\s]{1,300}))?",
    re.DOTALL,
)
_KNOWN = (
    "baidu.com", "bdstatic.com", "bdimg.com", "qq.com", "gtimg.com", "gtimg.cn", "cnzz.com", "umeng.com", "51.la", "51yes.com",
    "weibo.com", "sinajs.cn", "sina.com.cn", "weather.com.cn", "tianqi.com", "conac.cn", "kaipuyun.cn", "jiathis.com",
    "bshare.cn", "amap.com", "autonavi.com", "alicdn.com", "aliyuncs.com", "jsdelivr.net", "bootcss.com", "bootcdn.net",
    "staticfile.org", "staticfile.net", "cdnjs.cloudflare.com", "unpkg.com", "jquery.com", "people.com.cn", "xinhuanet.com",
    "news.cn", "cctv.com", "cctv.cn", "cntv.cn", "12377.cn", "piyao.org.cn", "chinanews.com", "www.gov.cn", "ipv6c.cn", "china.com.cn",
    "tianditu.com", "trs.cn", "yyisoft.com", "hanweb.com", "ucap.com.cn", "gw.com.cn", "talkingdata.com", "growingio.com",
    "sensorsdata.cn", "govwza.cn", "wzaapp.com", "wza.isc.org.cn", "isc.org.cn", "esd.cn", "cdn.bootcss.com", "moe.edu.cn",
)  # fmt: skip
"""Public services that government pages embed: maps, statistics, sharing, media, accessibility tools."""
_STALE = re.compile(
    r"(?:(?:截至|截止|至|到)\s?((?:19|20)\d{2})\s?年(?:底|末|年末|\s?\d{1,2}\s?月)|(?<!\d)(20\d{2})\s?年(?:底|末|年末)"
    r"|目前\s?[（(]\s?(20\d{2})\s?年)[^。；！\n]{0,60}"
)
_SENTENCE_ENDS = "。；！\n"
_BEFORE = 40
_STALE_AFTER = 3
_MAX_FOUND = 20


def suspicious_scripts(doc: Document, site_hosts: frozenset[str]) -> tuple[str, ...]:
    """Scripts and frames of strangers' hosts, and scripts that send search engines' visitors elsewhere.

    A host is no stranger's if it is the site's, a government's or a known public service's.
    """
    found: dict[str, None] = {}
    html = doc.html
    if "//" in html:
        for tag in _SOURCES.finditer(html):
            host = host_of(normalise(tag[1], doc.base) or "")
            if host and not _trusted(host, site_hosts):
                found[html[tag.start() : tag.end()][:300]] = None
            if len(found) >= _MAX_FOUND:
                break
    if "referrer" in html and (redirect := _REDIRECT.search(html[:2_000_000])):
        target = host_of(normalise(redirect["target"] or "", doc.base) or "") if redirect["target"] else ""
        if not target or not _trusted(target, site_hosts):
            found[redirect[0][:300]] = None
    return tuple(found)


def _trusted(host: str, site_hosts: frozenset[str]) -> bool:
    if same_site(host, site_hosts) or is_government(host):
        return True
    if any(host.endswith(_owner(known)) for known in site_hosts):
        return True
    return any(host == known or host.endswith(f".{known}") for known in _KNOWN)


def _owner(host: str) -> str:
    return "." + host.removeprefix("www.")


def stale_years(doc: Document) -> tuple[str, ...]:
    """Fragments that give a state "as of the end of" a year more than three years before ``doc.now``."""
    body = doc.tree.body
    if body is None or "年" not in doc.html:
        return ()
    text = body.text(separator="\n")[:200_000]
    latest = doc.now.year - _STALE_AFTER
    found: dict[str, None] = {}
    for match in _STALE.finditer(text):
        if int(match[1] or match[2] or match[3]) < latest:
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            start = max(before.rfind(end) for end in _SENTENCE_ENDS) + 1
            found[(before[start:] + match[0]).strip()] = None
    return tuple(found)[:_MAX_FOUND]
