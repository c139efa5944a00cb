"""Judging the sample of a campaign: which checks count, which collection, and by what name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.console.inspection.rounds import make_round_of
from tests.console.media.feeds import DAY, NOW, Feeds, office_with_feeds
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.engine.archive import ArchiveError
from xunwang.inspection.models import Campaign, ItemVerdict
from xunwang.inspection.moves import move
from xunwang.inspection.stages import Move
from xunwang.media.checks import Sight, record_check
from xunwang.media.collecting.archives import folder_of
from xunwang.media.collecting.control import control
from xunwang.media.collecting.start import Scope, collect_failed, start_collection
from xunwang.media.collecting.steps import step
from xunwang.media.errors import MediaError
from xunwang.media.models import Collection
from xunwang.media.vocabulary import Control, Tried
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account
from xunwang.words import State

WORKS = {Interaction.COMMENTS: Tried.WORKS}


@pytest.fixture
def office(province: Province, tmp_path: Path) -> Iterator[Feeds]:
    with office_with_feeds(province, tmp_path / "runs") as office:
        yield office


def begun(office: Feeds) -> Campaign:
    campaign = make_round_of(office.province, "全查", check_point=NOW)
    for one in (Move.PLAN, Move.START):
        move(campaign, one, office.province.user(Role.PLANNER), NOW)
    return campaign


def collected(office: Feeds, campaign: Campaign) -> Collection:
    scope = Scope("抽查采集", campaign.unit, NOW - 60 * DAY, NOW, campaign)
    return office.drive(start_collection(scope, office.admin, office.now))


def judged_again(office: Feeds, collection: Collection) -> Collection:
    control(collection, Control.JUDGE, office.admin, office.now)
    return office.drive(collection)


def state(campaign: Campaign, account: Account, item: str) -> str:
    return ItemVerdict.objects.get(campaign=campaign, checked__account=account, item=item).state


def looked(office: Feeds, account: Account, role: Role, **seen: Any) -> None:
    at = seen.pop("at", NOW + timedelta(minutes=1))
    record_check(Sight(uuid4(), account, functions=WORKS, **seen), [], office.province.user(role), at)


def test_what_an_office_notes_about_its_own_account_clears_it_of_nothing(office: Feeds) -> None:
    account = office.province.account
    campaign = begun(office)
    looked(office, account, Role.CITY_SUPERVISOR, last_post=NOW.date())
    collection = collected(office, campaign)
    assert state(campaign, account, "M-V-02.1") == State.UNKNOWN
    assert state(campaign, account, "M-V-03.1") == State.NEEDS_REVIEW
    looked(office, account, Role.REVIEWER, at=office.now, last_post=NOW.date())
    judged_again(office, collection)
    assert state(campaign, account, "M-V-02.1") == State.CLEAR
    assert state(campaign, account, "M-V-03.1") == State.CLEAR


def test_what_was_seen_before_the_period_says_nothing_of_it(office: Feeds) -> None:
    account = office.account("临江发布", [("动态", 1)])
    campaign = begun(office)
    looked(office, account, Role.REVIEWER, at=NOW - 100 * DAY)
    collected(office, campaign)
    assert state(campaign, account, "M-V-03.1") == State.NEEDS_REVIEW


def test_an_older_collection_judged_again_leaves_what_a_later_one_knows(office: Feeds) -> None:
    account = office.account("临江发布", [("动态", 1), ("旧闻", 100)])
    office.status["临江发布"] = 404
    campaign = begun(office)
    first = collected(office, campaign)
    assert state(campaign, account, "M-V-02.1") == State.UNKNOWN
    del office.status["临江发布"]
    office.drive(collect_failed(first, office.admin, office.now))
    assert state(campaign, account, "M-V-02.1") == State.CLEAR
    judged_again(office, first)
    assert state(campaign, account, "M-V-02.1") == State.CLEAR


def test_an_account_that_was_renamed_since_the_drawing_is_judged_all_the_same(office: Feeds) -> None:
    account = office.account("临江发布", [("动态", 1), ("旧闻", 100)])
    campaign = begun(office)
    Account.objects.filter(pk=account.pk).update(name="临江县发布")
    collection = collected(office, campaign)
    assert state(campaign, account, "M-V-02.1") == State.CLEAR
    Account.objects.filter(pk=account.pk).update(name="临江融媒")
    looked(office, account, Role.REVIEWER, at=office.now)
    judged_again(office, collection)
    assert state(campaign, account, "M-V-03.1") == State.CLEAR


@pytest.mark.parametrize(
    "filed_later",
    [
        {"status": "suspended"},
        {"status": "closed", "closed_on": (NOW - 5 * DAY).date()},
        {"opened_on": (NOW - 5 * DAY).date()},
    ],
)
def test_what_is_filed_after_the_check_point_changes_nothing_of_the_verdict(
    office: Feeds, filed_later: dict[str, Any]
) -> None:
    account = office.account("临江睡眠", [("最后一条", 40), ("旧闻", 100)])
    campaign = begun(office)
    collection = collected(office, campaign)
    assert state(campaign, account, "M-V-02.1") == State.HIT
    Account.objects.filter(pk=account.pk).update(**filed_later)
    judged_again(office, collection)
    assert state(campaign, account, "M-V-02.1") == State.HIT


def test_without_its_archive_nothing_is_collected_anew_under_the_old_name(office: Feeds) -> None:
    office.account("临江发布", [("动态", 1)])
    collection = collected(office, begun(office))
    asked = len(office.server.asked)
    shutil.rmtree(folder_of(office.equipment.runs, collection))
    control(collection, Control.JUDGE, office.admin, office.now)
    with pytest.raises(ArchiveError, match="备份"):
        step(collection.pk, office.equipment)
    assert len(office.server.asked) == asked


def test_of_a_campaign_nothing_but_its_own_scope_is_collected(office: Feeds) -> None:
    campaign = begun(office)
    scope = Scope("抽查采集", office.province.county, NOW - 60 * DAY, NOW, campaign)
    with pytest.raises(MediaError, match="检查本身的范围"):
        start_collection(scope, office.admin, office.now)
