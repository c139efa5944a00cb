"""Who looks at accounts by hand, and whose."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import Governed, may, paths_for, require
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign
from xunwang.inspection.review.people import require_reviewer
from xunwang.registry.models import Account

_EITHER = (Action.REVIEW_FINDINGS, Action.EDIT_REGISTER)
"""Those who review, and those who supervise a part of the register."""

OVERSEEING = (Action.SEE_CAMPAIGNS, Action.EDIT_REGISTER)
"""Those who see rounds, and those who supervise a part of the register."""


def oversees(person: User, thing: Governed | None = None) -> bool:
    """Whether the person is told what others saw of an account and said about it, before its office is."""
    return any(may(person, action, thing) for action in OVERSEEING)


def require_oversight(person: User) -> None:
    """Raise PermissionDenied for those who oversee nothing."""
    if not oversees(person):
        raise PermissionDenied("核查记录和举报只供检查和监管人员查看，结果以反馈为准。")


def may_look(person: User, thing: Governed | None = None) -> bool:
    """Whether the person looks at this account (or at any), tries it and writes down what was seen."""
    return any(may(person, action, thing) for action in _EITHER)


def require_look(person: User, account: Account, campaign: Campaign | None = None) -> None:
    """Raise PermissionDenied for those who may not; for a campaign its reviewers only."""
    if campaign is not None:
        require_reviewer(person, campaign)
    elif not may_look(person, account):
        require(person, Action.REVIEW_FINDINGS, account)


def require_look_anywhere(person: User) -> None:
    """Raise PermissionDenied for those who look at no account."""
    if not may_look(person):
        raise PermissionDenied("您的角色不能核查新媒体。需要时请联系省级管理员。")


def looked_at_by(person: User) -> QuerySet[Account]:
    """Accounts that the person may look at, without a campaign."""
    wanted = Q()
    for path in {path for action in _EITHER for path in paths_for(person, action)}:
        wanted |= Q(unit__path__startswith=path)
    return Account.objects.filter(wanted) if wanted else Account.objects.none()
