"""The test questions of a campaign as a table that offices fill in: out, and in again after a look at what it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.calendar.errors import CalendarNotPublished
from xunwang.inspection.enquiries import Question, Reply, ask, record_reply
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign, CheckedSite, Enquiry
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.vocabulary import Quality
from xunwang.registry.exporting import harmless
from xunwang.words import CHINA

COLUMNS = (
    "网站标识码", "网站名称", "首页网址", "问题", "提交网址", "受理编号", "提交时间", "答复时间", "所用工作日", "答复质量",
    "答复内容", "答复网址",
)  # fmt: skip
"""所用工作日 is told, never read: it follows from the calendar."""
MOST_ROWS = 5000
_NEEDED = ("首页网址", "问题", "提交时间")
_QUALITIES = {quality.label: quality for quality in Quality} | {quality.value: quality for quality in Quality}
_TIME = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that can be taken: values as they will be given to the services. Times are aware."""

    number: int
    site_id: int
    question: Question
    asked_at: datetime
    reply: Reply | None


@dataclass(slots=True)
class Planned:
    """What a table would do."""

    entries: list[Entry] = field(default_factory=list)
    """Rows that change something."""
    same: int = 0
    """Rows that say what is known already, or nothing."""
    errors: list[tuple[int, str]] = field(default_factory=list)
    """Row as the spreadsheet counts it, and what to do."""


class _RowError(Exception):
    """A row can't be taken; the message says what to do."""


def table_of(campaign: Campaign) -> Iterator[list[str]]:
    """Header and one row for each site of the campaign. One query."""
    yield list(COLUMNS)
    for site in campaign.sites.select_related("enquiry"):
        yield [site.site_code, site.name, site.home_url, *_told(getattr(site, "enquiry", None))]


def plan_table(campaign: Campaign, rows: Sequence[Sequence[str]], now: datetime) -> Planned:
    """What the rows (the first is the header) would do. One query. Raises InspectionError for another table."""
    if not rows or any(name not in rows[0] for name in _NEEDED):
        raise InspectionError(f"表头应有：{'、'.join(_NEEDED)}。请先导出本表，填写后再导入。")
    if len(rows) > MOST_ROWS:
        raise InspectionError(f"一次最多导入{MOST_ROWS}行。")
    sites = {site.home_url: site for site in campaign.sites.select_related("enquiry")}
    planned, seen = Planned(), set()
    for number, cells in enumerate(rows[1:], start=2):
        row = dict(zip(rows[0], map(_cell, cells), strict=False))
        try:
            entry = _entry(number, row, sites, now)
            if entry is not None and entry.site_id in seen:
                raise _RowError("同一网站出现两次，请删去一行。")
        except _RowError as error:
            planned.errors.append((number, str(error)))
            continue
        if entry is None:
            planned.same += 1
        else:
            seen.add(entry.site_id)
            planned.entries.append(entry)
    return planned


def apply_table(
    campaign: Campaign, entries: Iterable[Entry], by: User, now: datetime
) -> tuple[int, list[tuple[int, str]]]:
    """Write the rows down, each for itself; how many were, and what stood in the way of the others.

    Raises PermissionDenied.
    """
    require_reviewer(by, campaign)
    done, errors = 0, []
    sites = campaign.sites.select_related("enquiry", "campaign__unit").in_bulk()
    for entry in entries:
        try:
            with transaction.atomic():
                _write(sites[entry.site_id], entry, by, now)
            done += 1
        except (InspectionError, CalendarNotPublished, KeyError) as error:
            errors.append((entry.number, str(error)))
    return done, errors


def _write(site: CheckedSite, entry: Entry, by: User, now: datetime) -> None:
    enquiry: Enquiry | None = getattr(site, "enquiry", None)
    if enquiry is None:
        enquiry = ask(site, entry.question, by, entry.asked_at)
    if entry.reply is not None:
        record_reply(enquiry, entry.reply, by, now)


def _entry(
    number: int, row: Mapping[str, str], sites: Mapping[str, CheckedSite], now: datetime
) -> Entry | None:
    site = sites.get(row.get("首页网址", ""))
    if site is None:
        raise _RowError("本次检查中没有这个首页网址，请核对“首页网址”列。")
    if not row.get("问题") and not row.get("提交时间"):
        return None
    asked = _time(row, "提交时间", now)
    if asked is None or not row.get("问题"):
        raise _RowError("“问题”和“提交时间”须同时填写。")
    question = Question(row["问题"][:2000], row.get("提交网址", "")[:500], row.get("受理编号", "")[:100])
    reply = _reply(row, asked, now)
    known: Enquiry | None = getattr(site, "enquiry", None)
    if known is not None:
        if known.question != question.text or _minute(known.asked_at) != _minute(asked):
            raise _RowError("该网站已登记过问题，登记的问题和提交时间不能更改。")
        if reply is None or _same_reply(known, reply):
            return None
    return Entry(number, site.pk, question, asked, reply)


def _reply(row: Mapping[str, str], asked: datetime, now: datetime) -> Reply | None:
    at = _time(row, "答复时间", now)
    told = row.get("答复质量", "")
    if at is None and not told:
        return None
    quality = _QUALITIES.get(told)
    if at is None or quality is None:
        names = "、".join(one.label for one in Quality)
        raise _RowError(f"“答复时间”和“答复质量”须同时填写，质量为：{names}。")
    if at < asked:
        raise _RowError("“答复时间”早于“提交时间”，请更正。")
    return Reply(at, quality, row.get("答复内容", "")[:5000], row.get("答复网址", "")[:500])


def _cell(text: str) -> str:
    """Without the apostrophe that our own export sets before what a spreadsheet would take for a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _time(row: Mapping[str, str], column: str, now: datetime) -> datetime | None:
    """A time in Asia/Shanghai, as spreadsheets have it; None for an empty cell."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise _RowError(f"“{column}”应写成2020-11-20 15:30。") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    if moment > now:
        raise _RowError(f"“{column}”晚于现在，请更正。")
    return moment


def _same_reply(known: Enquiry, reply: Reply) -> bool:
    if known.answered_at is None:
        return False
    told = (known.quality, known.answer, known.answer_url)
    return told == (reply.quality, reply.text, reply.url) and _minute(known.answered_at) == _minute(reply.at)


def _minute(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime(_TIME)


def _told(enquiry: Enquiry | None) -> list[str]:
    if enquiry is None:
        return [""] * 9
    return [
        enquiry.question,
        enquiry.url,
        enquiry.receipt,
        _minute(enquiry.asked_at),
        _minute(enquiry.answered_at) if enquiry.answered_at else "",
        "" if enquiry.working_days is None else str(enquiry.working_days),
        Quality(enquiry.quality).label if enquiry.quality else "",
        enquiry.answer,
        enquiry.answer_url,
    ]
