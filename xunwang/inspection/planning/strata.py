"""By what accounts are stratified."""

from __future__ import annotations

from xunwang.words import Word


class StratumBy(Word):
    """A property of an account; several make strata such as 市级·微信公众号."""

    LEVEL = "level", "级别"
    REGION = "region", "地区"
    UNIT_KIND = "unit_kind", "单位类型"
    PLATFORM = "platform", "平台"
