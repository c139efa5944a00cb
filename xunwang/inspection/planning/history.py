"""What the office's last round has said about accounts, for drawing those of the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xunwang.inspection.models import Campaign
from xunwang.inspection.planning.strata import History
from xunwang.inspection.stages import Stage
from xunwang.words import Outcome


class Before(NamedTuple):
    """Keys (``platform:name``) that the drawing treats in another way than the rest."""

    left_out: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()


def before(plan: Campaign) -> Before:
    """What the plan's :class:`History` makes of the last final round that drew accounts; two queries at most."""
    history = History(plan.account_history)
    if history is History.ANY:
        return Before()
    outcomes = _last_outcomes(plan)
    if history is History.LEAVE_OUT:
        return Before(left_out=frozenset(outcomes))
    failed = (key for key, outcome in outcomes.items() if outcome == Outcome.UNQUALIFIED)
    return Before(first=frozenset(failed))


def _last_outcomes(plan: Campaign) -> Mapping[str, str]:
    rounds = Campaign.objects.filter(
        unit=plan.unit_id,
        check_point__lt=plan.check_point,
        stage__in=(Stage.FINAL, Stage.PUBLISHED),
        checked__account__isnull=False,
    )
    last = rounds.order_by("-check_point", "-id").first()
    return {one.key: one.outcome for one in last.accounts.all()} if last is not None else {}
