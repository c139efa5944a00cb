"""Filings of accounts (N-05): the public is told, the supervising unit decides first, the sponsor may change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.console.province import Province, make_unit, make_user
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.registry.filing_words import FilingKind, FilingState, Move
from xunwang.registry.filings import (
    FilingError,
    Request,
    carry_out_due,
    decide,
    filing_problems,
    propose,
    resume,
    submit,
    withdraw,
)
from xunwang.registry.models import Account, Filing
from xunwang.registry.services import RegisterError, store_account
from xunwang.registry.snapshot import Register

TODAY = date(2020, 11, 30)
TOLD = "在账号置顶公告：自2020年12月1日起停止更新"


@pytest.fixture
def editor(province: Province) -> User:
    return province.user(Role.UNIT_EDITOR)


def request(province: Province, kind: FilingKind, **more: Any) -> Request:
    return Request(
        kind, province.department, "机构改革", account=province.account, **{"public_notice": TOLD, **more}
    )


def approved(filing: Filing, province: Province, editor: User) -> Filing:
    submit(filing, editor)
    for role in (Role.CITY_SUPERVISOR, Role.PROVINCE_ADMIN):
        decide(filing, Move.APPROVE, province.user(role), today=TODAY)
    return filing


def stored(province: Province) -> Account:
    return Account.objects.get(pk=province.account.pk)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (FilingKind.CLOSE, {}),
        (FilingKind.CHANGE, {"proposal": {"name": "教育松江"}}),
        (FilingKind.SUSPEND, {"from_date": TODAY, "until_date": TODAY}),
    ],
)
def test_nothing_happens_to_an_account_before_it_is_said_what_the_public_is_told(
    province: Province, editor: User, kind: FilingKind, more: dict[str, Any]
) -> None:
    filing = propose(request(province, kind, public_notice=" ", **more), editor)
    with pytest.raises(RegisterError, match="怎样告知公众"):
        submit(filing, editor)


def test_what_people_do_not_see_changes_without_a_notice(province: Province, editor: User) -> None:
    proposal = {"identifier": "gh_2", "kind": "service", "introduction": "办事指南"}
    filing = propose(request(province, FilingKind.CHANGE, proposal=proposal, public_notice=""), editor)
    approved(filing, province, editor)
    account = stored(province)
    assert (account.identifier, account.kind, account.introduction) == ("gh_2", "service", "办事指南")
    assert account.filed_on == TODAY, "from now on it is filed"


def test_an_opening_is_filed_on_the_day_of_its_approval(province: Province, editor: User) -> None:
    proposal = {"platform": "weibo", "name": "松江教育", "subject": "松江市教育局", "kind": "publishing"}
    opening = Request(FilingKind.OPEN, province.department, "需要", proposal=proposal)
    filing = approved(propose(opening, editor), province, editor)
    assert filing.state == FilingState.DONE
    account = Account.objects.get(platform="weibo")
    assert (account.opened_on, account.filed_on, account.kind) == (TODAY, TODAY, "publishing")


def test_a_new_name_leaves_the_former_one_on_record(province: Province, editor: User) -> None:
    for name in ("教育松江", "松江教育之声"):
        approved(
            propose(request(province, FilingKind.CHANGE, proposal={"name": name}), editor), province, editor
        )
    account = stored(province)
    assert (account.name, account.former_names) == ("松江教育之声", ["松江教育", "教育松江"])


def test_a_new_sponsor_takes_the_account_over_only_with_its_own_verified_subject(
    province: Province, editor: User
) -> None:
    bureau = make_unit("松江市文化教育局", "city", "220100", province.city, "department")
    alone = propose(request(province, FilingKind.CHANGE, proposal={"unit_id": bureau.pk}), editor)
    with pytest.raises(RegisterError, match="N-04"):
        submit(alone, editor)
    withdraw(alone, editor)
    both = {"unit_id": bureau.pk, "subject": bureau.name}
    approved(propose(request(province, FilingKind.CHANGE, proposal=both), editor), province, editor)
    assert (stored(province).unit, stored(province).subject) == (bureau, bureau.name)


def test_a_sponsor_that_is_gone_takes_nothing_over(province: Province, editor: User) -> None:
    gone = make_unit("松江市文教局", "city", "220100", province.city, "department")
    gone.is_active = False
    gone.save()
    proposal = {"unit_id": gone.pk, "subject": gone.name}
    filing = propose(request(province, FilingKind.CHANGE, proposal=proposal), editor)
    assert "B-06" in {one.rule for one in filing_problems(filing, Register.load()) if one.blocking}


def test_a_merged_account_is_closed_and_says_into_which(province: Province, editor: User) -> None:
    city = Account.objects.create(
        unit=province.city, platform="wechat", name="松江发布", subject="松江市人民政府"
    )
    weibo = Account.objects.create(
        unit=province.city, platform="weibo", name="松江发布", subject="松江市人民政府"
    )
    for target, said in ((None, "没有写明并入"), (weibo, "不可用"), (province.account, "不可用")):
        wrong = propose(request(province, FilingKind.MERGE, merge_into_account=target), editor)
        with pytest.raises(RegisterError, match=said):
            submit(wrong, editor)
        withdraw(wrong, editor)
    approved(propose(request(province, FilingKind.MERGE, merge_into_account=city), editor), province, editor)
    account = stored(province)
    assert (account.status, account.closed_on) == ("closed", TODAY)
    assert account.state_reason == "整合并入“松江发布”：机构改革"


def test_a_pause_keeps_its_reason_until_it_ends(province: Province, editor: User) -> None:
    days = {"from_date": TODAY, "until_date": TODAY + timedelta(5)}
    filing = approved(propose(request(province, FilingKind.SUSPEND, **days), editor), province, editor)
    assert (stored(province).status, stored(province).state_reason) == ("suspended", "机构改革")
    resume(filing, editor, today=TODAY + timedelta(2))
    assert (stored(province).status, stored(province).state_reason) == ("running", "")


def test_a_closing_on_a_later_day_waits_for_it_and_may_be_called_off(
    province: Province, editor: User
) -> None:
    day = TODAY + timedelta(10)
    called_off = approved(
        propose(request(province, FilingKind.CLOSE, from_date=day), editor), province, editor
    )
    assert (called_off.state, stored(province).status) == (FilingState.APPROVED, "running")
    withdraw(called_off, editor, "不再关停")
    assert carry_out_due(day) == 0 and stored(province).status == "running"
    filing = approved(propose(request(province, FilingKind.CLOSE, from_date=day), editor), province, editor)
    assert carry_out_due(day - timedelta(1)) == 0
    assert (carry_out_due(day + timedelta(1)), carry_out_due(day + timedelta(1))) == (1, 0)
    filing.refresh_from_db()
    assert (filing.state, stored(province).status) == (FilingState.DONE, "closed")
    assert (stored(province).closed_on, stored(province).state_reason) == (day, "机构改革")


def test_what_a_rule_now_stands_against_stays_approved_and_stops_nothing_else(
    province: Province, editor: User
) -> None:
    day = TODAY + timedelta(10)
    renaming = request(province, FilingKind.CHANGE, proposal={"name": "教育松江"}, from_date=day)
    filing = approved(propose(renaming, editor), province, editor)
    Account.objects.create(unit=province.city, platform="wechat", name="教育松江", subject="松江市人民政府")
    assert carry_out_due(day) == 0
    filing.refresh_from_db()
    assert filing.state == FilingState.APPROVED
    assert "R-10" in {one.rule for one in filing_problems(filing, Register.load())}


def test_an_approved_opening_of_a_site_cannot_be_withdrawn(province: Province) -> None:
    county = make_user("county", Role.UNIT_EDITOR, province.county)
    proposal = {"name": "临江县人民政府网", "home_url": "http://www.linjiang.gov.cn/", "kind": "portal"}
    filing = propose(Request(FilingKind.OPEN, province.county, "需要", proposal=proposal), county)
    approved(filing, province, county)
    assert filing.state == FilingState.APPROVED
    with pytest.raises(FilingError, match="不能“撤回”"):
        withdraw(filing, county)


def test_the_supervising_unit_of_the_account_decides_first(province: Province, editor: User) -> None:
    assert province.account.supervisor == province.city, "by default whoever supervises the sponsor"
    province.account.supervising_unit = province.other_city
    province.account.save()
    filing = submit(propose(request(province, FilingKind.CLOSE), editor), editor)
    assert filing.awaiting == province.other_city


def test_a_supervisor_renames_what_is_not_filed_yet_and_nothing_else(province: Province) -> None:
    account = stored(province)
    account.name = "教育松江"
    store_account(account)
    assert stored(province).former_names == ["松江教育"]
    account.filed_on = TODAY
    store_account(account)
    account.name = "松江教育"
    with pytest.raises(RegisterError, match="N-05"):
        store_account(account)


def test_what_was_never_filed_is_filed_as_it_is(province: Province, editor: User) -> None:
    late = request(province, FilingKind.CHANGE, public_notice="")
    approved(propose(late, editor), province, editor)
    assert stored(province).filed_on == TODAY
    again = propose(late, editor)
    with pytest.raises(RegisterError, match="没有写明变更的内容"):
        submit(again, editor)
