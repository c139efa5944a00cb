"""One round in the browser, as its people do it: from the plan to the notice, the orders and the assessment.

Its sites are three of the simulated province, inspected by the run that the planner starts. With ``XUNWANG_TOUR``
set to a folder, the pictures of docs/tour.md are taken on the way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.console.browsing import IN_BROWSER, Desk
from tests.console.province import Province, enter_coming_years, make_province, make_user
from tests.console.running.simulated import Office, register_sites
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.cli.demo.inspection_only import simulated_settings
from xunwang.inspection.hearing.answer import accept
from xunwang.inspection.models import Campaign, CheckedAccount, Enquiry, Feedback, Finding, Run
from xunwang.inspection.moves import obstacles_to
from xunwang.inspection.review.decide import Word, decide, decide_blind
from xunwang.inspection.review.queue import next_blind, next_finding, rulings_left
from xunwang.inspection.review.rulings import RulingWord, rule
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.stages import Move, Stage
from xunwang.inspection.vocabulary import Choice, Ruling
from xunwang.notices.models import Notice
from xunwang.rectify.models import Order
from xunwang.rectify.rechecking import Settings as RecheckSettings
from xunwang.rectify.rechecking import recheck_due
from xunwang.simulate.process import start_province

pytestmark = IN_BROWSER
TITLE = "2020年第四季度检查"
BY_HAND = 5
"""Findings decided in the browser at most; the rest of the desk's work is done by its services."""


_FINDING = re.compile(r"/review/findings/\d+/")
_OF_STORED_PAGES = re.compile(r"/review/findings/\d+/pages/\d+/|Content Security Policy directive")


@pytest.mark.timeout(900)
def test_one_round_from_the_plan_to_the_orders(
    committed: None, live: str, browser: Any, tmp_path: Path, settings: Settings
) -> None:
    settings.RUNS = tmp_path / "runs"
    province = make_province()
    enter_coming_years(province)
    for number in (1, 2):
        make_user(f"reviewer-{number}", Role.REVIEWER, province.root)
    make_user("second_admin", Role.PROVINCE_ADMIN, province.root)
    make_user("portal_editor", Role.UNIT_EDITOR, province.root)
    with start_province(sites=40) as served:
        register_sites(province, served)
        office = simulated_settings(served)
        served.clock.sleep_until(served.settings.check_point)
        equipment = Equipment(
            served.clock, settings.RUNS, office.fetch, crawl=replace(office.crawl, max_pages=40)
        )
        desk = Desk(browser, live)
        campaign = plan(desk)
        inspect(desk, campaign, Office(None, equipment, served))
        review(desk, campaign, province)
        hear(desk, campaign, province)
        finalise(desk, campaign)
        publish(desk, campaign)
        rectify(desk, campaign, equipment)
        assess(desk)


def plan(desk: Desk) -> Campaign:
    """The planner writes the plan, looks at what it would mean, and fixes it."""
    page = desk.open("planner", "campaign_new")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=period_start]").fill("2020-10-08")
    page.locator("[name=period_end]").fill("2020-12-31")
    page.locator("[name=check_point]").fill("2020-11-30T10:00")
    page.locator("[name=account_share]").fill("100")
    page.locator("[name=answer_days]").fill("1")
    page.get_by_role("button", name="预览").click()
    preview = page.locator("#preview")
    preview.get_by_text("人工工时").wait_for()
    desk.picture(page, "plan")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("heading", name=TITLE).wait_for()
    page.get_by_role("button", name="确定计划").click()
    campaign = Campaign.objects.get(title=TITLE)
    assert campaign.stage == Stage.PLANNED and campaign.sites.count() == 3
    return campaign


def inspect(desk: Desk, campaign: Campaign, office: Office) -> None:
    """The planner starts the run; the worker does it; the page shows how far it is."""
    page = desk.open("planner", "campaign_run", campaign.pk)
    page.locator("[name=probe_minutes]").fill("0")
    page.get_by_role("button", name="开始检查").click()
    run = Run.objects.get(campaign=campaign)
    page.goto(desk.live + reverse("run", args=[run.pk]))
    desk.picture(page, "run")
    office.drive(run)
    page.goto(desk.live + reverse("run", args=[run.pk]))
    page.get_by_text("3/3个网站已接收").wait_for()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.REVIEW


def review(desk: Desk, campaign: Campaign, province: Province) -> None:
    """Two reviewers by keyboard, a checklist item, a test question, an account; then the rest of the desk."""
    page = desk.open("reviewer", "review", campaign.pk)
    desk.picture(page, "review")
    page.get_by_role("button", name="开始复核").click()
    page.wait_for_url(_FINDING)
    decided = stored = 0
    while decided < BY_HAND and _FINDING.search(page.url):
        if page.locator("iframe.stored").count():
            page.frame_locator("iframe.stored").locator("body").wait_for()
            stored += 1
            desk.picture(page, "workbench")
        shown = page.url
        page.keyboard.press("y")
        page.wait_for_url(lambda url, shown=shown: url != shown)
        decided += 1
    assert stored and campaign.decisions.filter(by__username="reviewer").count() == decided >= 2
    _rule_one(desk, campaign)
    _ask_one(desk, campaign)
    _check_the_account(desk, campaign)
    _finish(campaign, province)
    planner = desk.open("planner", "campaign", campaign.pk)
    desk.picture(planner, "campaign")
    planner.get_by_role("button", name="发送反馈").click()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.FEEDBACK


def _rule_one(desk: Desk, campaign: Campaign) -> None:
    verdict = rulings_left(campaign).first()
    assert verdict is not None
    page = desk.open("reviewer", "ruling", verdict.pk)
    desk.picture(page, "ruling")
    page.locator("[name=reason]").fill("逐页查看，未发现问题。")
    page.get_by_role("button", name="未发现问题").click()
    verdict.refresh_from_db()
    assert verdict.ruling == Ruling.CLEAR


def _ask_one(desk: Desk, campaign: Campaign) -> None:
    site = campaign.sites.get(unit__name="松江市教育局")
    page = desk.open("reviewer", "enquiry", campaign.pk, site.pk)
    page.locator("[name=question]").fill("请问学籍证明如何办理？")
    asked = timezone.localtime() - timedelta(days=3)
    page.locator("[name=asked_at]").fill(asked.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="登记").click()
    assert Enquiry.objects.get(site=site).question.startswith("请问")
    desk.picture(desk.open("reviewer", "enquiries", campaign.pk), "enquiries")


def _check_the_account(desk: Desk, campaign: Campaign) -> None:
    account = CheckedAccount.objects.get(campaign=campaign)
    page = desk.open("reviewer", "campaign_account", campaign.pk, account.pk)
    page.locator("[name=outcome][value=qualified]").check()
    page.get_by_role("button", name="保存", exact=True).click()
    account.refresh_from_db()
    assert account.outcome == "qualified"


def _finish(campaign: Campaign, province: Province) -> None:
    """The rest of the findings, rulings and blind opinions."""
    first, second, third = (
        User.objects.get(username=name) for name in ("reviewer", "reviewer-1", "reviewer-2")
    )
    # Restricted findings are for administrators; two of them, since one alone confirms no veto.
    admins = (province.user(Role.PROVINCE_ADMIN), User.objects.get(username="second_admin"))
    confirmed, clear = Word(Choice.CONFIRM, "属实", 20), RulingWord(Ruling.CLEAR, "未发现问题", seconds=20)
    for person in (first, second, *admins):
        while (finding := next_finding(campaign, person, timezone.now())) is not None:
            decide(finding, confirmed, person, timezone.now())
    for verdict in rulings_left(campaign):
        rule(verdict, clear, first, timezone.now())
    for person in (third, second, *admins, first):
        while (blind := next_blind(campaign, person, timezone.now())) is not None:
            decide_blind(blind, confirmed, person, timezone.now())
    assert obstacles_to(campaign, Move.SEND, timezone.now()) == []


def hear(desk: Desk, campaign: Campaign, province: Province) -> None:
    """The unit appeals against one finding; somebody who has not reviewed it decides."""
    feedback = Feedback.objects.get(campaign=campaign, checked__unit=province.root)
    page = desk.open("portal_editor", "feedback", feedback.pk)
    desk.picture(page, "feedback")
    page.locator("input[name=finding]").first.check()
    page.get_by_role("button", name="对勾选的问题提出申诉").click()
    page.locator("[name^=statement-]").first.fill("该处为历史名称，非错误。")
    page.get_by_role("button", name="提交申诉").click()
    page.get_by_text("提出申诉").first.wait_for()
    for other in Feedback.objects.filter(campaign=campaign, answer=""):
        accept(other, province.user(Role.PROVINCE_ADMIN), timezone.now(), "")
    appeal = feedback.appeals.get()
    planner = desk.open("planner", "appeal", appeal.pk)
    planner.locator("[name=reason]").fill("理由成立。")
    planner.get_by_role("button", name="申诉成立，撤销问题").click()
    appeal.refresh_from_db()
    assert appeal.ruling == "upheld"


def finalise(desk: Desk, campaign: Campaign) -> None:
    """The hearing is closed and the results are made final, once nothing stands in the way."""
    for button in ("结束反馈", "核定结果"):
        page = desk.open("planner", "campaign", campaign.pk)
        target = page.get_by_role("button", name=button)
        if target.count() == 0:
            page.get_by_role("link", name=re.compile(button)).first.click()
            target = page.get_by_role("button", name=button)
        target.first.click()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.FINAL
    desk.picture(desk.open("planner", "results", campaign.pk), "results")


def publish(desk: Desk, campaign: Campaign) -> None:
    """Drafted by one, signed by another, published; then anybody reads it."""
    page = desk.open("planner", "notice_new", campaign.pk)
    page.get_by_role("button", name="起草").click()
    notice = Notice.objects.get(campaign=campaign)
    editor = desk.open("planner", "notice_edit", notice.pk)
    desk.picture(editor, "notice-edit")
    signer = desk.open("province_admin", "notice", notice.pk)
    signer.locator("[name=document_number]").fill("演政办函〔2026〕8号")
    signer.locator("[name=issued_on]").fill(timezone.localdate().isoformat())
    signer.get_by_role("button", name="签发第1版").click()
    desk.open("planner", "notice", notice.pk).get_by_role("button", name="公布").click()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.PUBLISHED
    stranger = desk.browser.new_context(locale="zh-CN").new_page()
    stranger.goto(desk.live + reverse("public_notice", args=[notice.pk]))
    stranger.get_by_text("共检查政府网站3个").wait_for()
    desk.picture(stranger, "public-notice")


def rectify(desk: Desk, campaign: Campaign, equipment: Equipment) -> None:
    """Orders to all units; one signs, answers, is looked at again, and is accepted."""
    page = desk.open("planner", "order_issue")
    page.locator("[name=campaign]").select_option(str(campaign.pk))
    # A day, not working days: the calendar of the coming year may not be published when the test runs.
    page.locator("[name=days]").fill("")
    page.locator("[name=on]").fill((timezone.localdate() + timedelta(days=21)).isoformat())
    page.locator("[name=word]").fill("演政整")
    page.get_by_role("button", name="预览").click()
    desk.picture(page, "orders-preview")
    page.get_by_role("button", name="下达所选单位的整改通知").click()
    order = Order.objects.get(unit__superior=None)
    editor = desk.open("portal_editor", "order", order.pk)
    editor.get_by_role("button", name="签收并查看问题").click()
    editor.get_by_role("link", name="反馈整改").click()
    for area in editor.get_by_label("整改情况").all():
        area.fill("已改正。")
    for day in editor.get_by_label("完成日期").all():
        day.fill(timezone.localdate().isoformat())
    desk.picture(editor, "order-reply")
    editor.get_by_role("button", name="提交反馈").click()
    recheck_due(timezone.now() + timedelta(hours=1), RecheckSettings.of(equipment, lambda: False))
    judge = desk.open("planner", "order", order.pk)
    desk.picture(judge, "order-judge")
    for radio in judge.get_by_label("通过", exact=True).all():
        radio.check()
    judge.get_by_role("button", name="提交验收意见").click()
    order.refresh_from_db()
    assert order.state == "closed"
    told = set(order.items.values_list("rechecks__verdict", flat=True)) - {None}
    assert told <= {"still_there", "unknown"}, "nothing was put right on the simulated sites"


def assess(desk: Desk) -> None:
    """The supervising units of the year, with the figures that the system knows."""
    page = desk.open("planner", "supervision")
    desk.picture(page, "supervision")
    page.get_by_role("heading", name="监管考核").first.wait_for()
    assert Finding.objects.exists()
    # Stored pages want to run their scripts and to fetch; that they can't is what the sandbox is for.
    assert {said for said in desk.trouble if not _OF_STORED_PAGES.search(said)} == set()
