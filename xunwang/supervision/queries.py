"""What the pages ask for. Each says which rows, never more than the person may see."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.vocabulary import LIVE
from xunwang.supervision.models import AnnualTable, Assessment, ErrorReport, LogEntry, Proof


def supervisors() -> QuerySet[Unit]:
    """Units that are assessed: those right below the top that have a live site or account in their subtree.

    Right below is whose supervising unit is the top, or, where none is named, whose superior is.
    """
    top = Q(superior__isnull=False, superior__superior=None, supervising_unit=None)
    named = Q(supervising_unit__isnull=False, supervising_unit__superior=None)
    live = {"unit__path__startswith": OuterRef("path"), "status__in": sorted(LIVE)}
    rows = Unit.objects.filter(top | named, is_active=True)
    return rows.filter(Exists(WebSite.objects.filter(**live)) | Exists(Account.objects.filter(**live)))


def supervisors_seen_by(person: User) -> QuerySet[Unit]:
    """Those whose assessment the person may see, also units that were assessed before they lost all they supervised."""
    assessed = Exists(Assessment.objects.filter(unit=OuterRef("pk")))
    rows = Unit.objects.filter(Q(pk__in=supervisors().values("pk")) | assessed)
    return within(person, Action.SEE_ASSESSMENTS, rows)


def tops() -> QuerySet[Unit]:
    """Units above all: not assessed here, but they keep logs and publish a table of their own."""
    return Unit.objects.filter(superior=None, supervising_unit=None, is_active=True)


def reporting_seen_by(person: User) -> QuerySet[Unit]:
    """Units that keep logs, as far as the person may see them: supervisors and the top."""
    rows = Unit.objects.filter(
        Q(pk__in=supervisors_seen_by(person).values("pk")) | Q(pk__in=tops().values("pk"))
    )
    return within(person, Action.SEE_ASSESSMENTS, rows)


def reports_seen_by(person: User) -> QuerySet[ErrorReport]:
    """Messages of the person's units."""
    rows = ErrorReport.objects.select_related("unit", "site", "site__unit")
    return within(person, Action.SEE_ASSESSMENTS, rows, "unit__path")


def late(rows: QuerySet[ErrorReport], today: date) -> QuerySet[ErrorReport]:
    """Messages that wait beyond one of their limits."""
    return rows.filter(settled_at=None).filter(
        Q(settle_due__lt=today)
        | Q(answered_at=None, answer_due__lt=today)
        | Q(passed_on_at=None, answered_at=None, pass_on_due__lt=today)
    )


def waiting(rows: QuerySet[ErrorReport]) -> QuerySet[ErrorReport]:
    """Messages that are not settled."""
    return rows.filter(settled_at=None)


def received_between(rows: QuerySet[ErrorReport], start: datetime, end: datetime) -> QuerySet[ErrorReport]:
    """Messages received from ``start`` until before ``end``."""
    return rows.filter(received_at__gte=start, received_at__lt=end)


def entries_seen_by(person: User) -> QuerySet[LogEntry]:
    """Entries of the person's units, also withdrawn ones."""
    rows = LogEntry.objects.select_related("unit", "created_by", "withdrawn_by")
    return within(person, Action.SEE_ASSESSMENTS, rows, "unit__path")


def proofs_seen_by(person: User) -> QuerySet[Proof]:
    """Proofs of what the person may see."""
    rows = Proof.objects.select_related(
        "entry__unit", "decision__assessment__unit", "statement__assessment__unit"
    )
    return (
        within(person, Action.SEE_ASSESSMENTS, rows, "entry__unit__path")
        | within(person, Action.SEE_ASSESSMENTS, rows, "decision__assessment__unit__path")
        | within(person, Action.SEE_ASSESSMENTS, rows, "statement__assessment__unit__path")
    )


def assessments_seen_by(person: User) -> QuerySet[Assessment]:
    """Assessments of the person's units."""
    return within(
        person,
        Action.SEE_ASSESSMENTS,
        Assessment.objects.select_related("unit", "own_edition"),
        "unit__path",
    )


def tables_seen_by(person: User) -> QuerySet[AnnualTable]:
    """Annual tables of the person's units."""
    rows = AnnualTable.objects.select_related("unit", "site")
    return within(person, Action.SEE_ANNUAL_TABLES, rows, "unit__path")
