"""Stages of a campaign, and the table of the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xunwang.access.roles import Action
from xunwang.words import Word


class Stage(Word):
    """Where a campaign is."""

    DRAFT = "draft", "拟制"
    PLANNED = "planned", "已定计划"
    RUNNING = "running", "检查中"
    REVIEW = "review", "复核中"
    FEEDBACK = "feedback", "反馈中"
    APPEAL = "appeal", "申诉处理"
    FINAL = "final", "已核定"
    PUBLISHED = "published", "已通报"
    CANCELLED = "cancelled", "已取消"


class Move(Word):
    """A step from one stage to another."""

    PLAN = "plan", "确定计划"
    REPLAN = "replan", "退回拟制"
    START = "start", "开始检查"
    REVIEW = "review", "进入复核"
    RERUN = "rerun", "补充检查"
    SEND = "send", "发送反馈"
    HEAR = "hear", "结束反馈"
    FINALISE = "finalise", "核定结果"
    REOPEN = "reopen", "撤回核定"
    PUBLISH = "publish", "通报"
    CANCEL = "cancel", "取消检查"


@dataclass(frozen=True, slots=True)
class Step:
    """What a move needs."""

    sources: frozenset[Stage]
    target: Stage
    action: Action
    reason: bool = False
    """The person must say why."""
    follows: str = ""
    """Nobody takes it by itself: what it follows from, as people are told."""


_PLAN, _RUN, _END = Action.PLAN_CAMPAIGNS, Action.RUN_CAMPAIGNS, Action.FINALISE_CAMPAIGNS

STEPS: Mapping[Move, Step] = {
    Move.PLAN: Step(frozenset({Stage.DRAFT}), Stage.PLANNED, _PLAN),
    Move.REPLAN: Step(frozenset({Stage.PLANNED}), Stage.DRAFT, _PLAN),
    Move.START: Step(frozenset({Stage.PLANNED}), Stage.RUNNING, _RUN),
    Move.REVIEW: Step(frozenset({Stage.RUNNING}), Stage.REVIEW, _RUN),
    Move.RERUN: Step(frozenset({Stage.REVIEW}), Stage.RUNNING, _RUN, reason=True),
    Move.SEND: Step(frozenset({Stage.REVIEW}), Stage.FEEDBACK, _RUN),
    Move.HEAR: Step(frozenset({Stage.FEEDBACK}), Stage.APPEAL, _RUN),
    Move.FINALISE: Step(frozenset({Stage.APPEAL}), Stage.FINAL, _END),
    Move.REOPEN: Step(frozenset({Stage.FINAL}), Stage.APPEAL, _END, reason=True),
    Move.PUBLISH: Step(
        frozenset({Stage.FINAL}),
        Stage.PUBLISHED,
        _END,
        follows="检查随通报的公布转为“已通报”。请起草、签发并公布通报。",
    ),
    Move.CANCEL: Step(
        frozenset({Stage.DRAFT, Stage.PLANNED, Stage.RUNNING, Stage.REVIEW}),
        Stage.CANCELLED,
        _PLAN,
        reason=True,
    ),
}
"""Everything else is refused."""

FROZEN = frozenset({Stage.FINAL, Stage.PUBLISHED, Stage.CANCELLED})
"""Nothing below the campaign may change."""


def moves_from(stage: Stage) -> tuple[Move, ...]:
    """What may follow."""
    return tuple(move for move, step in STEPS.items() if stage in step.sources)
