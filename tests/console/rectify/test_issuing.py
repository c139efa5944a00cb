"""Orders are issued to the units of a finalised campaign: previewed, in bulk, each problem once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.inspection.reviewed import CITY, CONFIRM, HOME, TASK, decide_all, finding, in_review, sorts
from tests.console.inspection.rounds import DAY, NOW
from tests.console.inspection.runs import found
from tests.console.province import Province, make_user
from tests.console.rectify.orders import (
    ISSUED,
    LATER,
    Orders,
    answered,
    finalised,
    in_rectification,
    make_round_again,
    ordered,
    plan_of,
    reviewed,
)
from xunwang.access.roles import Role
from xunwang.calendar import CalendarNotPublished
from xunwang.inspection.accounts import record_account
from xunwang.inspection.hearing.answer import RESTRICTED
from xunwang.inspection.models import Checked, Finding
from xunwang.inspection.review.decide import decide
from xunwang.rectify.deadlines import Limit, time_left
from xunwang.rectify.deciding import Judgement, judge
from xunwang.rectify.errors import RectifyError, StaleError
from xunwang.rectify.issuing import issue, preview
from xunwang.rectify.models import Batch, Item, Order
from xunwang.rectify.vocabulary import Move as Step
from xunwang.rules.verdict import hit, needs_review
from xunwang.words import Outcome


def test_each_unit_gets_one_order_with_all_its_confirmed_problems(orders: Orders) -> None:
    assert {order.unit.name for order in Order.objects.all()} == {"松江市教育局", "松江市人民政府"}
    assert Item.objects.count() == Finding.objects.filter(status="confirmed").count()
    vetoes = list(orders.city.items.values_list("is_veto", flat=True))
    assert vetoes == sorted(vetoes, reverse=True), "vetoes come first"
    assert {order.number for order in Order.objects.all()} == {
        "白政办网整〔2020〕1号",
        "白政办网整〔2020〕2号",
    }


def test_the_deadline_counts_working_days_over_the_new_year(orders: Orders) -> None:
    """From Saturday, 12 December: fifteen working days, the New Year's holiday left out."""
    assert orders.office.due_on == date(2021, 1, 4)


@pytest.mark.parametrize(
    ("issued", "days", "due"),
    [
        # Spring festival 2021: 11 to 17 February; 7 and 20 February are made up for.
        (datetime(2021, 2, 5, 2, tzinfo=UTC), 5, date(2021, 2, 18)),
        (datetime(2021, 2, 18, 2, tzinfo=UTC), 2, date(2021, 2, 20)),
        # Half past midnight in Beijing is the next day already.
        (datetime(2020, 12, 13, 16, 30, tzinfo=UTC), 1, date(2020, 12, 15)),
    ],
)
def test_make_up_working_days_count(issued: datetime, days: int, due: date, db: None) -> None:
    assert Limit(days).last_day(issued) == due


def test_a_deadline_in_a_year_without_calendar_is_refused_and_a_date_is_not(province: Province) -> None:
    round_ = finalised(province)
    late = datetime(2090, 12, 20, tzinfo=UTC)
    with pytest.raises(CalendarNotPublished):
        preview(plan_of(round_), round_.planner, late)
    on = plan_of(round_, limit=Limit(on=date(2091, 1, 20)))
    assert preview(on, round_.planner, late).due_on == date(2091, 1, 20)
    left = time_left(date(2091, 1, 20), late)
    assert (left.days, left.working) == (31, False)


@pytest.mark.parametrize(
    "limit", [Limit(), Limit(5, date(2021, 1, 1)), Limit(0), Limit(on=date(2020, 12, 12))]
)
def test_a_limit_that_is_none_is_refused(province: Province, limit: Limit) -> None:
    round_ = finalised(province)
    with pytest.raises(RectifyError):
        preview(plan_of(round_, limit=limit), round_.planner, ISSUED)


def test_how_much_time_is_left_is_told_in_working_days(db: None) -> None:
    friday = datetime(2020, 12, 11, 4, tzinfo=UTC)
    assert time_left(date(2020, 12, 14), friday).words == "还剩1个工作日"
    assert time_left(date(2020, 12, 11), friday).words == "今天到期"
    assert time_left(date(2020, 12, 12), friday).words == "还剩1天", (
        "a Saturday is no working day, and still comes"
    )
    assert time_left(date(2020, 12, 11), friday + DAY).words == "逾期1天"
    assert time_left(date(2020, 12, 9), friday).words == "逾期2个工作日"


def test_nothing_is_ordered_before_the_results_are_final(province: Province) -> None:
    round_ = in_review(province)
    with pytest.raises(RectifyError, match="尚未核定"):
        preview(plan_of(round_), round_.planner, ISSUED)


def test_who_may_not_issue_does_not(province: Province) -> None:
    round_ = finalised(province)
    for role in (Role.CITY_SUPERVISOR, Role.UNIT_EDITOR, Role.REVIEWER, Role.AUDITOR):
        with pytest.raises(PermissionDenied):
            issue(plan_of(round_), uuid4(), province.user(role), ISSUED)


def test_the_same_form_twice_issues_once(province: Province) -> None:
    round_ = finalised(province)
    key = uuid4()
    batches = [issue(plan_of(round_), key, round_.planner, ISSUED) for _ in range(2)]
    assert batches[0] == batches[1] and Order.objects.count() == 2


def test_what_has_been_ordered_is_not_ordered_again(province: Province) -> None:
    round_ = finalised(province)
    one = plan_of(round_, units=frozenset({province.city.pk}))
    assert issue(one, uuid4(), round_.planner, ISSUED).orders == 1
    rest = preview(plan_of(round_), round_.planner, ISSUED)
    assert [draft.unit for draft in rest.drafts] == [province.department]
    issue(plan_of(round_), uuid4(), round_.planner, ISSUED)
    with pytest.raises(RectifyError, match="没有需要下达"):
        issue(plan_of(round_), uuid4(), round_.planner, ISSUED)
    assert sorted(Order.objects.values_list("serial", flat=True)) == [1, 2]


def test_what_changed_after_the_preview_is_not_issued_unseen(province: Province) -> None:
    round_ = finalised(province)
    seen = preview(plan_of(round_), round_.planner, ISSUED).digest
    issue(plan_of(round_, units=frozenset({province.city.pk})), uuid4(), round_.planner, ISSUED)
    with pytest.raises(StaleError):
        issue(plan_of(round_), uuid4(), round_.planner, ISSUED, seen=seen)
    assert Batch.objects.count() == 1


def test_restricted_findings_are_carried_without_their_content(province: Province) -> None:
    given = sorts()
    secret = replace(found(HOME, "《绝密文件》全文。", fragment="绝密"), restricted=True)
    given[CITY]["W-V-01.2"] = needs_review((secret,), TASK)
    round_ = reviewed(province, given)
    for person in (round_.admin, make_user("admin2", Role.PROVINCE_ADMIN, province.root)):
        decide(finding("W-V-01.2"), CONFIRM, person, NOW)
    ordered(round_)
    item = Item.objects.get(restricted=True)
    assert (item.problem, item.url) == (RESTRICTED, "")
    assert not any("绝密" in str(row) for row in Item.objects.values())


def test_unqualified_accounts_are_in_the_order_of_their_unit(province: Province) -> None:
    round_ = in_review(province, account_shares={"*": Decimal(1)})
    decide_all(round_)
    account = round_.campaign.accounts.get()
    record_account(
        round_.campaign, account.account_id, Outcome.UNQUALIFIED, "3个月未更新。", round_.reviewers[0]
    )
    ordered(round_)
    last = Order.objects.get(unit=province.department).items.last()
    assert last is not None
    assert (last.checked, last.subject, last.problem) == (
        Checked.objects.get(pk=account.pk),
        "微信公众号“松江教育”",
        "3个月未更新。",
    )


def test_what_brings_points_is_no_problem(province: Province) -> None:
    given = sorts()
    given[CITY]["W-B-01"] = hit((found(HOME, "图解丰富。"),))
    round_ = reviewed(province, given)
    ordered(round_)
    assert Finding.objects.filter(item="W-B-01", status="confirmed").exists()
    assert not Item.objects.filter(indicator="W-B-01").exists()


def test_a_situation_without_single_findings_is_ordered_too(province: Province) -> None:
    given = sorts()
    given[CITY]["W-D-21"] = hit((), "首页没有找错入口")
    round_ = reviewed(province, given)
    ordered(round_)
    item = Item.objects.get(indicator="W-D-21")
    assert (item.finding, item.problem, item.url) == (None, "首页没有找错入口", HOME)


def test_a_problem_that_a_later_campaign_finds_again_names_the_order_in_which_it_was_accepted(
    province: Province,
) -> None:
    orders = in_rectification(province)
    order = answered(orders)
    judge(order, [Judgement(item.pk, Step.ACCEPT) for item in order.items.all()], orders.supervisor, LATER)
    later = make_round_again(province, orders.round)
    ready = preview(plan_of(later), later.planner, ISSUED)
    again = {draft.unit: draft.problems for draft in ready.drafts}[province.department]
    assert [problem.before for problem in again] == [order.items.get().pk]
    issue(plan_of(later), uuid4(), later.planner, ISSUED)
    assert Item.objects.get(before=order.items.get()).order.campaign == later.campaign


def test_what_an_order_says_never_changes(orders: Orders) -> None:
    for change in (
        lambda: Item.objects.update(problem="没有问题"),
        lambda: Order.objects.update(unit=orders.province.other_city),
        lambda: Order.objects.update(first_due_on=date(2030, 1, 1)),
        lambda: Batch.objects.update(text="不用整改"),
        lambda: orders.office.events.all().delete(),
        lambda: Item.objects.filter(order=orders.office).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
