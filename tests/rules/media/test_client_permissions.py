"""The list of permissions is sound, and what a package asks for comes out as findings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from xunwang.posts.package import read_package
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Seen
from xunwang.rules.media.duty.client_permissions import GRADES, ITEM, evaluate, permissions
from xunwang.rules.media.facts import Account, AccountFacts, AppSeen
from xunwang.simulate.platforms.packages import EXCESSIVE, Traits, package_bytes, package_of
from xunwang.words import State

NOW = datetime(2020, 11, 30, 10, tzinfo=UTC)
ACCOUNT = Account("app:云泽通", "云泽通", "app", "移动客户端", "云泽省大数据局")


def test_every_permission_has_a_name_of_its_own_a_grade_and_a_reason() -> None:
    listed = permissions()
    assert len({one.name for one in listed.values()}) == len(listed)
    assert {one.grade for one in listed.values()} == set(GRADES)
    assert all(one.why for one in listed.values())


@pytest.mark.parametrize("excessive", range(len(EXCESSIVE) + 1))
def test_each_permission_beyond_need_of_a_real_package_is_one_candidate(excessive: int) -> None:
    file = package_bytes(
        package_of(excessive, "云泽通", "app.yunze.gov.cn", NOW, Traits(excessive=excessive))
    )
    seen = Seen("https://store.example.com/app", NOW)
    facts = AccountFacts(ACCOUNT, app=AppSeen(None, read_package(file), "", {}, seen))
    verdict = evaluate(facts, load_edition().items[ITEM], NOW)
    assert verdict.amount == excessive
    assert verdict.state is (State.NEEDS_REVIEW if excessive else State.CLEAR)
