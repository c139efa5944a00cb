"""What the pages of the review ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import may, paths_for, within
from xunwang.access.roles import Action
from xunwang.inspection.blind import blind_open, told_status
from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import Campaign, Decision, Finding, ItemVerdict
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.review.queue import disputed, rulings_left, waiting, waiting_blind
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Status
from xunwang.rules.item import Item

AT_WORK = (Stage.RUNNING, Stage.REVIEW)
"""Stages in which test questions are recorded; findings are decided in the second only."""


def campaigns_of(user: User) -> QuerySet[Campaign]:
    """Campaigns that the person may see, newest first."""
    rows = Campaign.objects.select_related("unit")
    return within(user, Action.SEE_CAMPAIGNS, rows, "unit__path")


def to_review(user: User) -> QuerySet[Campaign]:
    """Campaigns in review of which the person is a reviewer."""
    rows = within(user, Action.REVIEW_FINDINGS, Campaign.objects.filter(stage=Stage.REVIEW), "unit__path")
    named = Campaign.reviewers.through.objects.filter(campaign=OuterRef("pk"))
    return rows.filter(~Exists(named) | Exists(named.filter(user=user)))


def findings_of(user: User) -> QuerySet[Finding]:
    """Findings that the person may open; restricted ones are not there for others."""
    rows = Finding.objects.select_related("checked", "verdict", "campaign__unit", "claimed_by")
    rows = within(user, Action.SEE_CAMPAIGNS, rows, "campaign__unit__path")
    return rows.filter(unhidden(user))


def unhidden(user: User) -> Q:
    """Findings that are not restricted, or that the person may open all the same."""
    return Q(restricted=False) | within_paths(paths_for(user, Action.OPEN_RESTRICTED), "campaign__unit__path")


def within_paths(paths: Iterable[str], field: str) -> Q:
    """Rows whose unit lies below one of the paths; none without a path."""
    wanted = Q(pk__in=())
    for path in paths:
        wanted |= Q(**{f"{field}__startswith": path})
    return wanted


def verdicts_of(user: User) -> QuerySet[ItemVerdict]:
    """Verdicts that the person may see."""
    rows = ItemVerdict.objects.select_related("checked", "campaign__unit")
    return within(user, Action.SEE_CAMPAIGNS, rows, "campaign__unit__path")


def may_review(user: User, campaign: Campaign) -> bool:
    """Whether the person reviews this campaign. One query at most."""
    try:
        require_reviewer(user, campaign)
    except PermissionDenied:
        return False
    return True


def item_of(campaign: Campaign, item: str) -> Item | None:
    """The indicator as the campaign's edition has it."""
    return edition_of(campaign).items.get(item)


def titles_of(campaign: Campaign) -> Mapping[str, str]:
    """Names of the indicators."""
    return {item.id: item.title for item in edition_of(campaign).items.values()}


def without_open_blind(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Without those whose blind opinion is still to come: their status is not told to reviewers."""
    return rows.exclude(blind_open())


def with_blind(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Each says in ``blind_open`` whether its blind opinion is still to come."""
    return rows.annotate(blind_open=blind_open())


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait for this person in a campaign."""

    first: int
    second: int
    blind: int
    rulings: int
    disputes: int


def waiting_for(campaign: Campaign, user: User) -> Waiting:
    """What the person can do now; zero where it is not for him. Five queries at most."""
    by_status: dict[str, int] = {}
    blind = rulings = disputes = 0
    if may_review(user, campaign):
        rows = waiting(campaign, user).order_by().values_list("status").annotate(Count("pk"))
        by_status = dict(rows)
        blind = waiting_blind(campaign, user).count()
        rulings = rulings_left(campaign).order_by().count()
    if may(user, Action.SETTLE_DISPUTES, campaign):
        disputes = disputed(campaign).filter(unhidden(user)).order_by().count()
    first, second = by_status.get(Status.CANDIDATE, 0), by_status.get(Status.SECOND, 0)
    return Waiting(first, second, blind, rulings, disputes)


@dataclass(slots=True)
class ItemCount:
    """How far an indicator is."""

    item: str
    title: str = ""
    waiting: int = 0
    disputed: int = 0
    confirmed: int = 0
    dismissed: int = 0
    minutes: float | None = None
    """A decision; None: nobody has decided."""

    @property
    def all(self) -> int:
        """Findings that stand."""
        return self.waiting + self.disputed + self.confirmed + self.dismissed


_PLACES = {
    Status.CANDIDATE: "waiting",
    Status.SECOND: "waiting",
    Status.UNSURE: "disputed",
    Status.CONFIRMED: "confirmed",
    Status.DISMISSED: "dismissed",
}


def counts_by_item(campaign: Campaign, efforts: Iterable[tuple[str, float]]) -> list[ItemCount]:
    """Indicators with findings, in the order of the table; ``efforts``: minutes a decision. One query."""
    titles = titles_of(campaign)
    found: dict[str, ItemCount] = {}
    rows = Finding.objects.filter(campaign=campaign, withdrawn=False, restricted=False).order_by()
    told = rows.annotate(told=told_status()).values_list("item", "told")
    for item, status, count in told.annotate(Count("pk")):
        one = found.setdefault(item, ItemCount(item, titles.get(item, "")))
        place = _PLACES[Status(status)]
        setattr(one, place, getattr(one, place) + count)
    for item, minutes in efforts:
        if item in found:
            found[item].minutes = minutes
    order = {item: number for number, item in enumerate(titles)}
    return sorted(found.values(), key=lambda one: order.get(one.item, len(order)))


def last_decided(campaign: Campaign, user: User) -> int | None:
    """Key of the finding that the person decided on last in this campaign. One query."""
    rows = Decision.objects.filter(campaign=campaign, by=user, finding__isnull=False).order_by("-id")
    return rows.values_list("finding_id", flat=True).first()
