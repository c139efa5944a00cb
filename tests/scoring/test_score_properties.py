"""Scores are monotone, capped, exact and free of order, whatever the verdicts are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.scoring.making import COVERAGE, DEDUCTIONS, EDITION, SITE, finding, missing, review
from xunwang.rules.registry import applies
from xunwang.rules.verdict import Finding, Verdict, clear, hit, needs_review
from xunwang.scoring import SiteResult, score_site
from xunwang.scoring.score import OPEN, OTHER_COLUMNS
from xunwang.words import ItemKind, Outcome, State

COLUMNS = [f"http://www.example.gov.cn/{n}/" for n in range(4)]
FINDINGS = st.builds(finding, st.sampled_from(["", *COLUMNS]), st.integers(1, 40))
VERDICTS = st.one_of(
    st.just(clear("正常")),
    st.lists(FINDINGS, min_size=1, max_size=4).map(lambda some: hit(tuple(some))),
    st.lists(FINDINGS, max_size=4).map(lambda some: needs_review(tuple(some))),
    st.just(missing()),
)
IDS = list(EDITION.site_items)
SCORED = [item.id for item in EDITION.site_items.values() if item.kind is not ItemKind.VETO]
SOME = st.dictionaries(st.sampled_from(SCORED), VERDICTS, max_size=12)
ANY = st.dictionaries(st.sampled_from(IDS), VERDICTS, max_size=12)
SERVICES = st.booleans()


def scored(given: dict[str, Verdict], has_services: bool = True) -> SiteResult:
    site = replace(SITE, has_services=has_services)
    verdicts = {
        name: given.get(name, clear("正常")) for name, item in EDITION.items.items() if applies(item, site)
    }
    return score_site(site, COVERAGE, verdicts, (), EDITION)


def more(verdict: Verdict, extra: Finding) -> Verdict:
    return hit((*verdict.findings, extra)) if verdict.state is State.HIT else hit((extra,))


@given(SOME, st.sampled_from([item.id for item in DEDUCTIONS]), st.integers(1, 40), SERVICES)
def test_one_more_finding_never_raises_the_score(verdicts, item, amount, services) -> None:
    verdict = verdicts.get(item, clear("正常"))
    if verdict.state in OPEN:
        return
    before = scored(verdicts, services)
    after = scored({**verdicts, item: more(verdict, finding(amount=amount))}, services)
    assert after.deduct_score <= before.deduct_score
    assert after.deduct_score_low <= before.deduct_score_low
    assert after.total <= before.total


@given(SOME, st.sampled_from(["W-D-04.2", "W-D-05.2", "W-D-06.1", "W-D-16.2"]), st.sampled_from(COLUMNS))
def test_a_column_that_leaves_other_columns_lessens_them_by_no_more_than_it_cost(verdicts, item, url) -> None:
    verdict = verdicts.get(item, clear("正常"))
    if verdict.state in OPEN:
        return
    before = scored(verdicts).deductions
    after = scored({**verdicts, item: more(verdict, finding(url))}).deductions
    assert all(after.get(group, 0) >= points for group, points in before.items() if group != OTHER_COLUMNS)
    charged = sum(
        (EDITION.items[name].points_each or 0) * one.amount
        for name, other in verdicts.items()
        if EDITION.items[name].group == OTHER_COLUMNS and other.state is State.HIT
        for one in other.findings
        if one.evidence and one.evidence[0].url == url
    )
    assert before.get(OTHER_COLUMNS, 0) - after.get(OTHER_COLUMNS, 0) <= charged


@given(SOME, SERVICES)
def test_points_stay_within_item_group_and_part(verdicts, services) -> None:
    result = scored(verdicts, services)
    caps: dict[str, Decimal] = {}
    for item in DEDUCTIONS:
        caps[item.group] = max(caps.get(item.group, Decimal(0)), item.cap or Decimal(0))
    for group, points in result.deductions.items():
        assert 0 < points <= caps[group]
        assert points + result.open_deductions.get(group, 0) <= caps[group]
    assert 0 <= result.deduct_score <= EDITION.deduct_total
    assert 0 <= result.bonus <= result.bonus + result.open_bonus <= EDITION.bonus_total


@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_verdicts_and_findings_does_not_matter(verdicts, random) -> None:
    turned = {
        name: Verdict(v.state, tuple(random.sample(v.findings, len(v.findings))), v.missing, v.measured)
        for name, v in random.sample(list(verdicts.items()), len(verdicts))
    }
    one, other = scored(verdicts), scored(turned)
    for name in (
        "outcome",
        "deductions",
        "open_deductions",
        "deduct_score_low",
        "bonus",
        "total",
        "total_low",
    ):
        assert getattr(one, name) == getattr(other, name)


@given(SOME, SERVICES)
def test_figures_are_exact_decimals_in_hundredths(verdicts, services) -> None:
    result = scored(verdicts, services)
    for value in (result.deduct_score, result.deduct_score_low, result.total, result.total_low, result.bonus):
        assert isinstance(value, Decimal)
        assert value == value.quantize(Decimal("0.01"))
    if services:
        assert result.deduct_score == 100 - sum(result.deductions.values())


@given(SOME, SERVICES)
def test_the_low_figure_is_never_above_the_plain_one(verdicts, services) -> None:
    result = scored(verdicts, services)
    assert result.deduct_score_low <= result.deduct_score
    assert result.total_low <= result.total
    assert result.deduct_score <= result.total


@given(ANY, st.data())
def test_however_the_open_items_are_decided_the_outcome_keeps_its_word(verdicts, data) -> None:
    """A person confirms or dismisses each open item; what was not pending stays as it was."""
    before = scored(verdicts)
    decided = dict(verdicts)
    for name, verdict in verdicts.items():
        if verdict.state in OPEN:
            against = hit(verdict.findings or (finding(),))
            decided[name] = data.draw(st.sampled_from([clear("人工确认"), against]))
    after = scored(decided)
    if before.outcome is not Outcome.PENDING:
        assert after.outcome is before.outcome
    if after.deduct_score is not None and before.deduct_score is not None:
        assert after.deduct_score >= before.deduct_score_low
    assert after.outcome is not Outcome.PENDING


@given(ANY)
def test_unknown_and_unreviewed_are_never_counted_as_passed(verdicts) -> None:
    result = scored(verdicts)
    states = {name: verdict.state for name, verdict in verdicts.items()}
    vetoes = {name for name in states if EDITION.items[name].kind is ItemKind.VETO}
    if result.outcome is Outcome.QUALIFIED:
        assert all(states[name] is State.CLEAR for name in vetoes)
    assert set(result.open_veto_items) == {name for name in vetoes if states[name] in OPEN}


@given(st.sampled_from([item.id for item in DEDUCTIONS]), st.sampled_from([missing(), review(), review(3)]))
def test_an_open_deduction_can_only_lower_the_low_figure(item, verdict) -> None:
    result = scored({item: verdict})
    assert result.deduct_score == 100
    assert result.deduct_score_low < 100
