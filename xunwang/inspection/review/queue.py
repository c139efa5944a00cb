"""What a reviewer looks at next, and how far the campaign is. Queries only, but for the claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.blind import blind_open, told_as, told_status
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Campaign, Decision, Finding, ItemVerdict
from xunwang.inspection.review.people import may_see_restricted, require_reviewer
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import OPEN, Status
from xunwang.words import ItemKind

CLAIM = timedelta(minutes=20)
"""So long a finding that somebody looks at is not given to others. Deciding needs no claim."""
MOST_ALIKE = 2000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is."""

    findings: Mapping[Status, int]
    """Findings that stand, by the status that may be told."""
    bonuses: int
    """Of the confirmed ones: those that bring points."""
    open_vetoes: int
    rulings_left: int
    blind_left: int
    seconds: int
    """What people have taken so far."""

    @property
    def left(self) -> int:
        """Findings that wait for somebody."""
        return sum(self.findings.get(status, 0) for status in OPEN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the waiting findings a person wants next."""

    item: str = ""
    """Of this indicator only; empty: of all."""
    after: Finding | None = None
    """Behind this one, which the person leaves for now; from the beginning where nothing is behind it."""


ANYTHING = Wanted()


def next_finding(campaign: Campaign, by: User, now: datetime, wanted: Wanted = ANYTHING) -> Finding | None:
    """The next finding for the first or second review, claimed for the person; None when nothing is left.

    Vetoes first, then site by site. Two who ask at once get different ones. Raises PermissionDenied.
    """
    require_reviewer(by, campaign)
    with transaction.atomic():
        hold(campaign.pk, {Stage.REVIEW})
        return _next(waiting(campaign, by), by, now, wanted)


def next_blind(campaign: Campaign, by: User, now: datetime, wanted: Wanted = ANYTHING) -> Finding | None:
    """The next finding of the blind sample that another person has reviewed. Raises PermissionDenied.

    Whoever shows it keeps its decisions and its status to himself.
    """
    require_reviewer(by, campaign)
    with transaction.atomic():
        hold(campaign.pk, {Stage.REVIEW})
        return _next(waiting_blind(campaign, by), by, now, wanted)


def waiting(campaign: Campaign, by: User) -> QuerySet[Finding]:
    """Findings that the person could decide on now; second reviews of others' confirmations included."""
    rows = Finding.objects.filter(waits_for(by), campaign=campaign)
    return rows if may_see_restricted(by, campaign) else rows.filter(restricted=False)


def waits_for(by: User) -> Q:
    """Findings that wait for a first review, or for a second one by this person; in the blind sample that is blind."""
    second = told_as(Status.SECOND) & ~Q(_decided_by(by))
    return Q(withdrawn=False) & (Q(status=Status.CANDIDATE) | second)


def waits_blind_for(by: User) -> Q:
    """Findings on which this person could give the second opinion of the blind sample."""
    return blind_open() & ~Q(_decided_by(by))


def waiting_blind(campaign: Campaign, by: User) -> QuerySet[Finding]:
    """Findings on which the person could give the second opinion of the blind sample."""
    rows = Finding.objects.filter(waits_blind_for(by), campaign=campaign)
    return rows if may_see_restricted(by, campaign) else rows.filter(restricted=False)


def disputed(campaign: Campaign) -> QuerySet[Finding]:
    """Findings that somebody has to settle."""
    return Finding.objects.filter(told_as(Status.UNSURE), campaign=campaign, withdrawn=False)


def next_dispute(campaign: Campaign, by: User, after: Finding | None = None) -> Finding | None:
    """The next dispute that the person may settle; over a veto only those who have not taken part."""
    rows = disputed(campaign).exclude(Q(is_veto=True) & Q(_decided_by(by)))
    if not may_see_restricted(by, campaign):
        rows = rows.filter(restricted=False)
    if after is None:
        return rows.first()
    rows = rows.exclude(pk=after.pk)
    return rows.filter(_behind(after)).first() or rows.first()


def blind_left(campaign: Campaign) -> QuerySet[Finding]:
    """Findings of the blind sample with a first opinion and without the second."""
    return Finding.objects.filter(blind_open(), campaign=campaign)


def alike(finding: Finding) -> QuerySet[Finding]:
    """Candidates of the same pattern in the campaign, itself included, at most :data:`MOST_ALIKE`."""
    rows = Finding.objects.filter(
        campaign_id=finding.campaign_id,
        pattern=finding.pattern,
        status=Status.CANDIDATE,
        withdrawn=False,
    )
    return rows.select_related("checked").order_by("checked_id", "id")[:MOST_ALIKE]


def rulings_left(campaign: Campaign) -> QuerySet[ItemVerdict]:
    """Indicators that the machine could not judge and nobody has ruled on; vetoes first."""
    rows = ItemVerdict.objects.filter(campaign=campaign, needs_ruling=True, ruling="")
    return (
        rows.select_related("checked").prefetch_related("tasks").order_by("-kind", "checked_id", "position")
    )


def earlier(finding: Finding) -> QuerySet[Finding]:
    """The same problem of the same site or account in earlier campaigns of the office, newest first."""
    return (
        Finding.objects.filter(
            item=finding.item,
            pattern=finding.pattern,
            checked__site=finding.checked.site_id,
            checked__account=finding.checked.account_id,
            campaign__unit=finding.campaign.unit_id,
            campaign__check_point__lt=finding.campaign.check_point,
        )
        .select_related("campaign")
        .order_by("-campaign__check_point", "-id")
    )


def progress(campaign: Campaign, by: User) -> Progress:
    """How far the review is; four queries. Raises PermissionDenied."""
    require(by, Action.SEE_CAMPAIGNS, campaign)
    rows = Finding.objects.filter(campaign=campaign, withdrawn=False)
    told = rows.annotate(told=told_status()).values("told", "is_veto", "verdict__kind")
    counts = told.annotate(count=Count("pk")).order_by()
    by_status: dict[Status, int] = {}
    open_vetoes = bonuses = 0
    for row in counts:
        status = Status(row["told"])
        by_status[status] = by_status.get(status, 0) + row["count"]
        open_vetoes += row["count"] if row["is_veto"] and status in OPEN else 0
        bonuses += (
            row["count"] if row["verdict__kind"] == ItemKind.BONUS and status is Status.CONFIRMED else 0
        )
    taken = Decision.objects.filter(campaign=campaign).aggregate(total=Sum("seconds"))["total"]
    left = rulings_left(campaign).count(), blind_left(campaign).count()
    return Progress(by_status, bonuses, open_vetoes, *left, taken or 0)


def _next(rows: QuerySet[Finding], by: User, now: datetime, wanted: Wanted) -> Finding | None:
    """Claim the first free one; what the person leaves is free for others at once."""
    rows = rows.filter(Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=by))
    if wanted.item:
        rows = rows.filter(item=wanted.item)
    left = wanted.after
    if left is None:
        return _claim(rows, by, now)
    Finding.objects.filter(pk=left.pk, claimed_by=by).update(claimed_by=None, claimed_until=None)
    rows = rows.exclude(pk=left.pk)
    return _claim(rows.filter(_behind(left)), by, now) or _claim(rows, by, now)


def _behind(left: Finding) -> Q:
    """Later in the order of the queue."""
    same_kind = Q(is_veto=left.is_veto)
    behind = same_kind & Q(checked_id__gt=left.checked_id)
    behind |= same_kind & Q(checked_id=left.checked_id, pk__gt=left.pk)
    return behind | Q(is_veto=False) if left.is_veto else behind


def _decided_by(by: User) -> Exists:
    return Exists(Decision.objects.filter(finding=OuterRef("pk"), by=by))


def _claim(rows: QuerySet[Finding], by: User, now: datetime) -> Finding | None:
    finding = (
        rows.select_related("checked", "verdict", "campaign__unit")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .order_by("-is_veto", "checked_id", "id")
        .first()
    )
    if finding is not None:
        finding.claimed_by, finding.claimed_until = by, now + CLAIM
        finding.save(update_fields=["claimed_by", "claimed_until"])
    return finding
