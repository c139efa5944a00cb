"""What a person has to do in this part, for the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.supervision.models import AnnualTable, Assessment, ErrorReport, Statement
from xunwang.supervision.queries import late
from xunwang.supervision.vocabulary import Stage, TableState
from xunwang.web.components.counts import counts


def supervision_tasks(user: User, now: datetime) -> Iterator[tuple[int, str, str]]:
    """Number, words and address of each. One query."""
    asked = list(_asked(user, local_day(now)))
    for count, (_, words, address) in zip(counts(*(rows for rows, _, _ in asked)), asked, strict=True):
        yield count, words, address


def _asked(user: User, today: date) -> Iterator[tuple[QuerySet[Any], str, str]]:
    if may(user, Action.REPORT_SUPERVISION):
        reports = within(user, Action.REPORT_SUPERVISION, ErrorReport.objects.order_by(), "unit__path")
        yield late(reports, today), "条找错留言办理超期", f"{reverse('error_reports')}?state=late"
        heard = within(user, Action.REPORT_SUPERVISION, Assessment.objects.order_by(), "unit__path")
        heard = heard.filter(stage=Stage.HEARING, statement_due__gte=today).exclude(statements__isnull=False)
        yield heard, "项监管考核等待反馈意见", reverse("supervision")
    if may(user, Action.FILL_ANNUAL_TABLES):
        tables = within(user, Action.FILL_ANNUAL_TABLES, AnnualTable.objects.order_by(), "unit__path")
        yield (
            tables.filter(year=today.year - 1).exclude(state=TableState.PUBLISHED),
            f"张{today.year - 1}年度报表还没有公开（期限1月31日）",
            f"{reverse('annual_tables')}?year={today.year - 1}&state=open",
        )
    if may(user, Action.ASSESS_SUPERVISION):
        said = within(user, Action.ASSESS_SUPERVISION, Statement.objects.order_by(), "assessment__unit__path")
        said = said.filter(answered_at=None, assessment__stage=Stage.HEARING).exclude(text="")
        yield said, "条考核意见等待答复", reverse("supervision")
