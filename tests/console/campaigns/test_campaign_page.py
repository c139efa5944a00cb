"""A campaign's page says where it is, what stands in the way and where that is cleared away."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.console.campaigns.pages import SignIn, said, text
from tests.console.inspection.reviewed import CONFIRM, in_feedback, in_review
from tests.console.inspection.rounds import NOW, add_accounts, add_sites, make_round, make_round_of
from tests.console.inspection.runs import run_of
from tests.console.province import Province, enter_coming_years
from xunwang.access.roles import Role
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Campaign, CampaignEvent
from xunwang.inspection.review.decide import decide
from xunwang.inspection.review.queue import next_finding
from xunwang.inspection.stages import Move
from xunwang.registry.models import WebSite
from xunwang.web.pages.campaigns.queries import waiting_campaigns


@pytest.fixture
def planner(province: Province, sign_in: SignIn) -> Client:
    return sign_in(province.user(Role.PLANNER))


def step(client: Client, campaign: Campaign, move: Move, **more: object) -> str:
    campaign.refresh_from_db()
    data = {"move": move.value, "version": campaign.version, **more}
    answer = client.post(f"/campaigns/{campaign.pk}/move/", data, follow=True)
    campaign.refresh_from_db()
    return said(answer)


def test_a_plan_is_decided_taken_back_and_drawn_anew(planner: Client, province: Province) -> None:
    campaign = make_round(province).campaign
    assert "“确定计划”已完成" in step(planner, campaign, Move.PLAN)
    page = text(planner, f"/campaigns/{campaign.pk}/")
    assert 'aria-current="step">已定计划' in page and "检查的网站 <span>3</span>" in page
    step(planner, campaign, Move.REPLAN)
    assert campaign.stage == "draft" and not campaign.sites.exists()
    step(planner, campaign, Move.PLAN)
    assert [event.move for event in campaign.events.all()] == ["plan", "replan", "plan"]


def test_obstacles_are_listed_with_the_way_to_each(planner: Client, province: Province) -> None:
    enter_coming_years(province)
    campaign = in_review(province).campaign
    offers = planner.get(f"/campaigns/{campaign.pk}/").context["next"]
    assert offers.move is Move.SEND
    told = {left.sentence: left.url for left in offers.obstacles}
    assert set(told) == {
        "还有2个单项否决问题没有复核完毕。",
        "还有3个其他问题没有复核完毕。",
        "还有1项无法自动判定的指标没有人工判定。",
        "还有1个抽查的政务新媒体没有结果。",
    }
    assert told["还有1个抽查的政务新媒体没有结果。"] == f"/campaigns/{campaign.pk}/accounts/?outcome=pending"
    assert all(planner.get(url).status_code in (200, 403) for url in told.values())
    assert "disabled>发送反馈" in text(planner, f"/campaigns/{campaign.pk}/")


def test_a_step_that_is_pressed_all_the_same_is_refused_in_words(planner: Client, province: Province) -> None:
    campaign = in_review(province).campaign
    assert "还不能“发送反馈”" in step(planner, campaign, Move.SEND)
    assert campaign.stage == "review"
    assert "须写明理由" in step(planner, campaign, Move.RERUN, note=" ")
    assert "已完成" in step(planner, campaign, Move.RERUN, note="漏检一个网站")
    assert "漏检一个网站" in text(planner, f"/campaigns/{campaign.pk}/")


def test_results_are_not_sent_while_the_holidays_up_to_the_limit_are_not_entered(
    planner: Client, province: Province
) -> None:
    campaign = in_review(province).campaign
    Campaign.objects.filter(pk=campaign.pk).update(answer_days=600)  # beyond what is known on any day
    left = planner.get(f"/campaigns/{campaign.pk}/").context["next"].obstacles[-1]
    assert "年节假日安排尚未公布或尚未录入" in left.sentence and left.url == reverse("holidays")
    assert left.sentence in step(planner, campaign, Move.SEND)


def test_an_outdated_screen_changes_nothing(planner: Client, province: Province) -> None:
    campaign = make_round(province).campaign
    assert "其他人刚刚修改" in step(planner, campaign, Move.PLAN, version="99")
    assert planner.post(f"/campaigns/{campaign.pk}/move/", {"move": "nonsense"}).status_code == 404
    assert "不能“通报”" in step(planner, campaign, Move.PUBLISH)
    assert not CampaignEvent.objects.exists()


def test_those_who_only_look_are_offered_nothing(province: Province, client: Client) -> None:
    campaign = in_review(province).campaign
    for role in (Role.REVIEWER, Role.AUDITOR):
        client.force_login(province.user(role))
        context = client.get(f"/campaigns/{campaign.pk}/").context
        assert context["next"] is None and context["others"] == [] and not context["may_edit"]
        assert "不能在这里" in step(client, campaign, Move.CANCEL, note="不查了")
    assert campaign.stage == "review"


def test_the_progress_of_the_review_is_told_with_the_time_it_still_takes(
    planner: Client, province: Province
) -> None:
    round_ = in_review(province)
    address = f"/campaigns/{round_.campaign.pk}/"
    before = planner.get(address).context
    assert (before["progress"].left, before["progress"].open_vetoes, before["progress"].rulings_left) == (
        5,
        2,
        1,
    )
    assert before["minutes_left"] == 6, "a minute each, until the campaign's own pace is known"
    finding = next_finding(round_.campaign, round_.reviewers[0], NOW)
    assert finding is not None
    decide(finding, CONFIRM, round_.reviewers[0], NOW)
    after = planner.get(address).context
    assert [effort.decisions for effort in after["efforts"]] == [1]
    assert after["minutes_left"] == round(40 / 60 * 6)


def test_the_list_counts_filters_and_exports(planner: Client, province: Province) -> None:
    campaign = in_review(province).campaign
    make_round_of(province, "2021年检查", period_start=date(2021, 1, 1), period_end=date(2021, 3, 31),
                   check_point=NOW.replace(year=2021, month=3))  # fmt: skip
    page = text(planner, "/campaigns/")
    assert "2020年检查" in page and "2021年检查" in page and "复核中" in page
    assert "2021年检查" not in text(planner, "/campaigns/?year=2020")
    assert "2020年检查" not in text(planner, "/campaigns/?stage=draft")
    first = text(planner, "/campaigns/?sort=-open")
    assert first.index("2020年检查") < first.index("2021年检查")
    sheet = planner.get("/campaigns/?export=csv&stage=review").content.decode("utf-8-sig").splitlines()
    assert len(sheet) == 2 and sheet[1].split(",")[0] == campaign.title and sheet[1].endswith("3,1,5")


def test_an_empty_list_says_what_to_do(planner: Client, province: Province) -> None:
    assert "制定计划" in text(planner, "/campaigns/")


def test_the_home_page_calls_the_planner_where_nothing_stands_in_the_way(
    planner: Client, province: Province
) -> None:
    round_ = make_round(province)
    user, today = province.user(Role.PLANNER), NOW.date()
    assert "项检查还在拟制" in text(planner, "/")
    round_.go(Move.PLAN)
    assert waiting_campaigns(user, date(2020, 9, 30)) == {}
    assert waiting_campaigns(user, today) == {"planned": 1}
    round_.go(Move.START)
    assert waiting_campaigns(user, today) == {}
    take(round_.campaign, from_run(run_of(round_.campaign)), None, NOW)
    assert waiting_campaigns(user, today) == {"running": 1}
    assert "的结果已收齐" in text(planner, "/")
    assert waiting_campaigns(province.user(Role.REVIEWER), today) == {}


def test_a_campaign_in_hearing_waits_for_the_units_until_their_limit(province: Province) -> None:
    in_feedback(province)
    user = province.user(Role.PLANNER)
    assert waiting_campaigns(user, date(2020, 12, 8)) == {}
    assert waiting_campaigns(user, date(2020, 12, 9)) == {"feedback": 1}


@pytest.mark.parametrize("page", ["", "sites/", "accounts/", "sampling/", "results/", "results/ranking/",
                                  "results/vetoes/", "results/problems/", "results/compare/"])  # fmt: skip
def test_pages_ask_as_much_for_many_as_for_few(
    planner: Client, province: Province, django_assert_max_num_queries: object, page: str
) -> None:
    add_sites(province, 30)
    add_accounts(province.city, 30)
    campaign = in_review(province, similar=20).campaign
    planner.get(f"/campaigns/{campaign.pk}/{page}")
    with django_assert_max_num_queries(29):  # type: ignore[operator]
        planner.get(f"/campaigns/{campaign.pk}/{page}")


def test_a_campaign_of_accounts_only_begins_on_its_page_and_leads_to_their_collection(
    planner: Client, province: Province
) -> None:
    WebSite.objects.all().delete()
    campaign = make_round_of(province, "只查新媒体")
    step(planner, campaign, Move.PLAN)
    page = text(planner, f"/campaigns/{campaign.pk}/")
    assert reverse("campaign_run", args=[campaign.pk]) not in page and "模拟咨询" not in page
    assert "“开始检查”已完成" in step(planner, campaign, Move.START)
    address = f"/media/collections/?campaign={campaign.pk}"
    assert address in text(planner, f"/campaigns/{campaign.pk}/")
    collections = planner.get(address)
    assert collections.context["campaign"] == campaign
    assert f"/media/collections/new/?campaign={campaign.pk}" in collections.content.decode()
    new = planner.get(f"/media/collections/new/?campaign={campaign.pk}")
    assert new.context["form"].initial["until"] == campaign.check_point


def test_a_campaign_with_sites_begins_with_a_run(planner: Client, province: Province) -> None:
    campaign = make_round(province).campaign
    step(planner, campaign, Move.PLAN)
    offer = planner.get(f"/campaigns/{campaign.pk}/").context["next"]
    assert offer.elsewhere == reverse("campaign_run", args=[campaign.pk])
