"""A plan is checked, previewed, decided; sites and accounts are drawn and the drawing can be repeated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.inspection.rounds import NOW, Round, add_accounts, add_sites, make_round, plan_for
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.inspection.engine_sites import engine_sites
from xunwang.inspection.errors import InspectionError, ObstaclesError, StaleError
from xunwang.inspection.models import Campaign, CampaignEvent, SamplingRecord
from xunwang.inspection.moves import move
from xunwang.inspection.planning.plan import create, plan_problems, revise
from xunwang.inspection.planning.sample import record_problems
from xunwang.inspection.planning.strata import History, StratumBy
from xunwang.inspection.planning.workload import preview
from xunwang.inspection.stages import STEPS, Move, Stage, moves_from
from xunwang.registry.models import Account, WebSite
from xunwang.registry.vocabulary import Status, UnitLevel
from xunwang.scoring.sampling import ANY
from xunwang.words import Level, SiteKind

pytestmark = pytest.mark.server

FAULTY = [
    ({"title": " "}, "名称"),
    ({"seed": ""}, "种子"),
    ({"period_end": date(2020, 9, 1)}, "早于开始日期"),
    ({"check_point": datetime(2020, 11, 30)}, "时区"),
    ({"period_start": date(2020, 12, 5)}, "早于检查期"),
    ({"answer_days": 0}, "工作日"),
    ({"period_end": date(2034, 1, 1)}, "尚未公布"),
    ({"site_share": Decimal("1.01")}, "网站检查比例"),
    ({"account_shares": {"市级": Decimal("-0.1")}}, "市级"),
    ({"account_strata": (StratumBy.LEVEL, StratumBy.LEVEL)}, "重复"),
    ({"account_at_least": 101}, "每层至少"),
    ({"region_codes": ("2201",)}, "6位"),
    ({"edition_id": "../2019"}, "没有"),
    ({"edition_id": "x", "edition_text": "id: [", }, "YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "word"), FAULTY)
def test_a_faulty_plan_is_refused_in_words(province: Province, changes: dict[str, object], word: str) -> None:
    plan = plan_for(province.root, **changes)
    assert len(plan_problems(plan)) == 1 and word in plan_problems(plan)[0]
    with pytest.raises(ObstaclesError, match=word):
        create(plan, province.user(Role.PLANNER), NOW)
    assert not Campaign.objects.exists()


def test_only_reviewers_can_be_named_as_reviewers(province: Province) -> None:
    with pytest.raises(ObstaclesError, match="没有复核"):
        create(
            plan_for(province.root), province.user(Role.PLANNER), NOW, (province.user(Role.CITY_SUPERVISOR),)
        )


def test_a_provinces_own_edition_goes_with_the_campaign(province: Province) -> None:
    text = "{id: 2020-bs, title: 白山省2020年版, derives: '2019', items: [{id: W-V-02, drop: true}]}"
    round_ = make_round(province, edition_id="2020-bs", edition_text=text)
    assert preview(round_.campaign).review_hours > 0
    with pytest.raises(ObstaclesError, match="不一致"):
        create(plan_for(province.root, edition_text=text, title="二"), round_.planner, NOW)


def test_a_plan_can_be_changed_until_it_is_decided(round_: Round) -> None:
    plan = plan_for(round_.province.root, kinds=(SiteKind.PORTAL,))
    changed = revise(round_.campaign, plan, round_.planner, round_.reviewers[:1])
    assert changed.kinds == ["portal"] and changed.reviewers.get() == round_.reviewers[0]
    with pytest.raises(StaleError):
        revise(round_.campaign, plan, round_.planner)
    round_.campaign.refresh_from_db()
    round_.go(Move.PLAN)
    with pytest.raises(InspectionError, match="已定计划"):
        revise(round_.campaign, plan, round_.planner)


def test_two_campaigns_cannot_have_one_title_unless_one_is_cancelled(round_: Round) -> None:
    plan = plan_for(round_.province.root)
    with pytest.raises(ObstaclesError, match="另取名称"):
        create(plan, round_.planner, NOW)
    round_.go(Move.CANCEL)
    create(plan, round_.planner, NOW)


def test_the_scope_is_laid_by_level_kind_and_region(province: Province) -> None:
    def hosts(**changes: object) -> set[str]:
        round_ = make_round_once(province, **changes)
        return set(round_.sites.values_list("site__host", flat=True))

    everything = {"www.bs.gov.cn", "www.songjiang.gov.cn", province.department_site.host}
    assert hosts() == everything
    assert hosts(levels=(UnitLevel.PROVINCE,)) == {"www.bs.gov.cn"}
    assert hosts(kinds=(SiteKind.DEPARTMENT,)) == {province.department_site.host}
    assert hosts(region_codes=("220100",)) == everything - {"www.bs.gov.cn"}
    assert hosts(region_codes=("220000",)) == everything
    WebSite.objects.filter(pk=province.city_portal.pk).update(status=Status.SUSPENDED)
    assert hosts() == everything - {"www.songjiang.gov.cn"}


def make_round_once(province: Province, **changes: object) -> Campaign:
    number = Campaign.objects.count()
    plan = plan_for(province.root, title=f"第{number}次", **changes)
    return move(create(plan, province.user(Role.PLANNER), NOW), Move.PLAN, province.user(Role.PLANNER), NOW)


def test_a_share_of_the_sites_is_drawn_by_kind(province: Province) -> None:
    add_sites(province, 9)
    campaign = make_round_once(province, site_share=Decimal("0.5"))
    kinds = list(campaign.sites.values_list("kind", flat=True))
    assert (kinds.count("portal"), kinds.count("department")) == (1, 5)


def test_accounts_are_drawn_by_stratum_and_the_record_proves_it(province: Province) -> None:
    add_accounts(province.city, 20)
    add_accounts(province.city, 10, "douyin")
    add_accounts(province.root, 12)
    shares = {"省级·微博": Decimal("0.5"), ANY: Decimal("0.1")}
    strata = (StratumBy.LEVEL, StratumBy.PLATFORM)
    campaign = make_round_once(province, account_shares=shares, account_strata=strata)
    record = campaign.samplings.get(population="accounts")
    sizes = {stratum["name"]: len(stratum["chosen"]) for stratum in record.strata}
    assert sizes == {"市级·微信公众号": 1, "市级·微博": 2, "市级·抖音": 1, "省级·微博": 6}
    assert campaign.accounts.count() == 10
    assert set(campaign.accounts.values_list("region", flat=True)) == {"松江市人民政府", "省直"}
    assert record_problems(record) == []
    record.strata[0]["chosen"] = ["weibo:别的"]
    assert record_problems(record) == ["按记录重新抽样，结果与登记的样本不符"]
    record.frame["市级·微博"].pop()
    assert "抽样框与登记的摘要不符" in record_problems(record)


def test_a_drawing_is_never_overwritten(round_: Round) -> None:
    round_.go(Move.PLAN, Move.REPLAN)
    assert not round_.campaign.sites.exists()
    round_.go(Move.PLAN)
    first, second = round_.campaign.samplings.filter(population="accounts")
    assert first.strata == second.strata and first.frame_digest == second.frame_digest
    for statement in (lambda: SamplingRecord.objects.update(seed="x"), CampaignEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            statement()


def test_the_preview_counts_what_the_plan_then_draws(province: Province) -> None:
    add_accounts(province.city, 20)
    round_ = make_round(province)
    load = preview(round_.campaign)
    round_.go(Move.PLAN)
    assert sum(load.sites.values()) == round_.campaign.sites.count() == 3
    assert load.sites == {"省级政府门户网站": 1, "市级政府门户网站": 1, "市级政府部门网站": 1}
    assert sum(load.accounts.values()) == round_.campaign.accounts.count() == 7
    assert load.population == 21
    assert load.hours == pytest.approx(load.review_hours + load.double_hours + 3 * 6 / 60 + 7 * 8 / 60)
    assert load.days(2, 1.0) == pytest.approx(load.hours / 2)
    bigger = replace(load, review_hours=load.review_hours + 5)
    assert bigger.hours == pytest.approx(load.hours + 5)


def test_the_preview_asks_little_of_the_database(
    province: Province, django_assert_num_queries: object
) -> None:
    add_accounts(province.city, 5)
    add_sites(province, 5)
    campaign = make_round(province).campaign
    with django_assert_num_queries(3):  # type: ignore[operator]
        preview(campaign)


def test_deciding_a_plan_asks_as_much_for_many_as_for_few(
    province: Province, django_assert_max_num_queries: object
) -> None:
    add_accounts(province.city, 8)
    add_sites(province, 8)
    round_ = make_round(province)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        round_.go(Move.PLAN)


def test_the_engine_gets_the_sites_as_they_were_then(round_: Round) -> None:
    round_.go(Move.PLAN)
    WebSite.objects.update(name="改名")
    first = next(site for site in engine_sites(round_.campaign) if site.kind is SiteKind.DEPARTMENT)
    assert first.name == "松江市教育局网站" and first.level is Level.CITY
    assert first.region == "松江市人民政府" and first.region_code == "220100"


def test_every_step_is_refused_where_the_table_does_not_lead(round_: Round) -> None:
    for stage in Stage:
        Campaign.objects.update(stage=stage)
        for step in set(Move) - set(moves_from(stage)):
            with pytest.raises(InspectionError, match=stage.label):
                move(round_.campaign, step, round_.admin, NOW, "理由")
    assert not CampaignEvent.objects.exists()


def test_steps_are_written_down_with_who_when_and_why(round_: Round) -> None:
    round_.go(Move.PLAN)
    with pytest.raises(InspectionError, match="理由"):
        move(round_.campaign, Move.CANCEL, round_.planner, NOW, " ")
    round_.go(Move.CANCEL, note="与上级检查重复")
    plan, cancel = round_.campaign.events.all()
    assert (plan.move, plan.from_stage, plan.to_stage) == ("plan", "draft", "planned")
    assert (cancel.by, cancel.note, cancel.at) == (round_.planner, "与上级检查重复", NOW)
    assert Entry.objects.filter(subject="inspection_campaign", action="update").count() == 2


def test_a_step_on_an_outdated_screen_is_refused(round_: Round) -> None:
    old = Campaign.objects.get(pk=round_.campaign.pk)
    round_.go(Move.PLAN)
    with pytest.raises(InspectionError):
        move(old, Move.PLAN, round_.planner, NOW)
    with pytest.raises(StaleError):
        move(old, Move.START, round_.planner, NOW)


def test_a_check_does_not_start_before_its_period_nor_without_anything_to_check(round_: Round) -> None:
    round_.go(Move.PLAN)
    early = datetime(2020, 9, 30, 15, 59, tzinfo=NOW.tzinfo)
    with pytest.raises(ObstaclesError, match="2020-10-01"):
        round_.go(Move.START, now=early)
    round_.go(Move.START, now=early + timedelta(minutes=1))
    empty = create(
        plan_for(round_.province.root, title="空", levels=(UnitLevel.TOWNSHIP,)), round_.planner, NOW
    )
    with pytest.raises(ObstaclesError, match="没有正常运行"):
        move(empty, Move.PLAN, round_.planner, NOW)
    assert Campaign.objects.get(pk=empty.pk).stage == "draft"


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROVINCE_ADMIN, Role.PLANNER)])
def test_others_cannot_plan_or_move(round_: Round, role: Role) -> None:
    person = round_.province.user(role)
    with pytest.raises(PermissionDenied):
        create(plan_for(round_.province.root, title="二"), person, NOW)
    for step in STEPS:
        with pytest.raises(PermissionDenied):
            move(round_.campaign, step, person, NOW, "理由")


def last_round(province: Province) -> dict[str, str]:
    """A final round of ten accounts, four of them unqualified; key → outcome."""
    add_accounts(province.city, 40)
    campaign = make_round_once(province, account_shares={ANY: Decimal("0.25")}, account_strata=())
    for number, one in enumerate(campaign.accounts.all()):
        one.outcome = "unqualified" if number < 4 else "qualified"
        one.problems = "僵尸账号" if number < 4 else ""
        one.save()
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.FINAL, check_point=NOW - timedelta(days=90))
    return {one.key: one.outcome for one in campaign.accounts.all()}


def test_those_who_failed_last_time_are_drawn_first_and_the_record_says_so(province: Province) -> None:
    outcomes = last_round(province)
    failed = {key for key, outcome in outcomes.items() if outcome == "unqualified"}
    campaign = make_round_once(
        province,
        account_shares={ANY: Decimal("0.2")},
        account_strata=(),
        account_history=History.FAILED_FIRST,
    )
    assert failed <= {one.key for one in campaign.accounts.all()} and campaign.accounts.count() == 8
    record = campaign.samplings.get(population="accounts")
    assert set(record.first) == failed and "上次检查不合格的4个优先" in record.method
    assert record_problems(record) == []
    record.first = []
    assert record_problems(record) != []


def test_those_who_were_checked_last_time_can_be_left_out(province: Province) -> None:
    outcomes = last_round(province)
    plan = {"account_shares": {ANY: Decimal(1)}, "account_strata": (), "account_history": History.LEAVE_OUT}
    campaign = make_round_once(province, **plan)
    keys = {one.key for one in campaign.accounts.all()}
    assert len(keys) == 31 and not keys & outcomes.keys()
    record = campaign.samplings.get(population="accounts")
    assert record.left_out == sorted(outcomes) and "上次检查过的10个不在抽样框内" in record.method
    assert record_problems(record) == []


def test_every_stratum_gives_at_least_so_many(province: Province) -> None:
    add_accounts(province.city, 20)
    add_accounts(province.city, 3, "douyin")
    plan = {"account_shares": {ANY: Decimal("0.05")}, "account_strata": (StratumBy.PLATFORM,)}
    campaign = make_round_once(province, **plan, account_at_least=2)
    sizes = {one["name"]: len(one["chosen"]) for one in campaign.samplings.get(population="accounts").strata}
    assert all(size >= 2 or size == 1 for size in sizes.values()) and sizes["抖音"] == 2
    assert preview(campaign).account_count == campaign.accounts.count()


def test_an_account_has_one_key_in_sample_record_and_register(province: Province) -> None:
    account = Account.objects.create(unit=province.city, platform="weibo", name="松江  发布\u3000在线")
    campaign = make_round_once(province, account_shares={ANY: Decimal(1)}, account_strata=())
    checked = campaign.accounts.get(account=account)
    assert checked.key == account.key
    assert account.key in campaign.samplings.get(population="accounts").strata[0]["chosen"]
