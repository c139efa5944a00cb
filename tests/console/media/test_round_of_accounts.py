"""A round of accounts in the browser, as its people do it: from the ways of collection to the annex of the notice.

The accounts are some of the simulated province; the platforms behave as real ones do and live today. With
``XUNWANG_TOUR`` set to a folder, the pictures of docs/tour.md are taken on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings as DjangoSettings

from tests.console.browsing import IN_BROWSER, PHONE, Desk
from tests.console.inspection.pictures import png
from tests.console.inspection.rounds import plan_for
from tests.console.province import Province, enter_coming_years, make_province, make_unit, make_user
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.cli.demo.inspection_only import platform_settings
from xunwang.collect.settings import Budget
from xunwang.inspection.hearing.answer import accept
from xunwang.inspection.models import Campaign, CheckedAccount, Feedback, Finding
from xunwang.inspection.moves import move
from xunwang.inspection.planning.plan import create
from xunwang.inspection.review.decide import Word, decide, decide_blind
from xunwang.inspection.review.queue import next_blind, next_finding, rulings_left
from xunwang.inspection.review.rulings import RulingWord, rule
from xunwang.inspection.running.equipment import Equipment
from xunwang.inspection.stages import Move, Stage
from xunwang.inspection.vocabulary import Choice, Ruling
from xunwang.media.collecting.steps import step
from xunwang.media.models import AccountWay, Collection, HandCheck
from xunwang.media.vocabulary import CollectionStatus
from xunwang.media.ways import Setting, set_way
from xunwang.notices.models import Notice
from xunwang.posts.records import Way
from xunwang.registry.exporting import csv_bytes
from xunwang.registry.models import Account, WebSite
from xunwang.registry.platforms import platform_label
from xunwang.scoring.sampling import ANY
from xunwang.simulate.plan import Settings
from xunwang.simulate.platforms.casting import Playbill
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.problems import posts
from xunwang.simulate.platforms.process import RunningPlatforms, start_platforms
from xunwang.simulate.platforms.ways import WayRow, ways_of

pytestmark = IN_BROWSER
TITLE = "第四季度政务新媒体检查"
WELL, AILING = 6, ("severe_body", "asleep", "gambling_link", "entertainment", "follower_jump")


class Cast:
    """The accounts that play: some that are as they should be, and one each with a problem or a trouble."""

    def __init__(self, platforms: RunningPlatforms) -> None:
        self.platforms = platforms
        self.everybody: list[Conduct] = []
        self.ailing = {name: self._find(partial(_has, name)) for name in AILING}
        self.lost = self._find(lambda one: one.fault is Fault.NOT_FOUND)
        self.open = self._find(lambda one: one.granted and _is_well(one))
        for _ in range(WELL):
            self._find(lambda one: not one.granted and _is_well(one))
        self.ways = {row.account: row for row in ways_of(self.everybody)}

    def _find(self, fits: Callable[[Conduct], bool]) -> Conduct:
        """The next that fits, of a unit that has no part yet."""
        units = {one.account.unit for one in self.everybody}
        free = (one for one in self.platforms.conducts() if posts(one.account))
        found = next(one for one in free if fits(one) and one.account.unit not in units)
        self.everybody.append(found)
        return found

    def enter(self, province: Province) -> None:
        """Into the register, each with its unit; this office has no sites."""
        WebSite.objects.all().delete()
        Account.objects.all().delete()
        for conduct in self.everybody:
            spec = conduct.account
            unit = make_unit(spec.unit, spec.level.value, "220100", province.city, "department")
            Account.objects.create(
                unit=unit, platform=spec.platform, name=spec.name, subject=spec.subject, kind=spec.kind,
                identifier=spec.identifier, introduction=spec.introduction, opened_on=spec.opened_on,
                filed_on=spec.filed_on,
            )  # fmt: skip

    def account(self, conduct: Conduct) -> Account:
        """Its row of the register."""
        return Account.objects.get(platform=conduct.account.platform, name=conduct.account.name)

    def way(self, conduct: Conduct) -> WayRow:
        """How it can be collected."""
        return self.ways[conduct.key]


def _has(problem: str, conduct: Conduct) -> bool:
    return problem in conduct.problems


def _is_well(conduct: Conduct) -> bool:
    return not conduct.problems and not conduct.look_alikes and not conduct.fault


@contextmanager
def cast_of_today(now: datetime) -> Iterator[Cast]:
    """Serve the platforms; the check point of the province lies an hour back."""
    settings = Settings(check_point=now - timedelta(hours=1))
    with start_platforms(Playbill(settings)) as platforms:
        platforms.clock.sleep_until(now)
        yield Cast(platforms)


@pytest.mark.timeout(600)
def test_a_round_of_accounts_from_the_ways_to_the_annex(
    live: str, browser: Any, tmp_path: Path, settings: DjangoSettings
) -> None:
    settings.RUNS = tmp_path / "runs"
    province, now = make_province(), timezone.now().replace(microsecond=0)
    enter_coming_years(province)
    for number in (1, 2):
        make_user(f"reviewer-{number}", Role.REVIEWER, province.root)
    desk = Desk(browser, live)
    with cast_of_today(now) as cast:
        cast.enter(province)
        equipment = Equipment(
            cast.platforms.clock, settings.RUNS, platform_settings(cast.platforms), budget=Budget(seconds=6 * 3600.0)
        )  # fmt: skip
        look_at_the_register(desk)
        set_up_ways(desk, cast, tmp_path)
        campaign = plan(desk, cast, province)
        collect(desk, cast, campaign, equipment)
        look_at_phones(desk, cast, campaign, tmp_path)
        judge(desk, cast, campaign, equipment)
    review(desk, cast, campaign)
    hear(desk, cast, campaign, province)
    publish(desk, campaign)
    look_back(desk, campaign)
    assert desk.trouble == []


def look_at_the_register(desk: Desk) -> None:
    """What stands against the accounts by the register alone."""
    page = desk.open("province_admin", "account_check")
    page.get_by_role("heading", name="新媒体体检").wait_for()
    desk.picture(page, "account-check")


def set_up_ways(desk: Desk, cast: Cast, tmp_path: Path) -> None:
    """One way by its form, those of a table at once; the one with credentials is entered by its own unit."""
    first, *others = [row for row in cast.ways.values() if row.way is Way.FEED]
    by_key = {one.key: cast.account(one) for one in cast.everybody}
    page = desk.open("province_admin", "media_account", by_key[first.account].pk)
    page.get_by_role("link", name=re.compile("设置.*订阅源")).click()
    page.get_by_label("订阅地址").fill(first.address)
    desk.picture(page, "way")
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存“订阅源”").wait_for()
    table = tmp_path / "采集方式.csv"
    rows = [[platform_label(by_key[row.account].platform), by_key[row.account].name, "订阅源", row.address]
            for row in others]  # fmt: skip
    table.write_bytes(csv_bytes([["平台", "账号名称", "采集方式", "地址"], *rows]))
    page = desk.open("province_admin", "account_ways_import")
    page.locator("input[type=file]").set_input_files(table)
    page.get_by_role("button", name="上传并预览").click()
    confirm = page.get_by_role("button", name=f"确认设置 {len(others)} 个")
    confirm.wait_for()
    desk.picture(page, "ways-import")
    confirm.click()
    page.get_by_text(f"已设置{len(others)}个采集方式").wait_for()
    for row in cast.ways.values():
        if row.way is not Way.FEED:
            setting = Setting(by_key[row.account], row.way, row.address, row.secrets)
            clerk = make_user(f"clerk-{setting.account.pk}", Role.UNIT_EDITOR, setting.account.unit)
            set_way(setting, clerk, timezone.now())
    assert AccountWay.objects.count() == len(cast.ways)
    desk.picture(desk.open("province_admin", "media"), "media")


def plan(desk: Desk, cast: Cast, province: Province) -> Campaign:
    """All accounts are in the sample; the planner begins the campaign, which has no sites to run."""
    today = timezone.localdate()
    wanted = plan_for(
        province.root, title=TITLE, period_start=today - timedelta(days=50), period_end=today, answer_days=1,
        check_point=cast.platforms.bill.settings.check_point, account_shares={ANY: Decimal(1)}, double_share=Decimal(0),
    )  # fmt: skip
    planner = province.user(Role.PLANNER)
    campaign = move(create(wanted, planner, timezone.now()), Move.PLAN, planner, timezone.now())
    page = desk.open("planner", "campaign", campaign.pk)
    page.get_by_role("button", name="开始检查").click()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.RUNNING
    return campaign


def collect(desk: Desk, cast: Cast, campaign: Campaign, equipment: Equipment) -> None:
    """The planner starts the collection of the sample; the worker does it; its page tells what went wrong."""
    page = desk.open("planner", "campaign", campaign.pk)
    page.get_by_role("link", name="采集发布内容").first.click()
    page.get_by_role("link", name="开始采集").click()
    desk.picture(page, "collection-new")
    page.get_by_role("button", name="开始采集").click()
    page.get_by_text("采集已开始").wait_for()
    collection = Collection.objects.get(campaign=campaign)
    work_on(collection, equipment)
    # The page follows by itself, and is loaded anew at the end.
    page.get_by_role("button", name="重试失败的 1 个账号").wait_for()
    page.get_by_role("link", name="未能采集 1").wait_for()
    desk.picture(page, "collection")
    picture_on_phone(desk, "planner", "collection", collection.pk)
    page.get_by_role("link", name=cast.account(cast.open).name).first.click()
    page.get_by_role("heading", name="已知和未知").wait_for()
    assert page.get_by_text("主办单位填写").count(), "who checks sees that the unit itself has entered it"
    desk.picture(page, "account")
    picture_on_phone(desk, "planner", "media_account", cast.account(cast.open).pk)
    page.get_by_role("link", name="全部发布内容").click()
    page.locator("tbody a").first.click()
    page.get_by_role("heading", name="内容", exact=True).wait_for()


def work_on(collection: Collection, equipment: Equipment) -> None:
    """What the background job does: the step that is due."""
    collection.refresh_from_db()
    assert collection.next_at is not None
    equipment.clock.sleep_until(collection.next_at)
    step(collection.pk, equipment)
    collection.refresh_from_db()
    assert (collection.status, collection.problem) == (CollectionStatus.DONE, "")


def look_at_phones(desk: Desk, cast: Cast, campaign: Campaign, tmp_path: Path) -> None:
    """Two accounts of the sample on the phone: screenshots, functions, a test message, and on to the next."""
    shot = tmp_path / "shot.png"
    shot.write_bytes(png(200, 300))
    page = desk.open("reviewer", "campaign", campaign.pk, size=PHONE)
    page.get_by_role("link", name="手机核查").click()
    page.locator(".rounds a").first.wait_for()
    desk.picture(page, "phone-list")
    page.locator(".rounds a").first.click()
    for number in (1, 2):
        if number == 1:
            desk.picture(page, "phone-check")
        page.get_by_label("最新一条的发布日期").fill(f"{timezone.localdate() - timedelta(days=number)}")
        page.get_by_label("从相册选择截图").set_input_files([shot])
        page.get_by_role("group", name="评论").get_by_text("可用" if number == 1 else "不能用").click()
        if number == 1:
            page.get_by_role("group", name="评论").scroll_into_view_if_needed()
            desk.picture(page, "phone-functions")
        name = page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("button", name="保存，核查下一个").click()
        page.get_by_text(f"已保存“{name}”的核查").wait_for()
    assert HandCheck.objects.filter(campaign=campaign, pictures__isnull=False).distinct().count() == 2


def judge(desk: Desk, cast: Cast, campaign: Campaign, equipment: Equipment) -> None:
    """What people saw since counts when it is judged again; then the review begins."""
    collection = Collection.objects.get(campaign=campaign)
    page = desk.open("planner", "collection", collection.pk)
    again = page.get_by_role("button", name="按最新的核查重新判定")
    again.click()
    page.get_by_text("已按最新的核查重新判定").wait_for()
    again.wait_for(state="detached")
    work_on(collection, equipment)
    again.wait_for()
    page = desk.open("planner", "campaign", campaign.pk)
    desk.picture(page, "campaign-accounts-running")
    page.get_by_role("button", name="进入复核").click()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.REVIEW
    sample = desk.open("reviewer", "campaign_accounts", campaign.pk)
    desk.picture(sample, "campaign-accounts")
    sample.get_by_role("link", name=cast.account(cast.ailing["asleep"]).name).click()
    sample.get_by_text("M-V-02.1").first.wait_for()
    desk.picture(sample, "campaign-account")
    asleep = campaign.accounts.get(account=cast.account(cast.ailing["asleep"]))
    picture_on_phone(desk, "reviewer", "campaign_account", campaign.pk, asleep.pk)


def review(desk: Desk, cast: Cast, campaign: Campaign) -> None:
    """A finding in a post by keyboard, a checklist for all accounts at once; then the rest of the desk."""
    finding = Finding.objects.get(campaign=campaign, item="M-V-01.1")
    page = desk.open("reviewer", "finding", finding.pk)
    stored = page.frame_locator("iframe.stored")
    stored.locator("mark").first.wait_for()
    words = re.search("：“(.+?)”", finding.summary)
    assert words is not None and words[1] in stored.locator("mark").first.inner_text()
    desk.picture(page, "review-post")
    page.keyboard.press("y")
    page.wait_for_url(lambda url: f"/findings/{finding.pk}/" not in url)
    page = desk.open("reviewer", "rulings_alike", campaign.pk, "M-V-03.2")
    page.get_by_label("依据和理由").fill("截至监测时间点，未收到涉及下列账号的举报和舆情报告。")
    desk.picture(page, "rulings-alike")
    before = rulings_left(campaign).count()
    page.get_by_role("button", name="勾选的均未发现问题").click()
    page.wait_for_url("**/rulings/**")
    assert rulings_left(campaign).count() < before
    finish(campaign)
    page = desk.open("planner", "campaign", campaign.pk)
    page.get_by_role("button", name="发送反馈").click()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.FEEDBACK


def finish(campaign: Campaign) -> None:
    """The rest of the findings and rulings."""
    first, second = (User.objects.get(username=name) for name in ("reviewer", "reviewer-1"))
    word = Word(Choice.CONFIRM, "属实", 20)
    for _ in range(2):
        for person in (first, second):
            while (finding := next_finding(campaign, person, timezone.now())) is not None:
                decide(finding, word, person, timezone.now())
        for verdict in rulings_left(campaign):
            rule(verdict, RulingWord(Ruling.CLEAR, "未发现问题", seconds=20), first, timezone.now())
    while (
        blind := next_blind(campaign, User.objects.get(username="reviewer-2"), timezone.now())
    ) is not None:
        decide_blind(blind, word, User.objects.get(username="reviewer-2"), timezone.now())


def hear(desk: Desk, cast: Cast, campaign: Campaign, province: Province) -> None:
    """The unit of the faulty account looks at what was found, and accepts; then the results are made final."""
    account = cast.account(cast.ailing["severe_body"])
    make_user("unit_of_account", Role.UNIT_EDITOR, account.unit)
    feedback = Feedback.objects.get(campaign=campaign, checked__account=account)
    page = desk.open("unit_of_account", "feedback", feedback.pk)
    desk.picture(page, "feedback-account")
    for other in Feedback.objects.filter(campaign=campaign, answer=""):
        accept(other, province.user(Role.PROVINCE_ADMIN), timezone.now(), "")
    for button in ("结束反馈", "核定结果"):
        page = desk.open("planner", "campaign", campaign.pk)
        page.get_by_role("button", name=button).first.click()
    campaign.refresh_from_db()
    assert campaign.stage == Stage.FINAL
    outcomes = dict(CheckedAccount.objects.filter(campaign=campaign).values_list("name", "outcome"))
    assert outcomes[account.name] == outcomes[cast.account(cast.ailing["asleep"]).name] == "unqualified"
    assert outcomes[cast.account(cast.open).name] == "qualified"
    desk.picture(desk.open("planner", "results", campaign.pk), "results-accounts")


def publish(desk: Desk, campaign: Campaign) -> None:
    """The annex names the accounts with prominent problems, and why."""
    page = desk.open("planner", "notice_new", campaign.pk)
    page.get_by_role("button", name="起草").click()
    notice = Notice.objects.get(campaign=campaign)
    page = desk.open("planner", "notice", notice.pk)
    page.get_by_text(re.compile("^附件（")).click()
    annex = page.locator("section.annex", has_text="存在突出问题的政务新媒体名单")
    unqualified = campaign.accounts.filter(outcome="unqualified")
    for name in unqualified.values_list("name", flat=True):
        assert name in annex.inner_text()
    desk.picture(annex, "annex-accounts")


def look_back(desk: Desk, campaign: Campaign) -> None:
    """The quarter at a glance."""
    local = timezone.localtime(campaign.check_point)
    query = f"?year={local.year}&quarter={(local.month + 2) // 3}"
    page = desk.open("planner", "media_overview", query=query)
    page.get_by_role("link", name=TITLE).wait_for()
    desk.picture(page, "media-overview")
    picture_on_phone(desk, "planner", "media_overview", query=query)


def picture_on_phone(desk: Desk, person: str, name: str, *args: object, query: str = "") -> None:
    """The same page at a phone's size, which it fits."""
    page = desk.open(person, name, *args, query=query, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    desk.picture(page, f"{name.replace('_', '-')}-phone")
