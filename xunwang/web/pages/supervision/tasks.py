"""What a person has to do in this part, for the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.supervision.models import AnnualTable, Assessment, ErrorReport, Statement
from xunwang.supervision.queries import late
from xunwang.supervision.vocabulary import Stage, TableState


def supervision_tasks(user: User, now: datetime) -> Iterator[tuple[int, str, str]]:
    """Number, words and address of each. A query each."""
    today = local_day(now)
    if may(user, Action.REPORT_SUPERVISION):
        reports = within(user, Action.REPORT_SUPERVISION, ErrorReport.objects.order_by(), "unit__path")
        yield late(reports, today).count(), "条找错留言办理超期", f"{reverse('error_reports')}?state=late"
        heard = within(user, Action.REPORT_SUPERVISION, Assessment.objects.order_by(), "unit__path")
        heard = heard.filter(stage=Stage.HEARING, statement_due__gte=today).exclude(statements__isnull=False)
        yield heard.count(), "项监管考核等待反馈意见", reverse("supervision")
    if may(user, Action.FILL_ANNUAL_TABLES):
        tables = within(user, Action.FILL_ANNUAL_TABLES, AnnualTable.objects.order_by(), "unit__path")
        yield (
            tables.filter(year=today.year - 1).exclude(state=TableState.PUBLISHED).count(),
            f"张{today.year - 1}年度报表还没有公开（期限1月31日）",
            f"{reverse('annual_tables')}?year={today.year - 1}&state=open",
        )
    if may(user, Action.ASSESS_SUPERVISION):
        said = within(user, Action.ASSESS_SUPERVISION, Statement.objects.order_by(), "assessment__unit__path")
        said = said.filter(answered_at=None, assessment__stage=Stage.HEARING).exclude(text="")
        yield said.count(), "条考核意见等待答复", reverse("supervision")
