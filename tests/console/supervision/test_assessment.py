"""The yearly assessment: figures of the system, frozen; persons decide; the unit is heard; final, ranked, reopened."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.console.inspection.reviewed import decide_all, in_review
from tests.console.province import Province, enter_coming_years, make_site, make_unit, make_user
from tests.console.rectify.orders import answered, in_rectification
from tests.console.test_reality import page, served, truthful
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Move as CampaignMove
from xunwang.registry.models import Difference
from xunwang.registry.reality import compare_due, mark
from xunwang.registry.reality_words import DifferenceState
from xunwang.rules.supervision.facts import OrderedProblem, SupervisionFacts
from xunwang.supervision.assessment.decide import Word, decide
from xunwang.supervision.assessment.hearing import Said, answer, state
from xunwang.supervision.assessment.moves import final_digest, freeze, open_year, snapshot_is_whole, take
from xunwang.supervision.assessment.ranking import ranking
from xunwang.supervision.assessment.standing import picture_of
from xunwang.supervision.errors import ObstaclesError, StaleError, SupervisionError
from xunwang.supervision.facts.build import facts_of
from xunwang.supervision.facts.material import load_material
from xunwang.supervision.ledger.record import Message, record_report
from xunwang.supervision.logs.entries import Entry, declare, enter, withdraw
from xunwang.supervision.models import Assessment, ErrorReport, FinalAssessment, ItemDecision, Snapshot
from xunwang.supervision.queries import supervisors, supervisors_seen_by
from xunwang.supervision.vocabulary import DECLARED, Log, Move, Opinion, Ruling, Stage
from xunwang.words import CHINA, Outcome

NOW = datetime(2021, 2, 3, 9, 0, tzinfo=CHINA)
PDF = Upload("材料.pdf", b"%PDF-1.7 ...")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def planner(province: Province) -> User:
    return province.user(Role.PLANNER)


def city(province: Province) -> User:
    return province.user(Role.CITY_SUPERVISOR)


def facts(province: Province) -> SupervisionFacts:
    return facts_of(province.city, load_material(2020))


def reported(province: Province, *times: tuple[str, str | None]) -> None:
    """Messages, received and settled."""
    for number, (received, settled) in enumerate(times, start=ErrorReport.objects.count()):
        told = Message(
            f"ZC-{number}",
            province.department,
            "错链",
            at(received),
            settled_at=at(settled) if settled else None,
        )
        record_report(told, city(province), NOW)


def entered(province: Province, log: Log, day: date, **changes: object) -> None:
    by = planner(province) if log in (Log.HIGHER_CHECKS, Log.RECHECKS) else city(province)
    enter(Entry(province.city, day.year, log, day, log.label, **changes), [PDF], by, NOW)  # type: ignore[arg-type]


def declared(province: Province) -> None:
    """All logs are complete."""
    for log in DECLARED:
        by = planner(province) if log is Log.HIGHER_CHECKS else city(province)
        declare(province.city, 2020, log, by, NOW)


def opened(province: Province) -> Assessment:
    (assessment,) = open_year([province.city], 2020, planner(province), NOW)
    return assessment


def say(assessment: Assessment, item: str, ruling: Ruling, **changes: object) -> ItemDecision:
    """The planner decides an item as it is frozen now."""
    verdict = assessment.snapshots.order_by("-number")[0].verdicts[item]
    word = Word(item, verdict["basis"], ruling, "已核对", **changes)  # type: ignore[arg-type]
    return decide(assessment, word, User.objects.get(username="planner"), NOW)


def decide_open(assessment: Assessment) -> None:
    """Everything open is dismissed, everything unpriced costs a point."""
    picture = picture_of(assessment)
    for item in picture.score.open_items:
        say(assessment, item, Ruling.CLEAR)
    for item in picture.score.unpriced:
        say(assessment, item, Ruling.HIT, amount=1, points=Decimal(1))


def sent(province: Province) -> Assessment:
    assessment = opened(province)
    decide_open(assessment)
    return take(assessment, Move.SEND, planner(province), NOW)


def test_supervisors_are_right_below_the_top_and_have_something_to_supervise(province: Province) -> None:
    assert list(supervisors()) == [province.city]
    make_site(province.other_city, "北河市人民政府网", "www.beihe.gov.cn", "2202000001")
    assert set(supervisors()) == {province.city, province.other_city}
    assert list(supervisors_seen_by(city(province))) == [province.city]


def test_a_unit_that_was_assessed_is_still_found_when_it_supervises_nothing_any_more(
    province: Province, client: Client
) -> None:
    opened(province)
    for thing in (province.city_portal, province.department_site, province.account):
        thing.status = "closed"
        thing.save()
    assert list(supervisors()) == []
    client.force_login(planner(province))
    assert client.get(reverse("supervisor", args=[province.city.pk, 2020])).status_code == 200


def test_the_top_keeps_logs_but_is_not_assessed(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    page = client.get(reverse("supervisor", args=[province.root.pk, 2020]))
    assert "建立2020年考核" not in page.text
    assert reverse("log_entry_new", args=[province.root.pk, 2020, "training"]) in page.text
    client.force_login(city(province))
    assert client.get(reverse("supervisor", args=[province.root.pk, 2020])).status_code == 404


def test_a_unit_that_another_supervises_counts_for_that_one(province: Province) -> None:
    bureau = make_unit("白山省税务局", "province", "220000", province.root, "department")
    make_site(bureau, "税务局网站", "tax.bs.gov.cn", "2200000009", "department")
    local = make_unit("松江市税务局", "city", "220100", province.city, "department")
    make_site(local, "松江市税务局网站", "tax.songjiang.gov.cn", "2201000099", "department")
    assert len(facts(province).sites) == 3
    local.supervising_unit = bureau
    local.save()
    assert len(facts(province).sites) == 2
    assert len(facts_of(bureau, load_material(2020)).sites) == 2


def test_own_campaigns_count_when_they_are_carried_out_and_their_publication_is_the_day_they_were_told(
    province: Province,
) -> None:
    round_ = in_review(province)
    assert facts(province).checks == ()  # the province's, not the city's
    Campaign.objects.filter(pk=round_.campaign.pk).update(unit=province.city)
    (check,) = facts(province).checks
    own = {str(province.city_portal.pk), str(province.department_site.pk)}
    assert own <= check.checked and check.published is None
    assert check.ended == date(2020, 11, 30)
    Campaign.objects.filter(pk=round_.campaign.pk).update(unit=province.root)
    decide_all(round_)
    round_.go(CampaignMove.SEND)
    round_.go(CampaignMove.HEAR, now=NOW)
    round_.go(CampaignMove.FINALISE, CampaignMove.PUBLISH, now=NOW)
    (told,) = facts_of(province.root, load_material(2020)).checks
    assert told.published == date(2021, 2, 3)


def test_a_check_that_another_system_made_counts_with_its_proof(province: Province) -> None:
    entered(
        province, Log.CHECKS, date(2020, 3, 20), sites=(province.city_portal,), settled_on=date(2020, 4, 2)
    )
    (check,) = facts(province).checks
    assert check.checked == {str(province.city_portal.pk)} and check.published == date(2020, 4, 2)


def test_what_was_withdrawn_does_not_count(province: Province) -> None:
    entry = enter(
        Entry(province.city, 2020, Log.TRAINING, date(2020, 6, 1), "培训"), [PDF], city(province), NOW
    )
    assert len(facts(province).trainings or ()) == 1
    withdraw(entry, "没有办成", city(province), NOW)
    assert facts(province).trainings is None


def test_nothing_is_known_before_it_is_declared(province: Province) -> None:
    reported(province, ("2020-05-10", None))
    found = facts(province)
    assert (found.messages, found.higher_checks, found.incidents) == (None, None, None)
    assert not found.checks_complete
    declared(province)
    found = facts(province)
    assert len(found.messages or ()) == 1 and found.higher_checks == () and found.checks_complete


def test_a_site_reported_as_qualified_that_failed_higher_up_is_told(province: Province) -> None:
    round_ = in_review(province)
    decide_all(round_)
    round_.go(CampaignMove.SEND)
    round_.go(CampaignMove.HEAR, CampaignMove.FINALISE, now=NOW)
    good, bad = province.portal, province.department_site
    for site in (good, bad):
        entered(province, Log.HIGHER_CHECKS, date(2020, 12, 10), sites=(site,))
    declared(province)
    told = {one.row.ref: one.reported_qualified for one in facts(province).higher_checks or ()}
    assert sorted(told.values()) == [False, True]


def test_the_register_is_known_to_be_right_only_when_all_sites_were_held_against_reality(
    province: Province,
) -> None:
    assert facts(province).compared_with_reality is None
    with served(truthful()) as network:
        compare_due(NOW, network)
    found = facts(province)
    assert found.compared_with_reality == NOW and found.register_problems == ()
    make_site(province.county, "临江县人民政府网", "www.linjiang.gov.cn", "2201220001")
    assert facts(province).compared_with_reality is None


def test_what_differs_from_reality_is_a_problem_until_it_is_explained(province: Province) -> None:
    wrong = {"jyj.songjiang.gov.cn": page("北河市交通局", "2201000012", "松江市教育局")}
    with served(truthful() | wrong) as network:
        compare_due(NOW, network)
    (problem,) = facts(province).register_problems
    difference = Difference.objects.get()
    assert problem.row.ref == f"difference:{difference.pk}" and "北河市交通局" in problem.summary
    mark(difference, DifferenceState.EXPLAINED, "正在更名", province.user(Role.PROVINCE_ADMIN), NOW)
    assert facts(province).register_problems == ()


def test_problems_of_orders_are_in_time_late_or_wait_for_acceptance(province: Province) -> None:
    orders = in_rectification(province)

    def due_in(year: int) -> tuple[OrderedProblem, ...]:
        return facts_of(province.city, load_material(year)).ordered or ()

    found = due_in(2021)
    assert {one.due for one in found} == {orders.office.due_on, orders.city.due_on}
    assert all(one.corrected is None and not one.in_doubt for one in found)
    answered(orders)
    (one,) = [one for one in due_in(2021) if one.row.ref == f"order:{orders.office.pk}"]
    assert one.in_doubt and one.corrected == date(2020, 12, 14)
    assert due_in(2020) == ()


def test_every_site_and_the_unit_itself_owe_a_table(province: Province) -> None:
    titles = {table.title for table in facts(province).tables}
    assert titles == {
        "松江市人民政府政府网站监管年度报表",
        "松江市人民政府网政府网站工作年度报表",
        "松江市教育局网站政府网站工作年度报表",
    }


def test_figures_are_frozen_with_a_digest_and_stay(province: Province) -> None:
    assessment = opened(province)
    before = assessment.snapshots.get()
    declared(province)
    reported(province, ("2020-05-10", None))
    assert assessment.snapshots.get().verdicts == before.verdicts and snapshot_is_whole(before)
    after = freeze(assessment, planner(province), NOW)
    assert after.number == 2 and after.digest != before.digest
    assert after.verdicts["S-D-03"]["amount"] == 1
    assert after.verdicts["S-D-03"]["findings"][0]["ref"].startswith("error_report:")
    for act in (lambda: Snapshot.objects.update(verdicts={}), lambda: ItemDecision.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            say(assessment, "S-V-03", Ruling.CLEAR)
            act()


def test_touched_figures_are_noticed(province: Province) -> None:
    snapshot = opened(province).snapshots.get()
    snapshot.verdicts["S-D-03"]["amount"] = 7
    assert not snapshot_is_whole(snapshot)


def test_a_year_is_opened_once(province: Province) -> None:
    opened(province)
    assert open_year([province.city], 2020, planner(province), NOW) == []
    with pytest.raises(SupervisionError, match="还没有开始"):
        open_year([province.city], 2022, planner(province), NOW)


def test_only_the_office_assesses(province: Province) -> None:
    for role in (Role.CITY_SUPERVISOR, Role.AUDITOR, Role.REVIEWER, Role.UNIT_EDITOR):
        with pytest.raises(PermissionDenied):
            open_year([province.city], 2020, province.user(role), NOW)
    assessment = opened(province)
    verdict = assessment.snapshots.get().verdicts["S-V-03"]
    with pytest.raises(PermissionDenied):
        decide(assessment, Word("S-V-03", verdict["basis"], Ruling.CLEAR, "x"), city(province), NOW)
    with pytest.raises(PermissionDenied):
        take(assessment, Move.SEND, city(province), NOW)


def test_confirmed_points_follow_from_the_edition_and_others_from_a_person(province: Province) -> None:
    declared(province)
    reported(province, ("2020-05-10", None), ("2020-05-10", "2020-08-01"))
    assessment = opened(province)
    score = picture_of(assessment).score
    assert score.points == {"S-D-03": 3, "S-D-04": 2}
    assert {"S-D-01", "S-D-09"} <= set(score.unpriced)
    with pytest.raises(SupervisionError, match="不另行定分"):
        say(assessment, "S-D-03", Ruling.HIT, amount=1, points=Decimal(1))
    with pytest.raises(SupervisionError, match="请定分"):
        say(assessment, "S-D-01", Ruling.HIT, amount=4)
    with pytest.raises(SupervisionError, match="请定分"):
        say(assessment, "S-B-02", Ruling.HIT, amount=1, points=Decimal(16))
    say(assessment, "S-D-01", Ruling.HIT, amount=4, points=Decimal("8"))
    assert picture_of(assessment).score.points["S-D-01"] == 8
    assert picture_of(assessment).score.uses_unconfirmed_points


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": " "}, "理由"),
        ({"item": "S-D-99"}, "没有这一项"),
        ({"ruling": Ruling.HIT}, "处数"),
        ({"points": Decimal(1)}, "才定分"),
    ],
)
def test_a_decision_needs_a_reason_and_a_sense(
    province: Province, changes: dict[str, object], told: str
) -> None:
    assessment = opened(province)
    basis = assessment.snapshots.get().verdicts["S-V-03"]["basis"]
    values: dict[str, object] = {"item": "S-V-03", "basis": basis, "ruling": Ruling.CLEAR, "reason": "已核对"}
    with pytest.raises(SupervisionError, match=told):
        decide(assessment, Word(**(values | changes)), planner(province), NOW)  # type: ignore[arg-type]


def test_a_decision_falls_when_its_figures_change_and_stays_when_they_do_not(province: Province) -> None:
    declared(province)
    assessment = opened(province)
    say(assessment, "S-D-03", Ruling.WAIVED)
    say(assessment, "S-V-03", Ruling.CLEAR)
    reported(province, ("2020-05-10", None))
    freeze(assessment, planner(province), NOW)
    picture = picture_of(assessment)
    assert picture.standings["S-D-03"].amount == 1
    assert "S-V-03" not in picture.score.open_items


def test_a_decision_about_figures_that_have_just_changed_is_refused(province: Province) -> None:
    assessment = opened(province)
    old = assessment.snapshots.get().verdicts["S-D-09"]["basis"]
    declared(province)
    freeze(assessment, planner(province), NOW)
    with pytest.raises(StaleError):
        decide(assessment, Word("S-D-09", old, Ruling.CLEAR, "x"), planner(province), NOW)


def test_nothing_is_final_while_something_is_open(province: Province) -> None:
    assessment = take(opened(province), Move.SEND, planner(province), NOW)
    with pytest.raises(ObstaclesError) as error:
        take(assessment, Move.FINALISE, planner(province), NOW + timedelta(days=30))
    assert "S-V-03还没有判定" in error.value.obstacles


def test_the_unit_has_five_working_days_to_speak(province: Province) -> None:
    assessment = sent(province)
    assert assessment.statement_due == date(
        2021, 2, 9
    )  # sent on a Wednesday; the Sunday before the festival is worked
    with pytest.raises(ObstaclesError, match="尚可在2021-02-09前"):
        take(assessment, Move.FINALISE, planner(province), NOW)
    with pytest.raises(SupervisionError, match="已过"):
        state(assessment, Said(Opinion.AGREES), city(province), at("2021-02-10"))
    assert take(assessment, Move.FINALISE, planner(province), at("2021-02-10")).stage == Stage.FINAL


def test_a_unit_that_agrees_need_not_be_waited_for(province: Province) -> None:
    assessment = sent(province)
    state(assessment, Said(Opinion.AGREES), city(province), NOW)
    take(assessment, Move.FINALISE, planner(province), NOW)
    final = FinalAssessment.objects.get()
    assert final.outcome == Outcome.QUALIFIED and final.digest == final_digest(picture_of(assessment))


def test_an_objection_needs_reasons_and_an_answer(province: Province) -> None:
    assessment = sent(province)
    with pytest.raises(SupervisionError, match="理由"):
        state(assessment, Said(Opinion.OBJECTS), city(province), NOW)
    with pytest.raises(PermissionDenied):
        state(assessment, Said(Opinion.OBJECTS, "不属实"), province.user(Role.UNIT_EDITOR), NOW)
    said = state(assessment, Said(Opinion.OBJECTS, "第四季度已公开", (PDF,)), city(province), NOW)
    assert said.proofs.count() == 1
    with pytest.raises(ObstaclesError, match="没有答复"):
        take(assessment, Move.FINALISE, planner(province), NOW)
    with pytest.raises(PermissionDenied):
        answer(said, "采纳", city(province), NOW)
    answer(said, "已核实，采纳", planner(province), NOW)
    with pytest.raises(StaleError):
        answer(said, "再答一次", planner(province), NOW)
    take(assessment, Move.FINALISE, planner(province), NOW)


def test_final_is_final_until_it_is_reopened_with_a_reason(province: Province) -> None:
    assessment = sent(province)
    state(assessment, Said(Opinion.AGREES), city(province), NOW)
    take(assessment, Move.FINALISE, planner(province), NOW)
    with pytest.raises(SupervisionError, match="已核定"):
        say(assessment, "S-V-03", Ruling.HIT, amount=1)
    with pytest.raises(SupervisionError, match="理由"):
        take(assessment, Move.REOPEN, planner(province), NOW)
    take(assessment, Move.REOPEN, planner(province), NOW, "补充材料")
    say(assessment, "S-V-03", Ruling.HIT, amount=1)
    take(assessment, Move.SEND, planner(province), NOW + timedelta(hours=1))
    with pytest.raises(
        ObstaclesError, match="尚可"
    ):  # what was said before does not count for what is sent now
        take(assessment, Move.FINALISE, planner(province), NOW + timedelta(hours=2))
    take(assessment, Move.FINALISE, planner(province), at("2021-03-01"))
    outcomes = list(FinalAssessment.objects.order_by("number").values_list("number", "outcome", "total"))
    assert outcomes == [(1, "qualified", outcomes[0][2]), (2, "unqualified", None)]
    moves = list(assessment.events.values_list("move", flat=True))
    assert moves == ["open", "send", "finalise", "reopen", "send", "finalise"]


def test_of_two_who_take_a_step_at_once_the_second_is_told(province: Province) -> None:
    assessment = opened(province)
    other = Assessment.objects.select_related("unit").get(pk=assessment.pk)
    freeze(assessment, planner(province), NOW)
    with pytest.raises(StaleError):
        freeze(other, planner(province), NOW)


def test_supervisors_are_ranked_and_a_veto_has_no_place(province: Province) -> None:
    make_site(province.other_city, "北河市人民政府网", "www.beihe.gov.cn", "2202000001")
    third = make_unit("西山市人民政府", "city", "220300", province.root)
    make_site(third, "西山市人民政府网", "www.xishan.gov.cn", "2203000001")
    units = [province.city, province.other_city, third]
    for assessment in open_year(units, 2020, planner(province), NOW):
        decide_open(assessment)
        if assessment.unit == third:
            say(assessment, "S-V-03", Ruling.HIT, amount=1)
        if assessment.unit == province.other_city:
            say(assessment, "S-D-01", Ruling.HIT, amount=4, points=Decimal(10))
        take(assessment, Move.SEND, planner(province), NOW)
        take(assessment, Move.FINALISE, planner(province), at("2021-03-01"))
    places = {unit.name: ranking(2020)[unit.pk].rank for unit in units}
    assert places == {"松江市人民政府": 1, "北河市人民政府": 2, "西山市人民政府": None}


def test_the_overview_is_sorted_by_rank_and_filtered_by_stage(province: Province, client: Client) -> None:
    make_site(province.other_city, "北河市人民政府网", "www.beihe.gov.cn", "2202000001")
    first, second = open_year([province.city, province.other_city], 2020, planner(province), NOW)
    for assessment, points in ((first, 10), (second, 1)):
        decide_open(assessment)
        say(assessment, "S-D-09", Ruling.HIT, amount=1, points=Decimal(points))
        take(assessment, Move.SEND, planner(province), NOW)
    take(second, Move.FINALISE, planner(province), at("2021-03-01"))
    client.force_login(planner(province))
    address = reverse("supervision") + "?year=2020"
    names = [line.name for line in client.get(f"{address}&sort=rank").context["listing"].things]
    assert names == ["北河市人民政府", "松江市人民政府"]
    only = client.get(f"{address}&stage=hearing")
    assert [line.name for line in only.context["listing"].things] == ["松江市人民政府"]
    assert "year=2020" in only.context["listing"].address()
    assert client.get(f"{address}&export=xlsx").headers["Content-Disposition"].startswith("attachment;")


def test_the_home_page_tells_each_what_is_to_be_done(province: Province, client: Client) -> None:
    reported(province, ("2020-05-10", None))
    assessment = sent(province)
    Assessment.objects.update(statement_due=date(2099, 1, 1))
    client.force_login(city(province))
    home = client.get(reverse("home")).text
    assert "条找错留言办理超期" in home and "项监管考核等待反馈意见" in home
    state(assessment, Said(Opinion.OBJECTS, "不属实"), city(province), NOW + timedelta(minutes=1))
    assert "项监管考核等待反馈意见" not in client.get(reverse("home")).text
    client.force_login(planner(province))
    assert "条考核意见等待答复" in client.get(reverse("home")).text


def test_a_unit_is_assessed_and_heard_in_the_console(province: Province, client: Client) -> None:
    enter_coming_years(province)
    declared(province)
    client.force_login(planner(province))
    client.post(reverse("assessments_open", args=[2020]))
    assessment = Assessment.objects.get()
    address = reverse("supervisor", args=[province.city.pk, 2020])
    page = client.get(address)
    assert "未核定" in page.text and "得分在 0 至" in page.text
    basis = page.context["snapshot"].verdicts["S-D-09"]["basis"]
    form = {
        "item": "S-D-09",
        "basis": basis,
        "ruling": "hit",
        "amount": "1",
        "points": "2",
        "reason": "<i>无</i>",
    }
    client.post(reverse("assessment_decide", args=[assessment.pk]), form)
    page = client.get(address)
    assert "<i>无</i>" not in page.text and "−2" in page.text
    step = reverse("assessment_step", args=[assessment.pk])
    client.post(step, {"move": "send", "version": page.context["assessment"].version})
    assessment.refresh_from_db()
    assert assessment.stage == Stage.HEARING
    stale = client.post(step, {"move": "finalise", "version": "1"}, follow=True)
    assert "其他人刚刚改动" in stale.text


def test_the_overview_and_a_unit_cost_the_same_queries_however_much_there_is(
    province: Province, client: Client
) -> None:
    client.force_login(planner(province))
    reported(province, ("2020-05-10", None))
    entered(province, Log.TRAINING, date(2020, 12, 1))
    opened(province)

    def counts() -> list[int]:
        found = []
        for address in (
            reverse("supervision") + "?year=2020",
            reverse("supervisor", args=[province.city.pk, 2020]),
            reverse("error_reports"),
            reverse("log_entries"),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    before = counts()
    for number in range(12):
        unit = make_unit(f"第{number}市人民政府", "city", f"2204{number:02}", province.root)
        make_site(unit, f"第{number}市网", f"www.c{number}.gov.cn", f"2204{number:02}0001")
        make_user(f"editor{number}", Role.UNIT_EDITOR, unit)
    reported(province, *[("2020-05-10", None)] * 15)
    for month in range(1, 10):
        entered(province, Log.TRAINING, date(2020, month, 1))
    open_year(supervisors(), 2020, planner(province), NOW)
    after = counts()
    assert after == before and max(after) < 30, (before, after)
