"""A campaign in review, with findings of every sort."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.console.inspection.rounds import NOW, Round, make_round
from tests.console.inspection.runs import found, run_of
from tests.console.province import Province
from xunwang.inspection.accounts import record_account
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Decision, Finding, ItemVerdict
from xunwang.inspection.review.decide import Word, decide, decide_blind
from xunwang.inspection.review.queue import next_blind, next_finding, rulings_left
from xunwang.inspection.review.rulings import RulingWord, rule
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import Choice, Ruling
from xunwang.rules.verdict import Task, hit, needs_review, unknown
from xunwang.words import Outcome

CITY, OFFICE = "www.songjiang", "jyj.songjiang"
HOME, OFFICE_HOME = "http://www.songjiang.gov.cn/", "http://jyj.songjiang.gov.cn/"
TASK = Task("打开首页核对。", (HOME,), 3.0)
CONFIRM = Word(Choice.CONFIRM, "属实", 40)
DISMISS = Word(Choice.DISMISS, "误报", 20)
UNSURE = Word(Choice.UNSURE, "看不清", 60)


def sorts(similar: int = 3) -> dict[str, dict[str, Any]]:
    """A veto candidate, a sure veto, a sure deduction, alike deduction candidates, what nobody could judge."""
    alike = tuple(
        found(HOME, f"第{n}页有错别字。", fragment="按装", page=f"{n}.html") for n in range(similar)
    )
    return {
        CITY: {
            "W-V-01.1": needs_review((found(HOME, "疑似严重表述错误。", fragment="错处"),), TASK),
            "W-D-01.1": hit((found(HOME, "首页2周未更新。"),)),
            "W-D-23": needs_review(alike, TASK),
            "W-V-05.1": unknown("没有信箱数据", TASK),
        },
        OFFICE: {"W-V-02": hit((found(OFFICE_HOME, "7天内不可访问6%。"),))},
    }


def in_review(province: Province, *, double_share: str = "0", similar: int = 3, **changes: Any) -> Round:
    """Its campaign is in review."""
    round_ = make_round(province, double_share=Decimal(double_share), **changes)
    round_.go(Move.PLAN, Move.START)
    take(round_.campaign, from_run(run_of(round_.campaign, sorts(similar))), round_.planner, NOW)
    round_.go(Move.REVIEW)
    return round_


def finding(item: str) -> Finding:
    """The first finding of an indicator, as it is now."""
    found_ = Finding.objects.filter(item=item).order_by("id").first()
    assert found_ is not None
    return found_


def verdict(item: str, home: str = HOME) -> ItemVerdict:
    """The verdict of a site, as it is now."""
    return ItemVerdict.objects.get(item=item, checked__home_url=home)


def told(thing: Finding) -> list[tuple[str, str]]:
    """Occasion and choice of its decisions."""
    return list(Decision.objects.filter(finding=thing).values_list("round", "choice"))


def decide_all(round_: Round) -> None:
    """Everything is confirmed, what nobody could judge is clear, all accounts are qualified."""
    first, second, third = round_.reviewers
    for number in round_.campaign.accounts.values_list("account", flat=True):
        record_account(round_.campaign, number, Outcome.QUALIFIED, "", first)
    for person in (first, second):
        while (row := next_finding(round_.campaign, person, NOW)) is not None:
            decide(row, CONFIRM, person, NOW)
    for row_ in rulings_left(round_.campaign):
        rule(row_, RulingWord(Ruling.CLEAR, "已核对"), first, NOW)
    while (row := next_blind(round_.campaign, third, NOW)) is not None:
        decide_blind(row, CONFIRM, third, NOW)


def in_feedback(province: Province, **changes: Any) -> Round:
    """Its results have been sent to the units on Tuesday, 1 December 2020, to be answered in five working days."""
    round_ = in_review(province, **changes)
    decide_all(round_)
    round_.go(Move.SEND)
    return round_
