"""Filings go up level by level, take effect at the top, keep their history, and cannot be bent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from tests.console.province import Province, make_site, make_user
from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.registry.filing_words import DECISIONS, MOVES, STEPS, FilingKind, FilingState, Move, Step
from xunwang.registry.filings import (
    FilingError,
    Request,
    StepDone,
    complete_step,
    decide,
    may_decide,
    overdue_suspensions,
    propose,
    resume,
    revise,
    start_due_suspensions,
    submit,
    withdraw,
)
from xunwang.registry.models import Account, Filing, WebSite
from xunwang.registry.services import RegisterError

pytestmark = pytest.mark.server

TODAY = date(2020, 11, 30)
REASON = "机构改革"


@pytest.fixture
def editor(province: Province) -> User:
    return province.user(Role.UNIT_EDITOR)


@pytest.fixture
def city(province: Province) -> User:
    return province.user(Role.CITY_SUPERVISOR)


@pytest.fixture
def top(province: Province) -> User:
    return province.user(Role.PROVINCE_ADMIN)


def closing(province: Province, by: User) -> Filing:
    request = Request(FilingKind.CLOSE, province.department, REASON, site=province.department_site)
    return propose(request, by)


def approve(filing: Filing, *people: User) -> Filing:
    for person in people:
        decide(filing, Move.APPROVE, person, today=TODAY)
    return filing


def test_a_closing_goes_up_level_by_level_and_takes_effect_at_the_top(
    province: Province, editor: User, city: User, top: User
) -> None:
    filing = submit(closing(province, editor), editor)
    assert (filing.state, filing.awaiting) == (FilingState.DECIDING, province.city)
    decide(filing, Move.APPROVE, city, today=TODAY, note="同意")
    assert (filing.state, filing.awaiting) == (FilingState.DECIDING, province.root)
    assert WebSite.objects.get(pk=province.department_site.pk).status == "running", "not before the top"
    decide(filing, Move.APPROVE, top, today=TODAY)
    assert (filing.state, filing.awaiting) == (FilingState.DONE, None)
    site = WebSite.objects.get(pk=province.department_site.pk)
    assert (site.status, site.closed_on) == ("closed", TODAY)
    history = [(e.by.username, e.by_unit, e.move, e.to_state, e.note) for e in filing.events.all()]
    assert history == [
        ("unit_editor", None, "submit", "deciding", ""),
        ("city_supervisor", province.city, "approve", "deciding", "同意"),
        ("province_admin", province.root, "approve", "done", ""),
    ]


def test_nobody_decides_out_of_turn(province: Province, editor: User, city: User, top: User) -> None:
    filing = submit(closing(province, editor), editor)
    elsewhere = make_user("elsewhere", Role.CITY_SUPERVISOR, province.other_city)
    for person in (top, editor, elsewhere, province.user(Role.AUDITOR), province.user(Role.PUBLIC)):
        assert not may_decide(person, filing)
        with pytest.raises(FilingError, match="松江市人民政府"):
            decide(filing, Move.APPROVE, person, today=TODAY)
    assert may_decide(city, filing)


def test_a_role_over_everything_decides_at_the_top_only(province: Province, editor: User, city: User) -> None:
    everywhere = User.objects.create_user("everywhere", "x")
    Assignment.objects.create(user=everywhere, role=Role.PROVINCE_ADMIN, unit=None)
    filing = submit(closing(province, editor), editor)
    assert not may_decide(everywhere, filing)
    decide(filing, Move.APPROVE, city, today=TODAY)
    assert may_decide(everywhere, filing)


def test_nobody_decides_on_what_he_proposed(province: Province, city: User) -> None:
    filing = submit(closing(province, city), city)
    assert filing.awaiting == province.city
    with pytest.raises(FilingError, match="不能审批自己"):
        decide(filing, Move.APPROVE, city, today=TODAY)


def test_a_returned_filing_is_mended_and_goes_up_again(province: Province, editor: User, city: User) -> None:
    filing = submit(closing(province, editor), editor)
    with pytest.raises(FilingError, match="须写明意见"):
        decide(filing, Move.RETURN, city, today=TODAY)
    decide(filing, Move.RETURN, city, today=TODAY, note="请补充依据")
    assert (filing.state, filing.awaiting) == (FilingState.RETURNED, None)
    revise(filing, Request(FilingKind.CLOSE, province.department, "依据编办文件"), editor)
    submit(filing, editor)
    assert filing.reason == "依据编办文件"
    stale = Filing.objects.get(pk=filing.pk)
    stale.state = FilingState.DRAFT
    with pytest.raises(ValueError, match="已提交的备案不能修改"):
        revise(stale, Request(FilingKind.CLOSE, province.department, "迟到的修改"), editor)
    assert filing.state == FilingState.DECIDING
    assert [event.move for event in filing.events.all()] == ["submit", "return", "submit"]


def test_a_rejected_or_withdrawn_filing_is_over(province: Province, editor: User, city: User) -> None:
    rejected = submit(closing(province, editor), editor)
    decide(rejected, Move.REJECT, city, today=TODAY, note="暂不关停")
    withdrawn = withdraw(closing(province, editor), editor)
    for filing in (rejected, withdrawn):
        for move in (submit, withdraw):
            with pytest.raises(FilingError, match="不能"):
                move(filing, editor)
    assert WebSite.objects.get(pk=province.department_site.pk).status == "running"


@pytest.mark.parametrize("state", list(FilingState))
def test_every_move_that_the_table_does_not_list_is_refused(
    province: Province, editor: User, city: User, state: FilingState
) -> None:
    filing = closing(province, editor)
    Filing.objects.filter(pk=filing.pk).update(state=state, awaiting=province.city)
    tried: dict[Move, Callable[[], object]] = {
        Move.SUBMIT: lambda: submit(filing, editor),
        Move.WITHDRAW: lambda: withdraw(filing, editor),
        Move.RESUME: lambda: resume(filing, editor, today=TODAY),
        Move.COMPLETE_STEP: lambda: complete_step(
            filing, StepDone(Step.BADGE, TODAY, "1"), editor, today=TODAY
        ),
        **{move: partial(decide, filing, move, city, today=TODAY, note="x") for move in DECISIONS},
    }
    assert set(tried) == set(Move)
    for move in set(Move) - MOVES[state]:
        with pytest.raises(FilingError, match="现为"):
            tried[move]()


def test_one_site_has_one_open_filing(province: Province, editor: User) -> None:
    from django.db import IntegrityError, transaction

    closing(province, editor)
    with pytest.raises(IntegrityError, match="one_open_filing_a_site"), transaction.atomic():
        closing(province, editor)


def test_an_editor_files_for_the_own_unit_only(province: Province, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        propose(Request(FilingKind.CLOSE, province.city, REASON, site=province.city_portal), editor)


def opening(province: Province, **change: object) -> Request:
    proposal = {
        "name": "临江县人民政府网",
        "home_url": "http://www.linjiang.gov.cn/",
        "kind": "portal",
        **change,
    }
    return Request(FilingKind.OPEN, province.county, REASON, proposal=proposal)


def test_an_opening_runs_after_its_five_steps_in_their_order(
    province: Province, city: User, top: User
) -> None:
    county = make_user("county", Role.UNIT_EDITOR, province.county)
    filing = approve(submit(propose(opening(province), county), county), city, top)
    assert filing.state == FilingState.APPROVED
    site = filing.site
    assert site is not None and site.status == "planned"
    with pytest.raises(FilingError, match="应先办理“党政机关网站标识”"):
        complete_step(filing, StepDone(Step.ICP, TODAY, "吉ICP备1号"), county, today=TODAY)
    numbers = ["证0001", "linjiang.gov.cn", "吉ICP备12345678号", "吉公网安备22012202000001号"]
    for day, (step, number) in enumerate(zip(STEPS, numbers, strict=False), start=1):
        done = StepDone(step, date(2020, 11, day), number)
        complete_step(filing, done, county, today=TODAY)
        assert filing.state == FilingState.APPROVED
    last = STEPS[-1]
    with pytest.raises(RegisterError, match="G-07"):
        complete_step(filing, StepDone(last, TODAY, "2202000001"), county, today=TODAY)
    with pytest.raises(FilingError, match="不能早于上一步"):
        complete_step(filing, StepDone(last, date(2020, 10, 1), "2201220001"), county, today=TODAY)
    with pytest.raises(FilingError, match="不能晚于今天"):
        complete_step(filing, StepDone(last, TODAY + timedelta(1), "2201220001"), county, today=TODAY)
    with pytest.raises(FilingError, match="请填写"):
        complete_step(filing, StepDone(last, TODAY), county, today=TODAY)
    complete_step(filing, StepDone(last, TODAY, "2201220001"), county, today=TODAY)
    assert filing.state == FilingState.DONE
    site.refresh_from_db()
    assert (site.status, site.site_code, site.icp_number, site.opened_on) == (
        "running", "2201220001", "吉ICP备12345678号", TODAY,
    )  # fmt: skip


def test_an_opening_that_breaks_a_rule_does_not_go_up(province: Province, city: User) -> None:
    filing = propose(opening(province, home_url="http://www.linjiang.com/"), city)
    with pytest.raises(RegisterError, match="G-01"):
        submit(filing, city)
    assert Filing.objects.get(pk=filing.pk).state == FilingState.DRAFT
    second = Request(
        FilingKind.OPEN, province.department, REASON,
        proposal={"name": "松江市教育局二网", "home_url": "http://j2.songjiang.gov.cn/", "kind": "department"},
    )  # fmt: skip
    with pytest.raises(RegisterError, match="G-05"):
        submit(propose(second, city), city)


def test_the_rules_are_asked_again_at_the_last_approval(province: Province, city: User, top: User) -> None:
    county = make_user("county", Role.UNIT_EDITOR, province.county)
    filing = approve(submit(propose(opening(province), county), county), city)
    make_site(province.county, "临江县人民政府网", "www.linjiang.gov.cn", "2201220001")
    with pytest.raises(RegisterError, match="R-08"):
        decide(filing, Move.APPROVE, top, today=TODAY)
    filing.refresh_from_db()
    assert (filing.state, filing.events.count()) == (FilingState.DECIDING, 2)


def test_an_account_is_opened_by_its_approval(
    province: Province, editor: User, city: User, top: User
) -> None:
    proposal = {"platform": "weibo", "name": "松江教育", "subject": "松江市教育局"}
    request = Request(FilingKind.OPEN, province.department, REASON, proposal=proposal)
    filing = approve(submit(propose(request, editor), editor), city, top)
    assert filing.state == FilingState.DONE
    account = Account.objects.get(platform="weibo")
    assert (account.unit, account.status, account.opened_on) == (province.department, "running", TODAY)


def test_a_domain_changes_by_an_approved_filing(
    province: Province, editor: User, city: User, top: User
) -> None:
    request = Request(
        FilingKind.CHANGE, province.department, REASON, site=province.department_site,
        proposal={"home_url": "https://edu.songjiang.gov.cn/"},
    )  # fmt: skip
    approve(submit(propose(request, editor), editor), city, top)
    site = WebSite.objects.get(pk=province.department_site.pk)
    assert (site.home_url, site.host) == ("https://edu.songjiang.gov.cn/", "edu.songjiang.gov.cn")


def test_a_filing_changes_nothing_that_it_may_not(province: Province, editor: User) -> None:
    request = Request(
        FilingKind.CHANGE, province.department, REASON, site=province.department_site,
        proposal={"status": "closed"},
    )  # fmt: skip
    with pytest.raises(ValueError, match="不能办理这些内容"):
        propose(request, editor)


def test_a_merged_site_is_closed(province: Province, editor: User, city: User, top: User) -> None:
    request = Request(
        FilingKind.MERGE,
        province.department,
        REASON,
        site=province.department_site,
        merge_into=province.city_portal,
    )
    approve(submit(propose(request, editor), editor), city, top)
    assert WebSite.objects.get(pk=province.department_site.pk).status == "closed"
    assert WebSite.objects.get(pk=province.city_portal.pk).status == "running"


def suspension(province: Province, first: date, days: int) -> Request:
    last = first + timedelta(days - 1)
    return Request(
        FilingKind.SUSPEND,
        province.department,
        REASON,
        site=province.department_site,
        from_date=first,
        until_date=last,
    )


def test_a_suspension_lasts_thirty_days_at_most_and_comes_once_a_year(
    province: Province, editor: User, city: User, top: User
) -> None:
    too_long = propose(suspension(province, TODAY, 31), editor)
    with pytest.raises(RegisterError, match="临时下线31天"):
        submit(too_long, editor)
    withdraw(too_long, editor)
    filing = approve(submit(propose(suspension(province, TODAY, 30), editor), editor), city, top)
    site = province.department_site
    site.refresh_from_db()
    assert (filing.state, site.status) == (FilingState.IN_EFFECT, "suspended")
    resume(filing, editor, today=TODAY + timedelta(5))
    site.refresh_from_db()
    assert (filing.state, filing.resumed_on, site.status) == (FilingState.DONE, date(2020, 12, 5), "running")
    again = propose(suspension(province, date(2020, 12, 20), 3), editor)
    with pytest.raises(RegisterError, match="每年最多一次"):
        submit(again, editor)
    withdraw(again, editor)
    submit(propose(suspension(province, date(2021, 1, 20), 3), editor), editor)


def test_a_suspension_approved_before_its_day_begins_on_it(
    province: Province, editor: User, city: User, top: User
) -> None:
    first = TODAY + timedelta(10)
    filing = approve(submit(propose(suspension(province, first, 5), editor), editor), city, top)
    site = province.department_site
    site.refresh_from_db()
    assert site.status == "running"
    assert start_due_suspensions(first - timedelta(1)) == 0
    assert start_due_suspensions(first) == 1
    assert start_due_suspensions(first) == 0
    site.refresh_from_db()
    assert site.status == "suspended"
    assert not overdue_suspensions(first + timedelta(4)).exists()
    assert overdue_suspensions(first + timedelta(5)).get() == filing
