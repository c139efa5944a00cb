"""Article pages of WeChat official accounts, as they are served and as people save them.

The time that a page shows is filled in by a script (``昨天``); the true one stands in script variables: ``ct``,
``oriCreateTime``, ``createTime`` …, which differ from one generation of pages to the next. Instead of an article the
platform may show a notice: deleted, blocked, account closed or moved, or "verify that you are no robot".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.document import Document, parse
from xunwang.pages.lines import drop_unseen
from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.fragments import NOTHING, Fragment, absolute, plain_text, read_node
from xunwang.posts.records import Post, PostLink, Profile
from xunwang.posts.sources import Origin, named, read_origin
from xunwang.posts.times import read_when

_VARIABLE = re.compile(
    r"""(?<![\w.$])(?P<name>ct|ori_?[cC]reate_?[tT]ime|create_?[tT]ime|publish_time|nick_?name|user_name|msg_title|msg_link"""
    r"""|msg_source_url|_?copyright_stat|biz|mid|appmsgid|idx|author|signature)["']?\s{0,4}[=:]\s{0,4}(?:\w{1,20}\(\s{0,2})?"""
    r"""(?:"(?P<double>(?:[^"\\\n]|\\.){0,2000})"|'(?P<single>(?:[^'\\\n]|\\.){0,2000})')"""
    r"""(?P<others>(?:\s{0,2}\|\|\s{0,2}(?:"[^"\\\n]{0,200}"|'[^'\\\n]{0,200}')){0,4})"""
)
_ESCAPE = re.compile(r"\\(?:x(?P<byte>[0-9a-fA-F]{2})|u(?P<unit>[0-9a-fA-F]{4})|(?P<char>.))")
_TIMES = ("ct", "oricreatetime", "createtime", "publishtime")
"""Names of the time of publication without underscores, most trusted first."""
_DELETED = ("该内容已被发布者删除", "此内容已被发布者删除", "该内容已被作者删除", "内容已被发布者删除")
_BLOCKED = (
    "此内容因违规无法查看", "此内容被投诉且经审核涉嫌侵权", "此内容发送失败无法查看", "由用户投诉并经平台审核",
    "此内容被多人投诉", "该内容因违规无法查看", "内容不合规", "此内容涉嫌违反相关法律法规和政策",
)  # fmt: skip
_CLOSED = (
    "此帐号已自主注销", "此账号已自主注销", "该公众号已注销", "此帐号已被屏蔽", "此账号已被屏蔽", "此帐号被投诉", "此账号被投诉",
    "此帐号处于帐号迁移流程中", "该帐号已冻结", "此帐号已被封", "此账号已被封", "公众号已被永久封禁",
)  # fmt: skip
_MOVED = re.compile(
    r"(?:公众号|帐号|账号)已(?:成功)?迁移(?:至|到)?\s{0,3}[“\"「《:：]?(?P<to>[^”\"」》\s，。]{0,40})"
)
_VERIFY = ("环境异常", "完成验证后即可继续访问", "访问过于频繁", "请在微信客户端打开链接")
_REPRINTED = re.compile(r"以下文章来源于\s{0,4}(?P<who>[^\s，,。]{1,40})")
_SHORT = 4000
"""Characters of visible text of a notice page at most: an article that quotes one is longer or has a body."""
_HOST = "mp.weixin.qq.com"


class WechatPage(NamedTuple):
    """What one page shows."""

    post: Post | None
    profile: Profile | None
    """The account, where the page names it."""
    notice: str
    """The platform's words instead of an article; else empty."""


def is_wechat_article(document: Document) -> bool:
    """Whether a page is an article of an official account, or a notice instead of one."""
    if _HOST in document.url[:40]:
        return True
    raw = document.raw
    # Other sites paste articles with their mark-up; the headline's own name is not among what is pasted.
    whole = b"js_content" in raw and b"rich_media" in raw and b"activity-name" in raw
    return whole or (b"weui-msg" in raw and b"weixin" in raw)


def wechat_key(url: str) -> str:
    """The number of an article by its address: ``mid_idx``, or the name of a short address; empty where it has none."""
    try:
        parts = urlsplit(url.replace("&amp;", "&"))
        query = parse_qs(parts.query, max_num_fields=60)
    except ValueError:
        return ""
    mid = (query.get("mid") or query.get("appmsgid") or [""])[0]
    if mid.isascii() and mid.isdigit():
        return f"{mid[:20]}_{(query.get('idx') or query.get('itemidx') or ['1'])[0][:3]}"
    name = parts.path.removeprefix("/s/") if parts.path.startswith("/s/") else ""
    return name[:100] if re.fullmatch(r"[\w-]{8,100}", name) else ""


def read_wechat_article(body: bytes, *, url: str, charset: str | None, now: datetime) -> WechatPage:
    """Read a page of ``mp.weixin.qq.com``. Raises :class:`UnreadableError` where it shows neither article nor notice."""
    return wechat_page(parse(body, url=url, http_charset=charset, now=now))


def wechat_page(document: Document) -> WechatPage:
    """The same of a page that is parsed already; its scripts are dropped."""
    told = _variables(document.html)
    drop_unseen(document.tree)
    content = document.tree.css_first("#js_content")
    if content is None:
        notice = _notice(document.tree)
        if notice is not None:
            return _without_article(document, told, notice)
    title = _title(document, told)
    if content is None and not title:
        raise UnreadableError(Flaw.BROKEN, "网页中没有找到文章标题和正文。请在浏览器中完整打开文章后再保存。")
    shown = read_node(content, document.base, len(document.html)) if content is not None else NOTHING
    return WechatPage(_post(document, told, title, shown), _profile(document.tree, told), "")


def _post(document: Document, told: dict[str, str], title: str, shown: Fragment) -> Post:
    url = _address(document, told)
    nickname = _nickname(document.tree, told)
    origin = _origin(document, told, shown.text, nickname)
    original = absolute(plain_text(told.get("msgsourceurl", "")), document.base)
    links = shown.links + ((PostLink(original, "阅读原文"),) if original else ())
    text = shown.text or plain_text(
        document.metas.get("og:description", document.metas.get("description", ""))
    )
    return Post(
        key=_number(told) or wechat_key(url) or wechat_key(document.url) or url or f"title:{title}"[:200],
        url=url,
        title=title,
        text=text,
        at=_published(document, told),
        has_body=bool(shown.text or shown.pictures or shown.media),
        author=_author(document, nickname),
        source=origin.source,
        repost=origin.repost,
        links=links,
        pictures=shown.pictures,
        media=shown.media,
    )


def _variables(html: str) -> dict[str, str]:
    """Script variables by lower-case name without underscores; the first that says something wins."""
    told: dict[str, str] = {}
    for start, end in _scripts(html):
        for found in _VARIABLE.finditer(html, start, end):
            name = found["name"].replace("_", "").lower()
            value = found["double"] or found["single"] or ""
            if not value and found["others"]:
                value = next((piece for piece in re.split(r"[\"'|\s]+", found["others"]) if piece), "")
            value = _unescaped(value).strip() if "\\" in value else value.strip()
            if value and name not in told:
                told[name] = value
    return told


def _scripts(html: str) -> Iterator[tuple[int, int]]:
    """Where scripts stand; at most 300 of them, each read up to 200,000 characters."""
    place = html.find("<script")
    for _ in range(300):
        if place < 0:
            return
        end = html.find("</script", place)
        end = end if end >= 0 else len(html)
        yield place, min(end, place + 200_000)
        place = html.find("<script", end)


def _unescaped(text: str) -> str:
    def char(found: re.Match[str]) -> str:
        code = found["byte"] or found["unit"]
        return (
            chr(int(code, 16)) if code else {"n": "\n", "t": "\t", "r": ""}.get(found["char"], found["char"])
        )

    made = _ESCAPE.sub(char, text)
    return made.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(node: LexborNode | None, most: int = 300) -> str:
    return " ".join((node.text() or "")[: most * 4].split())[:most] if node is not None else ""


def _title(document: Document, told: dict[str, str]) -> str:
    for title in (
        _text(document.tree.css_first("#activity-name, .rich_media_title"), 500),
        document.metas.get("og:title", ""),
        told.get("msgtitle", ""),
    ):
        if title.strip():
            return plain_text(title)[:500]
    return ""


def _nickname(tree: LexborHTMLParser, told: dict[str, str]) -> str:
    name = _text(tree.css_first("#js_name, .profile_nickname, .wx_follow_nickname"), 60)
    return name or plain_text(told.get("nickname", ""))[:60]


def _author(document: Document, nickname: str) -> str:
    author = _text(document.tree.css_first("#js_author_name, #js_author_name_text"), 60)
    author = author or plain_text(document.metas.get("author", ""))[:60]
    return author if author != nickname else ""


def _number(told: dict[str, str]) -> str:
    mid = told.get("mid") or told.get("appmsgid") or ""
    if not (mid.isascii() and mid.isdigit()):
        return ""
    idx = told.get("idx", "1")
    return f"{mid[:20]}_{idx if idx.isascii() and idx.isdigit() and len(idx) < 4 else '1'}"


def _address(document: Document, told: dict[str, str]) -> str:
    for raw in (told.get("msglink", ""), document.metas.get("og:url", ""), document.url):
        url = absolute(plain_text(raw), "") if raw else ""
        if url:
            return url
    return ""


def _published(document: Document, told: dict[str, str]) -> datetime | None:
    for name in _TIMES:
        at = read_when(told.get(name, ""), document.now)
        if at is not None:
            return at
    return read_when(_text(document.tree.css_first("#publish_time, #post-date"), 40), document.now)


def _origin(document: Document, told: dict[str, str], text: str, nickname: str) -> Origin:
    """Whom the article is from: the platform's own mark of a reprint, else what its text says."""
    around = _text(document.tree.css_first("#js_article, .rich_media_inner"), 3000)
    found = _REPRINTED.search(around)
    if found:
        return named(found["who"], nickname)
    node = document.tree.css_first(".original_primary_nickname, #js_share_source, .reprint_info .nickname")
    if node is not None and told.get("copyrightstat") in (None, "2", "100", "101"):
        origin = named(_text(node, 60), nickname)
        if origin.source:
            return origin
    if told.get("copyrightstat") in ("1", "11"):
        return Origin("", False)
    return read_origin(text, nickname)


def _profile(tree: LexborHTMLParser, told: dict[str, str]) -> Profile | None:
    name = _nickname(tree, told)
    if not name:
        return None
    labelled: dict[str, str] = {}
    for row in tree.css(".profile_meta")[:10]:
        label = _text(row.css_first(".profile_meta_label"), 20)
        labelled[label] = _text(row.css_first(".profile_meta_value"), 300)
    introduction = labelled.get("功能介绍") or plain_text(told.get("signature", ""))[:300]
    identifier = labelled.get("微信号") or told.get("username", "")
    return Profile(name=name, identifier=identifier[:60], introduction=introduction or None)


def _notice(tree: LexborHTMLParser) -> str | None:
    """The words of a notice page, or None where the page is none."""
    node = tree.css_first(".weui-msg, .global_error_msg, .text_area, .page_msg, .mesg-block, #js_error_msg")
    text = _text(node or tree.body, 1000)
    known = (*_DELETED, *_BLOCKED, *_CLOSED, *_VERIFY)
    if any(words in text for words in known) or _MOVED.search(text):
        return text if node is not None or len(_text(tree.body, _SHORT)) < _SHORT else None
    return None


def _without_article(document: Document, told: dict[str, str], notice: str) -> WechatPage:
    if any(words in notice for words in _VERIFY):
        raise UnreadableError(
            Flaw.LOGIN, "微信要求验证后才能访问，未显示文章。请在微信或浏览器中打开文章后保存网页并上传。"
        )
    words = notice[:200]
    moved = _MOVED.search(notice)
    name = _nickname(document.tree, told)
    if moved:
        return WechatPage(
            None, Profile(name=name, closed=words, moved_to=moved["to"], url=document.url), words
        )
    if any(closed in notice for closed in _CLOSED):
        return WechatPage(None, Profile(name=name, closed=words, url=document.url), words)
    url = _address(document, told)
    key = wechat_key(url) or _number(told) or url
    if not key:
        return WechatPage(None, None, words)
    title = document.metas.get("og:title", "")[:500]
    return WechatPage(
        Post(key, url, title, "", _published(document, told), has_body=False, deleted=True), None, words
    )
