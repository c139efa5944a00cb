"""Calls of the WeChat interface: the token, its renewal, busy answers; credentials never leave it."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import orjson

from xunwang.collect.interface import CollectError, Got, Source, Trouble
from xunwang.collect.ways.answers import demand, unreadable
from xunwang.collect.ways.wechat_codes import BUSY, EXPIRED, NOT_SHOWN, error_of
from xunwang.fetch.records import Fetched, Request
from xunwang.pages.urls import normalise
from xunwang.posts.errors import UnreadableError
from xunwang.posts.safe_json import as_text, read_json

BASE = "https://api.weixin.qq.com"
WHAT = "微信接口"
_BUSY_TRIES = 3
_HIDDEN = "***"
_MAX_TOKEN = 1024

Calling = Generator[Request | Got, Fetched | None, "Called"]


@dataclass(frozen=True, slots=True)
class Called:
    """What a call gave."""

    value: dict[str, Any]
    answer: Fetched
    """Without the token in its addresses: it may be kept as evidence."""
    shown: bool = True
    """False: the account may not ask this, or has nothing of the kind."""


@dataclass(slots=True)
class Session:
    """One account's session."""

    base: str
    app_id: str
    _secret: str = field(repr=False)
    _token: str = field(default="", repr=False)
    _renewed: bool = False

    def call(self, path: str, body: Mapping[str, object] | None = None) -> Calling:
        """Call ``/cgi-bin/<path>``. Raises :class:`CollectError`; a call that is not allowed is ``shown=False``."""
        tries = 0
        while True:
            if not self._token:
                yield from self._fetch_token(force=self._renewed)
            called = yield from self._send(f"{path}?access_token={quote(self._token, safe='')}", body)
            code = _code(called.value)
            if code == 0:
                return called
            if code in NOT_SHOWN:
                return replace(called, shown=False)
            if code in EXPIRED and not self._renewed:
                self._token, self._renewed = "", True
                continue
            tries += 1
            if code not in BUSY or tries >= _BUSY_TRIES:
                raise error_of(code, WHAT, called.answer.at)

    def _fetch_token(self, *, force: bool) -> Generator[Request | Got, Fetched | None, None]:
        """The stable token leaves tokens alone that the owner's own programmes use; credentials go in the body."""
        asked = {"grant_type": "client_credential", "appid": self.app_id, "secret": self._secret}
        for _ in range(_BUSY_TRIES):
            called = yield from self._send("stable_token", asked | {"force_refresh": force})
            code = _code(called.value)
            if code not in BUSY:
                break
        if code:
            raise error_of(code, "微信接口凭证", called.answer.at)
        token = as_text(called.value.get("access_token"), _MAX_TOKEN)
        if not token:
            raise CollectError(Trouble.BROKEN, "微信接口凭证：答复中没有access_token。请检查接口地址。")
        self._token = token

    def _send(self, path: str, body: Mapping[str, object] | None) -> Calling:
        content = orjson.dumps(body) if body is not None else None
        headers = {"Content-Type": "application/json"} if content is not None else {}
        method = "GET" if content is None else "POST"
        answer = yield Request(f"{self.base}/cgi-bin/{path}", method, content, headers, purpose="interface")
        bare = self._without_secrets(answer) if answer is not None else None
        good = demand(bare, WHAT)
        try:
            value = read_json(good.body)
        except UnreadableError as error:
            raise unreadable(error, WHAT) from None
        if not isinstance(value, dict):
            raise CollectError(Trouble.BROKEN, "微信接口：答复不是预期的内容。请检查接口地址。")
        return Called(value, good)

    def _without_secrets(self, answer: Fetched) -> Fetched:
        """The answer as it may be kept: no token, no secret in addresses and in what was sent."""
        asked = answer.request
        bare = replace(
            asked,
            url=self._masked(asked.url),
            body=None if asked.url.endswith("/stable_token") else asked.body,
        )
        hops = tuple(
            hop._replace(url=self._masked(hop.url), location=self._masked(hop.location))
            for hop in answer.hops
        )
        return replace(
            answer, request=bare, url=self._masked(answer.url), hops=hops, detail=self._masked(answer.detail)
        )

    def _masked(self, text: str) -> str:
        for secret in (self._token, quote(self._token, safe=""), self._secret):
            if secret:
                text = text.replace(secret, _HIDDEN)
        return text


def session_of(source: Source) -> Session:
    """The session for a source. Raises :class:`CollectError` where credentials or address are no good."""
    app_id = source.secrets.get("app_id", "").strip()
    secret = source.secrets.get("app_secret", "").strip()
    if not app_id or not secret:
        raise CollectError(
            Trouble.CREDENTIALS, "微信接口：没有填写AppID或AppSecret。请账号主办单位授权后填写。"
        )
    base = normalise((source.options.get("base") or source.address or BASE).strip())
    if base is None:
        raise CollectError(
            Trouble.NOT_FOUND, "微信接口：接口地址无效，应以https://开头。请改正，或留空使用默认地址。"
        )
    return Session(base.partition("?")[0].rstrip("/"), app_id, secret)


def _code(value: Mapping[str, Any]) -> int:
    code = value.get("errcode", 0)
    return code if isinstance(code, int) else 0
