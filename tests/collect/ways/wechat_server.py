"""A local server that keeps the documented contract of the WeChat interface, with faults on demand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.collect.ways.serving import Asked, Reply

APP_ID, SECRET = "wx0123456789abcdef", "secret-of-the-office"


@dataclass
class Wechat:
    """State of one account; ``faults`` maps a call to codes that its next answers have."""

    items: list[dict[str, Any]] = field(default_factory=list)
    followers: int = 12_345
    menu: bool = True
    comments: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    tokens: int = 0
    expired: bool = False
    """The token that is given first is not valid."""

    def __call__(self, asked: Asked) -> Reply:
        parts = urlsplit(asked.path)
        name = parts.path.removeprefix("/cgi-bin/")
        body = json.loads(asked.body or b"{}")
        return Reply(json.dumps(self._answer(name, parse_qs(parts.query), body), ensure_ascii=False).encode())

    def _answer(self, name: str, query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
        if self.faults.get(name):
            code = self.faults[name].pop(0)
            return {"errcode": code, "errmsg": f"fault hint: [{SECRET}]"}
        if name == "stable_token":
            return self._token(body)
        if query.get("access_token") != [f"token-{self.tokens}"] or (self.expired and self.tokens == 1):
            return {"errcode": 40001 if self.tokens else 41001, "errmsg": "invalid credential"}
        match name:
            case "freepublish/batchget":
                assert 1 <= body["count"] <= 20
                page = self.items[body["offset"] : body["offset"] + body["count"]]
                return {"total_count": len(self.items), "item_count": len(page), "item": page}
            case "user/get":
                return {"total": self.followers, "count": 1, "data": {"openid": ["oAbc"]}, "next_openid": ""}
            case "get_current_selfmenu_info":
                return {
                    "is_menu_open": int(self.menu),
                    "selfmenu_info": {"button": [{"name": "服务", "type": "view"}]},
                }
            case "account/getaccountbasicinfo":
                return {
                    "errcode": 0, "nickname": "吉林发布", "principal_name": "吉林省人民政府办公厅",
                    "signature_info": {"signature": "权威发布"}, "wx_verify_info": {"qualification_verify": True},
                }  # fmt: skip
            case "comment/list":
                assert body["count"] < 50
                rows = self.comments.get((body["msg_data_id"], body["index"]), [])
                return {
                    "errcode": 0,
                    "total": len(rows),
                    "comment": rows[body["begin"] : body["begin"] + body["count"]],
                }
        return {"errcode": 40066, "errmsg": "invalid url"}

    def _token(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("appid") != APP_ID:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if body.get("secret") != SECRET:
            return {"errcode": 40125, "errmsg": f"invalid appsecret {body.get('secret')}"}
        self.tokens += 1
        return {"access_token": f"token-{self.tokens}", "expires_in": 7200}


def message(mid: int, at: datetime, *titles: str, **more: Any) -> dict[str, Any]:
    """An item of the list: one message with its articles."""
    news = [
        {
            "title": title, "author": "宣传科", "digest": "", "content": f"<p>{title}的<b>正文</b>。</p>",
            "content_source_url": "http://www.jl.gov.cn/x", "need_open_comment": 0, "is_deleted": False,
            "url": f"http://mp.weixin.qq.com/s?__biz=MzA&mid={mid}&idx={place}&sn=abc", **more,
        }
        for place, title in enumerate(titles, 1)
    ]  # fmt: skip
    stamp = int(at.timestamp())
    return {
        "article_id": f"id-{mid}", "update_time": stamp,
        "content": {"news_item": news, "create_time": stamp, "update_time": stamp},
    }  # fmt: skip
