"""What holds for all deductions and bonuses of portals, beyond their cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rules.every import every
from tests.rules.test_cases import CASES, EDITION
from xunwang.rules.cases import Case, build_facts
from xunwang.rules.facts import BrokenLink, Coverage, InterpretationSeen, LinkTry, PolicySeen, Seen, SiteFacts
from xunwang.rules.registry import indicators
from xunwang.rules.verdict import Verdict
from xunwang.words import ItemKind, LinkClass, Method, State

AT = datetime(2020, 11, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PORTAL_ITEMS = [item for item in EDITION.site_items.values() if item.kind is not ItemKind.VETO]
PORTAL_CASES = [(name, case) for name, case in CASES if EDITION.items[name].kind is not ItemKind.VETO]
TURNED = (
    "columns", "letters", "mailboxes", "guides", "policies", "interpretations", "leaders", "content_hints",
    "broken_links", "footers", "surveys",
)  # fmt: skip
"""Facts whose order says nothing. That of search questions and tag samples is the order of sampling."""


def judge(name: str, case: Case) -> Verdict:
    return indicators()[name](case.facts, case.item(EDITION.items[name]), case.at)


@pytest.mark.parametrize("item", PORTAL_ITEMS, ids=lambda item: item.id)
def test_a_site_of_which_nothing_was_seen_is_neither_passed_nor_failed(item) -> None:
    facts = replace(build_facts({}, AT), coverage=Coverage(0, False, "连接超时", None))
    verdict = indicators()[item.id](facts, item, AT)
    if item.id == "W-D-23":  # not checked for cities, whatever their sites look like
        assert verdict.state is State.CLEAR
        return
    assert verdict.state in (State.UNKNOWN, State.NEEDS_REVIEW)
    assert verdict.findings == ()
    assert verdict.missing or verdict.tasks


@pytest.mark.parametrize(
    "item", [i for i in PORTAL_ITEMS if i.method is Method.HUMAN], ids=lambda item: item.id
)
def test_what_a_person_checks_is_a_complete_checklist_entry(item) -> None:
    facts = build_facts({"site": {"level": "province"}, "home": {}}, AT)
    verdict = indicators()[item.id](facts, item, AT)
    assert verdict.state is State.NEEDS_REVIEW
    assert verdict.findings == ()
    (task,) = verdict.tasks
    assert task.links[0] == facts.site.home_url
    assert task.minutes > 0
    assert len(task.instruction) > 40
    assert "{" not in task.instruction


@every(PORTAL_CASES)
def test_the_order_in_which_facts_were_collected_does_not_matter(name: str, case: Case) -> None:
    turned = {field: getattr(case.facts, field)[::-1] for field in TURNED}
    there, back = judge(name, case), judge(name, replace(case, facts=replace(case.facts, **turned)))
    assert (there.state, there.amount) == (back.state, back.amount)


@every(PORTAL_CASES)
def test_every_finding_is_a_sentence_with_evidence_that_can_be_opened(name: str, case: Case) -> None:
    verdict = judge(name, case)
    if verdict.state is State.HIT:
        assert verdict.findings
    for finding in verdict.findings:
        assert finding.summary.endswith("。")
        assert finding.amount >= 1
        assert finding.evidence
        assert all(evidence.url for evidence in finding.evidence)


@every(PORTAL_CASES)
def test_every_verdict_that_is_open_says_what_to_do(name: str, case: Case) -> None:
    verdict = judge(name, case)
    if verdict.state is State.UNKNOWN:
        assert verdict.missing
    if verdict.state is State.NEEDS_REVIEW:
        assert verdict.tasks
    assert all(task.links and task.links[0] for task in verdict.tasks)


def test_all_of_very_many_broken_links_count() -> None:
    first = AT - timedelta(days=2)
    tries = tuple(LinkTry(first + timedelta(hours=13 * n), 404, "") for n in range(3))
    seen = Seen("http://www.example.gov.cn/", AT)
    links = tuple(
        BrokenLink(f"{seen.url}{n}.html", "通知", LinkClass.INTERNAL, False, False, 1, tries, seen)
        for n in range(1203)
    )
    facts = replace(build_facts({"home": {}, "links_checked": 5000}, AT), broken_links=links)
    verdict = indicators()["W-D-20.2"](facts, EDITION.items["W-D-20.2"], AT)
    assert verdict.amount == 1203
    assert len(verdict.findings) < 1203
    assert verdict.tasks == ()


def test_no_retest_is_asked_for_when_the_confirmed_links_cost_all_they_can() -> None:
    item = EDITION.items["W-D-20.1"]
    seen = Seen("http://www.example.gov.cn/", AT)
    old, new = LinkTry(AT - timedelta(days=2), 404, ""), LinkTry(AT, 404, "")

    def verdict(confirmed: int) -> Verdict:
        links = tuple(
            BrokenLink(f"{seen.url}{n}", "通知", LinkClass.INTERNAL, True, False, 1, tries, seen)
            for n, tries in enumerate([(old, new, new)] * confirmed + [(new,)])
        )
        facts: SiteFacts = replace(build_facts({"home": {}, "links_checked": 99}, AT), broken_links=links)
        return indicators()[item.id](facts, item, AT)

    assert item.cap is not None
    assert item.points_each is not None
    enough = int(item.cap / item.points_each)
    assert verdict(enough).tasks == ()
    assert verdict(enough - 1).tasks != ()


def test_pairing_many_documents_by_title_stays_quick() -> None:
    seen = Seen("http://www.example.gov.cn/", AT)
    policies = tuple(
        PolicySeen(
            f"示例市人民政府关于印发《第{n}号办法》的通知",
            AT.date(),
            (),
            True,
            seen._replace(url=f"{seen.url}z{n}"),
        )
        for n in range(2000)
    )
    readings = tuple(
        InterpretationSeen(f"《第{n}号办法》解读", AT.date(), (), (), seen._replace(url=f"{seen.url}j{n}"))
        for n in range(2000)
    )
    facts = replace(build_facts({"home": {}, "columns": 3}, AT), policies=policies, interpretations=readings)
    verdict = indicators()["W-D-08"](facts, EDITION.items["W-D-08"], AT)
    assert verdict.amount == EDITION.items["W-D-08"].threshold
    assert indicators()["W-D-07"](facts, EDITION.items["W-D-07"], AT).state is State.CLEAR
