"""What holds for all veto indicators of websites, beyond their cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.rules.every import every
from tests.rules.test_cases import CASES, EDITION
from xunwang.rules.cases import Case, build_facts
from xunwang.rules.facts import Coverage
from xunwang.rules.item import Item
from xunwang.rules.registry import indicators
from xunwang.rules.verdict import Verdict
from xunwang.words import CHINA, ItemKind, Method, State

AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)
ITEMS = [item for item in EDITION.site_items.values() if item.kind is ItemKind.VETO]
VETO_CASES = [(name, case) for name, case in CASES if EDITION.items[name].kind is ItemKind.VETO]
TURNED = (
    "probes", "second_level", "columns", "text_hits", "hidden_links", "out_links", "tampering",
    "date_conflicts", "mailboxes", "letters", "guides", "broken_links",
)  # fmt: skip


def judge(name: str, case: Case) -> Verdict:
    return indicators()[name](case.facts, case.item(EDITION.items[name]), case.at)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_site_of_which_nothing_was_seen_is_neither_passed_nor_failed(item: Item) -> None:
    facts = replace(build_facts({}, AT), coverage=Coverage(0, False, "连接超时", None))
    verdict = indicators()[item.id](facts, item, AT)
    assert verdict.state in (State.UNKNOWN, State.NEEDS_REVIEW)
    assert verdict.findings == ()
    assert verdict.missing or verdict.tasks


@pytest.mark.parametrize("item", [i for i in ITEMS if i.method is not Method.AUTOMATIC], ids=lambda i: i.id)
def test_only_a_person_decides_what_a_machine_can_not(item: Item) -> None:
    states = {judge(name, case).state for name, case in VETO_CASES if name == item.id}
    assert State.HIT not in states
    assert State.NEEDS_REVIEW in states


@every(VETO_CASES)
def test_every_verdict_says_what_was_measured(name: str, case: Case) -> None:
    verdict = judge(name, case)
    assert verdict.measured
    assert bool(verdict.missing) == (verdict.state is State.UNKNOWN)


@every(VETO_CASES)
def test_every_finding_is_a_sentence_with_evidence_that_can_be_opened(name: str, case: Case) -> None:
    verdict = judge(name, case)
    if verdict.state is State.HIT:
        assert verdict.findings
    for finding in verdict.findings:
        assert finding.summary.endswith("。")
        assert finding.evidence
        assert all(evidence.url for evidence in finding.evidence)


@every(VETO_CASES)
def test_every_review_tells_a_person_where_to_look_and_for_how_long(name: str, case: Case) -> None:
    verdict = judge(name, case)
    if verdict.state is State.NEEDS_REVIEW:
        assert verdict.tasks
    for task in verdict.tasks:
        assert task.instruction.endswith("。")
        assert task.links[0] == case.facts.site.home_url
        assert task.minutes > 0


@every(VETO_CASES)
def test_the_order_in_which_facts_were_collected_does_not_matter(name: str, case: Case) -> None:
    turned = {field: getattr(case.facts, field)[::-1] for field in TURNED}
    there, back = judge(name, case), judge(name, replace(case, facts=replace(case.facts, **turned)))
    assert (there.state, there.amount, there.measured) == (back.state, back.amount, back.measured)


@every(VETO_CASES)
def test_the_same_facts_and_check_point_give_the_same_verdict(name: str, case: Case) -> None:
    assert judge(name, case) == judge(name, case)


def test_candidates_for_secrets_are_restricted_and_not_linked_from_the_task() -> None:
    (case,) = [case for name, case in VETO_CASES if name == "W-V-01.2" and case.expect_amount == 1]
    verdict = judge("W-V-01.2", case)
    (finding,) = verdict.findings
    assert finding.restricted
    assert finding.evidence[0].url not in {link for task in verdict.tasks for link in task.links}


def test_an_outage_that_one_of_two_vantage_points_sees_weighs_half() -> None:
    item = EDITION.items["W-V-02"]
    both = build_facts({"probes": {"days": 7, "per_day": 20, "failed": 7, "vantages": ["长春", "北京"]}}, AT)
    fine = build_facts({"probes": {"days": 7, "per_day": 20, "vantages": ["北京"]}}, AT)
    seen_by_one = [probe for probe in both.probes if probe.vantage == "长春"]
    one = replace(both, probes=(*seen_by_one, *fine.probes))
    assert indicators()["W-V-02"](both, item, AT).state is State.HIT
    verdict = indicators()["W-V-02"](one, item, AT)
    assert verdict.state is State.CLEAR
    assert "2.50%" in verdict.measured


def test_one_vantage_point_is_enough_but_two_are_recommended() -> None:
    item = EDITION.items["W-V-02"]
    alone = build_facts({"probes": {"days": 7}}, AT)
    assert "建议至少两个监测点" in indicators()["W-V-02"](alone, item, AT).measured
    two = build_facts({"probes": {"days": 7, "vantages": ["长春", "北京"]}}, AT)
    assert "建议" not in indicators()["W-V-02"](two, item, AT).measured


def test_probes_after_the_check_point_or_before_the_week_do_not_count() -> None:
    item = EDITION.items["W-V-02"]
    facts = build_facts({"probes": {"days": 14, "per_day": 24, "failed": 168}}, AT)
    verdict = indicators()["W-V-02"](facts, item, AT)
    assert verdict.state is State.CLEAR
    assert "共访问168次" in verdict.measured
    early = indicators()["W-V-02"](facts, item, datetime(2020, 11, 23, 10, tzinfo=CHINA))
    assert early.state is State.HIT
