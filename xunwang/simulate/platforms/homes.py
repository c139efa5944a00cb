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
    """Cards as before 2021: relative times, the exact ones in attributes."""
    conduct = home.conduct
    words = f'<p class="info"><span>{escape(conduct.subject)}官方微博</span></p>' if conduct.subject else ""
    verified = f'<div class="verify_area W_tog_hover S_line2"><p class="verify clearfix">{words}</p></div>'
    cards = "\n".join(_weibo_card(home, place) for place in range(len(home.posts)))
    fans = rounded(conduct.followers_at(home.now))
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(conduct.name)}的微博_微博</title></head>
<body class="B_page S_page"><div class="WB_frame"><div class="PCD_header"><div class="pf_username pf_name">
<h1 class="username">{escape(conduct.name)}</h1></div>
<div class="pf_intro" title="{escape(conduct.introduction)}">{escape(conduct.introduction)}</div></div>
{verified if conduct.subject else ""}
<table class="tb_counter"><tr><td class="S_line1"><a href="/follow"><strong>86</strong><span>关注</span></a></td>
<td class="S_line1"><a href="/follow?relate=fans"><strong>{fans}</strong><span>粉丝</span></a></td>
<td class="S_line1"><strong>{home.total}</strong><span>微博</span></td></tr></table>
<div class="WB_feed WB_feed_v3">
{cards or '<div class="WB_empty"><p class="W_f14">还没有发过微博</p></div>'}
</div></div></body></html>
"""


def _weibo_card(home: Home, place: int) -> str:
    post = home.posts[place]
    at = post.at.astimezone(CHINA)
    pinned = '<div class="WB_cardtitle_b S_line2"><span class="subtitle">置顶</span></div>'
    return (
        f'<div class="WB_cardwrap WB_feed_type S_bg2" mid="{post.url.rpartition("/")[2]}" action-type="feed_list_item">'
        f'{pinned if _is_pinned(home, place) else ""}<div class="WB_feed_detail clearfix"><div class="WB_detail">'
        f'<div class="WB_info"><a class="W_f14 W_fb S_txt1">{escape(home.conduct.name)}</a></div>'
        f'<div class="WB_from S_txt2"><a href="{post.url}" title="{at:%Y-%m-%d %H:%M}" '
        f'date="{int(post.at.timestamp()) * 1000}" node-type="feed_list_item_date">{how_long_ago(post.at, home.now)}'
        f'</a> 来自 <a>微博网页版</a></div><div class="WB_text W_f14" node-type="feed_list_content">'
        f'{body_of("weibo", post)}</div></div></div><div class="WB_feed_handle"><ul class="WB_row_line">'
        f"<li>转发 {post.forwards}</li><li>评论 {len(post.comments)}</li><li>赞 {post.likes}</li></ul></div></div>"
    )


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
        "desc": conduct.introduction,
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
    """Written out, with the minute."""
    conduct = home.conduct
    badge = f'<div class="user-auth-info">认证：{escape(conduct.subject)}</div>' if conduct.subject else ""
    cards = "\n".join(_toutiao_card(home, place) for place in range(len(home.posts)))
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(conduct.name)}的头条主页 - 今日头条</title></head>
<body><div class="profile-info-wrapper"><div class="detail"><span class="name">{escape(conduct.name)}</span>{badge}
<p class="user-desc">{escape(conduct.introduction)}</p>
<div class="relation-stat"><button><span class="num">{rounded(conduct.followers_at(home.now))}</span><span class="word">粉丝</span></button>
<button><span class="num">{home.total}</span><span class="word">作品</span></button></div></div></div>
<div class="profile-tab-feed">
{cards or '<div class="empty">暂无内容</div>'}
</div></body></html>
"""


def _toutiao_card(home: Home, place: int) -> str:
    post = home.posts[place]
    pinned = '<span class="stick-tag">置顶</span>' if _is_pinned(home, place) else ""
    return (
        f'<div class="profile-article-card-wrapper"><div class="feed-card-article">{pinned}'
        f'<a href="{post.url}" class="title" target="_blank">{escape(post.title)}</a>'
        f'<div class="feed-card-footer-cmp"><div class="feed-card-footer-cmp-author">{escape(home.conduct.name)}</div>'
        f'<div class="feed-card-footer-time-cmp">{post.at.astimezone(CHINA):%Y-%m-%d %H:%M}</div>'
        f"<span>{post.reads}阅读</span><span>{len(post.comments)}评论</span></div></div></div>"
    )


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
