"""Everything of one year, read in a fixed number of queries; facts of any unit follow in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import Max, OuterRef, Q, Subquery

from xunwang.calendar.working_days import local_day
from xunwang.inspection.models import Campaign, CheckedSite, FinalResult, SiteScore
from xunwang.inspection.stages import Move as CampaignMove
from xunwang.inspection.stages import Stage as CampaignStage
from xunwang.registry.models import Unit, WebSite
from xunwang.registry.snapshot import Register
from xunwang.registry.vocabulary import Status
from xunwang.rules.supervision.facts import OrderedProblem, RegisterProblem
from xunwang.supervision.facts.reality import register_differences, register_looks
from xunwang.supervision.facts.rectification import ordered_problems
from xunwang.supervision.models import AnnualTable, Declaration, ErrorReport, LogEntry
from xunwang.supervision.vocabulary import Log
from xunwang.words import CHINA, Outcome

_DONE = (
    CampaignStage.REVIEW,
    CampaignStage.FEEDBACK,
    CampaignStage.APPEAL,
    CampaignStage.FINAL,
    CampaignStage.PUBLISHED,
)
"""Stages in which a round of checks has been carried out."""


class Round(NamedTuple):
    """A campaign that was carried out."""

    key: int
    title: str
    unit_id: int
    ended: date
    published: date | None
    sites: frozenset[int]


@dataclass(frozen=True, slots=True)
class Material:
    """Rows of one year, by unit where they belong to one."""

    year: int
    register: Register
    overseers: Mapping[int, frozenset[int]]
    """Who oversees a unit, near or far, itself included."""
    sites: Mapping[int, list[WebSite]]
    rounds: tuple[Round, ...]
    qualified: frozenset[int]
    """Sites that a final result of the year reported as qualified."""
    reports: Mapping[int, list[ErrorReport]]
    entries: Mapping[int, list[LogEntry]]
    declared: frozenset[tuple[int, str]]
    tables: tuple[AnnualTable, ...]
    ordered: Mapping[int, tuple[OrderedProblem, ...]]
    looked_at: Mapping[int, datetime]
    """When each site was last held against reality."""
    differences: Mapping[int, tuple[RegisterProblem, ...]]

    def below(self, unit: Unit) -> list[int]:
        """Keys of the units that ``unit`` oversees, itself included."""
        return [key for key, above in self.overseers.items() if unit.pk in above]

    def is_declared(self, unit: Unit, log: Log) -> bool:
        """Whether somebody said that the unit's log is complete."""
        return (unit.pk, log.value) in self.declared


def year_span(year: int) -> tuple[datetime, datetime]:
    """First instant of a year in Asia/Shanghai, and first instant of the next."""
    return datetime.combine(date(year, 1, 1), time(), CHINA), datetime.combine(
        date(year + 1, 1, 1), time(), CHINA
    )


def load_material(year: int) -> Material:
    """About a dozen queries, whatever the size of the province."""
    register = Register.load()
    start, end = year_span(year)
    entries = LogEntry.objects.filter(year=year, withdrawn_at=None).order_by("day", "id")
    reports = ErrorReport.objects.filter(received_at__gte=start, received_at__lt=end).order_by(
        "received_at", "id"
    )
    return Material(
        year=year,
        register=register,
        overseers=_overseers(register),
        sites=_by_unit(WebSite.objects.exclude(status=Status.PLANNED).order_by("pk")),
        rounds=_rounds(start, end),
        qualified=_qualified(start, end),
        reports=_by_unit(reports.defer("text", "answer")),
        entries=_by_unit(entries),
        declared=frozenset(Declaration.objects.filter(year=year).values_list("unit", "log")),
        tables=tuple(AnnualTable.objects.filter(year=year).select_related("unit", "site").defer("values")),
        ordered=ordered_problems(year),
        looked_at=register_looks(),
        differences=register_differences(),
    )


def _by_unit(rows: Iterable[object]) -> dict[int, list]:  # type: ignore[type-arg]
    found = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(row)  # type: ignore[attr-defined]
    return found


def _overseers(register: Register) -> dict[int, frozenset[int]]:
    """Along supervising units, and superiors where none is named. Ends at a circle."""
    found: dict[int, frozenset[int]] = {}
    for unit in register.units.values():
        above = {unit.id}
        current = unit
        while (key := current.supervising_unit_id or current.superior_id) and key not in above:
            above.add(key)
            current = register.units[key]
        found[unit.id] = frozenset(above)
    return found


def _rounds(start: datetime, end: datetime) -> tuple[Round, ...]:
    campaigns = Campaign.objects.filter(check_point__gte=start, check_point__lt=end, stage__in=_DONE)
    campaigns = campaigns.annotate(told=Max("events__at", filter=Q(events__move=CampaignMove.PUBLISH)))
    checked: dict[int, set[int]] = defaultdict(set)
    rows = CheckedSite.objects.filter(campaign__in=campaigns.values("pk"), taken_at__isnull=False)
    for campaign, site in rows.order_by().values_list("campaign_id", "site_id"):
        checked[campaign].add(site)
    return tuple(
        Round(
            one.pk,
            one.title,
            one.unit_id,
            local_day(one.check_point),
            local_day(one.told) if one.stage == CampaignStage.PUBLISHED and one.told else None,
            frozenset(checked[one.pk]),
        )
        for one in campaigns.order_by("check_point", "id")
    )


def _qualified(start: datetime, end: datetime) -> frozenset[int]:
    last = FinalResult.objects.filter(campaign=OuterRef("campaign")).order_by("-number")
    finals = FinalResult.objects.filter(
        campaign__check_point__gte=start,
        campaign__check_point__lt=end,
        campaign__stage__in=(CampaignStage.FINAL, CampaignStage.PUBLISHED),
        pk=Subquery(last.values("pk")[:1]),
    )
    scores = SiteScore.objects.filter(final__in=finals, outcome=Outcome.QUALIFIED)
    return frozenset(scores.order_by().values_list("site__site_id", flat=True))
