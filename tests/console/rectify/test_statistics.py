"""Figures of rectification by unit, region and indicator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.console.inspection.rounds import DAY
from tests.console.rectify.orders import ISSUED, LATER, Orders, answered, answers_to
from tests.console.rectify.test_deciding import MISSED, accepting
from xunwang.rectify.answering import ask_extension, reply, sign
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.deciding import decide_extension, judge, reopen, waive
from xunwang.rectify.models import Order
from xunwang.rectify.moving import Moment
from xunwang.rectify.statistics import WHOLE, By, Line, figures
from xunwang.rectify.vocabulary import Ruling


def lines(by: By) -> dict[str, Line]:
    return {line.group: line for line in figures(Order.objects.all(), by, MISSED)}


def test_figures_follow_what_was_done(orders: Orders) -> None:
    """Issued on Saturday, 12 December; the office's accepted on Tuesday: two working days."""
    judge(answered(orders), accepting(orders.office), orders.supervisor, LATER + DAY)
    sign(orders.city, orders.city_editor, ISSUED)
    first, *_ = orders.city.items.all()
    reply(orders.city, answers_to(first), orders.city_editor, LATER)
    found = lines(By.UNIT)
    office, city, whole = found["松江市教育局"], found["松江市人民政府"], found[WHOLE]
    assert (office.issued, office.replied, office.accepted, office.overdue) == (1, 1, 1, 0)
    assert office.median_days == "2"
    assert (city.replied, city.accepted, city.median_days) == (1, 0, "—")
    assert city.overdue == city.issued - 1, "what was answered in time is not late"
    assert whole.issued == office.issued + city.issued


def test_extended_reopened_and_taken_out(orders: Orders) -> None:
    judge(answered(orders), accepting(orders.office), orders.supervisor, LATER)
    again = Moment(orders.supervisor, LATER + DAY)
    reopen(orders.office, [orders.office.items.get().pk], "又打不开", Limit(5), again)
    sign(orders.city, orders.city_editor, ISSUED)
    asked = ask_extension(orders.city, date(2021, 1, 20), "改版", orders.city_editor, LATER)
    orders.city.refresh_from_db()
    asked.order = orders.city
    decide_extension(asked, Ruling.GRANTED, orders.planner, LATER)
    orders.city.refresh_from_db()
    before = lines(By.UNIT)["松江市人民政府"].issued
    first = orders.city.items.first()
    assert first is not None
    waive(orders.city, first.pk, "撤销", orders.planner, LATER)
    found = lines(By.UNIT)
    assert found["松江市教育局"].reopened == 1 and found["松江市教育局"].accepted == 0
    assert found["松江市人民政府"].extended == found["松江市人民政府"].issued == before - 1


def test_every_grouping_sums_to_the_same(orders: Orders) -> None:
    for by in By:
        *groups, whole = figures(Order.objects.all(), by, MISSED)
        assert sum(line.issued for line in groups) == whole.issued, by
        assert sum(line.overdue for line in groups) == whole.overdue == whole.issued, by
    assert orders


def test_a_person_sees_and_exports_the_own_subtree_only(
    orders: Orders, sign_in: Callable[[object], Client]
) -> None:
    client = sign_in(orders.supervisor)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(reverse("order_statistics"), {"by": "indicator"})
    assert "W-V-02" in page.content.decode() and len(captured) < 30
    got = client.get(reverse("order_statistics"), {"by": "unit", "export": "csv"}).content.decode("utf-8-sig")
    assert got.splitlines()[0].startswith("单位,问题,已反馈") and "松江市教育局" in got
    client = sign_in(orders.editor)
    page = client.get(reverse("order_statistics"), {"export": "csv"})
    assert "松江市人民政府" not in page.content.decode() and page.headers["Content-Type"].startswith(
        "text/html"
    )
