"""Collections: started over a part of the register, collected from a real server, taken into rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from tests.console.inspection.rounds import make_round_of
from tests.console.media.feeds import DAY, NOW, Feeds, office_with_feeds
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import Trouble
from xunwang.inspection.moves import move
from xunwang.inspection.stages import Move
from xunwang.media.collecting import due
from xunwang.media.collecting.control import control
from xunwang.media.collecting.start import Scope, collect_failed, start_collection
from xunwang.media.collecting.steps import step
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay, CollectedAccount
from xunwang.media.vocabulary import AccountState, CollectionStatus, Control
from xunwang.posts.records import Shows


@pytest.fixture
def office(province: Province, tmp_path: Path) -> Iterator[Feeds]:
    with office_with_feeds(province, tmp_path / "runs") as office:
        yield office


def row(name: str) -> CollectedAccount:
    return CollectedAccount.objects.filter(account__name=name).latest("pk")


def test_accounts_are_collected_and_what_is_known_of_each_is_in_its_row(office: Feeds) -> None:
    office.account("临江发布", [("工作动态", 1), ("通知", 5), ("旧闻", 200)])
    office.account("临江睡眠", [("最后一条", 40)])
    office.account("临江坏了", [])
    office.status["临江坏了"] = 404
    collection = office.drive(office.start())
    assert (collection.status, collection.problem) == (CollectionStatus.DONE, "")
    assert (collection.wanted, collection.reached) == (3, 3)
    alive, asleep, broken = row("临江发布"), row("临江睡眠"), row("临江坏了")
    assert alive.state == AccountState.COLLECTED and alive.newest_title == "工作动态"
    assert alive.newest_at == NOW - DAY and alive.newest_url.endswith("/0")
    assert Shows.POSTS in alive.shown and alive.complete, "an older post is listed, so nothing is missing"
    assert asleep.newest_at == NOW - 40 * DAY and not asleep.complete and asleep.reason
    assert broken.state == AccountState.FAILED and broken.trouble == Trouble.NOT_FOUND and broken.problem
    assert row("松江教育").state == AccountState.NO_WAY
    assert collection.posts == alive.posts + asleep.posts


def test_a_way_remembers_its_last_trouble_and_its_last_success(office: Feeds) -> None:
    account = office.account("临江发布", [("工作动态", 1)])
    office.drive(office.start())
    way = AccountWay.objects.get(account=account)
    assert way.succeeded_at == way.tried_at and not way.trouble
    office.status["临江发布"] = 403
    office.drive(office.start())
    way.refresh_from_db()
    assert str(way.trouble) == Trouble.REFUSED and way.problem
    assert way.succeeded_at is not None and way.tried_at is not None and way.succeeded_at < way.tried_at


def test_a_collection_goes_on_where_it_was_paused(office: Feeds, tmp_path: Path) -> None:
    for number in range(3):
        office.account(f"账号{number}", [("动态", 1)])
    collection = office.start()
    step(collection.pk, office.equipment, leaving=lambda: True)
    collection.refresh_from_db()
    assert collection.status == CollectionStatus.ACTIVE and not office.server.asked
    control(collection, Control.PAUSE, office.admin, office.now)
    step(collection.pk, office.equipment)
    assert not office.server.asked, "what is paused does nothing"
    control(collection, Control.RESUME, office.admin, office.now)
    collection = office.drive(collection)
    assert collection.status == CollectionStatus.DONE and len(office.server.asked) == 3
    assert CollectionArchive(tmp_path / "runs" / "collections" / collection.name).sealed


def test_what_was_collected_before_a_kill_is_taken_in_once(office: Feeds) -> None:
    for number in range(3):
        office.account(f"账号{number}", [("动态", 1)])
    collection = office.start()
    answers = iter([False] * 400)
    step(collection.pk, office.equipment, leaving=lambda: next(answers, True))
    collection.refresh_from_db()
    asked = len(office.server.asked)
    # As after a kill between the sealing of the archive and the taking in.
    collection.accounts.filter(account__name="账号2").update(state=AccountState.WAITING)
    type(collection).objects.filter(pk=collection.pk).update(
        status=CollectionStatus.ACTIVE, next_at=office.now, ended_at=None
    )
    collection = office.drive(collection)
    assert collection.status == CollectionStatus.DONE and len(office.server.asked) == asked
    assert collection.accounts.filter(state=AccountState.COLLECTED).count() == 3


def test_what_failed_is_tried_again_in_a_collection_of_its_own(office: Feeds) -> None:
    office.account("临江发布", [("动态", 1)])
    office.account("临江坏了", [("动态", 1)])
    office.status["临江坏了"] = 404
    first = office.drive(office.start())
    del office.status["临江坏了"]
    again = office.drive(collect_failed(first, office.admin, office.now))
    assert {one.account.name for one in again.accounts.all()} == {"临江坏了", "松江教育"}
    assert row("临江坏了").state == AccountState.COLLECTED
    with pytest.raises(MediaError, match="完成后"):
        collect_failed(office.start(), office.admin, office.now)


def test_of_a_campaign_its_sample_is_collected_once_the_check_point_has_come(office: Feeds) -> None:
    office.account("临江发布", [("动态", 1)])
    campaign = make_round_of(office.province, "全查", check_point=NOW + DAY)
    move(campaign, Move.PLAN, office.province.user(Role.PLANNER), NOW)
    planner = office.province.user(Role.PLANNER)
    short = Scope("抽查采集", office.province.root, NOW - 30 * DAY, NOW + DAY, campaign)
    with pytest.raises(MediaError, match="不能晚于检查期的开始"):
        start_collection(short, planner, office.now)
    scope = replace(short, since=NOW - 90 * DAY)
    collection = start_collection(scope, planner, office.now)
    assert collection.next_at == NOW + DAY
    assert due.look(office.now) == 0 and due.look(NOW + DAY) == 1 and due.look(NOW + DAY) == 0
    collection = office.drive(collection)
    assert collection.accounts.count() == campaign.accounts.count()


def test_one_scope_is_collected_once_at_a_time_and_by_those_who_may(office: Feeds) -> None:
    office.account("临江发布", [("动态", 1)])
    collection = office.start()
    with pytest.raises(MediaError, match="尚未结束"):
        office.start()
    office.start(unit=office.province.county, title="县级")
    with pytest.raises(PermissionDenied):
        control(collection, Control.PAUSE, office.province.user(Role.REVIEWER), NOW)
    control(collection, Control.CANCEL, office.admin, NOW)
    with pytest.raises(MediaError, match="不能“继续”"):
        control(collection, Control.RESUME, office.admin, NOW)
    office.start()


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"title": " "}, "名称"), ({"since": NOW, "until": NOW - DAY}, "早于"), ({"unit": None}, "没有新媒体")],
)
def test_what_can_not_be_collected_is_refused(office: Feeds, changes: dict[str, object], why: str) -> None:
    if "unit" in changes:
        changes = {"unit": office.province.other_city}
    with pytest.raises(MediaError, match=why):
        office.start(**changes)


def test_trouble_of_the_office_itself_is_noted_and_ends_after_some_tries(
    office: Feeds, tmp_path: Path
) -> None:
    office.account("临江发布", [("动态", 1)])
    collection = office.start()
    (tmp_path / "runs").write_text("a file where the folder should be")
    for _ in range(5):
        collection.refresh_from_db()
        assert collection.next_at is not None
        office.equipment.clock.sleep_until(collection.next_at)
        with pytest.raises(OSError):
            step(collection.pk, office.equipment)
    collection.refresh_from_db()
    assert collection.status == CollectionStatus.FAILED and "连续5次" in collection.problem
