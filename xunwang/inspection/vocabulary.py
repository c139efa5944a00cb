"""Words of results, review and hearing, with their Chinese names."""

from __future__ import annotations

from xunwang.words import Word


class Origin(Word):
    """Who found it."""

    MACHINE = "machine", "系统发现"
    PERSON = "person", "人工发现"


class Status(Word):
    """Where a finding is."""

    CANDIDATE = "candidate", "待复核"
    SECOND = "second", "待二次复核"
    UNSURE = "unsure", "存疑待裁定"
    CONFIRMED = "confirmed", "已确认"
    DISMISSED = "dismissed", "已排除"


OPEN = frozenset({Status.CANDIDATE, Status.SECOND, Status.UNSURE})
"""Somebody still has to decide."""


class Choice(Word):
    """What a person says to a finding."""

    CONFIRM = "confirm", "确认"
    DISMISS = "dismiss", "排除"
    UNSURE = "unsure", "存疑"


class Ruling(Word):
    """What a person says to an indicator that the machine could not judge."""

    HIT = "hit", "存在问题"
    CLEAR = "clear", "未发现问题"
    WAIVED = "waived", "不予判定"


class Round(Word):
    """On what occasion a decision was made."""

    FIRST = "first", "初次复核"
    SECOND = "second", "二次复核"
    BLIND = "blind", "盲审"
    SETTLEMENT = "settlement", "裁定"
    APPEAL = "appeal", "申诉"


class Answer(Word):
    """What a unit says to its results."""

    ACCEPTED = "accepted", "无异议"
    APPEALED = "appealed", "提出申诉"
    SILENT = "silent", "逾期未反馈"


class AppealRuling(Word):
    """What becomes of an appeal."""

    UPHELD = "upheld", "申诉成立"
    REJECTED = "rejected", "申诉不成立"


class Quality(Word):
    """What an answer to a test question was worth."""

    EFFECTIVE = "effective", "有效答复"
    EVASIVE = "evasive", "推诿敷衍"
    OFF_POINT = "off_point", "答非所问"
