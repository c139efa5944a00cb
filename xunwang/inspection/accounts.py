"""What the check of sampled accounts came to that nobody could collect: a person writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Campaign
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.stages import Stage
from xunwang.words import Outcome

_STAGES = frozenset({Stage.RUNNING, Stage.REVIEW})


class Noted(NamedTuple):
    """What the check of one account came to."""

    outcome: Outcome
    problems: str


def record_account(campaign: Campaign, account_id: int, outcome: Outcome, problems: str, by: User) -> None:
    """Write down what the check of a sampled account came to.

    Raises InspectionError for an account that was not drawn, one that was judged, or an unqualified one without
    problems; PermissionDenied.
    """
    if record_accounts(campaign, {account_id: Noted(outcome, problems)}, by) == 0:
        raise InspectionError("该账号不在本次抽查之列。")


def record_accounts(campaign: Campaign, checked: Mapping[int, Noted], by: User) -> int:
    """Write down many at once, by account of the register; all or none. How many were in the sample.

    Raises InspectionError for an unqualified one without problems, one that was judged, or in another stage;
    PermissionDenied.
    """
    require_reviewer(by, campaign)
    if any(one.outcome is Outcome.UNQUALIFIED and not one.problems.strip() for one in checked.values()):
        raise InspectionError("判为不合格须写明问题。")
    with transaction.atomic():
        hold(campaign.pk, _STAGES)
        rows = list(campaign.accounts.filter(account__in=checked))
        judged = [row.name for row in rows if row.taken_at is not None]
        if judged:
            names = f"{'、'.join(judged[:5])}{'等' if len(judged) > 5 else ''}"
            raise InspectionError(
                f"{len(judged)}个账号已按指标逐项判定，结果由复核得出，不能直接填写：{names}。"
            )
        for row in rows:
            row.outcome = checked[row.account_id or 0].outcome
            row.problems = checked[row.account_id or 0].problems.strip()
        campaign.accounts.bulk_update(rows, ["outcome", "problems"], batch_size=500)
    return len(rows)
