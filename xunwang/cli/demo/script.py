"""Scripted people: they answer every candidate from the truth, and say so in every note.

This is the only place outside the simulator that reads the truth, and it runs in the demonstration only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property

from xunwang.access.models import User
from xunwang.cli.demo.people import People
from xunwang.cli.demo.scene import ANSWERED_AT, REVIEWED_AT, Scene
from xunwang.inspection.enquiries import Question, ask, record_reply, rule_by_enquiries
from xunwang.inspection.enquiries import Reply as Answer
from xunwang.inspection.hearing.answer import Objection, accept, appeal
from xunwang.inspection.hearing.appeals import decide_appeal, open_appeals
from xunwang.inspection.models import NO_BONUS, Campaign, CheckedSite, Enquiry, Feedback, Finding
from xunwang.inspection.review.decide import Word, decide, decide_blind
from xunwang.inspection.review.queue import next_blind, next_finding, rulings_left
from xunwang.inspection.review.rulings import Found, RulingWord, rule
from xunwang.inspection.review.rulings_alike import rule_alike, rulings_alike
from xunwang.inspection.vocabulary import AppealRuling, Choice, Quality, Ruling, Status

LABEL = "演示脚本"
_DECIDED = frozenset({"hit", "candidate"})
_SECONDS = 30
Tick = Callable[[], None]


class Script:
    """Plays reviewers, editors and those who decide on appeals. ``counts`` tells what was done."""

    def __init__(self, campaign: Campaign, scene: Scene, people: People, tick: Tick = lambda: None) -> None:
        self.campaign = campaign
        self.scene = scene
        self.people = people
        self.tick = tick
        self.counts: Counter[str] = Counter()

    @cached_property
    def _expected(self) -> Mapping[str, Mapping[str, str]]:
        """Site or account → indicator → what the truth says."""
        sampled = [one.key for one in self.campaign.accounts.all()]
        return {**self.scene.expected, **self.scene.expected_of_accounts(sampled)}

    def ask_sites(self, now: datetime) -> None:
        """Put a test question to every site that has not had one, and write the answers down."""
        by = self.people.scripted[0]
        asked = set(Enquiry.objects.filter(campaign=self.campaign).values_list("site_id", flat=True))
        for site in self.campaign.sites.exclude(pk__in=asked):
            ask(site, self._question(site), by, self.scene.replies[site.home_url].asked)
        for enquiry in Enquiry.objects.filter(campaign=self.campaign, answered_at=None).select_related(
            "site"
        ):
            reply = self.scene.replies[enquiry.site.home_url]
            if reply.answered is not None:
                answer = Answer(reply.answered, Quality(reply.quality), f"{LABEL}：按预埋真值录入")
                record_reply(enquiry, answer, by, now)
            self.counts["enquiries"] += 1
            self.tick()

    def review(self, now: datetime = REVIEWED_AT) -> None:
        """First and second reviews, rulings, blind opinions: until nothing waits."""
        first, second, third = self.people.scripted
        for person in (first, second):
            while (finding := next_finding(self.campaign, person, now)) is not None:
                decide(finding, self._word(finding), person, now)
        self.counts["rulings"] += rule_by_enquiries(self.campaign, first, now)
        self._rule_checklists(first, now)
        for verdict in rulings_left(self.campaign):
            rule(verdict, self._ruling(verdict.checked.key, verdict.item), first, now)
            self.counts["rulings"] += 1
            self.tick()
        while (finding := next_finding(self.campaign, second, now)) is not None:
            decide(finding, self._word(finding), second, now)  # vetoes that a ruling has brought
        while (blind := next_blind(self.campaign, third, now)) is not None:
            decide_blind(blind, self._word(blind), third, now)

    def _rule_checklists(self, by: User, now: datetime) -> None:
        """What nobody has reported about accounts is ruled on at once, indicator by indicator."""
        word = RulingWord(Ruling.CLEAR, f"{LABEL}：未收到报告和举报", seconds=_SECONDS)
        items = rulings_left(self.campaign).filter(checked__account__isnull=False)
        for item in sorted(set(items.values_list("item", flat=True))):
            rows = rulings_alike(self.campaign, item)
            seen = {row.pk: row.version for row in rows if not self._finds(row.checked.key, item)}
            if seen:
                self.counts["rulings"] += rule_alike(self.campaign, item, seen, word, by, now).decided

    def answer(self, now: datetime = ANSWERED_AT) -> None:
        """Units answer: one site in twenty appeals, one in ten stays silent, the others accept."""
        by = self.people.admin
        waiting = Feedback.objects.filter(campaign=self.campaign, answer="", problems__gt=0)
        for feedback in waiting.select_related("checked__unit", "campaign__unit").order_by("pk"):
            if feedback.pk % 20 == 3 and (finding := _deduction(feedback)) is not None:
                reason = f"{LABEL}：本单位认为此处不属于所列问题，请予复核。"
                appeal(feedback, [Objection(finding, reason)], by, now)
                self.counts["appeals"] += 1
            elif feedback.pk % 10 != 7:
                accept(feedback, by, now, f"{LABEL}：无异议。")
                self.counts["accepted"] += 1

    def decide_appeals(self, now: datetime) -> None:
        """The planner, who has reviewed nothing, upholds what the truth does not bear out."""
        for one in open_appeals(self.campaign):
            right = self._expects(one.finding)
            ruling = AppealRuling.REJECTED if right else AppealRuling.UPHELD
            decide_appeal(one, ruling, f"{LABEL}：按预埋真值裁决。", self.people.planner, now, _SECONDS)
            self.counts[f"appeals_{ruling.value}"] += 1

    def _question(self, site: CheckedSite) -> Question:
        return Question(f"请问贵单位窗口的办公时间和联系电话？（{LABEL}）", site.home_url)

    def _expects(self, finding: Finding) -> bool:
        return self._finds(finding.checked.key, finding.item)

    def _finds(self, key: str, item: str) -> bool:
        return self._expected[key].get(item) in _DECIDED

    def _word(self, finding: Finding) -> Word:
        right = self._expects(finding)
        self.counts["confirmed" if right else "dismissed"] += 1
        if finding.status == Status.SECOND and not finding.candidate and not right:
            self.counts["overruled"] += 1
        self.tick()
        choice, said = (Choice.CONFIRM, "属实") if right else (Choice.DISMISS, "不成立")
        return Word(choice, f"{LABEL}：按预埋真值{said}", _SECONDS)

    def _ruling(self, key: str, item: str) -> RulingWord:
        if self._finds(key, item):
            said = f"{LABEL}：按预埋真值，存在此问题"
            address = key if key.startswith("http") else ""
            return RulingWord(Ruling.HIT, said, (Found(said, address),), _SECONDS)
        if key in self.scene.closed_doors:
            return RulingWord(Ruling.WAIVED, f"{LABEL}：网站无法访问，此项不予判定", seconds=_SECONDS)
        return RulingWord(Ruling.CLEAR, f"{LABEL}：按预埋真值，没有此问题", seconds=_SECONDS)


def _deduction(feedback: Feedback) -> Finding | None:
    stands = feedback.checked.findings.filter(NO_BONUS, status=Status.CONFIRMED, withdrawn=False)
    return stands.filter(is_veto=False, restricted=False).order_by("pk").first()
