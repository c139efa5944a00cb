"""Replies of the WeChat interface to those who are let in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from xunwang.simulate.dice import seed_of
from xunwang.simulate.platforms.addresses import code_of, data_id, long_url, number_of, read_code
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.keys import app_id
from xunwang.simulate.platforms.markup import article as body_of
from xunwang.simulate.platforms.names import PICTURES
from xunwang.simulate.platforms.schedule import BEGINNING, count, numbers, time_of
from xunwang.simulate.platforms.stage import Stage
from xunwang.simulate.platforms.writing import Written, write

_MOST_ARTICLES, _MOST_COMMENTS, _MOST_FOLLOWERS = 20, 50, 10_000
_DIGEST = 54
"""Characters that stand for a digest which nobody has written."""


class RefusedError(Exception):
    """A return code other than 0."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Asked:
    """One call that is allowed."""

    stage: Stage
    conduct: Conduct
    now: datetime
    told: Mapping[str, str]
    """Parameters of the address."""
    body: Mapping[str, Any]


def articles(asked: Asked) -> dict[str, Any]:
    """``freepublish/batchget``: newest first, from ``offset``, 1 to 20 at a time."""
    offset, size = _whole(asked, "offset"), _whole(asked, "count")
    if offset < 0 or not 1 <= size <= _MOST_ARTICLES:
        raise RefusedError(40097, "invalid args")
    bare = _whole(asked, "no_content", 0) == 1
    wanted = islice(numbers(asked.conduct, BEGINNING, asked.now), offset, offset + size)
    items = [_item(asked, number, bare) for number in wanted]
    return {"item": items, "total_count": count(asked.conduct, asked.now), "item_count": len(items)}


def article(asked: Asked) -> dict[str, Any]:
    """``freepublish/getarticle``."""
    where = read_code(str(asked.body.get("article_id", "")))
    if where is None or where.account != asked.conduct.account.number:
        raise RefusedError(53600, "Article ID 无效")
    if time_of(asked.conduct, where.number) > asked.now:
        raise RefusedError(53600, "Article ID 无效")
    posts = list(write(asked.conduct, asked.stage.prose, where.number, asked.now))
    return {"news_item": _news(asked, posts, bare=False)}


def followers(asked: Asked) -> dict[str, Any]:
    """``user/get``: all followers, 10,000 at a time."""
    total = asked.conduct.followers_at(asked.now)
    prefix = f"o{seed_of(asked.conduct.seed, 'openid'):016x}"[:17]
    last = asked.told.get("next_openid", "")
    start = int(last.removeprefix(prefix)) + 1 if last.startswith(prefix) else 0
    names = [prefix + str(number).zfill(11) for number in range(start, min(total, start + _MOST_FOLLOWERS))]
    reply: dict[str, Any] = {"total": total, "count": len(names)}
    if names:
        reply["data"] = {"openid": names}
    return reply | {"next_openid": names[-1] if names else ""}


def comments(asked: Asked) -> dict[str, Any]:
    """``comment/list`` of one article."""
    begin, size = _whole(asked, "begin"), _whole(asked, "count")
    if not 1 <= size < _MOST_COMMENTS or begin < 0:
        raise RefusedError(88010, "count range error. cout <= 0 or count > 50")
    number = number_of(_whole(asked, "msg_data_id"))
    if number < 0 or time_of(asked.conduct, number) > asked.now:
        raise RefusedError(88001, "msg_data is not exists")
    if not asked.conduct.interactive:
        raise RefusedError(88000, "without comment privilege")
    place = _whole(asked, "index", 0)
    posts = [p for p in write(asked.conduct, asked.stage.prose, number, asked.now) if p.place == place]
    shown = [c for post in posts for c in post.comments if c.at is not None and c.at <= asked.now]
    rows = []
    for serial, comment in enumerate(shown[begin : begin + size], begin + 1):
        assert comment.at is not None
        row: dict[str, Any] = {
            "user_comment_id": serial,
            "create_time": int(comment.at.timestamp()),
            "content": comment.text,
            "comment_type": 1,
            "openid": f"o{seed_of(number, serial):016x}",
        }
        if comment.answered_at is not None and comment.answered_at <= asked.now:
            row["reply"] = {"content": comment.answer, "create_time": int(comment.answered_at.timestamp())}
        rows.append(row)
    return {"errcode": 0, "errmsg": "ok", "total": len(shown), "comment": rows}


def menu(asked: Asked) -> dict[str, Any]:
    """``get_current_selfmenu_info``, of a menu made on the platform's own pages."""
    if not asked.conduct.interactive:
        return {"is_menu_open": 0, "selfmenu_info": {"button": []}}
    site = "http://www.yunze.gov.cn/"
    services = [
        {"type": "view", "name": "办事指南", "url": f"{site}bszn"},
        {"type": "view", "name": "进度查询", "url": f"{site}jdcx"},
    ]
    buttons = [
        {"name": "政务服务", "sub_button": {"list": services}},
        {"type": "view", "name": "留言咨询", "url": f"{site}lyzx"},
        {"type": "click", "name": "联系我们", "key": "CONTACT"},
    ]
    return {"is_menu_open": 1, "selfmenu_info": {"button": buttons}}


def account_info(asked: Asked) -> dict[str, Any]:
    """``account/getaccountbasicinfo``."""
    conduct = asked.conduct
    verified = bool(conduct.subject)
    opened = datetime.combine(conduct.account.filed_on, datetime.min.time(), asked.now.tzinfo)
    review = {"annual_review_begin_time": int(opened.timestamp())} if verified else {}
    return {
        "errcode": 0,
        "errmsg": "ok",
        "appid": app_id(conduct),
        "account_type": 2 if conduct.account.kind == "service" else 1,
        "principal_type": 1,
        "principal_name": conduct.subject if verified else "个人",
        "realname_status": 1,
        "wx_verify_info": {
            "qualification_verify": verified,
            "naming_verify": verified,
            "annual_review": verified,
            **review,
        },
        "signature_info": {
            "signature": conduct.introduction,
            "modify_used_count": 1,
            "modify_quota": 5,
        },
        "head_image_info": {
            "head_image_url": f"https://{PICTURES}/head/{conduct.account.number}.png",
            "modify_used_count": 0,
            "modify_quota": 5,
        },
        "nickname": conduct.name,
        "registered_country": 1017,
        "nickname_info": {"nickname": conduct.name, "modify_used_count": 0, "modify_quota": 2},
        "credential": "",
        "customer_type": 6 if verified else 0,
    }


def _item(asked: Asked, number: int, bare: bool) -> dict[str, Any]:
    posts = list(write(asked.conduct, asked.stage.prose, number, asked.now))
    changed = int(max(post.changed_at for post in posts).timestamp())
    content = {
        "news_item": _news(asked, posts, bare),
        "create_time": int(posts[0].at.timestamp()),
        "update_time": changed,
    }
    return {
        "article_id": code_of(asked.conduct.account, number),
        "content": content,
        "update_time": changed,
    }


def _news(asked: Asked, posts: Sequence[Written], bare: bool) -> list[dict[str, Any]]:
    return [_one(asked, post, bare, single=len(posts) == 1) for post in posts]


def _one(asked: Asked, post: Written, bare: bool, single: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": post.title,
        "author": asked.conduct.name,
        "digest": post.text[:_DIGEST] if single else "",
        "content_source_url": "",
        "thumb_media_id": f"{seed_of(asked.conduct.seed, post.number):016x}",
        "show_cover_pic": 0,
        "need_open_comment": 1 if asked.conduct.interactive else 0,
        "only_fans_can_comment": 0,
        "url": long_url(asked.conduct.account, post.number, post.place),
        "is_deleted": post.deleted,
        "thumb_url": f"http://{PICTURES}/thumb/{data_id(post.number)}.jpg",
    }
    if not bare:
        found["content"] = "" if post.deleted else body_of(post)
    return found


def _whole(asked: Asked, name: str, default: int | None = None) -> int:
    value = asked.body.get(name, default)
    try:
        return int(value)
    except (TypeError, ValueError):
        raise RefusedError(40097, "invalid args") from None
