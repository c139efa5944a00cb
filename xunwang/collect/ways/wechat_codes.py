"""Error codes of the WeChat Official Accounts interface, and what the office can do about them.

Source: 微信公众平台“全局返回码说明” (developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from xunwang.collect.interface import CollectError, Trouble
from xunwang.words import CHINA

EXPIRED = frozenset({40001, 40014, 42001})
"""The token is not valid (any more): it is fetched anew, once."""
BUSY = frozenset({-1, 50005})
NOT_SHOWN = frozenset({48001, 48003, 48004, 61007, 88000, 88001, 88005, 88007, 40066, 46003})
"""The account may not ask this, or it has nothing of the kind: what it would show stays unknown."""
_DAY, _MINUTE = -1.0, 60.0


class _Remedy(NamedTuple):
    trouble: Trouble
    words: str
    retry_after: float | None = None
    """Seconds; ``_DAY`` until midnight in China."""


_REMEDIES = {
    -1: _Remedy(Trouble.UNREACHABLE, "微信系统繁忙，请稍后再试。", _MINUTE * 5),
    40001: _Remedy(Trouble.CREDENTIALS, "AppSecret不正确或已重置。请账号主办单位核对后重新填写。"),
    40013: _Remedy(Trouble.CREDENTIALS, "AppID不正确。请核对后重新填写。"),
    40014: _Remedy(Trouble.CREDENTIALS, "接口凭证无效。请核对AppID和AppSecret。"),
    40125: _Remedy(Trouble.CREDENTIALS, "AppSecret不正确。请账号主办单位核对后重新填写。"),
    40164: _Remedy(
        Trouble.REFUSED,
        "本服务器的IP地址不在该公众号的IP白名单中。请账号主办单位在公众平台“基本配置”中加入后再试。",
    ),
    40243: _Remedy(Trouble.CREDENTIALS, "AppSecret已被冻结。请账号主办单位在公众平台解冻。"),
    41002: _Remedy(Trouble.CREDENTIALS, "没有填写AppID。请补充。"),
    41004: _Remedy(Trouble.CREDENTIALS, "没有填写AppSecret。请补充。"),
    42001: _Remedy(Trouble.CREDENTIALS, "接口凭证刷新后仍然过期。请稍后再试。", _MINUTE * 5),
    45009: _Remedy(Trouble.QUOTA, "今天的接口调用次数已用完，次日零时后可再采集。", _DAY),
    45011: _Remedy(Trouble.QUOTA, "接口调用过于频繁，请稍后再试。", _MINUTE),
    48001: _Remedy(
        Trouble.REFUSED, "该公众号没有这个接口的权限（未认证或未获得）。请改用文件导入或其他采集方式。"
    ),
    48004: _Remedy(Trouble.REFUSED, "该公众号因违规被禁用了接口。请改用其他采集方式，并核实账号状态。"),
    50002: _Remedy(Trouble.REFUSED, "该公众号被限制或封禁。请核实账号状态。"),
    50004: _Remedy(Trouble.REFUSED, "该公众号被禁用。请核实账号状态。"),
    50007: _Remedy(Trouble.REFUSED, "该公众号已冻结。请核实账号状态。"),
    61004: _Remedy(
        Trouble.REFUSED, "本服务器的IP地址不在该公众号的IP白名单中。请账号主办单位在公众平台加入后再试。"
    ),
    89503: _Remedy(Trouble.REFUSED, "该IP地址的调用需要公众号管理员在微信中确认。请管理员确认后再试。"),
    89506: _Remedy(Trouble.REFUSED, "公众号管理员拒绝了该IP地址的调用。请联系管理员。"),
    89507: _Remedy(Trouble.REFUSED, "公众号管理员拒绝了该IP地址的调用，1小时内不能再试。", _MINUTE * 60),
}


def error_of(code: int, what: str, now: datetime) -> CollectError:
    """The error to raise for a code. The platform's own words are left out: they may contain credentials."""
    remedy = _REMEDIES.get(code)
    if remedy is None:
        return CollectError(
            Trouble.BROKEN, f"{what}：微信返回错误码{code}。请对照微信公众平台的返回码说明处理。"
        )
    pause = until_midnight(now) if remedy.retry_after == _DAY else remedy.retry_after
    return CollectError(remedy.trouble, f"{what}：{remedy.words}（错误码{code}）", retry_after=pause)


def until_midnight(now: datetime) -> float:
    """Seconds until the next day begins in China."""
    here = now.astimezone(CHINA)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - here).total_seconds()
