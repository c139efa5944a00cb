"""Words of the assessment, with their Chinese names."""

from __future__ import annotations

from collections.abc import Mapping

from xunwang.access.roles import Action
from xunwang.words import Word


class Channel(Word):
    """By which way an error report came."""

    NATIONAL = "national", "国家平台转办"
    PROVINCIAL = "provincial", "省级转办"
    DIRECT = "direct", "网站直接收到"
    OTHER = "other", "其他"


class Clock(Word):
    """How an error report stands against one of its limits."""

    IN_TIME = "in_time", "按时"
    LATE = "late", "超期完成"
    RUNNING = "running", "期限内"
    OVERDUE = "overdue", "已超期"
    UNKNOWN = "unknown", "日历未公布"


class Log(Word):
    """What is written down by hand, with proof."""

    MESSAGES = "messages", "网民找错留言"
    CHECKS = "checks", "季度抽查"
    TRAINING = "training", "业务培训"
    INCIDENTS = "incidents", "假冒网站和安全事件"
    PLATFORM = "platform", "集约化加分申报"
    BONUS = "bonus", "其他加分申报"
    HIGHER_CHECKS = "higher_checks", "上级抽查不合格"
    RECHECKS = "rechecks", "复核不符"
    VERIFICATIONS = "verifications", "弄虚作假核查"


WRITTEN_BY: Mapping[Log, Action] = {
    log: Action.ASSESS_SUPERVISION
    if log in (Log.HIGHER_CHECKS, Log.RECHECKS, Log.VERIFICATIONS)
    else Action.REPORT_SUPERVISION
    for log in Log
}
"""Who enters a log and declares it complete: what higher offices found is not for the assessed unit to tell."""

ENTERED = tuple(log for log in Log if log is not Log.MESSAGES)
"""Logs whose entries are :class:`xunwang.supervision.models.LogEntry`; error reports have a ledger of their own."""

DECLARED = (Log.MESSAGES, Log.CHECKS, Log.TRAINING, Log.INCIDENTS, Log.HIGHER_CHECKS)
"""Logs in which silence means something: that they are complete must be said."""


class Stage(Word):
    """Where a yearly assessment of a unit is."""

    PREPARING = "preparing", "考核中"
    HEARING = "hearing", "听取意见"
    FINAL = "final", "已核定"


class Move(Word):
    """A step of an assessment."""

    OPEN = "open", "建立考核"
    FREEZE = "freeze", "取数"
    SEND = "send", "送被考核单位"
    RETURN = "return", "退回考核"
    FINALISE = "finalise", "核定"
    REOPEN = "reopen", "撤回核定"


class Ruling(Word):
    """What a person says to an item."""

    HIT = "hit", "成立"
    CLEAR = "clear", "不成立"
    WAIVED = "waived", "不予考核"


class Opinion(Word):
    """What the assessed unit says."""

    AGREES = "agrees", "无异议"
    OBJECTS = "objects", "有异议"


class TableKind(Word):
    """The two annual tables (国办函〔2018〕12号)."""

    SITE = "site", "政府网站工作年度报表"
    SUPERVISION = "supervision", "政府网站监管年度报表"


class TableState(Word):
    """Where an annual table is."""

    DRAFT = "draft", "填报中"
    SIGNED = "signed", "已签发"
    PUBLISHED = "published", "已公开"


class TableAct(Word):
    """What made a version of an annual table."""

    SAVE = "save", "填写"
    SIGN = "sign", "签发"
    PUBLISH = "publish", "登记公开"
    REOPEN = "reopen", "退回修改"
