"""The world beyond the province: national platforms, news, banks, and what one must not link to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from xunwang.simulate.answer import RESET, Answer, Query, html
from xunwang.simulate.footer import BADGE_HOST, ENTRANCE_HOST

MOVED_HOST = "www.yunze-zwgk.gov.cn"
"""Where a site has gone without telling."""
GAMBLING_HOST = "www.yl88-bet.top"
CASINO_HOST = "m.dubo365.vip"
FORBIDDEN_HOST = "www.yunzebank.com"
GET_ONLY_HOST = "www.yunzehospital.com"
NEWS_HOST = "www.yunzenews.com"
EXPIRED_HOST = "www.yunze-expo2012.com"
"""A name that was given up, and is now used by a casino."""
DEAD_HOSTS = ("www.yunzetour-old.com", "old.yunzelib.com", "info.yunzezb.com")


def _site(name: str) -> Callable[[Query], Answer]:
    page = html(
        f"<html><head><meta charset='utf-8'><title>{name}</title></head><body><h1>{name}</h1></body></html>"
    )
    return lambda query: page


def _entrance(codes: frozenset[str]) -> Callable[[Query], Answer]:
    def answer(query: Query) -> Answer:
        if query.path.endswith(".js"):
            return Answer(200, (("Content-Type", "application/javascript"),), b"/* jiucuo */")
        code = parse_qs(query.query).get("site_code", [""])[0]
        if code not in codes:
            return html("<html><head><title>提示</title></head><body>网站标识码不存在</body></html>", 404)
        return html(
            "<html><head><title>我为政府网站找错</title></head><body><form action='/exposure/submit' method='post'>"
            f"<input type='hidden' name='site_code' value='{code}'><textarea name='content'></textarea>"
            "</form></body></html>"
        )

    return answer


def _casino(query: Query) -> Answer:
    return html(
        "<html><head><meta charset='utf-8'><title>澳门赌场 真人娱乐城 注册送彩金</title></head>"
        "<body><h1>真人百家乐 时时彩 在线投注</h1></body></html>"
    )


def _forbidden(query: Query) -> Answer:
    return html("<html><body>403 Forbidden</body></html>", 403)


def _get_only(query: Query) -> Answer:
    if query.method == "HEAD":
        return Answer(405, (("Allow", "GET"),), b"")
    return html("<html><head><title>云泽医院</title></head><body>云泽医院</body></html>")


def outside_hosts(codes: frozenset[str]) -> dict[str, Callable[[Query], Answer]]:
    """Answers by host; ``codes`` are the registered site codes. Hosts not in it are dead."""
    return {
        ENTRANCE_HOST: _entrance(codes),
        BADGE_HOST: _site("党政机关网站标识"),
        "beian.miit.gov.cn": _site("工业和信息化部备案管理系统"),
        "www.beian.gov.cn": _site("全国互联网安全管理服务平台"),
        "www.gov.cn": _site("中国政府网"),
        "www.yunze.gov.cn": _site("云泽省人民政府"),
        NEWS_HOST: _site("云泽新闻网"),
        FORBIDDEN_HOST: _forbidden,
        GET_ONLY_HOST: _get_only,
        GAMBLING_HOST: _casino,
        CASINO_HOST: _casino,
        EXPIRED_HOST: _casino,
    }


def dead(query: Query) -> Answer:
    """A host that nobody answers for."""
    return RESET
