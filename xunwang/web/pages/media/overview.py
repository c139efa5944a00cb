"""A quarter or a year of the new media."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xunwang.access.roles import Action
from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import CheckedAccount
from xunwang.media.overview import ASLEEP, Line, Overview, overview
from xunwang.notices.charts import Chart, chart_of_outcomes
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person
from xunwang.words import Outcome

FIRST_YEAR = 2019
"""The indicators are of April 2019."""
_HEADS = ["分组", "名称", "备案", "抽查", "抽查比例", "合格", "不合格", "待定", "合格率", "不更新"]
_CHARTED = ("地区", "平台")
_MOST_BARS = 30


@allowed(Action.SEE_CAMPAIGNS)
def period(request: HttpRequest) -> HttpResponse:
    """The year asked for (this one without), or a quarter of it."""
    year, quarter = _chosen(request)
    since, until = _span(year, quarter)
    found = overview(person(request), since, until)
    name = f"{year}年第{quarter}季度" if quarter else f"{year}年"
    if request.GET.get("export"):
        return table_download(request, f"{name}新媒体情况", CheckedAccount._meta.db_table, _table(found))
    context = {
        "title": f"{name}新媒体情况",
        "year": year,
        "quarter": quarter,
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        "found": found,
        "charts": [chart for label in _CHARTED if (chart := _chart(label, found.groups[label])) is not None],
        "vetoes": _vetoes(found),
        "asleep_item": ASLEEP,
        "heads": _HEADS[2:],
    }
    return render(request, "media/overview.html", context)


def _vetoes(found: Overview) -> list[tuple[str, str, int]]:
    """Indicator, its title in the newest of the editions, and how many accounts it made unqualified."""
    items = edition_of(found.campaigns[-1]).account_items if found.campaigns else {}
    return [(item, items[item].title if item in items else "", count) for item, count in found.vetoes.items()]


def _chosen(request: HttpRequest) -> tuple[int, int]:
    """Year, and quarter or 0."""
    this = timezone.localdate().year
    wanted, part = request.GET.get("year", ""), request.GET.get("quarter", "")
    year = int(wanted) if wanted in {str(one) for one in range(FIRST_YEAR, this + 1)} else this
    return year, int(part) if part in {"1", "2", "3", "4"} else 0


def _span(year: int, quarter: int) -> tuple[datetime, datetime]:
    """From the first instant to the first behind, Beijing time."""
    month = 3 * (quarter - 1) + 1 if quarter else 1
    end = (year, month + 3) if quarter else (year + 1, 1)
    end = (end[0] + 1, 1) if end[1] > 12 else end
    zone = timezone.get_current_timezone()
    return datetime(year, month, 1, tzinfo=zone), datetime(*end, 1, tzinfo=zone)


def _table(found: Overview) -> list[list[str]]:
    rows = [("合计", found.overall)] + [
        (label, line) for label, lines in found.groups.items() for line in lines
    ]
    return [_HEADS, *([label, line.counts.group, *_cells(line)] for label, line in rows)]


def _cells(line: Line) -> list[str]:
    counts = line.counts
    numbers = [str(line.filed), str(counts.total), line.share, str(counts.qualified), str(counts.unqualified)]
    return [*numbers, str(counts.pending), counts.rate, str(line.asleep)]


def _chart(label: str, lines: tuple[Line, ...]) -> Chart | None:
    checked = [line.counts for line in lines if line.counts.total][:_MOST_BARS]
    rows = [
        (counts.group, outcome, count)
        for counts in checked
        for outcome, count in (
            (Outcome.QUALIFIED, counts.qualified),
            (Outcome.PENDING, counts.pending),
            (Outcome.UNQUALIFIED, counts.unqualified),
        )
        if count
    ]
    return chart_of_outcomes(rows, f"各{label}抽查结果", "账号数（个）") if rows else None
