"""节假日表: the years whose working days are known, entering them, and counting by them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Router, Schema

from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.problems import ApiError, Trouble
from xunwang.api.shapes import Day, DayKey, Given, IfMatch, require_unchanged, tagged
from xunwang.holidays.entering import Arrangement, enter_year, hold_years, take_back
from xunwang.holidays.models import HolidayYear
from xunwang.holidays.office import (
    add_working_days,
    is_working_day,
    may_be_told,
    office_calendar,
    working_days_between,
)
from xunwang.words import Word

router = Router(tags=["节假日"])
Year = Annotated[int, Path(ge=1, le=9999, description="年份")]
Since = Annotated[Day, Field(description="起始日，如收到之日；从次日起算")]


class Origin(Word):
    """Where a year's holidays come from."""

    PACKAGED = "packaged", "随程序提供"
    ENTERED = "entered", "本单位录入"
    UNKNOWN = "unknown", "尚未录入"


class HolidayYearOut(Schema):
    """A year."""

    year: int
    origin: Origin = Field(description="packaged 随程序提供，entered 本单位录入，unknown 尚未录入")
    source: str = Field(description="录入时写明的来源；不是录入的为空")
    entered_by: str
    entered_at: datetime | None


class ArrangementOut(Schema):
    """A year's arrangement as it was entered."""

    rest: list[date] = Field(description="放假的日子，含假期中的周末，可含上年12月和次年1月的日子")
    work: list[date] = Field(description="因调休而上班的周末")
    notice: str = Field(description="通知原文")


class HolidayYearWhole(HolidayYearOut):
    """With its days."""

    days_off: list[date] | None = Field(description="星期一至星期五中放假的日子；为空表示尚未录入")
    days_worked: list[date] | None = Field(description="上班的星期六、星期日；为空表示尚未录入")
    arrangement: ArrangementOut | None = Field(description="录入的安排；不是录入的为空")


class ArrangementIn(Given):
    """The arrangement of a year as the State Council's notice gives it."""

    source: str = Field(max_length=200, description="通知的文号或网址")
    rest: list[Day] = Field(max_length=400, description="放假的日子，含假期中的周末")
    work: list[Day] = Field([], max_length=400, description="因调休而上班的周末")
    notice: str = Field("", max_length=10_000, description="通知原文")


class DayOut(Schema):
    """A day."""

    day: date
    working: bool


class SpanOut(Schema):
    """A number of working days."""

    working_days: int


class DeadlineOut(Schema):
    """The end of a limit."""

    last_day: date


class Span(Schema):
    """Two days."""

    since: Since
    until: Day = Field(description="截止日，计入")


class Limit(Schema):
    """Working days from a day on."""

    since: Since
    working_days: int = Field(ge=0, le=1000, description="工作日数")


@operation(router, "GET /holidays", Action.OPEN_CONSOLE, list[HolidayYearOut], "节假日表的年份")
def holiday_years(request: HttpRequest) -> list[HolidayYearOut]:
    """The years that are known, newest first."""
    entered = {one.year: one for one in HolidayYear.objects.select_related("entered_by")}
    return [_row(year, entered.get(year)) for year in sorted(office_calendar().years, reverse=True)]


@operation(router, "GET /holidays/{year}", Action.OPEN_CONSOLE, HolidayYearWhole, "一年的节假日")
def holiday_year(request: HttpRequest, year: Year, response: HttpResponse) -> HolidayYearWhole:
    """One year; one of the next that is not known yet says so."""
    return tagged(response, _shown(year))  # type: ignore[no-any-return]


@operation(
    router,
    "PUT /holidays/{year}",
    Action.EDIT_CALENDAR,
    HolidayYearWhole,
    "录入一年的节假日",
    for_all_units=True,
)
def holiday_year_enter(
    request: HttpRequest, year: Year, match: IfMatch, body: ArrangementIn
) -> HolidayYearWhole:
    """Enter a year, or another arrangement in its place. Deadlines that were set before stay."""
    hold_years()
    require_unchanged(match, _shown(year))
    rest, work = (tuple(sorted(set(days))) for days in (body.rest, body.work))
    enter_year(Arrangement(year, body.source, rest, work, body.notice), person(request), timezone.now())
    return _shown(year)


@operation(
    router,
    "DELETE /holidays/{year}",
    Action.EDIT_CALENDAR,
    HolidayYearWhole,
    "撤销一年的录入",
    for_all_units=True,
)
def holiday_year_take_back(request: HttpRequest, year: Year, match: IfMatch) -> HolidayYearWhole:
    """What the package knows of the year holds again."""
    hold_years()
    require_unchanged(match, _shown(year))
    if not take_back(year, person(request)):
        raise ApiError("refused", f"{year}年没有录入的安排。")
    return _shown(year)


@operation(router, "GET /days/{day}", Action.OPEN_CONSOLE, DayOut, "一天是不是工作日", may_be_refused=True)
def working_day(request: HttpRequest, day: DayKey) -> DayOut:
    """Whether offices work."""
    return DayOut(day=day, working=is_working_day(day))


@operation(
    router, "GET /working-days", Action.OPEN_CONSOLE, SpanOut, "两日之间的工作日数", may_be_refused=True
)
def working_days(request: HttpRequest, given: Query[Span]) -> SpanOut:
    """Working days from the day after ``since`` to ``until``."""
    if given.until < given.since:
        raise ApiError("invalid", "", [Trouble(field="until", message="截止日早于起始日。")])
    return SpanOut(working_days=working_days_between(given.since, given.until))


@operation(
    router, "GET /deadline", Action.OPEN_CONSOLE, DeadlineOut, "若干工作日期限的最后一天", may_be_refused=True
)
def deadline(request: HttpRequest, given: Query[Limit]) -> DeadlineOut:
    """The last day of a limit that began with receipt on ``since``."""
    return DeadlineOut(last_day=add_working_days(given.since, given.working_days))


def _row(year: int, entered: HolidayYear | None) -> HolidayYearOut:
    if entered is None:
        origin = Origin.PACKAGED if year in office_calendar().years else Origin.UNKNOWN
        return HolidayYearOut(year=year, origin=origin, source="", entered_by="", entered_at=None)
    return HolidayYearOut(
        year=year,
        origin=Origin.ENTERED,
        source=entered.source,
        entered_by=entered.entered_by.name,
        entered_at=entered.entered_at,
    )


def _shown(year: int) -> HolidayYearWhole:
    """Raises Http404 for a year that nobody needs."""
    if not may_be_told(year, timezone.localdate()):
        raise Http404
    entered = HolidayYear.objects.select_related("entered_by").filter(year=year).first()
    calendar = office_calendar()
    off, worked = calendar.moved_days(year) if year in calendar.years else (None, None)
    told = None
    if entered is not None:
        told = ArrangementOut(rest=entered.rest, work=entered.work, notice=entered.notice)
    return HolidayYearWhole(
        **_row(year, entered).model_dump(), days_off=off, days_worked=worked, arrangement=told
    )
