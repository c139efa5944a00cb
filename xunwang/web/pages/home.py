"""The first page: what must I do now?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.holidays.office import years_to_enter
from xunwang.inspection.stages import Stage
from xunwang.media.queries import way_tasks
from xunwang.registry.filing_words import FilingState
from xunwang.registry.filings import overdue_suspensions
from xunwang.registry.models import Account, Filing, Unit, WebSite
from xunwang.registry.vocabulary import LIVE
from xunwang.web.components.counts import counts
from xunwang.web.pages.campaigns.queries import waiting_campaigns
from xunwang.web.pages.filings.queries import waiting_for
from xunwang.web.pages.notices.queries import tasks_of as notice_tasks
from xunwang.web.pages.rectify.queries import tasks_of as rectify_tasks
from xunwang.web.pages.register.problems import problems_counted
from xunwang.web.pages.register.reality import differences_left
from xunwang.web.pages.review.todo import tasks_of
from xunwang.web.pages.running.queries import run_tasks
from xunwang.web.pages.supervision.tasks import supervision_tasks
from xunwang.web.people import allowed, person

_CAMPAIGN_TASKS: Mapping[Stage, str] = {
    Stage.DRAFT: "项检查还在拟制，请确定计划",
    Stage.PLANNED: "项检查已到检查期，可以开始",
    Stage.RUNNING: "项检查的结果已收齐，请进入复核",
    Stage.REVIEW: "项检查已复核完毕，请发送反馈",
    Stage.FEEDBACK: "项检查的反馈已齐或已到期，请结束反馈",
    Stage.APPEAL: "项检查的申诉已处理完，请核定结果",
    Stage.FINAL: "项检查已核定，等待通报",
}
"""What a planner does next, by the stage of a campaign where nothing stands in the way."""


class Task(NamedTuple):
    """Something to do, and where."""

    number: int
    label: str
    url: str


@allowed(Action.OPEN_CONSOLE)
def home(request: HttpRequest) -> HttpResponse:
    """Home of the person's roles."""
    user = person(request)
    tasks = [task for task in _tasks(user) if task.number]
    live = Q(status__in=sorted(LIVE))
    figures = dict(
        zip(
            ("units", "sites", "accounts"),
            counts(
                within(user, Action.SEE_REGISTER, Unit.objects.order_by()),
                within(user, Action.SEE_REGISTER, WebSite.objects.filter(live), "unit__path"),
                within(user, Action.SEE_REGISTER, Account.objects.filter(live), "unit__path"),
            ),
            strict=True,
        )
    )
    may_import = may(user, Action.IMPORT_REGISTER)
    return render(request, "home.html", {"tasks": tasks, "figures": figures, "may_import": may_import})


def _tasks(user: User) -> list[Task]:
    filings = reverse("filings")
    tasks = [Task(*one) for one in tasks_of(user, timezone.localdate())]
    if may(user, Action.PLAN_CAMPAIGNS):
        tasks += _campaign_tasks(user)
    runs = reverse("runs")
    tasks += [Task(count, label, f"{runs}?{query}") for count, label, query in run_tasks(user)]
    if may(user, Action.DECIDE_FILINGS):
        tasks.append(Task(waiting_for(user).count(), "件备案等待您审批", f"{filings}?mine=1"))
    if may(user, Action.SUBMIT_FILINGS):
        own = within(user, Action.SUBMIT_FILINGS, Filing.objects.order_by(), "unit__path")
        by_state = dict(own.values_list("state").annotate(Count("pk")))
        for state, label in (
            (FilingState.RETURNED, "件备案被退回，请修改后重新提交"),
            (FilingState.DRAFT, "件备案还是草稿，尚未提交"),
            (FilingState.APPROVED, "件开设已批准，请继续办理后续步骤"),
        ):
            tasks.append(Task(by_state.get(state, 0), label, f"{filings}?state={state}"))
        overdue = within(user, Action.SUBMIT_FILINGS, overdue_suspensions(timezone.localdate()), "unit__path")
        tasks.append(
            Task(overdue.count(), "个网站临时下线已到期，请恢复运行或办理关停", f"{filings}?state=in_effect")
        )
    orders = reverse("orders")
    tasks += [
        Task(count, label, f"{orders}?{query}") for count, label, query in rectify_tasks(user, timezone.now())
    ]
    tasks += [Task(*task) for task in supervision_tasks(user, timezone.now())]
    if may(user, Action.EDIT_REGISTER) or may(user, Action.SUBMIT_FILINGS):
        tasks.append(Task(problems_counted(user), "处名录内容与规则不符，请核对", reverse("problems")))
    if may(user, Action.EDIT_REGISTER):
        tasks.append(
            Task(differences_left(user), "处名录与网站实际不符，请说明或办理备案", reverse("reality"))
        )
    accounts = reverse("media")
    tasks += [Task(count, label, f"{accounts}?{query}") for count, label, query in way_tasks(user)]
    tasks += [Task(number, label, reverse("notices")) for number, label in notice_tasks(user)]
    if may(user, Action.EDIT_CALENDAR):
        tasks += [
            Task(
                1,
                f"个年度的节假日安排（{year}年）尚未录入，跨年的期限无法计算",
                reverse("holiday_edit", args=[year]),
            )
            for year in years_to_enter(timezone.localdate())
        ]
    return tasks


def _campaign_tasks(user: User) -> Iterator[Task]:
    """Campaigns that wait for the planner."""
    campaigns = reverse("campaigns")
    ready = waiting_campaigns(user, timezone.localdate())
    for stage, label in _CAMPAIGN_TASKS.items():
        yield Task(ready.get(stage, 0), label, f"{campaigns}?stage={stage}")
