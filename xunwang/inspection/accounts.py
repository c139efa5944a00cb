"""What the check of the sampled accounts came to."""

from __future__ import annotations

from django.db import transaction

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Campaign
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.stages import Stage
from xunwang.words import Outcome

_STAGES = frozenset({Stage.RUNNING, Stage.REVIEW})


def record_account(campaign: Campaign, account_id: int, outcome: Outcome, problems: str, by: User) -> None:
    """Write down what the check of a sampled account came to.

    Raises InspectionError for an account that was not drawn, or an unqualified one without problems;
    PermissionDenied.
    """
    require_reviewer(by, campaign)
    if outcome is Outcome.UNQUALIFIED and not problems.strip():
        raise InspectionError("判为不合格须写明问题。")
    with transaction.atomic():
        hold(campaign.pk, _STAGES)
        done = campaign.accounts.filter(account=account_id).update(outcome=outcome, problems=problems.strip())
    if not done:
        raise InspectionError("该账号不在本次抽查之列。")
