"""The pages of runs and jobs: what they show, what they do, and how they are told of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.console.addresses.running import run_under_way
from tests.console.inspection.reviewed import in_review
from tests.console.inspection.rounds import NOW, add_sites, make_round
from tests.console.province import Province, enter_coming_years
from xunwang.access.roles import Role
from xunwang.background.models import JobFailure
from xunwang.background.queue import enqueue, note_failure
from xunwang.background.words import TaskName
from xunwang.inspection.models import Run, RunSite
from xunwang.inspection.moves import move
from xunwang.inspection.running.control import control
from xunwang.inspection.running.words import Control, Phase, RunStatus, SiteState
from xunwang.inspection.stages import Move, Stage

SignIn = Callable[[object], Client]
FORM = {
    "probe_minutes": 0,
    "max_pages": 500,
    "max_megabytes": 100,
    "max_minutes": 60,
    "robots_reason": "",
    "what": "start",
}


def text_of(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_planner_sees_what_will_be_fetched_and_starts(province: Province, sign_in: SignIn) -> None:
    enter_coming_years(province)
    now = timezone.now()
    round_ = make_round(
        province,
        check_point=now + timedelta(days=8),
        period_start=now.date(),
        period_end=now.date() + timedelta(days=20),
    )
    campaign = round_.go(Move.PLAN)
    client = sign_in(round_.planner)
    page = text_of(client, "campaign_run", campaign.pk)
    assert "3个（还没有结果的）" in page and "7整天" in page and "至多3000页" in page
    assert "disabled" not in page
    looked = client.post(reverse("campaign_run", args=[campaign.pk]), {**FORM, "what": "look"})
    assert "W-V-02" in looked.content.decode() and "至多500页" in looked.content.decode()
    assert not Run.objects.exists()
    wrong = client.post(reverse("campaign_run", args=[campaign.pk]), {**FORM, "probe_minutes": 500})
    assert "72" in wrong.content.decode() and not Run.objects.exists()
    started = client.post(
        reverse("campaign_run", args=[campaign.pk]), {**FORM, "probe_minutes": 30, "browser": "on"}
    )
    run = Run.objects.get()
    assert started.headers["Location"] == reverse("run", args=[run.pk])
    assert (run.max_pages, run.max_megabytes, run.max_minutes, run.probe_minutes, run.browser, run.auto_review) == (
        500, 100, 60, 30, True, False,
    )  # fmt: skip
    assert "检查正在进行" in text_of(client, "campaign_run", campaign.pk)


def test_obstacles_are_shown_and_nothing_can_be_started(province: Province, sign_in: SignIn) -> None:
    round_ = make_round(province)
    client = sign_in(round_.planner)
    page = text_of(client, "campaign_run", round_.campaign.pk)
    assert "拟制" in page and "disabled" in page
    answer = client.post(reverse("campaign_run", args=[round_.campaign.pk]), FORM)
    assert "只有“已定计划”或“检查中”时可以开始" in answer.content.decode()


def test_what_can_no_longer_be_started_is_not_offered(province: Province, sign_in: SignIn) -> None:
    round_ = in_review(province)
    page = text_of(sign_in(round_.planner), "campaign_run", round_.campaign.pk)
    assert "max_pages" not in page and "复核中" in page


def test_who_only_looks_gets_no_form_and_cannot_post(province: Province, sign_in: SignIn) -> None:
    round_ = make_round(province)
    round_.go(Move.PLAN)
    client = sign_in(province.user(Role.AUDITOR))
    page = text_of(client, "campaign_run", round_.campaign.pk)
    assert "检查还没有开始" in page and "max_pages" not in page
    assert client.post(reverse("campaign_run", args=[round_.campaign.pk]), FORM).status_code == 403
    assert not Run.objects.exists()


def test_progress_shows_every_site_and_finds_the_failed_ones(province: Province, sign_in: SignIn) -> None:
    run = run_under_way(province)
    first, second, third = run.sites.all()
    RunSite.objects.filter(pk=first.pk).update(state=SiteState.TAKEN, pages=120, size=5_000_000)
    RunSite.objects.filter(pk=second.pk).update(state=SiteState.FAILED, problem="<b>无法判定</b>")
    client = sign_in(province.user(Role.PLANNER))
    page = text_of(client, "run", run.pk)
    for row in (first, second, third):
        assert row.site.name in page
    assert "1/3个网站已接收" in page and "1个失败" in page and "120页" in page
    assert "<b>无法判定" not in page and "&lt;b&gt;无法判定" in page
    failed = text_of(client, "run", run.pk, state="failed")
    assert second.site.name in failed and third.site.name not in failed
    assert 'data-live="' in page and "web/live" in page and "刷新" in page


def test_a_run_is_paused_resumed_and_cancelled_on_its_page(province: Province, sign_in: SignIn) -> None:
    run = run_under_way(province)
    client = sign_in(province.user(Role.PLANNER))
    for wanted, status in ((Control.PAUSE, RunStatus.PAUSED), (Control.RESUME, RunStatus.ACTIVE)):
        client.post(reverse("run_control", args=[run.pk]), {"control": wanted})
        run.refresh_from_db()
        assert run.status == status
    refused = client.post(reverse("run_control", args=[run.pk]), {"control": "cancel"}, follow=True)
    assert "须写明理由" in refused.content.decode()
    client.post(reverse("run_control", args=[run.pk]), {"control": "cancel", "note": "改期"})
    run.refresh_from_db()
    assert run.status == RunStatus.CANCELLED
    page = text_of(client, "run", run.pk)
    assert "改期" in page and "data-live" not in page
    assert client.post(reverse("run_control", args=[run.pk]), {"control": "start"}).status_code == 404


def test_a_site_is_looked_at_anew_from_its_row(province: Province, sign_in: SignIn) -> None:
    run = run_under_way(province)
    row = run.sites.all()[0]
    run.sites.update(state=SiteState.TAKEN)
    Run.objects.update(status=RunStatus.DONE, phase=Phase.OVER, ended_at=NOW, next_at=None)
    client = sign_in(province.user(Role.PLANNER))
    where = reverse("run_site_again", args=[run.pk, row.site_id])
    assert where in text_of(client, "run", run.pk)
    assert "必填" in client.post(where, {"reason": ""}).content.decode() or Run.objects.count() == 1
    client.post(where, {"reason": "已整改"})
    again = Run.objects.get(only=row.site)
    assert (again.reason, again.sites.count()) == ("已整改", 1)
    assert "尚未结束" in client.post(where, {"reason": "又一次"}).content.decode()
    run.campaign.refresh_from_db()
    assert run.campaign.stage == Stage.RUNNING


def test_a_campaign_in_review_says_how_a_site_is_looked_at_anew(province: Province, sign_in: SignIn) -> None:
    run = run_under_way(province)
    Run.objects.update(status=RunStatus.DONE, phase=Phase.OVER, ended_at=NOW, next_at=None)
    run.campaign.sites.update(taken_at=NOW)
    move(run.campaign, Move.REVIEW, run.started_by, NOW)
    assert "补充检查" in text_of(sign_in(province.user(Role.PLANNER)), "run", run.pk)
    assert "补充检查" not in text_of(sign_in(province.user(Role.AUDITOR)), "run", run.pk)


def streamed(answer: Any) -> Iterator[bytes]:
    return iter(answer.streaming_content)


def test_a_stream_tells_of_a_change_and_ends_when_the_run_is_over(
    province: Province, sign_in: SignIn
) -> None:
    run = run_under_way(province)
    client = sign_in(province.user(Role.AUDITOR))
    stream = client.get(reverse("run_events", args=[run.pk]))
    assert stream.headers["Content-Type"] == "text/event-stream"
    parts = streamed(stream)
    assert next(parts) == b"retry: 3000\n\n"
    first = next(parts)
    assert b"event: changed" in first
    run.sites.update(pages=7)
    assert next(parts) != first
    control(run, Control.CANCEL, province.user(Role.PLANNER), NOW, "理由")
    last = list(parts)
    assert len(last) == 1
    known = last[0].decode().split()[1]
    assert (
        client.get(reverse("run_events", args=[run.pk]), headers={"Last-Event-ID": known}).status_code == 204
    )
    again = client.get(reverse("run_events", args=[run.pk]), headers={"Last-Event-ID": "old"})
    assert known.encode() in b"".join(streamed(again))


def test_few_streams_are_held_and_the_others_are_answered_at_once(
    province: Province, sign_in: SignIn
) -> None:
    run = run_under_way(province)
    client = sign_in(province.user(Role.AUDITOR))
    held = [streamed(client.get(reverse("run_events", args=[run.pk]))) for _ in range(2)]
    for parts in held:
        next(parts), next(parts)
    for number, parts in enumerate(held):
        run.sites.update(pages=number + 1)
        next(parts)
    one_more = list(streamed(client.get(reverse("run_events", args=[run.pk]))))
    assert len(one_more) == 2, "the state as it is, and the end"
    Run.objects.update(status=RunStatus.DONE, ended_at=NOW)
    for parts in held:
        list(parts)


@pytest.mark.parametrize("name", ["runs", "run", "campaign_run", "jobs"])
def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(
    province: Province, sign_in: SignIn, name: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    add_sites(province, 200)
    run = run_under_way(province)
    for _ in range(60):
        enqueue(TaskName.CLEAN)
    given = {"run": [run.pk], "campaign_run": [run.campaign_id]}.get(name, [])
    client = sign_in(province.user(Role.PROVINCE_ADMIN))
    with django_assert_max_num_queries(25):  # type: ignore[attr-defined]
        text_of(client, name, *given)


# -- jobs ---------------------------------------------------------------------------------------


def failed_job() -> int:
    from django.db import connection

    job = enqueue(TaskName.WORK, run=1)
    assert job is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job])
    try:
        raise ValueError("磁盘<已满>")
    except ValueError as error:
        note_failure(job, TaskName.WORK, error, timezone.now())
    return job


def test_the_administrator_sees_why_a_job_failed_and_tries_it_again(
    province: Province, sign_in: SignIn
) -> None:
    job = failed_job()
    client = sign_in(province.user(Role.PROVINCE_ADMIN))
    listed = text_of(client, "jobs", state="failed")
    assert "检查：抓取、链接复测、判定" in listed and "磁盘&lt;已满&gt;" in listed
    assert "没有符合条件的记录" in text_of(client, "jobs", state="doing")
    page = text_of(client, "job", job)
    assert "ValueError：磁盘&lt;已满&gt;" in page and "test_pages.py" in page and "重试" in page
    answer = client.post(reverse("job_retry", args=[job]), follow=True)
    assert "已重新排入" in answer.content.decode()
    answer = client.post(reverse("job_retry", args=[job]), follow=True)
    assert "不是“失败”状态" in answer.content.decode()
    assert JobFailure.objects.count() == 1


def test_jobs_that_came_about_otherwise_are_shown_as_they_are(province: Province, sign_in: SignIn) -> None:
    job = enqueue(TaskName.LOOK, once="x")
    assert enqueue(TaskName.LOOK, once="x") is None, "one waits at a time"
    page = text_of(sign_in(province.user(Role.PROVINCE_ADMIN)), "job", job)
    assert "等待" in page and "重试" not in page
