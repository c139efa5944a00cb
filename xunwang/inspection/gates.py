"""What must be done before a stage: each gate gives obstacles, that is what is left and where it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from xunwang.calendar import CalendarNotPublished
from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import add_working_days
from xunwang.inspection.blind import blind_open
from xunwang.inspection.models import Appeal, Campaign, Feedback, Finding, ItemVerdict
from xunwang.inspection.results.freeze import final_of, freeze_problems
from xunwang.inspection.review.queue import blind_left
from xunwang.inspection.running.words import OPEN as OPEN_RUN
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import OPEN
from xunwang.words import ItemKind, Outcome, Word


class Place(Word):
    """The part of a campaign where an obstacle is cleared away."""

    PLAN = "plan", "检查计划"
    RUN = "run", "检查进度"
    REVIEW = "review", "问题复核"
    RULINGS = "rulings", "人工判定"
    BLIND = "blind", "盲审"
    ACCOUNTS = "accounts", "抽查的新媒体"
    FEEDBACK = "feedback", "反馈"
    APPEALS = "appeals", "申诉"
    RESULTS = "results", "检查结果"
    HOLIDAYS = "holidays", "节假日表"


class Obstacle(NamedTuple):
    """Something that is left to do."""

    place: Place
    sentence: str


Gate = Callable[[Campaign, datetime], Iterator[Obstacle]]


def _period_begun(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    if local_day(now) < campaign.period_start:
        yield Obstacle(Place.PLAN, f"检查期自{campaign.period_start:%Y-%m-%d}开始，今天还不能开始检查。")


def _everything_taken_in(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    waiting = campaign.sites.filter(taken_at=None)
    count = waiting.count()
    if count:
        names = "、".join(waiting.values_list("name", flat=True)[:5])
        yield Obstacle(Place.RUN, f"还有{count}个网站没有检查结果：{names}{'等' if count > 5 else ''}。")


def _no_run_under_way(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    numbers = campaign.runs.filter(status__in=OPEN_RUN).order_by("number").values_list("number", flat=True)
    if numbers:
        text = "、".join(map(str, numbers))
        yield Obstacle(Place.RUN, f"第{text}次检查尚未结束，请等它完成或先取消。")


def _everything_decided(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    standing = Finding.objects.filter(campaign=campaign, withdrawn=False, status__in=OPEN)
    standing = standing.exclude(verdict__kind=ItemKind.DUTY)  # nothing hangs on them
    standing = standing.exclude(blind_open())  # told by the next gate, whatever the first opinion was
    counts = dict(standing.values_list("is_veto").annotate(count=Count("pk")).order_by())
    if counts.get(True):
        yield Obstacle(Place.REVIEW, f"还有{counts[True]}个单项否决问题没有复核完毕。")
    if counts.get(False):
        yield Obstacle(Place.REVIEW, f"还有{counts[False]}个其他问题没有复核完毕。")
    rulings = ItemVerdict.objects.filter(campaign=campaign, needs_ruling=True, ruling="").count()
    if rulings:
        yield Obstacle(Place.RULINGS, f"还有{rulings}项无法自动判定的指标没有人工判定。")


def _blind_sample_done(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    left = blind_left(campaign).count()
    if left:
        yield Obstacle(
            Place.BLIND, f"盲审样本中还有{left}个问题没有第二人意见，须由未复核过这些问题的人员给出。"
        )


def _limit_can_be_counted(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    try:
        add_working_days(local_day(now), campaign.answer_days)
    except CalendarNotPublished as error:
        yield Obstacle(Place.HOLIDAYS, f"{error}。")


def _everybody_heard(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    left = Feedback.objects.filter(campaign=campaign, answer="", due_on__gte=local_day(now), problems__gt=0)
    count = left.count()
    if count:
        last = left.order_by("-due_on").values_list("due_on", flat=True)[0]
        yield Obstacle(Place.FEEDBACK, f"还有{count}个网站或账号的主办单位尚未反馈，期限至{last:%Y-%m-%d}。")


def _appeals_decided(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    count = Appeal.objects.filter(feedback__campaign=campaign, ruling="").count()
    if count:
        yield Obstacle(Place.APPEALS, f"还有{count}件申诉没有裁决。")


def _accounts_checked(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    count = campaign.accounts.filter(outcome=Outcome.PENDING).count()
    if count:
        yield Obstacle(Place.ACCOUNTS, f"还有{count}个抽查的政务新媒体没有结果。")


def _untouched(campaign: Campaign, now: datetime) -> Iterator[Obstacle]:
    final = final_of(campaign)
    told = ["没有核定的结果。"] if final is None else freeze_problems(final)
    yield from (Obstacle(Place.RESULTS, sentence) for sentence in told)


GATES: Mapping[Move, tuple[Gate, ...]] = {
    Move.START: (_period_begun,),
    Move.REVIEW: (_everything_taken_in, _no_run_under_way),
    Move.SEND: (_everything_decided, _blind_sample_done, _accounts_checked, _limit_can_be_counted),
    Move.HEAR: (_everybody_heard,),
    Move.FINALISE: (_appeals_decided, _everything_decided),
    Move.PUBLISH: (_untouched,),
}
