"""Who reviews what."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from xunwang.access.models import User
from xunwang.access.permissions import may, require
from xunwang.access.roles import Action
from xunwang.audit.acting import record
from xunwang.inspection.models import Campaign, Finding


def require_reviewer(by: User, campaign: Campaign) -> None:
    """Raise PermissionDenied for those who do not review this campaign."""
    require(by, Action.REVIEW_FINDINGS, campaign)
    if not _is_named(by, campaign):
        raise PermissionDenied("本次检查指定了复核员，您不在其中。")


def reviews(person: User, campaign: Campaign) -> bool:
    """Whether the person reviews this campaign."""
    return may(person, Action.REVIEW_FINDINGS, campaign) and _is_named(person, campaign)


def _is_named(person: User, campaign: Campaign) -> bool:
    """Where reviewers are named, only they review."""
    named = set(campaign.reviewers.values_list("pk", flat=True))
    return not named or person.pk in named


def require_insight(by: User, finding: Finding) -> None:
    """Raise PermissionDenied where the finding is restricted and the person may not see it."""
    if finding.restricted:
        require(by, Action.OPEN_RESTRICTED, finding)


def may_see_restricted(by: User, campaign: Campaign) -> bool:
    """Whether restricted findings are shown to the person at all."""
    return may(by, Action.OPEN_RESTRICTED, campaign)


def open_evidence(finding: Finding, by: User) -> list[dict[str, str | None]]:
    """The evidence of a finding; opening a restricted one is written into the audit log. PermissionDenied."""
    require(by, Action.SEE_CAMPAIGNS, finding)
    require_insight(by, finding)
    if finding.restricted:
        record("open_restricted", finding)
    return list(finding.evidence)
