"""Words of the register, with their Chinese names."""

from __future__ import annotations

from collections.abc import Iterable

from xunwang.words import Word


class UnitLevel(Word):
    """Administrative level of a unit. Townships have accounts but no websites (G-05)."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"


class UnitKind(Word):
    """What a unit is."""

    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "部门"
    INSTITUTION = "institution", "事业单位"


class Status(Word):
    """Where a website or an account is in its life."""

    PLANNED = "planned", "筹建中"
    RUNNING = "running", "正常运行"
    SUSPENDED = "suspended", "临时下线"
    CLOSED = "closed", "已关停"


LIVE = frozenset({Status.PLANNED, Status.RUNNING, Status.SUSPENDED})
"""Everything that is not closed counts as the unit's one site, its one account on a platform."""


class Platform(Word):
    """Where an account is."""

    WECHAT = "wechat", "微信公众号"
    WEIBO = "weibo", "微博"
    DOUYIN = "douyin", "抖音"
    KUAISHOU = "kuaishou", "快手"
    TOUTIAO = "toutiao", "今日头条"
    WECHAT_VIDEO = "wechat_video", "微信视频号"
    APP = "app", "移动客户端"
    MINI_PROGRAM = "mini_program", "小程序"
    OTHER = "other", "其他"


class WechatType(Word):
    """What a WeChat official account is; the platform's two kinds differ in how often they post and what they offer."""

    SUBSCRIPTION = "subscription", "订阅号"
    SERVICE = "service", "服务号"


class ContactRole(Word):
    """What a contact is to the unit."""

    HEAD = "head", "负责人"
    REVIEWER = "reviewer", "审核人"
    LIAISON = "liaison", "联络员"
    SECURITY = "security", "网站安全责任人"


def choices(words: Iterable[Word]) -> list[tuple[str, str]]:
    """As form and model fields take them."""
    return [(word.value, word.label) for word in words]
