"""Items are looked at again: after an answer, on demand, one at a time, and never cured by lack of data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import Settings as DjangoSettings

from tests.console.inspection.reviewed import OFFICE_HOME
from tests.console.inspection.runs import found
from tests.console.inspection.test_at_once import at_once
from tests.console.province import Province, make_province
from tests.console.rectify.orders import ISSUED, LATER, answers_to, ordered, reviewed
from tests.engine.served import pages_served
from xunwang.access.roles import Role
from xunwang.audit.verify import verify
from xunwang.background.words import TaskName
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.fetch.records import FetchSettings
from xunwang.rectify.answering import reply, sign
from xunwang.rectify.deciding import Judgement, judge
from xunwang.rectify.models import Item, Order, Recheck
from xunwang.rectify.rechecking import FOLDER, Settings, due_items, recheck_due, want_recheck
from xunwang.rectify.vocabulary import Move
from xunwang.rules.verdict import Evidence, Finding, hit, needs_review
from xunwang.simulate.clock import ProvinceClock

pytestmark = pytest.mark.server

HOST = "jyj.songjiang.gov.cn"
WORDS = "中国和台湾的学校互访。"
BODY = (
    "<title>松江市教育局召开会议</title><h1>松江市教育局召开会议</h1><p>发布时间：2020-11-20</p><p>{}</p><p>"
    + "会议研究部署。" * 40
)
HOME = '<title>松江市教育局</title><ul><li><a href="/a.html">松江市教育局召开会议</a><span>2020-11-20</span></li></ul>'
SignIn = Callable[[object], Client]


def bad(indicator: str) -> Finding:
    if indicator == "W-V-02":
        return found(OFFICE_HOME, "7天内不可访问6%。", page="")
    seen = Evidence(f"{OFFICE_HOME}a.html", None, "d" * 64, "中国和台湾的学校互访", "词库")
    return Finding("《松江市教育局召开会议》疑有严重表述错误：“中国和台湾”。", (seen,))


def order_with(province: Province, *indicators: str) -> Order:
    """The department's order, answered, with these problems."""
    given: dict[str, dict[str, Any]] = {
        HOST: {one: (hit if one == "W-V-02" else needs_review)((bad(one),)) for one in indicators}
    }
    ordered(reviewed(province, given))
    order = Order.objects.get(unit=province.department)
    editor = province.user(Role.UNIT_EDITOR)
    sign(order, editor, ISSUED)
    reply(order, answers_to(*order.items.all()), editor, LATER)
    return order


def settings(folder: Path, fetch: FetchSettings | None = None, **changes: Any) -> Settings:
    """Rechecks with a clock that stands after the answers."""
    fetch = fetch or FetchSettings(allowed_networks=("127.0.0.0/8",), gateway=("127.0.0.1", 9, 9), retries=0)
    clock = ProvinceClock(LATER + timedelta(hours=1), scale=0.5)
    run = RunSettings(LATER, fetch, CrawlSettings())
    return replace(Settings(run, folder / FOLDER, clock), **changes)


def look(tmp_path: Path, pages: dict[str, Any]) -> int:
    with pages_served(pages) as server:
        given = settings(tmp_path, server.settings)
        return recheck_due(given.clock.now(), given)


def served(words: str) -> dict[str, Any]:
    return {f"{HOST}/": HOME, f"{HOST}/a.html": BODY.format(words)}


def test_an_answer_is_looked_at_again_and_what_was_put_right_is_cured(
    province: Province, tmp_path: Path
) -> None:
    order = order_with(province, "W-V-01.1")
    assert due_items(LATER).count() == 1
    assert look(tmp_path, served("大陆和台湾的学校互访。")) == 1
    item = order.items.get()
    assert (item.recheck_verdict, item.state, item.recheck_wanted_at) == ("cured", "replied", None)
    made = Recheck.objects.get()
    assert made.by is None and made.run and made.evidence[0]["digest"]
    assert order.events.filter(move="recheck").count() == 1


def test_what_is_still_there_is_told_and_nothing_is_decided(province: Province, tmp_path: Path) -> None:
    order = order_with(province, "W-V-01.1")
    look(tmp_path, served(WORDS))
    item = order.items.get()
    assert (item.recheck_verdict, item.state) == ("still_there", "replied")
    assert "中国和台湾" in Recheck.objects.get().told


def test_a_site_that_does_not_answer_is_unknown(province: Province, tmp_path: Path) -> None:
    order = order_with(province, "W-V-01.1")
    given = settings(tmp_path)
    recheck_due(given.clock.now(), given)
    assert order.items.get().recheck_verdict == "unknown"


def test_what_no_page_can_tell_says_what_a_person_does(province: Province, tmp_path: Path) -> None:
    order = order_with(province, "W-V-02")
    given = settings(tmp_path)
    recheck_due(given.clock.now(), given)
    made = Recheck.objects.get()
    assert (order.items.get().recheck_verdict, made.run) == ("unknown", "") and "7天" in made.told


def test_nothing_is_looked_at_twice_by_itself(province: Province, tmp_path: Path) -> None:
    order_with(province, "W-V-01.1")
    assert look(tmp_path, served(WORDS)) == 1
    assert look(tmp_path, served(WORDS)) == 0
    assert Recheck.objects.count() == 1


def test_a_new_look_fetches_anew(province: Province, tmp_path: Path) -> None:
    order = order_with(province, "W-V-01.1")
    look(tmp_path, served(WORDS))
    item = order.items.select_related("order__unit").get()
    want_recheck(item, province.user(Role.CITY_SUPERVISOR), LATER)
    look(tmp_path, served("大陆和台湾的学校互访。"))
    assert [one.verdict for one in Recheck.objects.order_by("id")] == ["still_there", "cured"]
    assert len({one.run for one in Recheck.objects.all()}) == 2


def test_who_has_nothing_to_do_with_it_asks_for_no_recheck(province: Province) -> None:
    item = order_with(province, "W-V-01.1").items.select_related("order__unit").get()
    for role in (Role.AUDITOR, Role.REVIEWER):
        with pytest.raises(PermissionDenied):
            want_recheck(item, province.user(role), LATER)


def test_a_stopped_recheck_stays_in_the_queue(province: Province, tmp_path: Path) -> None:
    order_with(province, "W-V-01.1")
    with pages_served(served("大陆和台湾的学校互访。")) as server:
        given = settings(tmp_path, server.settings, should_stop=lambda: len(server.asked) > 1)
        assert recheck_due(given.clock.now(), given) == 0
        assert Item.objects.get().recheck_wanted_at is not None and not Recheck.objects.exists()
        given = settings(tmp_path, server.settings)
        assert recheck_due(given.clock.now() + timedelta(minutes=1), given) == 1
    assert Item.objects.get().recheck_verdict == "cured"


def test_a_problem_that_is_there_again_after_acceptance_waits_for_a_person(
    province: Province, tmp_path: Path, sign_in: SignIn
) -> None:
    order = order_with(province, "W-V-01.1")
    supervisor = province.user(Role.CITY_SUPERVISOR)
    item = order.items.select_related("order__unit").get()
    judge(order, [Judgement(item.pk, Move.ACCEPT)], supervisor, LATER)
    want_recheck(item, supervisor, LATER)
    look(tmp_path, served(WORDS))
    item.refresh_from_db()
    order.refresh_from_db()
    assert (item.relapsed, item.state, order.state) == (True, "accepted", "closed")
    client = sign_in(supervisor)
    assert "再次出现" in client.get(reverse("home")).content.decode()
    data = {"version": order.version, "items": item.pk, "on": "2090-01-01", "reason": "再次出现"}
    client.post(reverse("order_reopen", args=[order.pk]), data)
    item.refresh_from_db()
    assert (item.state, item.relapsed) == ("open", False)


def test_what_a_recheck_saw_opens_in_the_viewer(
    province: Province, tmp_path: Path, sign_in: SignIn, settings: DjangoSettings
) -> None:
    order_with(province, "W-V-01.1")
    settings.RUNS = tmp_path
    look(tmp_path, served(f"{WORDS}<script>alert(1)</script>"))
    made = Recheck.objects.get()
    client = sign_in(province.user(Role.UNIT_EDITOR))
    page = client.get(reverse("order_recheck_seen", args=[made.pk]))
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    frame = client.get(reverse("order_recheck_page", args=[made.pk, 1]))
    assert "中国和台湾" in frame.content.decode()
    policy = frame.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox;") and "script" not in policy and "default-src 'none'" in policy


def test_a_recheck_on_demand_is_queued_once(province: Province, tmp_path: Path, sign_in: SignIn) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    order = order_with(province, "W-V-01.1")
    look(tmp_path, served(WORDS))
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    for _ in range(2):
        client.post(reverse("order_recheck", args=[order.pk, order.items.get().pk]))
    assert due_items(LATER + timedelta(days=9999)).count() == 1
    assert ProcrastinateJob.objects.filter(task_name=TaskName.RECHECK.value, status="todo").count() == 1


def test_two_workers_look_at_an_item_once(committed: None, tmp_path: Path) -> None:
    order_with(make_province(), "W-V-01.1", "W-V-02")
    with pages_served(served(WORDS)) as server:
        given = settings(tmp_path, server.settings)
        counts = at_once(*(lambda: recheck_due(given.clock.now(), given) for _ in range(3)))
    assert sum(int(str(count)) for count in counts) == 2
    assert Recheck.objects.count() == 2
    assert not verify().problems
