"""Problems of accounts are looked at again as those of sites: the same queue, the same page, by their own ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings as DjangoSettings

from tests.console.inspection.reviewed import CONFIRM
from tests.console.inspection.rounds import DAY, NOW, Round, make_round
from tests.console.inspection.runs import run_of
from tests.console.media.feeds import Feeds, office_with_feeds
from tests.console.province import Province, make_user
from tests.console.rectify.orders import ISSUED, LATER, answers_to, ordered
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.fetch.records import FetchSettings
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.review.decide import decide
from xunwang.inspection.review.queue import next_finding, rulings_left
from xunwang.inspection.review.rulings import RulingWord, rule
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import Ruling
from xunwang.media.checks import Sight, record_check
from xunwang.media.collecting.start import Scope, start_collection
from xunwang.media.models import AccountWay
from xunwang.media.ways import Setting, set_way
from xunwang.posts.records import Way
from xunwang.rectify.answering import reply, sign
from xunwang.rectify.models import Item, Order
from xunwang.rectify.rechecking import FOLDER, Settings, recheck_due, want_recheck
from xunwang.registry.models import Account
from xunwang.simulate.clock import ProvinceClock

NAME = "临江发布"
WRONG = "中国和台湾的学校互访"
OTHERS = [(f"工作动态{number}", 2.5 * number + 1) for number in range(10)]
OLD = ("旧闻", 200.0)
SINCE_ANSWER = -13.0
"""Days before the check point of a post on the day before the answer."""
SignIn = Callable[[object], Client]


@pytest.fixture
def office(province: Province, tmp_path: Path) -> Iterator[Feeds]:
    with office_with_feeds(province, tmp_path / "runs") as office:
        yield office


def reviewed(office: Feeds) -> Round:
    """A campaign whose accounts were collected and judged, everything confirmed."""
    round_ = make_round(office.province, double_share=Decimal(0), account_shares={"*": Decimal(1)})
    round_.go(Move.PLAN, Move.START)
    take(round_.campaign, from_run(run_of(round_.campaign)), round_.planner, NOW)
    scope = Scope("抽查采集", office.province.root, office.now - 90 * DAY, office.now, round_.campaign)
    office.drive(start_collection(scope, round_.planner, office.now))
    round_.go(Move.REVIEW)
    for person in round_.reviewers[:2]:
        while (row := next_finding(round_.campaign, person, NOW)) is not None:
            decide(row, CONFIRM, person, NOW)
    for left in rulings_left(round_.campaign):
        rule(left, RulingWord(Ruling.CLEAR, "已核对"), round_.reviewers[0], NOW)
    return round_


def answered(office: Feeds, posts: list[tuple[str, float]]) -> Item:
    """The item of the account, ordered and answered."""
    account = office.account(NAME, posts)
    ordered(reviewed(office))
    order = Order.objects.get(unit=account.unit)
    editor = make_user("editor_of_account", Role.UNIT_EDITOR, account.unit)
    sign(order, editor, ISSUED)
    reply(order, answers_to(*order.items.all()), editor, LATER)
    return order.items.select_related("order__unit", "checked").first()


def settings_of(office: Feeds) -> Settings:
    """As a worker's equipment says: sites are out of reach, the platforms are not."""
    nowhere = FetchSettings(allowed_networks=("127.0.0.0/8",), gateway=("127.0.0.1", 9, 9), retries=0)
    clock = ProvinceClock(LATER + timedelta(hours=1), scale=0.5)
    platforms = office.server.settings
    return Settings.of(replace(office.equipment, clock=clock, fetch=nowhere, platforms=platforms))


def look(office: Feeds) -> int:
    given = settings_of(office)
    return recheck_due(given.clock.now(), given)


def test_an_account_that_posts_again_is_cured(office: Feeds) -> None:
    item = answered(office, [("最后一条", 40), OLD])
    assert item.indicator == "M-V-02.1"
    office.feeds[NAME] = [("恢复更新", SINCE_ANSWER), ("最后一条", 40), OLD]
    assert look(office) >= 1
    item.refresh_from_db()
    assert (item.recheck_verdict, item.state, item.recheck_wanted_at) == ("cured", "replied", None)
    made = item.rechecks.get()
    assert made.run and made.evidence[0]["digest"] and "恢复更新" in made.evidence[0]["note"]
    assert (office.equipment.runs / FOLDER / made.run / "manifest.json").is_file()
    assert "填写" not in made.told


def test_who_accepts_is_told_that_the_unit_itself_has_said_where_to_look(office: Feeds) -> None:
    item = answered(office, [("最后一条", 40), OLD])
    office.feeds[NAME] = [("恢复更新", SINCE_ANSWER), ("最后一条", 40), OLD]
    way = AccountWay.objects.get(account__name=NAME)
    setting = Setting(way.account, Way.FEED, f"http://unit.example.cn/{NAME}")
    set_way(setting, User.objects.get(username="editor_of_account"), LATER, way)
    look(office)
    assert f"复查用的“订阅源”由主办单位{Role.UNIT_EDITOR.label}于" in item.rechecks.get().told


def test_an_account_that_sleeps_on_is_still_there_and_nothing_is_decided(office: Feeds) -> None:
    item = answered(office, [("最后一条", 40), OLD])
    look(office)
    item.refresh_from_db()
    assert (item.recheck_verdict, item.state) == ("still_there", "replied")
    assert "最近一次更新" in item.rechecks.get().told


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ([(WRONG, 20), *OTHERS, OLD], "still_there"),
        ([("大陆和台湾的学校互访", 20), *OTHERS, OLD], "cured"),
        ([(WRONG, 20)], "unknown"),
    ],
)
def test_the_very_post_is_looked_at_again(office: Feeds, now: list[tuple[str, float]], verdict: str) -> None:
    item = answered(office, [(WRONG, 20), *OTHERS, OLD])
    assert item.indicator == "M-V-01.1"
    office.feeds[NAME] = now
    if verdict == "unknown":
        office.status[NAME] = 502
    look(office)
    mine = item.order.items.filter(indicator="M-V-01.1")
    told = [(one.recheck_verdict, one.rechecks.get().told) for one in item.order.items.all()]
    assert {one.recheck_verdict for one in mine} == {verdict}, told


def test_a_post_that_was_taken_down_is_cured(office: Feeds) -> None:
    """The feed tells posts apart by their place in it, so the wrong one comes last, but for one of long ago."""
    item = answered(office, [*OTHERS, OLD, (WRONG, 20)])
    office.feeds[NAME] = [*OTHERS, OLD]
    look(office)
    item.refresh_from_db()
    assert item.recheck_verdict == "cured" and "已删除" in item.rechecks.get().told


def test_an_account_whose_way_is_gone_is_a_persons_with_the_way_to_the_phone_check(
    office: Feeds, sign_in: SignIn
) -> None:
    item = answered(office, [("最后一条", 40), OLD])
    AccountWay.objects.all().delete()
    look(office)
    item.refresh_from_db()
    made = item.rechecks.get()
    assert (item.recheck_verdict, made.run) == ("unknown", "") and "人工核查" in made.told
    page = sign_in(office.admin).get(reverse("order", args=[item.order_id])).content.decode()
    assert reverse("hand_check_new", args=[item.checked.account_id]) in page


def test_what_a_person_saw_after_the_answer_counts_and_what_was_seen_before_does_not(office: Feeds) -> None:
    item = answered(office, [("最后一条", 40), OLD])
    AccountWay.objects.all().delete()
    account = Account.objects.get(name=NAME)
    seen = Sight(uuid4(), account, last_post=(LATER - DAY).date())
    record_check(seen, (), office.admin, LATER - timedelta(hours=1))
    own = make_user("own_supervisor", Role.CITY_SUPERVISOR, account.unit)
    record_check(replace(seen, key=uuid4()), (), own, LATER + timedelta(minutes=5))
    look(office)
    item.refresh_from_db()
    assert item.recheck_verdict == "unknown", "too early, or a look of the unit's own people"
    record_check(replace(seen, key=uuid4()), (), office.admin, LATER + timedelta(minutes=10))
    want_recheck(item, office.admin, LATER)
    look(office)
    item.refresh_from_db()
    assert item.recheck_verdict == "cured"


def test_a_recheck_of_an_account_is_asked_for_on_the_page(office: Feeds, sign_in: SignIn) -> None:
    item = answered(office, [("最后一条", 40), OLD])
    look(office)
    client = sign_in(office.admin)
    client.post(reverse("order_recheck", args=[item.order_id, item.pk]))
    item.refresh_from_db()
    assert item.recheck_wanted_at is not None
    assert "已安排复查" in client.get(reverse("order", args=[item.order_id])).content.decode()


def test_what_a_recheck_of_an_account_saw_opens_in_the_viewer(
    office: Feeds, sign_in: SignIn, settings: DjangoSettings
) -> None:
    item = answered(office, [(WRONG, 20), *OTHERS, OLD])
    settings.RUNS = office.equipment.runs
    look(office)
    made = item.rechecks.get()
    client = sign_in(office.admin)
    assert client.get(reverse("order_recheck_seen", args=[made.pk])).status_code == 200
    frame = client.get(reverse("order_recheck_page", args=[made.pk, 1]))
    assert "中国和台湾" in frame.content.decode()
    assert frame.headers["Content-Security-Policy"].startswith("sandbox;")


def test_a_stopped_recheck_of_an_account_stays_in_the_queue_and_goes_on(office: Feeds) -> None:
    item = answered(office, [("最后一条", 40), OLD])
    given = settings_of(office)
    answers = iter([False])  # the item is taken up, and then the worker is told to leave
    recheck_due(given.clock.now(), replace(given, should_stop=lambda: next(answers, True)))
    item.refresh_from_db()
    assert item.recheck_wanted_at is not None and not item.rechecks.exists()
    folder = next((office.equipment.runs / FOLDER).iterdir())
    assert recheck_due(given.clock.now() + timedelta(minutes=1), given)
    item.refresh_from_db()
    assert item.recheck_verdict == "still_there" and item.rechecks.get().run == folder.name
