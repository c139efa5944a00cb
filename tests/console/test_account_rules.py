"""N-01 to N-07 over the register: each rule seen broken and kept, and names as people take them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from xunwang.registry.checking import Line, check_up
from xunwang.registry.names import share_a_word, stem
from xunwang.registry.platforms import PlatformFacts
from xunwang.registry.rules import Act, Figures, Problem, account_problems, bounds
from xunwang.registry.snapshot import AccountRow, Register, UnitRow

DAY = date(2020, 11, 30)
ROOT = UnitRow(1, "白山省人民政府", "province", "government", "220000")
CITY = UnitRow(2, "松江市人民政府", "city", "government", "220100", superior_id=1)
BUREAU = UnitRow(4, "松江市教育局", "city", "department", "220100", superior_id=2, short_name="市教育局")
POLICE = UnitRow(5, "松江市公安局", "city", "department", "220100", superior_id=2)
TOWN = UnitRow(6, "大河镇人民政府", "township", "government", "220122", superior_id=2)
UNITS = (ROOT, CITY, BUREAU, POLICE, TOWN)
ACCOUNT = AccountRow(1, 4, "wechat", "松江教育", subject="松江市教育局", filed_on=DAY)


def register(*accounts: AccountRow, units: tuple[UnitRow, ...] = UNITS) -> Register:
    return Register(map(replace, units), accounts=map(replace, accounts))


def lines(*accounts: AccountRow, units: tuple[UnitRow, ...] = UNITS, **more: object) -> list[Line]:
    return list(check_up(register(*accounts, units=units), **more))  # type: ignore[arg-type]


def told(found: list[Line], number: int = 1) -> dict[str, Problem]:
    """Problems of one account by what was looked at."""
    return {
        one.problem.check: one.problem
        for one in found
        if one.account is not None and one.account.id == number
    }


def test_an_account_that_keeps_every_rule_has_no_line() -> None:
    assert told(lines(ACCOUNT)) == {}


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("松江发布", "松江"),
        ("松江在线", "松江"),
        ("官方松江发布", "松江"),
        ("松 江·发布", "松江"),
        ("松江发布官方微博", "松江"),
        ("ＳＯＮＧ江", "song江"),
        ("发布", "发布"),
        ("松江教育", "松江教育"),
    ],
)
def test_a_name_is_compared_without_width_signs_and_common_words(name: str, bare: str) -> None:
    assert stem(name) == bare


def test_a_name_speaks_of_the_unit_when_they_share_a_word() -> None:
    assert share_a_word("健康松江", ["松江市卫生健康委员会"])
    assert share_a_word("平安松江", ["松江市公安局"])
    assert not share_a_word("美好生活圈", ["松江市公安局"])


def test_names_of_two_units_that_people_confuse_are_told_on_entry_and_do_not_block() -> None:
    own = AccountRow(0, 2, "weibo", "松江发布", subject="松江市人民政府")
    other = AccountRow(9, 5, "douyin", "松江 在线", subject="松江市公安局")
    problems = account_problems(own, register(other))
    assert [(one.rule, one.check, one.blocking) for one in problems] == [("N-04", "名称相近", False)]
    assert "松江 在线" in problems[0].message and "松江市公安局" in problems[0].message
    assert account_problems(own, register(replace(other, status="closed"))) == []
    assert account_problems(own, register(replace(other, unit_id=2, subject="松江市人民政府"))) == []


def test_what_the_platform_calls_the_sponsor_may_be_short_former_or_its_office() -> None:
    known = register()
    for subject in ("松江市教育局", "市教育局", "松江市 教育局"):
        assert account_problems(replace(ACCOUNT, subject=subject), known) == [], subject
    government = AccountRow(0, 2, "weibo", "松江发布", subject="松江市人民政府办公室")
    assert account_problems(government, known) == []
    reformed = register(units=(ROOT, CITY, replace(BUREAU, former_names=["松江市文教局"])))
    former = account_problems(replace(ACCOUNT, subject="松江市文教局"), reformed)
    assert [(one.rule, one.blocking, one.act) for one in former] == [("N-05", False, Act.CHANGE)]
    other = account_problems(replace(ACCOUNT, subject="松江市公安局"), known)
    assert [(one.rule, one.blocking) for one in other] == [("N-04", True)]
    assert "是另一单位" in other[0].message


def test_a_subscription_and_a_service_account_count_as_two_and_are_shown() -> None:
    both = (
        replace(ACCOUNT, wechat_type="subscription"),
        replace(ACCOUNT, id=2, name="松江教育服务", wechat_type="service"),
    )
    assert "N-03" not in {one.rule for one in account_problems(both[1], register(both[0]))}
    hint = told(lines(*both), 2)["订阅号与服务号并存"]
    assert (hint.rule, hint.blocking, hint.act, hint.other) == ("N-03", False, Act.MERGE, 1)
    for kind in ("subscription", ""):
        second = replace(both[1], wechat_type=kind)
        assert "N-03" in {one.rule for one in account_problems(second, register(both[0]))}, kind


def test_the_office_s_own_platforms_keep_the_same_rules_and_unknown_ones_are_refused() -> None:
    further = {"red": PlatformFacts("red", "小红书")}
    own = replace(ACCOUNT, platform="red")
    known = Register(UNITS, accounts=[own], further=lambda: further)
    second = {one.rule: one for one in account_problems(replace(own, id=0, name="松江教育二"), known)}
    assert "N-03" in second and "小红书" in second["N-03"].message
    assert "R-10" in {one.rule for one in account_problems(replace(own, id=0, unit_id=5), known)}
    assert {one.rule for one in account_problems(own, register())} == {"R-11"}
    assert "R-12" in {one.rule for one in account_problems(replace(own, wechat_type="service"), known)}


def test_an_end_before_the_beginning_is_refused() -> None:
    ended = replace(ACCOUNT, status="closed", opened_on=DAY, closed_on=date(2020, 11, 29))
    assert {one.rule for one in account_problems(ended, register())} == {"R-13"}


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": "教育松江"}, "name"), ({"unit_id": 5}, "unit_id"), ({"subject": "市教育局"}, "subject")],
)
def test_name_sponsor_and_subject_of_a_filed_account_change_by_filing_only(
    change: dict[str, object], field: str
) -> None:
    after = replace(ACCOUNT, **change)  # type: ignore[arg-type]
    known = register(ACCOUNT)
    found = {one.field for one in account_problems(after, known, before=ACCOUNT) if one.rule == "N-05"}
    assert found == {field}
    assert "N-05" not in {one.rule for one in account_problems(after, known, before=ACCOUNT, by_filing=True)}
    unfiled = replace(ACCOUNT, filed_on=None)
    assert "N-05" not in {one.rule for one in account_problems(after, known, before=unfiled)}


def test_what_is_not_filed_renamed_or_run_by_a_unit_that_is_gone_is_told() -> None:
    gone = replace(BUREAU, is_active=False)
    weibo = replace(ACCOUNT, id=2, platform="weibo", filed_on=None)
    douyin = replace(ACCOUNT, id=3, platform="douyin", name="美好生活圈", status="suspended")
    found = lines(ACCOUNT, weibo, douyin, units=(ROOT, CITY, gone))
    assert {"未备案", "主办单位已变化"} == set(told(found, 2))
    assert told(found, 2)["主办单位已变化"].blocking
    assert set(told(found, 3)) == {
        "主办单位已变化", "各平台名称不一致", "名称与单位无关", "状态原因未登记",
    }  # fmt: skip
    closed = replace(ACCOUNT, status="closed")
    assert set(told(lines(closed))) == {"状态原因未登记"}
    assert told(lines(replace(closed, state_reason="整合", closed_on=DAY))) == {}


@pytest.mark.parametrize(
    ("administrative", "check", "blocking"),
    [(True, None, False), (None, "范围待核", False), (False, "不属政务新媒体", True)],
)
def test_an_institution_is_in_scope_when_it_has_administrative_functions(
    administrative: bool | None, check: str | None, blocking: bool
) -> None:
    school = UnitRow(
        8, "松江市招生办公室", "city", "institution", "220100", superior_id=4, administrative=administrative
    )
    account = AccountRow(1, 8, "wechat", "松江招生", subject="松江市招生办公室", filed_on=DAY)
    found = told(lines(account, units=(*UNITS, school)))
    assert set(found) == ({check} if check else set())
    assert all(one.rule == "N-01" and one.blocking is blocking for one in found.values())


def test_governments_of_counties_and_up_must_have_an_account() -> None:
    office = UnitRow(7, "白山省财政厅", "province", "department", "220000", superior_id=1)
    found = lines(ACCOUNT, units=(*UNITS, office))
    missing = {line.unit.name: line.problem.blocking for line in found if line.account is None}
    assert missing == {"白山省人民政府": True, "松江市人民政府": True, "白山省财政厅": False}
    assert {line.problem.act for line in found if line.account is None} == {Act.OPEN}
    city = AccountRow(2, 2, "weibo", "松江发布", subject="松江市人民政府", filed_on=DAY)
    assert "松江市人民政府" not in {line.unit.name for line in lines(city) if line.account is None}
    closed = lines(replace(city, status="closed", state_reason="整合", closed_on=DAY))
    assert "松江市人民政府" in {line.unit.name for line in closed if line.account is None}


def test_little_used_accounts_are_merged_into_the_government_s_own_or_closed() -> None:
    city = AccountRow(2, 2, "wechat", "松江发布", subject="松江市人民政府", filed_on=DAY)
    few = bounds().few_followers - 1
    found = lines(ACCOUNT, city, figures={1: Figures(followers=few), 2: Figures(followers=100_000)})
    merging = told(found)["建议整合"]
    assert (merging.rule, merging.act, merging.other) == ("N-06", Act.MERGE, 2)
    assert f"关注人数{few}" in merging.message
    assert "建议整合" not in told(found, 2)
    alone = lines(ACCOUNT, figures={1: Figures(posts_year=bounds().few_posts_year - 1)})
    assert told(alone)["使用率低"].act is Act.CLOSE


def test_what_is_not_known_of_an_account_makes_it_no_candidate() -> None:
    assert told(lines(ACCOUNT, figures={1: Figures()})) == {}
    enough = Figures(bounds().few_followers, bounds().few_posts_year)
    assert told(lines(ACCOUNT, figures={1: enough})) == {}
    app = replace(ACCOUNT, platform="app")
    assert told(lines(app, figures={1: Figures(posts_year=0)})) == {}, "nothing is posted in an app"


def test_several_apps_of_one_place_are_told() -> None:
    apps = (
        replace(ACCOUNT, platform="app"),
        AccountRow(2, 5, "app", "松江警务", subject="松江市公安局", filed_on=DAY),
    )
    found = told(lines(*apps))["客户端过多"]
    assert (found.rule, found.act, found.other) == ("N-07", Act.MERGE, 2)
    assert told(lines(apps[0])) == {}


def test_an_approved_exception_stays_visible_and_is_no_violation() -> None:
    gone = replace(BUREAU, is_active=False)
    found = told(lines(replace(ACCOUNT, exemption="批准"), units=(ROOT, CITY, gone)))
    assert not found["主办单位已变化"].blocking


@pytest.mark.parametrize("one_unit", [True, False])
def test_ten_thousand_accounts_of_one_name_are_looked_at_one_by_one(one_unit: bool) -> None:
    """Quadratic work would not come to an end here."""
    units = [UnitRow(number, f"第{number}局", "city", "department", "220100") for number in range(1, 10_001)]
    accounts = [
        AccountRow(
            number, 1 if one_unit else number, "wechat", f"松江发布{number if one_unit else ''}", subject="甲"
        )
        for number in range(1, 10_001)
    ]
    found = list(check_up(Register(units, accounts=accounts)))
    wanted = "同一平台多个账号" if one_unit else "名称相近"
    assert sum(line.problem.check == wanted for line in found) == 10_000
    assert all(len(line.problem.message) < 300 for line in found)
