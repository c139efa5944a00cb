"""What a person can say to a finding as it is now, and what he must not see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.inspection.models import Decision, Finding
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import OPEN, Round, Status
from xunwang.web.pages.review.queries import may_review
from xunwang.words import Word


class Mode(Word):
    """On what occasion the person looks at it."""

    REVIEW = "review", "初次复核"
    SECOND = "second", "二次复核"
    BLIND = "blind", "盲审"
    SETTLE = "settle", "裁定"
    CORRECT = "correct", "更改结论"
    AMEND = "amend", "听取意见后更正"
    READ = "read", "查看"


@dataclass(frozen=True, slots=True)
class Desk:
    """One finding before one person."""

    mode: Mode
    decisions: Sequence[Decision]
    """What was said so far, as far as the person may know."""
    hidden: bool
    """What others have said is kept from the person, whose opinion shall be his own."""
    why: str = ""
    """Why nothing can be decided, in Chinese; empty where something can."""


def desk_for(finding: Finding, user: User) -> Desk:
    """What there is to do. Two queries."""
    decisions = list(finding.decisions.select_related("by"))
    reviews = may_review(user, finding.campaign)
    mine = any(one.by_id == user.pk for one in decisions)
    rounds = {one.round for one in decisions}
    blind_open = finding.double and Round.FIRST in rounds and Round.BLIND not in rounds
    hidden = blind_open and reviews and not mine and not finding.withdrawn
    mode, why = _mode(finding, user, decisions, reviews=reviews)
    if hidden and finding.campaign.stage == Stage.REVIEW:
        mode, why = Mode.BLIND, ""
    elif blind_open and mode is Mode.SETTLE:
        mode, why = Mode.READ, "此问题在盲审样本中，有第二人意见后再裁定。"
    return Desk(mode, [] if hidden else decisions, hidden, why)


def _mode(finding: Finding, user: User, decisions: Sequence[Decision], *, reviews: bool) -> tuple[Mode, str]:
    status = Status(finding.status)
    mine = any(one.by_id == user.pk for one in decisions)
    settles = may(user, Action.SETTLE_DISPUTES, finding)
    if finding.withdrawn:
        return Mode.READ, "后来的检查没有再发现此问题，已撤下。"
    if finding.campaign.stage == Stage.APPEAL and status not in OPEN:
        return _amend(finding, user, mine=mine)
    if finding.campaign.stage != Stage.REVIEW:
        return Mode.READ, f"检查现为“{Stage(finding.campaign.stage).label}”，不在复核阶段。"
    if status is Status.UNSURE:
        if not settles:
            return Mode.READ, "此问题存在争议，由有裁定权限的人员裁定。"
        if finding.is_veto and mine:
            return Mode.READ, "您参与过此问题的复核，单项否决须由未参与的人员裁定。"
        return Mode.SETTLE, ""
    if not reviews:
        return Mode.READ, "您不是本次检查的复核员，只能查看。"
    if status is Status.SECOND:
        if mine:
            return Mode.READ, "单项否决须由另一人进行二次复核，已列入其他复核员的队列。"
        return Mode.SECOND, ""
    if status is Status.CANDIDATE:
        return Mode.REVIEW, ""
    last = next((one for one in reversed(decisions) if one.round != Round.BLIND), None)
    if last is None or last.by_id == user.pk or settles:
        return Mode.CORRECT, ""
    return Mode.READ, "已有结论只能由原复核员或有裁定权限的人员更改。"


def _amend(finding: Finding, user: User, *, mine: bool) -> tuple[Mode, str]:
    """After the hearing something may have come up without an appeal."""
    if not may(user, Action.DECIDE_APPEALS, finding):
        return Mode.READ, "复核已经结束。"
    if mine:
        return Mode.READ, "您参与过此问题的复核，更正须由其他人进行。"
    return Mode.AMEND, ""
