"""The yearly assessment in the console: overview, a unit's page, what the home page tells."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.console.province import Province, enter_coming_years, make_site, make_unit, make_user
from tests.console.supervision.assessed import (
    NOW,
    at,
    city,
    decide_open,
    declared,
    entered,
    opened,
    planner,
    reported,
    say,
    sent,
)
from xunwang.access.roles import Role
from xunwang.supervision.assessment.hearing import Said, state
from xunwang.supervision.assessment.moves import open_year, take
from xunwang.supervision.models import Assessment
from xunwang.supervision.queries import supervisors
from xunwang.supervision.vocabulary import Log, Move, Opinion, Ruling, Stage


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
    assert "建立2020年考核" not in only.text, "all are opened"
    assert "建立2019年考核" in client.get(reverse("supervision") + "?year=2019").text
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
