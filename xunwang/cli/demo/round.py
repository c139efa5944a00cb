"""The round of 2020, stage by stage.

Each stage looks at what is there first, so that a round that was cut short at any point is finished by the
same command, and nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from xunwang.audit.acting import acting
from xunwang.cli.demo import scene as at
from xunwang.cli.demo.accounts import collect_sample, look_at_phones, set_up_ways
from xunwang.cli.demo.after import open_assessments, order_rectification, publish_notice, write_documents
from xunwang.cli.demo.engine import inspect_campaign
from xunwang.cli.demo.people import People, make_people
from xunwang.cli.demo.register import load_register
from xunwang.cli.demo.scene import Scene
from xunwang.cli.demo.script import Script
from xunwang.inspection.models import Campaign
from xunwang.inspection.moves import move
from xunwang.inspection.planning.plan import Plan, create
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.stages import Move, Stage
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitLevel
from xunwang.scoring.sampling import ANY

SHARE = Decimal("0.35")
NOTE = "演示：由脚本按预埋真值推进"
Say = Callable[[str], None]


@dataclass
class Round:
    """One round under way. ``say`` gets a line for each stage."""

    scene: Scene
    home: Path
    quiet: bool = False
    say: Say = lambda _: None
    counts: dict[str, int] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    """Paths of the published notice, once it is."""

    def play(self) -> Campaign:
        """Everything up to the final results. Raises Stopped, DemoError and the services' errors."""
        with acting(None, "cli"):
            self.say("登记名录：单位、网站、政务新媒体")
            root = load_register(self.scene)
            people = make_people(root, self.home)
            campaign = self._campaign(root, people)
        self._inspect(campaign, people)
        self._review(campaign, people)
        self._hear(campaign, people)
        self._finalise(campaign, people)
        self._follow_up(campaign, people, root)
        return campaign

    def _campaign(self, root: Unit, people: People) -> Campaign:
        known = Campaign.objects.filter(title=at.TITLE).first()
        if known is not None:
            return known
        self.say("制定计划：全部网站，政务新媒体分层抽样")
        plan = Plan(
            unit=root, title=at.TITLE, period_start=at.PERIOD[0], period_end=at.PERIOD[1],
            check_point=at.CHECKED_AT, seed=at.SEED, account_shares={ANY: SHARE},
        )  # fmt: skip
        return create(plan, people.planner, at.PLANNED_AT)

    def _inspect(self, campaign: Campaign, people: People) -> None:
        with acting(people.planner, "cli"):
            self._go(campaign, Stage.DRAFT, Move.PLAN, people, at.PLANNED_AT)
            self._go(campaign, Stage.PLANNED, Move.START, people, at.PLANNED_AT)
            if campaign.stage == Stage.RUNNING and campaign.sites.filter(taken_at=None).exists():
                self.say(f"检查{campaign.sites.count()}个网站：探测一周、抓取、判定")
                inspect_campaign(campaign, self.scene, self.home / "runs", quiet=self.quiet)
        self._check_accounts(campaign, people)
        with acting(people.planner, "cli"):
            self._go(campaign, Stage.RUNNING, Move.REVIEW, people, at.TAKEN_IN_AT)

    def _check_accounts(self, campaign: Campaign, people: People) -> None:
        if campaign.stage != Stage.RUNNING or not campaign.accounts.filter(taken_at=None).exists():
            return
        with acting(people.admin, "cli"):
            self.say(f"设置采集方式：{campaign.accounts.count()}个抽查账号和其他备案账号")
            set_up_ways(self.scene, campaign, people.admin)
        with acting(people.scripted[0], "cli"):
            self.say("手机核查（演示脚本按预埋真值填写）")
            self.counts["phone_checks"] = look_at_phones(self.scene, campaign, people.scripted[0])
        with acting(people.planner, "cli"):
            self.say("采集抽查账号的发布内容，判定并接收结果")
            collection = collect_sample(self.scene, campaign, people.planner, self.home / "runs")
            self.counts["posts"] = collection.posts

    def _review(self, campaign: Campaign, people: People) -> None:
        if campaign.stage != Stage.REVIEW:
            return
        self.say("复核（演示脚本按预埋真值）：问题、盲审、人工判定、咨询答复、政务新媒体")
        script = Script(campaign, self.scene, people)
        with acting(people.scripted[0], "cli"):
            script.ask_sites(at.REVIEWED_AT)
            script.review()
        self.counts.update(script.counts)
        with acting(people.planner, "cli"):
            self._go(campaign, Stage.REVIEW, Move.SEND, people, at.SENT_AT)

    def _hear(self, campaign: Campaign, people: People) -> None:
        script = Script(campaign, self.scene, people)
        if campaign.stage == Stage.FEEDBACK:
            self.say("反馈与申诉")
            with acting(people.admin, "cli"):
                script.answer()
        with acting(people.planner, "cli"):
            self._go(campaign, Stage.FEEDBACK, Move.HEAR, people, at.HEARD_AT)
            if campaign.stage == Stage.APPEAL:
                script.decide_appeals(at.HEARD_AT)
        for name, count in script.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count

    def _finalise(self, campaign: Campaign, people: People) -> None:
        with acting(people.planner, "cli"):
            if campaign.stage == Stage.APPEAL:
                self.say("核定结果")
            self._go(campaign, Stage.APPEAL, Move.FINALISE, people, at.FINAL_AT)

    def _follow_up(self, campaign: Campaign, people: People, root: Unit) -> None:
        self.say("通报：起草、签发、公布；整改通知；监管考核")
        with acting(people.planner, "cli"):
            notice = publish_notice(campaign, people)
            self.documents = write_documents(notice, self.home / "documents")
            self.counts["orders"] = order_rectification(campaign, people)
            self.counts["assessments"] = open_assessments(root, people)

    def _go(self, campaign: Campaign, stage: Stage, step: Move, people: People, now: Any) -> None:
        if campaign.stage == stage:
            move(campaign, step, people.planner, now, NOTE)


def headline(campaign: Campaign) -> dict[str, Any]:
    """The figures that the notice opens with, as the frozen results have them."""
    final = final_of(campaign)
    if final is None:
        raise ValueError("the campaign has no final results")
    figures = final.figures
    sites, accounts, replies = figures["sites"], figures["accounts"], figures["replies"]
    return {
        "sites": {
            "checked": sites["overall"]["checked"],
            "qualified": sites["overall"]["qualified"],
            "rate": sites["overall"]["rate"],
            "by_kind": {group["group"]: group["checked"] for group in sites["by_category"]},
        },
        "accounts": {
            "filed": accounts["filed"],
            "sampled": accounts["sampled"],
            "share": accounts["share"],
            "qualified": accounts["qualified"],
            "rate": accounts["rate"],
            "by_level": _as_the_notice_does(accounts["by_level"]),
        },
        "interpretation_share": figures["interpretation"]["share"],
        "replied_5_days": replies["share_5_days"],
        "replied_1_day": replies["within_1_day"],
        "digest": final.digest,
    }


def _as_the_notice_does(levels: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The notice tells accounts of the province's departments, and of everybody below, from each other."""
    upper = UnitLevel.PROVINCE.label
    counts = {group["group"]: group["sampled"] for group in levels}
    lower = sum(count for level, count in counts.items() if level != upper)
    return {upper: counts.get(upper, 0), "市级及以下": lower}
