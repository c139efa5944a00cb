"""The year of all supervisors at a glance, and of one of them down to the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitLevel, choices
from xunwang.rules.item import Item
from xunwang.rules.supervision.deduct.quarterly_checks import ITEM, Period, periods
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.supervision.assessment.editions import year_edition, year_item
from xunwang.supervision.assessment.ranking import Ranked, ranking
from xunwang.supervision.facts.build import facts_of
from xunwang.supervision.facts.material import Material, load_material
from xunwang.supervision.models import Assessment
from xunwang.supervision.queries import (
    assessments_seen_by,
    reporting_seen_by,
    supervisors_seen_by,
    tops,
)
from xunwang.supervision.vocabulary import DECLARED, ENTERED, WRITTEN_BY, Log, Stage
from xunwang.web.components.exports import listing_table
from xunwang.web.components.listing import Cell, Column, Filter, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.downloads import table_download
from xunwang.web.pages.supervision.assess import assessment_context
from xunwang.web.pages.supervision.common import chosen_year, year_or_404, years
from xunwang.web.people import allowed, person
from xunwang.words import Outcome

UNKNOWN = "未登记齐全"
_TONES = {Outcome.QUALIFIED: "good", Outcome.UNQUALIFIED: "bad", Outcome.PENDING: "warn"}


class Figure(NamedTuple):
    """One figure of a unit's year, as a list shows it."""

    key: str
    label: str
    text: str


def figures_of(facts: SupervisionFacts, quarterly: Item, now: datetime) -> list[Figure]:
    """The figures that a year is looked at by. What nobody told is said to be so.

    ``quarterly``: what the year asks of quarterly checks.
    """
    today = timezone.localdate(now)
    quarters = [_quarter(one, one.end < today) for one in periods(facts, quarterly)]
    return [
        Figure("checks", "季度抽查", " / ".join(quarters) if facts.sites else "没有网站"),
        Figure("messages", "找错留言", _messages(facts, now)),
        Figure("higher", "上级抽查不合格", _count(facts.higher_checks)),
        Figure("register", "名录问题", str(len(facts.register_problems))),
        Figure("orders", "整改", _orders(facts, now)),
        Figure("tables", "年度报表", _tables(facts)),
        Figure("training", "培训", _count(facts.trainings)),
        Figure("incidents", "假冒和安全事件", _count(facts.incidents)),
    ]


def _quarter(period: Period, over: bool) -> str:
    if not over:
        return "—"
    if not period.rounds:
        return "无"
    return f"{period.share:.0f}%{'' if period.published else '未公开'}"


def _count(rows: tuple[Any, ...] | None) -> str:
    return UNKNOWN if rows is None else str(len(rows))


def _messages(facts: SupervisionFacts, now: datetime) -> str:
    if facts.messages is None:
        return UNKNOWN
    still_open = sum(one.settled is None for one in facts.messages)
    return f"{len(facts.messages)}条，未办结{still_open}"


def _orders(facts: SupervisionFacts, now: datetime) -> str:
    ordered = facts.ordered or ()
    late = sum(one.due < (one.corrected or timezone.localdate(now)) for one in ordered)
    return f"{len(ordered)}项，逾期{late}"


def _tables(facts: SupervisionFacts) -> str:
    done = sum(one.published is not None for one in facts.tables)
    return f"{done}/{len(facts.tables)}已公开"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit's year, as a row of the list."""

    unit: Unit
    year: int
    figures: Mapping[str, str]
    register: int
    stage: Stage | None
    ranked: Ranked | None

    @property
    def name(self) -> str:
        """To search and sort by."""
        return self.unit.name

    @property
    def level(self) -> str:
        """To filter by."""
        return self.unit.level

    @property
    def total(self) -> Decimal | None:
        """Points; None while it is not final, and after a veto."""
        return self.ranked.final.total if self.ranked is not None else None

    @property
    def rank(self) -> int | None:
        """Place among the year's final assessments."""
        return self.ranked.rank if self.ranked is not None else None


def lines_of(units: Iterable[Unit], year: int) -> list[Line]:
    """The year of these units; the queries of :func:`load_material` and three."""
    material, now, places = load_material(year), timezone.now(), ranking(year)
    quarterly = year_item(year, ITEM)
    stages = dict(Assessment.objects.filter(year=year).order_by().values_list("unit", "stage"))
    found = []
    for unit in units:
        facts = facts_of(unit, material)
        stage = stages.get(unit.pk)
        found.append(
            Line(
                unit,
                year,
                {one.key: one.text for one in figures_of(facts, quarterly, now)},
                len(facts.register_problems),
                Stage(stage) if stage else None,
                places.get(unit.pk),
            )
        )
    return found


def _name(line: Line) -> Cell:
    return Cell(line.unit.name, reverse("supervisor", args=[line.unit.pk, line.year]))


def _stage(line: Line) -> Cell:
    stage = line.stage
    return Cell(stage.label if stage else "未建立", tone="good" if stage is Stage.FINAL else "plain")


def _result(line: Line) -> Cell:
    if line.ranked is None:
        return Cell("")
    final = line.ranked.final
    outcome = Outcome(final.outcome)
    total = "" if final.total is None else f" {final.total.normalize():f}分"
    marked = "（含未核定分值）" if final.uses_unconfirmed_points else ""
    return Cell(f"{outcome.label}{total}{marked}", tone=_TONES[outcome])


def _figure(key: str, label: str) -> Column:
    return Column(key, label, lambda line: line.figures[key])


_SPEC = ListSpec(
    columns=(
        Column("name", "监管单位", _name, ("name",)),
        _figure("checks", "季度抽查"),
        _figure("messages", "找错留言"),
        _figure("higher", "上级抽查不合格"),
        Column("register", "名录问题", lambda line: str(line.register), ("register",), "number"),
        _figure("orders", "整改"),
        _figure("tables", "年度报表"),
        _figure("training", "培训"),
        Column("stage", "考核", _stage, ("stage",), "short"),
        Column("result", "结果", _result, ("total",), "short"),
        Column("rank", "名次", lambda line: "" if line.rank is None else str(line.rank), ("rank",), "number"),
    ),
    filters=(
        Filter("level", "级别", choices(UnitLevel), "level"),
        Filter("stage", "考核", choices(Stage), "stage"),
    ),
    search=("name",),
    search_label="监管单位",
    empty="没有监管单位：名录中省级以下还没有带网站或新媒体的单位。",
)


@allowed(Action.SEE_ASSESSMENTS)
def overview(request: HttpRequest) -> HttpResponse:
    """All supervisors that the person may see, with the figures of a year."""
    user, year = person(request), chosen_year(request)
    lines = lines_of(supervisors_seen_by(user), year)
    listing = RowListing(_SPEC, lines, request.GET, {"year": str(year)})
    if request.GET.get("export"):
        return table_download(request, f"{year}年监管考核", Assessment._meta.db_table, listing_table(listing))
    stages = Counter(line.stage for line in lines)
    context = {
        "listing": listing,
        "title": f"{year}年监管考核",
        "year": year,
        "years": years(),
        "may_export": True,
        "to_open": stages[None] if may(user, Action.ASSESS_SUPERVISION) else 0,
        "opened": len(lines) - stages[None],
        "tops": within(user, Action.SEE_ASSESSMENTS, tops()),
        "stages": [(stage.label, stages[stage]) for stage in Stage],
        "edition": year_edition(year),
    }
    return render(request, "supervision/overview.html", context)


@allowed(Action.SEE_ASSESSMENTS)
def supervisor(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """One unit's year: figures now, logs, and the assessment if there is one."""
    user = person(request)
    unit = get_object_or_404(reporting_seen_by(user), pk=pk)
    material = load_material(year_or_404(year))
    assessment = assessments_seen_by(user).filter(unit=unit, year=year).first()
    context = {
        "unit": unit,
        "year": year,
        "years": years(),
        "figures": figures_of(facts_of(unit, material), year_item(year, ITEM), timezone.now()),
        "logs": [_log(unit, log, material, may(user, WRITTEN_BY[log], unit)) for log in Log],
        "assessment": assessment,
        "may_open": may(user, Action.ASSESS_SUPERVISION, unit) and unit.superior_id is not None,
        **(assessment_context(assessment, user) if assessment else {}),
    }
    return render(request, "supervision/supervisor.html", context)


def _log(unit: Unit, log: Log, material: Material, may_write: bool) -> dict[str, Any]:
    entries = [one for one in material.entries.get(unit.pk, ()) if one.log == log]
    reports = [material.reports.get(key, ()) for key in material.below(unit)] if log is Log.MESSAGES else []
    count = len(entries) + sum(map(len, reports))
    return {
        "log": log,
        "count": count,
        "entries": entries[:5],
        "enterable": may_write and log in ENTERED,
        "declarable": log in DECLARED,
        "declared": material.is_declared(unit, log),
        "may_write": may_write,
    }
