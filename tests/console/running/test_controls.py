"""Who may start, pause, resume and cancel a run, look at a site anew, and what keeps them from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.console.inspection.rounds import CHECK_POINT, NOW, Round, make_round
from tests.console.province import Province
from tests.console.running.simulated import NO_PROBES, PLAN, Office, simulated_office
from tests.small_run import DOWN
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.engine.archive import Archive
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.models import Finding, Intake, ItemVerdict, Run, RunSite
from xunwang.inspection.moves import obstacles_to
from xunwang.inspection.running.control import control
from xunwang.inspection.running.plan import RunPlan, cautions, outlook, plan_problems
from xunwang.inspection.running.probing import probe
from xunwang.inspection.running.start import start, start_again
from xunwang.inspection.running.steps import MOST_ATTEMPTS, step
from xunwang.inspection.running.words import Control, Phase, RunStatus, SiteState
from xunwang.inspection.stages import Move, Stage


@pytest.fixture
def round_(province: Province) -> Round:
    return make_round(province)


@pytest.fixture
def planned(round_: Round) -> Round:
    round_.go(Move.PLAN)
    return round_


@pytest.fixture
def office(province: Province, tmp_path: Path) -> Iterator[Office]:
    with simulated_office(province, tmp_path / "runs") as office:
        yield office


def begun(round_: Round, plan: RunPlan = NO_PROBES) -> Run:
    return start(round_.campaign, plan, round_.planner, NOW)


# -- starting -----------------------------------------------------------------------------------


def test_starting_moves_the_campaign_on_and_queues_the_work(planned: Round) -> None:
    run = begun(planned)
    assert planned.campaign.stage == Stage.RUNNING
    assert (run.status, run.phase, run.next_at) == (RunStatus.ACTIVE, Phase.WAITING, NOW)
    assert run.sites.count() == planned.campaign.sites.count() == 3
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["runs.look"]
    assert [event.control for event in run.events.all()] == [Control.START]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CITY_SUPERVISOR, Role.UNIT_EDITOR, Role.AUDITOR])
def test_only_who_runs_campaigns_may_start_stop_and_run_again(planned: Round, role: Role) -> None:
    person = planned.province.user(role)
    with pytest.raises(PermissionDenied):
        start(planned.campaign, NO_PROBES, person, NOW)
    run = begun(planned)
    for wanted in (Control.PAUSE, Control.CANCEL):
        with pytest.raises(PermissionDenied):
            control(run, wanted, person, NOW, "理由")
    with pytest.raises(PermissionDenied):
        start_again(planned.campaign.sites.first(), "理由", person, NOW)


def test_a_campaign_that_is_not_planned_or_has_a_run_under_way_does_not_start(round_: Round) -> None:
    with pytest.raises(ObstaclesError, match="拟制"):
        begun(round_)
    round_.go(Move.PLAN)
    begun(round_)
    with pytest.raises(InspectionError, match="正在进行"):
        begun(round_)
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"max_pages": 0}, "页数"),
        ({"max_megabytes": 10**9}, "流量"),
        ({"max_minutes": 0}, "用时"),
        ({"probe_minutes": 90}, "探测间隔"),
    ],
)
def test_settings_out_of_bounds_are_refused_in_words(
    planned: Round, change: dict[str, int], said: str
) -> None:
    assert any(said in problem for problem in plan_problems(RunPlan(**change)))  # type: ignore[arg-type]
    with pytest.raises(ObstaclesError, match=said):
        begun(planned, RunPlan(**change))  # type: ignore[arg-type]
    assert planned.campaign.stage == Stage.PLANNED


def test_what_a_run_will_not_be_able_to_tell_is_said_before(planned: Round) -> None:
    week = CHECK_POINT - timedelta(days=7)
    assert cautions(planned.campaign, PLAN, week) == []
    assert "只有2整天" in cautions(planned.campaign, PLAN, CHECK_POINT - timedelta(days=2, hours=3))[0]
    assert "已过" in cautions(planned.campaign, PLAN, NOW)[0]
    assert "不做首页探测" in cautions(planned.campaign, NO_PROBES, week)[0]
    ahead = outlook(planned.campaign, PLAN, week)
    assert (ahead.sites, ahead.probe_rounds, ahead.full_days, ahead.crawl_from) == (3, 168, 7, CHECK_POINT)


# -- pausing, resuming, cancelling --------------------------------------------------------------


@pytest.mark.parametrize("wanted", [Control.PAUSE, Control.CANCEL])
def test_a_stopped_run_does_nothing_until_it_goes_on(office: Office, wanted: Control, tmp_path: Path) -> None:
    run = office.start()
    control(run, wanted, office.round_.planner, office.now, "理由")
    step(run.pk, office.equipment)
    probe(run.pk, office.equipment)
    assert not (tmp_path / "runs" / run.name).exists()
    if wanted is Control.CANCEL:
        with pytest.raises(InspectionError, match="已取消"):
            control(run, Control.RESUME, office.round_.planner, office.now)
        assert office.start().number == 2, "the campaign can be run anew"
        return
    control(run, Control.RESUME, office.round_.planner, office.now)
    assert office.drive(run).status == RunStatus.DONE
    told = [event.control for event in run.events.all()]
    assert told == [Control.START, Control.PAUSE, Control.RESUME]
    changes = [
        entry.after["status"] for entry in Entry.objects.filter(subject="inspection_run").order_by("id")
    ]
    assert changes == ["active", "paused", "active", "done"]


def test_a_run_that_is_paused_in_the_middle_of_a_crawl_goes_on_where_it_was(office: Office) -> None:
    run = office.start()
    stopped = iter([False] * 40 + [True] * 10**6)
    office.equipment.clock.sleep_until(run.next_at or office.now)
    step(run.pk, office.equipment, leaving=lambda: next(stopped))
    run.refresh_from_db()
    assert (run.status, run.phase) == (RunStatus.ACTIVE, Phase.CRAWLING), "who leaves does not end the run"
    control(run, Control.PAUSE, office.round_.planner, office.now)
    control(run, Control.RESUME, office.round_.planner, office.now)
    assert office.drive(run).status == RunStatus.DONE
    assert set(run.sites.values_list("state", flat=True)) == {SiteState.TAKEN}


def test_cancelling_wants_a_reason(planned: Round) -> None:
    with pytest.raises(InspectionError, match="理由"):
        control(begun(planned), Control.CANCEL, planned.planner, NOW)


def test_a_run_ends_with_its_campaign(
    planned: Round, tmp_path: Path, office_equipment: Callable[..., object]
) -> None:
    run = begun(planned)
    planned.go(Move.CANCEL)
    step(run.pk, office_equipment(tmp_path))  # type: ignore[arg-type]
    run.refresh_from_db()
    assert run.status == RunStatus.CANCELLED and "已取消" in run.problem


def test_a_campaign_does_not_go_to_review_while_a_run_is_under_way(planned: Round) -> None:
    run = begun(planned)
    assert any("第1次检查尚未结束" in one for one in obstacles_to(planned.campaign, Move.REVIEW, NOW))
    control(run, Control.CANCEL, planned.planner, NOW, "理由")
    assert not any("尚未结束" in one for one in obstacles_to(planned.campaign, Move.REVIEW, NOW))


# -- failing ------------------------------------------------------------------------------------


@pytest.fixture
def office_equipment() -> Callable[..., object]:
    from tests.engine.served import clock
    from xunwang.fetch.records import FetchSettings
    from xunwang.inspection.running.equipment import Equipment

    def make(runs: Path) -> Equipment:
        own = clock()
        own.sleep_until(NOW)
        return Equipment(own, runs, FetchSettings())

    return make


def test_trouble_is_tried_again_with_growing_pauses_and_then_left_to_a_person(
    planned: Round, tmp_path: Path, office_equipment: Callable[..., object]
) -> None:
    run = begun(planned)
    equipment = office_equipment(tmp_path)
    (tmp_path / run.name).mkdir()
    (tmp_path / run.name / "manifest.json").write_text("{}")
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        run.refresh_from_db()
        equipment.clock.sleep_until(run.next_at)  # type: ignore[attr-defined]
        before = run.next_at
        with pytest.raises(Exception, match="已损坏"):
            step(run.pk, equipment)  # type: ignore[arg-type]
        run.refresh_from_db()
        if run.next_at and before:
            pauses.append(run.next_at - before)
    assert all(later > earlier for earlier, later in pairwise(pauses)) and len(pauses) == 4
    assert (run.status, run.next_at) == (RunStatus.FAILED, None) and "已损坏" in run.problem
    assert (
        all("已损坏" in row.problem for row in run.sites.filter(state=SiteState.FAILED))
        and run.sites.count() == 3
    )
    control(run, Control.RESUME, planned.planner, NOW)
    assert (run.status, run.problem, run.attempts) == (RunStatus.ACTIVE, "", 0)
    assert set(run.sites.values_list("state", flat=True)) == {SiteState.WAITING}


def test_a_site_that_cannot_be_judged_fails_alone_with_its_reason(office: Office, tmp_path: Path) -> None:
    run = office.start()
    while run.phase != Phase.LINKS:
        step(run.pk, office.equipment)
        run.refresh_from_db()
    archive = Archive(tmp_path / "runs" / run.name)
    broken = archive.sites[0]
    pages = archive.site_folder(broken) / "hits.parquet"
    whole = pages.read_bytes()
    pages.write_bytes(b"not a table")
    run = office.drive(run)
    assert run.status == RunStatus.DONE
    failed = run.sites.get(state=SiteState.FAILED)
    assert failed.site.home_url == broken.home_url and "无法判定" in failed.problem
    assert run.sites.filter(state=SiteState.TAKEN).count() == 2
    office.round_.campaign.refresh_from_db()
    assert office.round_.campaign.stage == Stage.RUNNING, "a failed site keeps the campaign from going on"
    pages.write_bytes(whole)
    again = office.drive(start_again(failed.site, "重试", office.round_.planner, office.now))
    assert again.status == RunStatus.DONE
    office.round_.campaign.refresh_from_db()
    assert office.round_.campaign.stage == Stage.REVIEW


def test_an_archive_that_is_gone_is_made_anew(office: Office, tmp_path: Path) -> None:
    import shutil

    run = office.start()
    step(run.pk, office.equipment)
    shutil.rmtree(tmp_path / "runs" / run.name)
    run = office.drive(run)
    assert run.status == RunStatus.DONE
    assert set(run.sites.values_list("state", flat=True)) == {SiteState.TAKEN}


# -- one site anew ------------------------------------------------------------------------------


def test_a_week_of_probes_is_made_of_short_steps_and_a_site_run_anew_keeps_them(
    province: Province, tmp_path: Path
) -> None:
    with simulated_office(province, tmp_path / "runs", before=timedelta(days=7, minutes=5)) as office:
        run = office.drive(office.start(PLAN, auto_review=False))
        assert run.status == RunStatus.DONE
        assert set(run.sites.values_list("probes", flat=True)) == {169}
        found = dict(ItemVerdict.objects.filter(item="W-V-02").values_list("checked__home_url", "state"))
        assert found.pop(office.served.site_rows[DOWN]["home_url"]) == "hit"
        assert set(found.values()) == {"clear"}
        row = RunSite.objects.filter(run=run).order_by("-pages").select_related("site__campaign__unit")[0]
        before = dict(row.site.verdicts.values_list("item", "state"))
        others = set(Finding.objects.exclude(checked=row.site).values_list("pk", "run"))
        with pytest.raises(InspectionError, match="理由"):
            start_again(row.site, " ", office.round_.planner, office.now)
        again = start_again(row.site, "整改后复查", office.round_.planner, office.now)
        with pytest.raises(InspectionError, match="尚未结束"):
            start_again(row.site, "再来", office.round_.planner, office.now)
        again = office.drive(again)
        assert (again.status, again.number, again.sites.count()) == (RunStatus.DONE, 2, 1)
        after = dict(row.site.verdicts.values_list("item", "state"))
        assert after["W-V-02"] == before["W-V-02"] == "clear", "the week of probes still counts"
        assert after.keys() == before.keys()
        assert [(one.run, one.sites) for one in Intake.objects.order_by("id")] == [
            (run.name, 3),
            (again.name, 1),
        ]
        assert set(Finding.objects.exclude(checked=row.site).values_list("pk", "run")) == others
        assert office.round_.campaign.stage == Stage.RUNNING, "whoever started it did not wish to go on"
