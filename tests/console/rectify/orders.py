"""Orders over the small province, issued after its campaign has been finalised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tests.console.inspection.reviewed import decide_all, in_feedback, sorts
from tests.console.inspection.rounds import CHECK_POINT, DAY, NOW, Round, make_round, plan_for
from tests.console.inspection.runs import run_of
from tests.console.province import Province, make_user
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.planning.plan import create
from xunwang.inspection.stages import Move
from xunwang.rectify.answering import Answer, reply, sign
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.issuing import Plan, issue
from xunwang.rectify.models import Item, Order

ISSUED = NOW + 11 * DAY
"""Saturday, 12 December 2020."""
LATER = ISSUED + 2 * DAY
TEXT = "请对照问题清单逐项整改，举一反三，按期反馈整改情况和证明材料。"


@dataclass
class Orders:
    """Handles: the department's order and the city's."""

    round: Round
    office: Order
    city: Order
    planner: User
    supervisor: User
    editor: User
    city_editor: User

    @property
    def province(self) -> Province:
        return self.round.province


def plan_of(round_: Round, **changes: Any) -> Plan:
    values: dict[str, Any] = {
        "campaign": round_.campaign,
        "limit": Limit(15),
        "word": "白政办网整",
        "text": TEXT,
    }
    return Plan(**(values | changes))


def finalised(province: Province, **changes: Any) -> Round:
    round_ = in_feedback(province, **changes)
    round_.go(Move.HEAR, Move.FINALISE, now=NOW + 10 * DAY)
    return round_


def reviewed(province: Province, given: dict[str, dict[str, Any]]) -> Round:
    """The campaign with these results, all confirmed."""
    round_ = make_round(province, double_share=Decimal(0))
    round_.go(Move.PLAN, Move.START)
    take(round_.campaign, from_run(run_of(round_.campaign, given)), round_.planner, NOW)
    round_.go(Move.REVIEW)
    decide_all(round_)
    return round_


def ordered(round_: Round) -> None:
    """Sent, finalised, ordered."""
    round_.go(Move.SEND)
    round_.go(Move.HEAR, Move.FINALISE, now=NOW + 10 * DAY)
    issue(plan_of(round_), uuid4(), round_.planner, ISSUED)


def in_rectification(province: Province, **changes: Any) -> Orders:
    round_ = finalised(province, **changes)
    issue(plan_of(round_), uuid4(), round_.planner, ISSUED)
    return Orders(
        round_,
        Order.objects.get(unit=province.department),
        Order.objects.get(unit=province.city),
        round_.planner,
        province.user(Role.CITY_SUPERVISOR),
        province.user(Role.UNIT_EDITOR),
        make_user("city_editor", Role.UNIT_EDITOR, province.city),
    )


def answers_to(*items: Item, at: Any = LATER, **changes: Any) -> list[Answer]:
    done_on = (at - timedelta(days=1)).date()
    return [Answer(item.pk, f"已整改：{item.problem}", done_on, **changes) for item in items]


def answered(orders: Orders) -> Order:
    """The department has signed for its order and answered everything."""
    sign(orders.office, orders.editor, ISSUED)
    reply(orders.office, answers_to(*orders.office.items.all()), orders.editor, LATER)
    return orders.office


def make_round_again(province: Province, before: Round) -> Round:
    """A later campaign, finalised, that finds the same again."""
    later = CHECK_POINT + 5 * DAY
    campaign = create(
        plan_for(province.root, title="2020年复查", check_point=later, double_share=Decimal(0)),
        before.planner,
        NOW,
    )
    round_ = Round(campaign, province, before.admin, before.planner, before.reviewers)
    round_.go(Move.PLAN, Move.START)
    run = replace(run_of(campaign, sorts(), name="20201205-100000"), check_point=later)
    take(campaign, from_run(run), round_.planner, NOW)
    round_.go(Move.REVIEW)
    decide_all(round_)
    round_.go(Move.SEND)
    round_.go(Move.HEAR, Move.FINALISE, now=NOW + 10 * DAY)
    return round_
