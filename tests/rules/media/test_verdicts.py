"""What holds for all indicators of new media, beyond their cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.rules.every import every
from tests.rules.media.test_cases import CASES, EDITION, WITHOUT_MODULE
from xunwang.rules.cases import Case
from xunwang.rules.facts import Site
from xunwang.rules.item import Item
from xunwang.rules.media.cases import build_facts
from xunwang.rules.registry import applies, evaluate_account, indicators
from xunwang.rules.verdict import Verdict
from xunwang.words import CHINA, ItemKind, Level, SiteKind, State

AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)
ITEMS = [item for item in EDITION.account_items.values() if item.id not in WITHOUT_MODULE]
VETOES = [item for item in ITEMS if item.kind is ItemKind.VETO]
TURNED = ("text_hits", "link_hits", "reposts", "off_duty", "followers", "engagement", "checks", "incidents")
BY_REGISTER = {"M-N-03", "M-N-14"}
"""What the register alone tells."""
OF_CLIENTS = {"M-V-02.2", "M-N-07", "M-N-13"}
"""Judged of mobile clients only; that an account is none, the register says."""


def judge(name: str, case: Case) -> Verdict:
    return indicators()[name](case.facts, case.item(EDITION.items[name]), case.at)


def test_an_account_is_judged_by_the_rows_of_new_media_and_by_no_other_in_their_order() -> None:
    verdicts, others = evaluate_account(build_facts({}, AT), EDITION, AT)
    assert list(verdicts) == list(EDITION.account_items)
    assert others == ()


def test_a_site_is_judged_by_none_of_them() -> None:
    site = Site("示例市人民政府", "http://www.example.gov.cn/", SiteKind.PORTAL, Level.CITY)
    assert not any(applies(item, site) for item in EDITION.account_items.values())


def test_an_indicator_that_fails_is_unknown_and_the_others_go_on() -> None:
    broken = replace(EDITION.items["M-V-02.1"], window_days=None)
    edition = replace(EDITION, items={**EDITION.items, "M-V-02.1": broken})
    verdicts, _ = evaluate_account(build_facts({"listing": {}, "posts": []}, AT), edition, AT)
    assert verdicts["M-V-02.1"].state is State.UNKNOWN
    assert "ValueError" in verdicts["M-V-02.1"].missing
    assert verdicts["M-N-03"].state is State.CLEAR


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_an_account_of_which_nothing_was_seen_is_neither_passed_nor_failed(item: Item) -> None:
    verdict = indicators()[item.id](build_facts({}, AT), item, AT)
    if item.id in BY_REGISTER | OF_CLIENTS:
        assert verdict.state is State.CLEAR
        return
    assert verdict.state in (State.UNKNOWN, State.NEEDS_REVIEW)
    assert verdict.findings == ()
    assert verdict.missing or verdict.tasks


@pytest.mark.parametrize(
    "item", [item for item in ITEMS if item in VETOES or item.id in OF_CLIENTS], ids=lambda item: item.id
)
def test_a_mobile_client_of_which_nothing_was_seen_is_neither_passed_nor_failed(item: Item) -> None:
    verdict = indicators()[item.id](build_facts({"account": {"platform": "app"}}, AT), item, AT)
    if item.id == "M-V-02.1":  # M-V-02.2 judges it
        assert verdict.state is State.CLEAR
        return
    assert verdict.state in (State.UNKNOWN, State.NEEDS_REVIEW)


@every(CASES)
def test_every_verdict_says_what_was_measured_and_unknown_what_is_missing(name: str, case: Case) -> None:
    verdict = judge(name, case)
    assert verdict.measured
    assert bool(verdict.missing) == (verdict.state is State.UNKNOWN)


@every(CASES)
def test_every_finding_is_a_sentence_with_evidence(name: str, case: Case) -> None:
    verdict = judge(name, case)
    assert verdict.findings or verdict.state is not State.HIT
    for finding in verdict.findings:
        assert finding.summary.endswith("。")
        assert "。。" not in finding.summary
        assert finding.evidence
        assert all(one.url or one.note for one in finding.evidence)


@every(CASES)
def test_every_review_tells_a_person_what_to_do_and_for_how_long(name: str, case: Case) -> None:
    verdict = judge(name, case)
    assert verdict.tasks or verdict.state is not State.NEEDS_REVIEW
    for task in verdict.tasks:
        assert task.instruction.endswith(("。", "）"))
        assert task.minutes > 0
        assert all(task.links)


@every(CASES)
def test_the_order_in_which_facts_were_collected_does_not_matter(name: str, case: Case) -> None:
    turned = {field: getattr(case.facts, field)[::-1] for field in TURNED}
    there, back = judge(name, case), judge(name, replace(case, facts=replace(case.facts, **turned)))
    assert (there.state, there.amount, there.measured) == (back.state, back.amount, back.measured)


def test_candidates_for_secrets_are_restricted_and_not_linked_from_the_task() -> None:
    (case,) = [case for name, case in CASES if name == "M-V-01.2" and case.expect_amount == 1]
    verdict = judge("M-V-01.2", case)
    (finding,) = verdict.findings
    assert finding.restricted
    assert finding.evidence[0].url not in {link for task in verdict.tasks for link in task.links}


@pytest.mark.parametrize("days", [15, 26, 90, 99])
def test_the_reason_of_an_account_asleep_is_told_in_the_words_of_the_notice(days: int) -> None:
    facts = build_facts({"listing": {}, "posts": [f"-{days}d"]}, AT)
    verdict = indicators()["M-V-02.1"](facts, EDITION.items["M-V-02.1"], AT)
    last = (AT - timedelta(days=days)).date()
    told = f"连续{days}天未更新，最近一次更新为{last.year}年{last.month}月{last.day}日"
    assert verdict.findings[0].summary.startswith(told)


def test_what_the_newest_post_is_stands_in_the_evidence() -> None:
    facts = build_facts({"listing": {}, "posts": ["-20d"]}, AT)
    (finding,) = indicators()["M-V-02.1"](facts, EDITION.items["M-V-02.1"], AT).findings
    assert facts.newest is not None
    assert finding.evidence[0].url == facts.newest.seen.url
    assert "《工作动态》" in finding.evidence[0].note


def test_a_jump_of_followers_has_the_series_in_its_evidence() -> None:
    (case,) = [case for name, case in CASES if name == "M-V-03.2" and "五千" in case.name]
    (finding,) = judge("M-V-03.2", case).findings
    assert "10340人变为15340人（+5000人）" in finding.summary
    assert "2020年10月21日10000、" in finding.evidence[0].note
    assert finding.evidence[0].note.endswith("2020年11月28日15340")


def test_no_task_leads_to_the_post_of_a_restricted_finding() -> None:
    url = "https://mp.example.cn/1"
    hit = {"concern": "secrecy", "rule": "涉密标志", "match": "秘密★", "fragment": "秘密★10年"}
    seen = {"seen": {"url": url, "at": "-1h"}, "at": "-1d"}
    facts = build_facts(
        {"listing": {}, "newest": seen, "text_hits": [{"hit": hit, "where": "body", "post": seen}]}, AT
    )
    verdict = indicators()["M-V-01.2"](facts, EDITION.items["M-V-01.2"], AT)
    assert verdict.findings[0].restricted and verdict.findings[0].evidence[0].url == url
    assert all(url not in task.links for task in verdict.tasks)
