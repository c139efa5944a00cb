"""What the system knows of a supervising unit's year: sites, checks, orders, messages, logs, the register."""

from __future__ import annotations

from datetime import date

from tests.console.inspection.reviewed import decide_all, in_review
from tests.console.province import Province, make_site, make_unit
from tests.console.rectify.orders import answered, in_rectification
from tests.console.supervision.assessed import (
    NOW,
    PDF,
    city,
    declared,
    entered,
    facts,
    reported,
)
from tests.console.test_reality import Pages, page, served, truthful
from xunwang.access.roles import Role
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Move as CampaignMove
from xunwang.registry.models import Difference
from xunwang.registry.reality import compare_due, mark
from xunwang.registry.reality_words import DifferenceState
from xunwang.rules.supervision.facts import OrderedProblem
from xunwang.supervision.facts.build import facts_of
from xunwang.supervision.facts.material import load_material
from xunwang.supervision.logs.entries import Entry, enter, withdraw
from xunwang.supervision.queries import supervisors, supervisors_seen_by
from xunwang.supervision.vocabulary import Log


def test_supervisors_are_right_below_the_top_and_have_something_to_supervise(province: Province) -> None:
    assert list(supervisors()) == [province.city]
    make_site(province.other_city, "北河市人民政府网", "www.beihe.gov.cn", "2202000001")
    assert set(supervisors()) == {province.city, province.other_city}
    assert list(supervisors_seen_by(city(province))) == [province.city]


def test_a_unit_that_another_supervises_counts_for_that_one(province: Province) -> None:
    bureau = make_unit("白山省税务局", "province", "220000", province.root, "department")
    make_site(bureau, "税务局网站", "tax.bs.gov.cn", "2200000009", "department")
    local = make_unit("松江市税务局", "city", "220100", province.city, "department")
    make_site(local, "松江市税务局网站", "tax.songjiang.gov.cn", "2201000099", "department")
    assert len(facts(province).sites) == 3
    local.supervising_unit = bureau
    local.save()
    assert len(facts(province).sites) == 2
    assert len(facts_of(bureau, load_material(2020)).sites) == 2


def test_own_campaigns_count_when_they_are_carried_out_and_their_publication_is_the_day_they_were_told(
    province: Province,
) -> None:
    round_ = in_review(province)
    assert facts(province).checks == ()  # the province's, not the city's
    Campaign.objects.filter(pk=round_.campaign.pk).update(unit=province.city)
    (check,) = facts(province).checks
    own = {str(province.city_portal.pk), str(province.department_site.pk)}
    assert own <= check.checked and check.published is None
    assert check.ended == date(2020, 11, 30)
    Campaign.objects.filter(pk=round_.campaign.pk).update(unit=province.root)
    decide_all(round_)
    round_.go(CampaignMove.SEND)
    round_.go(CampaignMove.HEAR, now=NOW)
    round_.go(CampaignMove.FINALISE, CampaignMove.PUBLISH, now=NOW)
    (told,) = facts_of(province.root, load_material(2020)).checks
    assert told.published == date(2021, 2, 3)


def test_a_check_that_another_system_made_counts_with_its_proof(province: Province) -> None:
    entered(
        province, Log.CHECKS, date(2020, 3, 20), sites=(province.city_portal,), settled_on=date(2020, 4, 2)
    )
    (check,) = facts(province).checks
    assert check.checked == {str(province.city_portal.pk)} and check.published == date(2020, 4, 2)


def test_what_was_withdrawn_does_not_count(province: Province) -> None:
    entry = enter(
        Entry(province.city, 2020, Log.TRAINING, date(2020, 6, 1), "培训"), [PDF], city(province), NOW
    )
    assert len(facts(province).trainings or ()) == 1
    withdraw(entry, "没有办成", city(province), NOW)
    assert facts(province).trainings is None


def test_nothing_is_known_before_it_is_declared(province: Province) -> None:
    reported(province, ("2020-05-10", None))
    found = facts(province)
    assert (found.messages, found.higher_checks, found.incidents) == (None, None, None)
    assert not found.checks_complete
    declared(province)
    found = facts(province)
    assert len(found.messages or ()) == 1 and found.higher_checks == () and found.checks_complete


def test_a_site_reported_as_qualified_that_failed_higher_up_is_told(province: Province) -> None:
    round_ = in_review(province)
    decide_all(round_)
    round_.go(CampaignMove.SEND)
    round_.go(CampaignMove.HEAR, CampaignMove.FINALISE, now=NOW)
    good, bad = province.portal, province.department_site
    for site in (good, bad):
        entered(province, Log.HIGHER_CHECKS, date(2020, 12, 10), sites=(site,))
    declared(province)
    told = {one.row.ref: one.reported_qualified for one in facts(province).higher_checks or ()}
    assert sorted(told.values()) == [False, True]


def test_the_register_is_known_to_be_right_only_when_all_sites_were_held_against_reality(
    province: Province,
) -> None:
    assert facts(province).compared_with_reality is None
    with served(truthful()) as network:
        compare_due(NOW, network)
    found = facts(province)
    assert found.compared_with_reality == NOW and found.register_problems == ()
    make_site(province.county, "临江县人民政府网", "www.linjiang.gov.cn", "2201220001")
    assert facts(province).compared_with_reality is None


def test_what_differs_from_reality_is_a_problem_until_it_is_explained(province: Province) -> None:
    wrong: Pages = {"jyj.songjiang.gov.cn": page("北河市交通局", "2201000012", "松江市教育局")}
    with served(truthful() | wrong) as network:
        compare_due(NOW, network)
    (problem,) = facts(province).register_problems
    difference = Difference.objects.get()
    assert problem.row.ref == f"difference:{difference.pk}" and "北河市交通局" in problem.summary
    mark(difference, DifferenceState.EXPLAINED, "正在更名", province.user(Role.PROVINCE_ADMIN), NOW)
    assert facts(province).register_problems == ()


def test_problems_of_orders_are_in_time_late_or_wait_for_acceptance(province: Province) -> None:
    orders = in_rectification(province)

    def due_in(year: int) -> tuple[OrderedProblem, ...]:
        return facts_of(province.city, load_material(year)).ordered or ()

    found = due_in(2021)
    assert {one.due for one in found} == {orders.office.due_on, orders.city.due_on}
    assert all(one.corrected is None and not one.in_doubt for one in found)
    answered(orders)
    (one,) = [one for one in due_in(2021) if one.row.ref == f"order:{orders.office.pk}"]
    assert one.in_doubt and one.corrected == date(2020, 12, 14)
    assert due_in(2020) == ()


def test_every_site_and_the_unit_itself_owe_a_table(province: Province) -> None:
    titles = {table.title for table in facts(province).tables}
    assert titles == {
        "松江市人民政府政府网站监管年度报表",
        "松江市人民政府网政府网站工作年度报表",
        "松江市教育局网站政府网站工作年度报表",
    }
