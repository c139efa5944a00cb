"""The WeChat Official Accounts interface, as far as an owner grants it to a supervising office.

Follows the published contract of the server interface (developers.weixin.qq.com): ``token``, ``stable_token``,
``freepublish/batchget`` and ``getarticle``, ``user/get``, ``comment/list``, ``get_current_selfmenu_info``,
``account/getaccountbasicinfo``, and the global return codes. Refusals are JSON in a successful answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qs

from xunwang.simulate.answer import Answer, Query
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.keys import LIFETIME, app_id, app_secret, new_token, read_token
from xunwang.simulate.platforms.stage import Stage, delayed
from xunwang.simulate.platforms.wechat_replies import (
    Asked,
    RefusedError,
    account_info,
    article,
    articles,
    comments,
    followers,
    menu,
)
from xunwang.words import CHINA

_WORDS = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40013: "invalid appid",
    40125: "invalid appsecret",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    45009: "reach max api daily quota limit",
    47001: "data format error",
    48001: "api unauthorized",
}
_DAILY, _DAILY_SMALL = 1000, 3
"""Calls that each interface gets in a day: usually, and where the quota is used up."""
_LOST_AFTER = 2
"""Calls with one token, after which somebody else's token takes its place, once."""
Reply = Callable[[Asked], Mapping[str, Any]]
_GET: dict[str, Reply] = {"user/get": followers, "get_current_selfmenu_info": menu}
_POST: dict[str, Reply] = {
    "freepublish/batchget": articles,
    "freepublish/getarticle": article,
    "comment/list": comments,
}
_EITHER: dict[str, Reply] = {"account/getaccountbasicinfo": account_info}
"""Described as POST; programmes in use ask with GET, and are answered."""


class WeChatApi:
    """Answers below ``/cgi-bin/``."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._owners = {app_id(c): c for c in stage.conducts if c.account.platform == "wechat"}

    def answer(self, query: Query, now: datetime) -> Answer:
        """What the interface says."""
        name = query.path.removeprefix("/cgi-bin/")
        told = {key: values[0] for key, values in parse_qs(query.query).items()}
        try:
            if name in ("token", "stable_token"):
                return _json(self._token(name, told, query, now))
            return self._called(name, told, query, now)
        except RefusedError as refused:
            return _json(_refusal(refused, query, now))

    def _token(self, name: str, told: dict[str, str], query: Query, now: datetime) -> Mapping[str, Any]:
        if name == "stable_token":
            told = {key: str(value) for key, value in _body(query).items()}
        if told.get("grant_type") != "client_credential":
            raise RefusedError(40002)
        if not told.get("appid"):
            raise RefusedError(41002)
        if not told.get("secret"):
            raise RefusedError(41004)
        conduct = self._owners.get(told["appid"])
        if conduct is None or conduct.closed_at(now):
            raise RefusedError(40013)
        if told["secret"] != app_secret(conduct):
            raise RefusedError(40125)
        issue = f"issue {conduct.key}"
        if name == "token" or told.get("force_refresh") == "True":
            self._stage.used(issue)
        token = new_token(conduct, now, self._stage.uses(issue))
        return {"access_token": token, "expires_in": int(LIFETIME.total_seconds())}

    def _called(self, name: str, told: dict[str, str], query: Query, now: datetime) -> Answer:
        reply = _GET.get(name) or _POST.get(name) or _EITHER.get(name)
        if reply is None:
            return Answer(404, (("Content-Type", "text/plain"),), b"")
        conduct = self._owner(told.get("access_token", ""), now)
        if conduct.fault is Fault.DOWN:
            return Answer(502, (("Content-Type", "text/html"),), b"<html><body>502 Bad Gateway</body></html>")
        if name in _GET and query.method != "GET":
            raise RefusedError(43001)
        if name in _POST and query.method != "POST":
            raise RefusedError(43002)
        self._count(conduct, name, now)
        body = _body(query) if name in _POST and query.body else {}
        return delayed(conduct, _json(reply(Asked(self._stage, conduct, now, told, body))))

    def _owner(self, token: str, now: datetime) -> Conduct:
        """Whose token it is, and that it still holds."""
        if not token:
            raise RefusedError(41001)
        said = read_token(token)
        if said is None or said.account >= len(self._stage.conducts):
            raise RefusedError(40001)
        if now >= said.issued + LIFETIME:
            raise RefusedError(42001)
        conduct = self._stage.conducts[said.account]
        if conduct.fault is Fault.TOKEN_LOST:
            lost = f"lost {conduct.key}"
            if self._stage.used(f"token {token}") == _LOST_AFTER and not self._stage.used(lost):
                self._stage.bar(token)
            if self._stage.barred(token):
                raise RefusedError(40001)
        return conduct

    def _count(self, conduct: Conduct, name: str, now: datetime) -> None:
        """The day's calls, counted from midnight in Beijing."""
        if conduct.fault is Fault.BUSY and not self._stage.used(f"busy {conduct.key} {name}"):
            raise RefusedError(-1)
        day = now.astimezone(CHINA).date()
        most = _DAILY_SMALL if conduct.fault is Fault.QUOTA else _DAILY
        if self._stage.used(f"calls {conduct.key} {day}") >= most:
            raise RefusedError(45009)


def _body(query: Query) -> dict[str, Any]:
    try:
        found = json.loads(query.body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise RefusedError(47001)
    return found


def _refusal(refused: RefusedError, query: Query, now: datetime) -> dict[str, Any]:
    words = refused.words or _WORDS[refused.code]
    told = blake2b(f"{query.path} {query.query} {now}".encode(), digest_size=10).hexdigest()
    return {"errcode": refused.code, "errmsg": f"{words} rid: {told[:8]}-{told[8:16]}-{told[:8]}"}


def _json(reply: Mapping[str, Any]) -> Answer:
    body = json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(200, (("Content-Type", "application/json; encoding=utf-8"),), body)
