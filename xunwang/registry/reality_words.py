"""Words of the comparison of the register with reality."""

from __future__ import annotations

from xunwang.words import Word


class DifferenceKind(Word):
    """What does not agree (G-04, G-05, G-07, G-08, G-10)."""

    DEAD = "dead", "登记为正常运行，多次无法访问"
    ALIVE = "alive", "登记为关停或临时下线，仍可访问"
    REDIRECT = "redirect", "首页跳转到其他域名"
    OLD_NAME = "old_name", "旧域名仍解析到无关内容"
    SEVERAL = "several", "同一单位有多个网站可访问"
    NAME = "name", "网站名称不符"
    META_CODE = "meta_code", "SiteIDCode标签与登记的标识码不符"
    FOOTER_CODE = "footer_code", "页脚标识码与登记不符"
    SPONSOR = "sponsor", "页脚主办单位不符"
    ICP = "icp", "ICP备案号不符"


class DifferenceState(Word):
    """What people made of it."""

    OPEN = "open", "待处理"
    TO_FILE = "to_file", "待办理备案或更正名录"
    EXPLAINED = "explained", "已说明"
    FILED = "filed", "已提出备案"
    GONE = "gone", "已消除"


STANDING = frozenset({DifferenceState.OPEN, DifferenceState.TO_FILE, DifferenceState.FILED})
"""Somebody still has something to do."""
