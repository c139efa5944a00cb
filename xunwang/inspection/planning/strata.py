"""How accounts are drawn: by what they are stratified, and what the last round has to say."""

from __future__ import annotations

from xunwang.words import Word


class StratumBy(Word):
    """A property of an account; several make strata such as 市级·微信公众号."""

    LEVEL = "level", "级别"
    REGION = "region", "地区"
    UNIT_KIND = "unit_kind", "单位类型"
    PLATFORM = "platform", "平台"
    ACCOUNT_KIND = "account_kind", "账号类别"


class History(Word):
    """What becomes of accounts that the office's last final round has checked."""

    ANY = "any", "不考虑上次检查"
    LEAVE_OUT = "leave_out", "上次检查过的不再抽取"
    FAILED_FIRST = "failed_first", "上次不合格的优先抽取"
