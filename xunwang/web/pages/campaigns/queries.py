"""What the pages ask about campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xunwang.access.models import Assignment, User
from xunwang.access.permissions import paths_for, within
from xunwang.access.roles import Action, roles_for
from xunwang.inspection.blind import still_open, told_as
from xunwang.inspection.models import (
    NO_BONUS,
    Appeal,
    Campaign,
    CheckedAccount,
    CheckedSite,
    Feedback,
    Finding,
    ItemVerdict,
)
from xunwang.inspection.planning.scope import PROVINCIAL
from xunwang.inspection.review.agreement import Effort
from xunwang.inspection.review.queue import Progress
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import OPEN, Status
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitKind, UnitLevel
from xunwang.words import Outcome

MINUTES_EACH = 1.0
"""For a decision, until the campaign's own are measured; as :class:`planning.workload.Rates` has it."""


def campaigns_seen_by(user: User) -> QuerySet[Campaign]:
    """Campaigns of offices that the person may look into, newest first."""
    rows = Campaign.objects.select_related("unit", "created_by")
    return within(user, Action.SEE_CAMPAIGNS, rows, "unit__path")


def with_counts(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """With ``site_count``, ``account_count`` and ``open_count`` (findings that wait for somebody)."""
    return rows.annotate(
        site_count=_count(CheckedSite.objects, "campaign"),
        account_count=_count(CheckedAccount.objects, "campaign"),
        open_count=_count(Finding.objects.filter(still_open(), withdrawn=False), "campaign"),
    )


def sites_with_counts(campaign: Campaign) -> QuerySet[CheckedSite]:
    """Checked sites with ``confirmed`` (problems), ``open`` (findings) and ``rulings`` (indicators left to people)."""
    standing = Finding.objects.filter(withdrawn=False)
    left = ItemVerdict.objects.filter(needs_ruling=True, ruling="")
    return campaign.sites.annotate(
        confirmed=_count(standing.filter(NO_BONUS, told_as(Status.CONFIRMED)), "checked"),
        open=_count(standing.filter(still_open()), "checked"),
        rulings=_count(left, "checked"),
    )


def offices_of(user: User) -> QuerySet[Unit]:
    """Governments for which the person may plan."""
    rows = Unit.objects.filter(kind=UnitKind.GOVERNMENT, is_active=True)
    return within(user, Action.PLAN_CAMPAIGNS, rows.order_by("path"))


def cities() -> list[tuple[str, str]]:
    """Region code and name of every city government."""
    rows = Unit.objects.filter(kind=UnitKind.GOVERNMENT, level=UnitLevel.CITY, is_active=True)
    return [
        (code, short or name)
        for code, short, name in rows.order_by("region_code").values_list("region_code", "short_name", "name")
    ]


def possible_reviewers(user: User) -> QuerySet[User]:
    """Everybody who reviews somewhere within, or above, what the person plans for; with their assignments."""
    roles = [role.value for role in roles_for(Action.REVIEW_FINDINGS)]
    mine = paths_for(user, Action.PLAN_CAMPAIGNS)
    held = Assignment.objects.filter(role__in=roles, user__is_active=True).select_related("unit")
    known = {
        one.user_id
        for one in held
        if any(one.path.startswith(path) or path.startswith(one.path) for path in mine)
    }
    return User.objects.filter(pk__in=known).prefetch_related("assignments__unit").order_by("name", "pk")


def regions_of(campaign: Campaign, of: str = "sites") -> list[tuple[str, str]]:
    """Regions of the campaign's sites (or ``accounts``), as a filter takes them; the province's own first."""
    rows = campaign.sites if of == "sites" else campaign.accounts
    names = rows.order_by().values_list("region", flat=True).distinct()
    return [(name, name) for name in sorted(names, key=lambda name: (name != PROVINCIAL, name))]


def findings_by_status(progress: Progress) -> list[tuple[Status, int]]:
    """In the order of the work."""
    return [(status, progress.findings.get(status, 0)) for status in Status]


def minutes_left(progress: Progress, efforts: Sequence[Effort]) -> int:
    """What reviewing still takes at the pace of the campaign so far."""
    decisions = sum(effort.decisions for effort in efforts)
    each = sum(effort.seconds for effort in efforts) / 60 / decisions if decisions else MINUTES_EACH
    return round(each * (progress.left + progress.rulings_left))


def waiting_campaigns(user: User, today: date) -> dict[Stage, int]:
    """Campaigns that the person could take a step further now, by their stage; one query."""
    rows = within(user, Action.PLAN_CAMPAIGNS, Campaign.objects.order_by(), "unit__path")
    mine = rows.filter(_ready(today)).values_list("stage").annotate(Count("pk"))
    return {Stage(stage): count for stage, count in mine}


def _ready(today: date) -> Q:
    """Where nothing stands in the way any more; a cheap look, the gates have the last word."""
    own = {"campaign": OuterRef("pk")}
    undecided = Finding.objects.filter(**own, withdrawn=False, status__in=sorted(OPEN))
    unruled = ItemVerdict.objects.filter(**own, needs_ruling=True, ruling="")
    unchecked = CheckedAccount.objects.filter(**own, outcome=Outcome.PENDING)
    silent = Feedback.objects.filter(**own, answer="", due_on__gte=today, problems__gt=0)
    appeals = Appeal.objects.filter(feedback__campaign=OuterRef("pk"), ruling="")
    missing = CheckedSite.objects.filter(**own, taken_at=None)
    return (
        Q(stage__in=(Stage.DRAFT, Stage.FINAL))
        | Q(stage=Stage.PLANNED, period_start__lte=today)
        | Q(~Exists(missing), stage=Stage.RUNNING)
        | Q(~Exists(undecided), ~Exists(unruled), ~Exists(unchecked), stage=Stage.REVIEW)
        | Q(~Exists(silent), stage=Stage.FEEDBACK)
        | Q(~Exists(appeals), ~Exists(undecided), stage=Stage.APPEAL)
    )


def _count(rows: object, owner: str) -> Coalesce:
    """Number of ``rows`` of the outer row, as a subquery: joins would multiply each other."""
    counted = (
        rows.filter(**{owner: OuterRef("pk")})  # type: ignore[attr-defined]
        .order_by()
        .values(owner)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
