"""Home pages of accounts of three platforms, each written as pages of its kind are, and pages of single posts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from xunwang.simulate.answer import Answer, Query, html
from xunwang.simulate.platforms.addresses import read_work
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.feeds import CLOSED
from xunwang.simulate.platforms.markup import body_of
from xunwang.simulate.platforms.names import HOMES
from xunwang.simulate.platforms.schedule import count
from xunwang.simulate.platforms.stage import Stage, delayed
from xunwang.simulate.platforms.writing import Written
from xunwang.words import CHINA

_SHOWN = 20
_PINNED_BACK = 12
_TEN_THOUSAND = 10_000


class Home(NamedTuple):
    """What a home page shows."""

    conduct: Conduct
    posts: Sequence[Written]
    total: int
    now: datetime


class Homes:
    """Answers on the hosts of the three platforms."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def answer(self, query: Query, now: datetime) -> Answer:
        """A home page, or the page of a post."""
        platform = next(name for name, host in HOMES.items() if host == query.host)
        found = self._stage.post(read_work(query.path), now)
        if found is not None:
            conduct, post = found
            gone = post.deleted or conduct.closed_at(now)
            return _missing("抱歉，内容不存在或已被删除") if gone else html(_single(conduct, post))
        conduct_asked = self._stage.find(platform, query.path.rstrip("/").rpartition("/")[2])
        if conduct_asked is None or conduct_asked.fault is Fault.NOT_FOUND:
            return _missing("抱歉，用户不存在")
        if conduct_asked.closed_at(now):
            return html(_note(CLOSED))
        return delayed(conduct_asked, html(_MAKERS[platform](self._home(conduct_asked, now))))

    def _home(self, conduct: Conduct, now: datetime) -> Home:
        shown = (post for post in self._stage.published(conduct, now) if not post.deleted)
        posts = list(islice(shown, _SHOWN))
        if conduct.pinned and len(posts) > _PINNED_BACK:
            posts.insert(0, posts.pop(_PINNED_BACK))
        return Home(conduct, posts, count(conduct, now), now)


def how_long_ago(at: datetime, now: datetime) -> str:
    """As platforms put it: minutes, hours, yesterday, the day, the day with its year."""
    past, at, now = now - at, at.astimezone(CHINA), now.astimezone(CHINA)
    if past < timedelta(minutes=1):
        return "刚刚"
    if past < timedelta(hours=1):
        return f"{past.seconds // 60}分钟前"
    if at.date() == now.date():
        return f"{past.seconds // 3600}小时前"
    if at.date() == now.date() - timedelta(days=1):
        return f"昨天 {at:%H:%M}"
    return f"{at.month}-{at.day}" if at.year == now.year else f"{at:%Y-%m-%d}"


def rounded(number: int) -> str:
    """``3.2万`` above ten thousand."""
    return f"{number / _TEN_THOUSAND:.1f}万" if number >= _TEN_THOUSAND else str(number)


def _weibo(home: Home) -> str:
    """Cards, relative times, the exact minute in a title."""
    conduct = home.conduct
    badge = (
        f'<p class="verify"><i class="icon-vblue"></i><span>微博认证：{escape(conduct.subject)}</span></p>'
        if conduct.subject
        else ""
    )
    cards = "\n".join(
        '<div class="card-wrap" action-type="feed_list_item"><div class="card-feed">'
        + ('<span class="title_top">置顶</span>' if _is_pinned(home, place) else "")
        + f'<p class="from"><a href="{post.url}" title="{post.at.astimezone(CHINA):%Y-%m-%d %H:%M}" target="_blank">'
        f"{how_long_ago(post.at, home.now)}</a> 来自 微博网页版</p>"
        f'<p class="txt" node-type="feed_list_content">{body_of("weibo", post)}</p>'
        f'<ul class="card-act"><li>转发 {post.forwards}</li><li>评论 {len(post.comments)}</li>'
        f"<li>赞 {post.likes}</li></ul></div></div>"
        for place, post in enumerate(home.posts)
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(conduct.name)}的微博_微博</title></head>
<body><div class="WB_frame"><div class="PCD_header"><h1 class="username">{escape(conduct.name)}</h1>
{badge}<div class="pf_intro" title="{escape(conduct.account.introduction)}">{escape(conduct.account.introduction)}</div></div>
<table class="tb_counter"><tr><td><strong>86</strong><span>关注</span></td>
<td><strong>{rounded(conduct.followers_at(home.now))}</strong><span>粉丝</span></td>
<td><strong>{home.total}</strong><span>微博</span></td></tr></table>
<div class="WB_feed">
{cards or '<p class="no-result">他还没有发过微博</p>'}
</div></div></body></html>
"""


def _douyin(home: Home) -> str:
    """An empty page whose content lies in an encoded script."""
    conduct = home.conduct
    works = [
        {
            "awemeId": post.url.rpartition("/")[2],
            "desc": post.text,
            "createTime": int(post.at.timestamp()),
            "isTop": 1 if _is_pinned(home, place) else 0,
            "stats": {
                "diggCount": post.likes,
                "commentCount": len(post.comments),
                "shareCount": post.forwards,
            },
        }
        for place, post in enumerate(home.posts)
    ]
    user = {
        "uid": str(conduct.account.number),
        "uniqueId": conduct.account.identifier,
        "nickname": conduct.name,
        "desc": conduct.account.introduction,
        "customVerify": "",
        "enterpriseVerifyReason": f"{conduct.subject}官方账号" if conduct.subject else "",
        "followerCount": conduct.followers_at(home.now),
        "awemeCount": home.total,
    }
    fans = rounded(conduct.followers_at(home.now))
    data = quote(json.dumps({"user": {"user": user}, "post": {"data": works}}, ensure_ascii=False))
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(conduct.name)}的抖音 - 抖音</title>
<meta name="description" content="{escape(conduct.name)}入驻抖音，抖音号：{conduct.account.identifier}，已有{fans}个粉丝。"></head>
<body><div id="root"></div><script id="RENDER_DATA" type="application/json">{data}</script></body></html>
"""


def _toutiao(home: Home) -> str:
    """Written out, absolute times."""
    conduct = home.conduct
    badge = f'<div class="user-auth">认证：{escape(conduct.subject)}</div>' if conduct.subject else ""
    cards = "\n".join(
        '<div class="profile-article-card-wrapper">'
        + ('<span class="sticky">置顶</span>' if _is_pinned(home, place) else "")
        + f'<a href="{post.url}" class="title" target="_blank">{escape(post.title)}</a>'
        f'<div class="abstract">{escape(post.text[:80])}</div><div class="footer"><span>{post.reads}阅读</span>'
        f'<span>{len(post.comments)}评论</span><span class="time">{post.at.astimezone(CHINA):%Y-%m-%d %H:%M}</span></div></div>'
        for place, post in enumerate(home.posts)
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(conduct.name)}的头条主页 - 今日头条</title></head>
<body><div class="profile-info"><div class="name">{escape(conduct.name)}</div>{badge}
<div class="user-desc">简介：{escape(conduct.account.introduction)}</div>
<div class="relation-stat"><button><span class="num">{rounded(conduct.followers_at(home.now))}</span><span class="word">粉丝</span></button>
<button><span class="num">{home.total}</span><span class="word">作品</span></button></div></div>
<div class="profile-tab-feed">
{cards or '<div class="empty">暂无内容</div>'}
</div></body></html>
"""


_MAKERS: dict[str, Callable[[Home], str]] = {"weibo": _weibo, "douyin": _douyin, "toutiao": _toutiao}


def _is_pinned(home: Home, place: int) -> bool:
    return place == 0 and home.conduct.pinned and len(home.posts) > _PINNED_BACK


def _single(conduct: Conduct, post: Written) -> str:
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(post.title)}</title></head>
<body><article><h1>{escape(post.title)}</h1><div class="meta"><span class="name">{escape(conduct.name)}</span>
<time datetime="{post.at.isoformat()}">{post.at.astimezone(CHINA):%Y-%m-%d %H:%M}</time></div>
<div class="content">{body_of(conduct.account.platform, post)}</div></article></body></html>
"""


def _note(words: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{words}</title></head>"
        f"<body><p class='tip'>{words}</p></body></html>"
    )


def _missing(words: str) -> Answer:
    return html(_note(words), 404)
