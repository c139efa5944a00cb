"""Moving a campaign from stage to stage: who may, what stands in the way, what follows, what is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.inspection.errors import InspectionError, ObstaclesError, StaleError
from xunwang.inspection.gates import GATES, Obstacle
from xunwang.inspection.hearing.send import close, send
from xunwang.inspection.models import Campaign, CampaignEvent
from xunwang.inspection.planning.sample import select
from xunwang.inspection.results.freeze import freeze
from xunwang.inspection.stages import STEPS, Move, Stage

Effect = Callable[[Campaign, User, datetime], None]


def move(campaign: Campaign, step: Move, by: User, now: datetime, note: str = "") -> Campaign:
    """Take a step; ``campaign`` is brought up to date.

    Raises InspectionError where the step does not lead on from here, ObstaclesError where something is left
    to do, StaleError where ``campaign`` shows an older version, PermissionDenied.
    """
    rule = STEPS[step]
    require(by, rule.action, campaign)
    with transaction.atomic():
        current = Campaign.objects.select_related("unit").select_for_update(of=("self",)).get(pk=campaign.pk)
        stage = Stage(current.stage)
        if stage not in rule.sources:
            raise InspectionError(f"检查现为“{stage.label}”，不能“{step.label}”。请刷新页面查看最新状态。")
        if current.version != campaign.version:
            raise StaleError("其他人刚刚修改了这项检查，请刷新后再试。")
        if rule.reason and not note.strip():
            raise InspectionError(f"“{step.label}”须写明理由。")
        obstacles = obstacles_to(current, step, now)
        if obstacles:
            raise ObstaclesError(obstacles)
        _go(current, step, by, now, note)
    campaign.refresh_from_db()
    return campaign


def move_alone(campaign: Campaign, step: Move, by: User, now: datetime, note: str = "") -> Campaign:
    """Take a step that somebody asks for as such. Raises as :func:`move`, and for one that follows from other work."""
    rule = STEPS[step]
    if rule.follows and Stage(campaign.stage) in rule.sources:
        require(by, rule.action, campaign)
        raise InspectionError(rule.follows)
    return move(campaign, step, by, now, note)


def obstacles_to(campaign: Campaign, step: Move, now: datetime) -> list[str]:
    """What stands in the way of a step, in Chinese; empty when it can be taken."""
    return [obstacle.sentence for obstacle in what_is_left(campaign, step, now)]


def what_is_left(campaign: Campaign, step: Move, now: datetime) -> list[Obstacle]:
    """What stands in the way of a step, and where it is cleared away."""
    return [obstacle for gate in GATES.get(step, ()) for obstacle in gate(campaign, now)]


def _go(campaign: Campaign, step: Move, by: User, now: datetime, note: str) -> None:
    target = STEPS[step].target
    effect = EFFECTS.get(step)
    if effect is not None:
        effect(campaign, by, now)
    CampaignEvent.objects.create(
        campaign=campaign,
        at=now,
        by=by,
        move=step,
        from_stage=campaign.stage,
        to_stage=target,
        note=note.strip(),
    )
    campaign.stage = target
    campaign.version += 1
    campaign.save(update_fields=["stage", "version"])
    if step is Move.PLAN:
        _refuse_empty(campaign)


def _refuse_empty(campaign: Campaign) -> None:
    if not campaign.sites.exists() and not campaign.accounts.exists():
        raise ObstaclesError(["此范围内没有正常运行的网站，也没有抽到新媒体账号。请调整范围或比例。"])


def _unselect(campaign: Campaign, by: User, now: datetime) -> None:
    campaign.sites.all().delete()
    campaign.accounts.all().delete()


EFFECTS: Mapping[Move, Effect] = {
    Move.PLAN: select,
    Move.REPLAN: _unselect,
    Move.SEND: send,
    Move.HEAR: close,
    Move.FINALISE: freeze,
}
"""What follows from a step, inside its transaction."""
