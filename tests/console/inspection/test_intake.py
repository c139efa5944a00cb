"""Results come in once, whole and unchanged; what is run anew replaces what was there and keeps decisions."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.inspection.rounds import CHECK_POINT, DAY, NOW, Round, add_sites, make_round
from tests.console.inspection.runs import found, only, run_of
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.engine.archive import Archive
from xunwang.engine.judge import judge
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.intake import from_json, from_run, take
from xunwang.inspection.models import CheckedSite, Finding, Intake, ItemVerdict, Task
from xunwang.inspection.stages import Move
from xunwang.notices.results_json import results_json
from xunwang.rules.edition import load_edition
from xunwang.rules.verdict import Evidence, clear, hit, needs_review, unknown
from xunwang.rules.verdict import Task as HumanTask

CITY, OFFICE = "www.songjiang", "jyj.songjiang"
HOME = "http://www.songjiang.gov.cn/"
TASK = HumanTask("打开首页核对。", (HOME,), 3.0)
FINDINGS = {
    CITY: {
        "W-V-01.1": needs_review((found(HOME, "疑似严重表述错误。", fragment="错处"),), TASK),
        "W-D-01.1": hit((found(HOME, "首页2周未更新。"),)),
        "W-V-05.1": unknown("没有信箱数据", TASK),
        "W-D-17.1": needs_review((), TASK),
    },
    OFFICE: {"W-V-02": hit((found("http://jyj.songjiang.gov.cn/", "7天内不可访问6%。"),))},
}


@pytest.fixture
def running(round_: Round) -> Round:
    round_.go(Move.PLAN, Move.START)
    return round_


def statuses() -> dict[str, str]:
    return dict(Finding.objects.values_list("item", "status"))


def test_verdicts_findings_and_tasks_become_rows(running: Round) -> None:
    run = run_of(running.campaign, FINDINGS)
    intake = take(running.campaign, from_run(run), running.planner, NOW)
    assert (intake.sites, intake.findings, intake.run) == (3, 3, "20201130-100000")
    assert ItemVerdict.objects.count() == sum(len(site.verdicts) for site in run.sites)
    finding = Finding.objects.get(item="W-V-01.1")
    assert finding.evidence[0]["url"] == HOME + "a.html" and finding.evidence[0]["fragment"] == "错处"
    assert finding.evidence[0]["at"] == CHECK_POINT.isoformat()
    assert statuses() == {"W-V-01.1": "candidate", "W-D-01.1": "confirmed", "W-V-02": "candidate"}
    waiting = ItemVerdict.objects.filter(needs_ruling=True).values_list("item", "missing")
    assert set(waiting) == {("W-V-05.1", "没有信箱数据"), ("W-D-17.1", "")}
    assert Task.objects.count() == 3 and Task.objects.first().links == [HOME]
    site = CheckedSite.objects.get(home_url=HOME)
    assert (site.taken_at, site.pages, site.complete) == (NOW, 120, True)
    office = CheckedSite.objects.get(site__host__startswith="jyj")
    assert "W-D-01.1" in office.not_applicable


def test_taking_the_same_results_again_changes_nothing(running: Round) -> None:
    run = run_of(running.campaign, FINDINGS)
    first = take(running.campaign, from_run(run), running.planner, NOW)
    before = list(Finding.objects.values())
    assert take(running.campaign, from_run(run), running.planner, NOW + DAY) == first
    assert take(running.campaign, from_json(results_json(run)), None, NOW + DAY) == first
    assert list(Finding.objects.values()) == before and Intake.objects.count() == 1


def test_what_was_found_again_keeps_its_decision_and_what_was_not_is_withdrawn(running: Round) -> None:
    take(running.campaign, from_run(run_of(running.campaign, FINDINGS)), running.planner, NOW)
    Finding.objects.filter(item="W-V-01.1").update(status="dismissed", decided_at=NOW)
    later = run_of(
        running.campaign,
        {CITY: {"W-V-01.1": FINDINGS[CITY]["W-V-01.1"], "W-V-05.1": unknown("没有信箱数据")}},
        name="later",
    )
    take(running.campaign, from_run(only(later, CITY)), running.planner, NOW)
    kept, gone, other = (Finding.objects.get(item=item) for item in ("W-V-01.1", "W-D-01.1", "W-V-02"))
    assert (kept.status, kept.withdrawn, kept.run) == ("dismissed", False, "20201130-100000")
    assert gone.withdrawn and not other.withdrawn
    assert ItemVerdict.objects.get(item="W-D-01.1", checked__home_url=HOME).state == "clear"
    take(running.campaign, from_run(run_of(running.campaign, FINDINGS, name="third")), running.planner, NOW)
    assert not Finding.objects.filter(withdrawn=True).exists()
    assert Finding.objects.count() == 3


def test_the_same_finding_with_another_amount_is_another_finding(running: Round) -> None:
    for number, amount in enumerate((1, 4, 1)):
        verdict = hit((found(HOME, "首页2周未更新。", amount=amount),))
        run = run_of(running.campaign, {CITY: {"W-D-01.1": verdict}}, name=f"run {number}")
        take(running.campaign, from_run(run), running.planner, NOW)
        assert Finding.objects.get(withdrawn=False).amount == amount
    first, second = Finding.objects.order_by("amount")
    assert second.key == f"{first.key}+2"


def test_findings_that_say_the_same_are_counted_each(running: Round) -> None:
    twice = hit((found(HOME, "链接打不开。"), found(HOME, "链接打不开。")))
    take(running.campaign, from_run(run_of(running.campaign, {CITY: {"W-D-18": twice}})), None, NOW)
    assert len(set(Finding.objects.values_list("key", flat=True))) == 2


def test_results_of_another_campaign_are_refused(running: Round) -> None:
    run = run_of(running.campaign)
    own = load_edition()
    wrong = [
        (replace(run, check_point=CHECK_POINT + DAY), "监测时间点"),
        (replace(run, edition=replace(own, id="2020-x")), "2020-x"),
        (replace(run, sites=(*run.sites, run.sites[0])), "重复"),
    ]
    stranger = replace(run.sites[0], site=replace(run.sites[0].site, home_url="http://x.gov.cn/"))
    wrong.append((replace(run, sites=(stranger,)), "不在本次检查范围"))
    for result, word in wrong:
        with pytest.raises(InspectionError, match=word):
            take(running.campaign, from_run(result), running.planner, NOW)
    assert not Intake.objects.exists()


@pytest.mark.parametrize("broken", [{}, {"schema": "xunwang.results/1"}, {"schema": "x"}])
def test_a_file_that_is_no_result_is_refused_in_words(broken: dict[str, object]) -> None:
    with pytest.raises(InspectionError, match="检查结果文件"):
        from_json(broken)


def test_results_come_in_while_the_campaign_runs_and_by_who_may(running: Round) -> None:
    run = from_run(run_of(running.campaign))
    for role in (Role.REVIEWER, Role.CITY_SUPERVISOR, Role.AUDITOR):
        with pytest.raises(PermissionDenied):
            take(running.campaign, run, running.province.user(role), NOW)
    take(running.campaign, from_run(only(run_of(running.campaign), CITY)), running.planner, NOW)
    with pytest.raises(ObstaclesError, match="还有2个网站没有检查结果"):
        running.go(Move.REVIEW)
    take(running.campaign, run, running.planner, NOW)
    running.go(Move.REVIEW)
    with pytest.raises(InspectionError, match="复核中"):
        take(running.campaign, from_run(run_of(running.campaign, name="late")), running.planner, NOW)


def test_what_was_found_cannot_be_changed_and_changes_by_people_are_logged(running: Round) -> None:
    take(running.campaign, from_run(run_of(running.campaign, FINDINGS)), running.planner, NOW)
    changes: tuple[dict[str, Any], ...] = (
        {"summary": "别的"},
        {"evidence": []},
        {"amount": 7},
        {"restricted": True},
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            Finding.objects.filter(item="W-D-01.1").update(**change)
    assert not Entry.objects.filter(subject="inspection_finding").exists()
    assert Entry.objects.filter(subject="inspection_intake").count() == 1
    Finding.objects.filter(item="W-D-01.1").update(status="dismissed")
    Finding.objects.filter(item="W-D-01.1").update(claimed_by=running.planner)
    assert [e.after for e in Entry.objects.filter(subject="inspection_finding")] == [{"status": "dismissed"}]


def test_restricted_findings_keep_their_evidence_only_when_taken_from_the_archive(running: Round) -> None:
    secret = replace(found(HOME, "疑似涉密。", fragment="机密"), restricted=True)
    run = run_of(running.campaign, {CITY: {"W-V-01.2": needs_review((secret,), TASK)}})
    take(running.campaign, from_run(run), None, NOW)
    finding = Finding.objects.get()
    assert finding.evidence and finding.pattern != "" and finding.restricted
    copy = from_json(orjson.loads(orjson.dumps(results_json(run))))
    told = next(v for s in copy.results for i, v in s.verdicts.items() if i == "W-V-01.2" and v.findings)
    assert told.findings[0].key == finding.key and not told.findings[0].evidence


def test_a_real_run_of_the_engine_comes_in(province: Province, small_run: Path) -> None:
    archive = Archive(small_run)
    result = judge(archive, load_edition())
    round_ = make_round(
        province, check_point=result.check_point, period_start=result.check_point.date() - 90 * DAY
    )
    campaign = round_.go(Move.PLAN)
    model = campaign.sites.first()
    campaign.sites.all().delete()
    for number, site in enumerate(archive.sites):
        source = [province.portal, province.city_portal, province.department_site]
        if number == len(source):
            add_sites(province, 1)
            source.append(type(source[0]).objects.latest("pk"))
        CheckedSite.objects.create(
            campaign=campaign, site=source[number], unit=source[number].unit, name=site.name,
            unit_name=site.unit, home_url=site.home_url, kind=site.kind, level=site.level, region=site.region,
            region_code=site.region_code, has_services=site.has_services,
        )  # fmt: skip
    assert model is not None
    round_.go(Move.START, now=result.check_point + DAY)
    take(campaign, from_run(result), round_.planner, result.check_point + DAY)
    told = {(s.site.home_url, item): len(v.findings) for s in result.sites for item, v in s.verdicts.items()}
    rows = ItemVerdict.objects.select_related("checked").prefetch_related("findings")
    assert {(row.checked.home_url, row.item): len(row.findings.all()) for row in rows} == told
    assert Finding.objects.count() > 20
    again = from_json(orjson.loads(orjson.dumps(results_json(result))))
    assert {s.key for s in again.results} == {s.site.home_url for s in result.sites}


def test_sixty_thousand_findings_come_in_at_once(
    province: Province, django_assert_max_num_queries: object
) -> None:
    add_sites(province, 297)
    round_ = make_round(province)
    campaign = round_.go(Move.PLAN, Move.START)
    evidence = (Evidence("http://x.gov.cn/a.html", CHECK_POINT, "d" * 64, "错字", "见标记处"),)
    many = {
        item: needs_review(
            tuple(replace(found(HOME, f"第{n}处错字。"), evidence=evidence) for n in range(100))
        )
        for item in ("W-V-01.1", "W-V-03.1")
    }
    incoming = from_run(run_of(campaign, {"gov.cn": many}))
    began = time.perf_counter()
    with django_assert_max_num_queries(120):  # type: ignore[operator]
        take(campaign, incoming, round_.planner, NOW)
    print(f"taken in: {time.perf_counter() - began:.1f} s")
    assert Finding.objects.count() == 60_000
    assert 2_700 < Finding.objects.filter(double=True).count() < 3_300


def test_clear_sites_have_no_findings(running: Round) -> None:
    take(running.campaign, from_run(run_of(running.campaign, {CITY: {"W-D-01.1": clear("正常")}})), None, NOW)
    assert not Finding.objects.exists() and not Task.objects.exists()
