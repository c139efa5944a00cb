"""Which findings a person sees, and how much of them. Pages, search and the API ask here."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign, Decision, Finding
from xunwang.inspection.review.people import reviews
from xunwang.inspection.review.queue import blind_left
from xunwang.inspection.vocabulary import Status


def findings_seen_by(person: User) -> QuerySet[Finding]:
    """Findings of the campaigns that the person sees; restricted ones only for those who may open them."""
    rows = Finding.objects.filter(restricted=False)
    seen = within(person, Action.SEE_CAMPAIGNS, rows, "campaign__unit__path")
    if not may(person, Action.OPEN_RESTRICTED):
        return seen
    both = within(person, Action.OPEN_RESTRICTED, Finding.objects.filter(restricted=True), "campaign__unit__path")  # fmt: skip
    return seen | within(person, Action.SEE_CAMPAIGNS, both, "campaign__unit__path")


def findings_told_to(person: User) -> QuerySet[Finding]:
    """Confirmed findings that were sent to the person's own units; never restricted ones."""
    rows = Finding.objects.filter(
        restricted=False, withdrawn=False, status=Status.CONFIRMED, checked__feedback__isnull=False
    )
    return within(person, Action.SEE_FEEDBACK, rows, "checked__unit__path")


def veiled_from(person: User, campaign: Campaign) -> QuerySet[Finding]:
    """Findings whose status and decisions the person does not see: he may still give the blind opinion."""
    if not reviews(person, campaign):
        return Finding.objects.none()
    own = Decision.objects.filter(finding=OuterRef("pk"), by=person)
    return blind_left(campaign).exclude(Exists(own))
