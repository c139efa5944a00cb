"""Addresses that misbehave: traps for the crawler, and answers that break the rules of HTTP."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from xunwang.simulate.answer import Answer
from xunwang.simulate.dice import seed_of
from xunwang.simulate.spec import Manner

_BOMB_SIZE = 64 * 1024 * 1024
_HUGE_SIZE = 24 * 1024 * 1024
_HTML = ("Content-Type", "text/html; charset=utf-8")


class Oddity(NamedTuple):
    """A misbehaving address."""

    path: str
    """Where the site links to."""
    text: str
    answer: Callable[[str, str], Answer]
    """From (path, query) to the answer."""
    prefix: str
    """Every path that begins so belongs to it."""


def _document(title: str, body: str) -> bytes:
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'.encode()
    )


def _calendar(path: str, query: str) -> Answer:
    """Every month links to the next, for ever."""
    month = int(query.removeprefix("m=")) if query.removeprefix("m=").isdigit() else 24250
    year, number = divmod(month, 12)
    body = (
        f'<h2>{year}年{number + 1}月日程</h2><a href="/calendar/?m={month - 1}">上月</a> '
        f'<a href="/calendar/?m={month + 1}">下月</a>'
    )
    return Answer(200, (_HTML,), _document("日程", body))


def _growing(path: str, query: str) -> Answer:
    """A relative link without its base: the path grows with every step."""
    return Answer(
        200,
        (_HTML,),
        _document("专题", '<a href="topic/more/">更多专题</a><a href="topic/list/">专题列表</a>'),
    )


def _parameters(path: str, query: str) -> Answer:
    """Filters that can be combined without end."""
    links = "".join(
        f'<a href="/filter/?{query}&amp;f{n}={seed_of(query, n) % 97}">条件{n}</a> ' for n in range(8)
    )
    return Answer(200, (_HTML,), _document("检索条件", links))


def _session(path: str, query: str) -> Answer:
    """A new session id in every link."""
    ids = [f"{seed_of(path, query, n):016X}" for n in range(3)]
    links = "".join(
        f'<a href="/session/page{n}.jsp;jsessionid={name}">页面{n}</a> ' for n, name in enumerate(ids)
    )
    return Answer(200, (_HTML,), _document("会话", links))


@lru_cache(maxsize=1)
def _bomb_bytes() -> bytes:
    return gzip.compress(b"0" * _BOMB_SIZE, 9, mtime=0)


@lru_cache(maxsize=1)
def _huge_bytes() -> bytes:
    line = "<p>统计数据明细表</p>".encode()
    return _document("明细", "") + line * (_HUGE_SIZE // len(line))


def _bomb(path: str, query: str) -> Answer:
    return Answer(200, (_HTML, ("Content-Encoding", "gzip")), _bomb_bytes())


def _huge(path: str, query: str) -> Answer:
    return Answer(200, (_HTML,), _huge_bytes())


def _manner(manner: Manner) -> Callable[[str, str], Answer]:
    def answer(path: str, query: str) -> Answer:
        return Answer(200, (_HTML,), _document("数据查询", "<p>正在查询，请稍候。</p>" * 40), manner=manner)

    return answer


def _loop(path: str, query: str) -> Answer:
    other = "/loop/a.html" if path.endswith("b.html") else "/loop/b.html"
    return Answer(302, (("Location", other),), b"")


def _chain(path: str, query: str) -> Answer:
    """Three steps inside the site, then a page: right and common."""
    step = path.removeprefix("/chain/").removesuffix(".html")
    if step in ("1", "2", "3"):
        return Answer(301, (("Location", f"/chain/{int(step) + 1}.html"),), b"")
    return Answer(200, (_HTML,), _document("专题回顾", "<p>专题页面已归档。</p>"))


def _wrong_charset(path: str, query: str) -> Answer:
    body = "<html><head><meta charset='utf-8'><title>历史资料</title></head><body><p>早期资料汇编。</p></body></html>"
    return Answer(200, (("Content-Type", "text/html; charset=utf-8"),), body.encode("gb18030"))


def _binary(path: str, query: str) -> Answer:
    return Answer(200, (_HTML,), bytes(range(256)) * 64)


def _soft_missing(path: str, query: str) -> Answer:
    """Says 200, means 404."""
    return Answer(200, (_HTML,), _document("页面不存在", "<p>您访问的页面不存在或已被删除。</p>"))


def _headers(path: str, query: str) -> Answer:
    flood = tuple((f"X-Trace-{n}", "a" * 900) for n in range(400))
    return Answer(200, (_HTML, *flood), _document("查询", "<p>结果</p>"))


def _entry(name: str, path: str, text: str, answer: Callable[[str, str], Answer]) -> tuple[str, Oddity]:
    return name, Oddity(path, text, answer, path[: path.index("/", 1) + 1])


ODDITIES: dict[str, Oddity] = dict(
    (
        _entry("calendar", "/calendar/", "工作日程", _calendar),
        _entry("growing_path", "/zhuanti/", "专题专栏", _growing),
        _entry("parameters", "/filter/", "高级检索", _parameters),
        _entry("session_ids", "/session/page0.jsp", "个人中心", _session),
        _entry("bomb", "/bomb/data.html", "数据下载", _bomb),
        _entry("huge_page", "/huge/detail.html", "明细查询", _huge),
        _entry("drip", "/drip/list.html", "实时数据", _manner(Manner.DRIP)),
        _entry("short_body", "/short/page.html", "旧版栏目", _manner(Manner.SHORT)),
        _entry("long_body", "/long/page.html", "旧版目录", _manner(Manner.LONG)),
        _entry("not_http", "/raw/data.html", "数据接口", _manner(Manner.GARBAGE)),
        _entry("redirect_loop", "/loop/a.html", "统一登录", _loop),
        _entry("redirect_chain", "/chain/1.html", "专题回顾", _chain),
        _entry("wrong_charset", "/oldfile/1.html", "历史资料", _wrong_charset),
        _entry("binary_page", "/binary/1.html", "数据包", _binary),
        _entry("soft_missing", "/softgone/1.html", "原有专题", _soft_missing),
        _entry("header_flood", "/flood/1.html", "运行状态", _headers),
    )
)


def find(path: str) -> Oddity | None:
    """The oddity that owns a path."""
    for oddity in ODDITIES.values():
        if path.startswith(oddity.prefix):
            return oddity
    return None
