"""Words of the new media, with their Chinese names."""

from __future__ import annotations

from xunwang.words import Word


class Tried(Word):
    """What a person found when trying an interactive function."""

    WORKS = "works", "可用"
    FAILS = "fails", "不能用"
    NOT_OFFERED = "not_offered", "未开设"


class AppUse(Word):
    """What a person found when installing and starting a mobile client."""

    WORKS = "works", "能安装并正常使用"
    NOT_INSTALLED = "not_installed", "不能下载或安装"
    NOT_STARTED = "not_started", "能安装但无法打开或使用"


class IncidentKind(Word):
    """What an incident is about; the values are those of :class:`xunwang.rules.media.facts.Incident`."""

    PUBLIC_OPINION = "public_opinion", "引发严重负面舆情"
    FRAUD = "fraud", "购买“粉丝”、强制点赞转发等弄虚作假"
    COUNTERFEIT = "counterfeit", "被假冒或仿冒"


class CollectionStatus(Word):
    """Where a collection is."""

    ACTIVE = "active", "进行中"
    PAUSED = "paused", "已暂停"
    DONE = "done", "已完成"
    FAILED = "failed", "出错停止"
    CANCELLED = "cancelled", "已取消"


OPEN = (CollectionStatus.ACTIVE, CollectionStatus.PAUSED, CollectionStatus.FAILED)
"""What may still go on."""


class AccountState(Word):
    """Where an account of a collection is."""

    WAITING = "waiting", "等待"
    COLLECTED = "collected", "已采集"
    FAILED = "failed", "未能采集"
    NO_WAY = "no_way", "没有采集方式"


class Control(Word):
    """What a person does to a collection."""

    START = "start", "开始"
    PAUSE = "pause", "暂停"
    RESUME = "resume", "继续"
    CANCEL = "cancel", "取消"
    RETRY = "retry", "重试失败的账号"
    JUDGE = "judge", "按最新的核查重新判定"
