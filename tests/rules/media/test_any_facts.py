"""No indicator of new media fails, whatever the facts are, and no verdict breaks its word."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from typing import get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.media.test_cases import EDITION
from tests.rules.test_any_facts import some
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.registry import evaluate_account
from xunwang.scoring import score_account
from xunwang.words import CHINA, Outcome, State

AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)
HINTS = get_type_hints(AccountFacts)
ALL = [field.name for field in fields(AccountFacts)]
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@st.composite
def accounts(draw: st.DrawFn) -> AccountFacts:
    """An account with a few fields filled; all at once would mostly be unknown for one reason."""
    filled = draw(st.sets(st.sampled_from(ALL[1:]), max_size=8)) | {"account"}
    facts = AccountFacts(**{name: draw(some(HINTS[name])) for name in sorted(filled)})
    # The register is read with a key and a name in every row.
    return replace(facts, account=replace(facts.account, key="wechat:示例发布", name="示例发布"))


@given(accounts())
@SETTINGS
def test_no_indicator_fails_and_every_verdict_keeps_its_word(facts: AccountFacts) -> None:
    verdicts, others = evaluate_account(facts, EDITION, AT)
    for name, verdict in verdicts.items():
        assert "判定程序出错" not in verdict.missing, (name, verdict.missing)
        assert bool(verdict.missing) == (verdict.state is State.UNKNOWN), name
        assert verdict.tasks or verdict.state is not State.NEEDS_REVIEW, name
        assert verdict.findings or verdict.state is not State.HIT, name
        assert not verdict.findings or verdict.state in (State.HIT, State.NEEDS_REVIEW), name
    result = score_account(facts.account, verdicts, others, EDITION)
    assert result.outcome is not Outcome.QUALIFIED  # M-V-01.4 always waits for a person


@given(accounts())
@SETTINGS
def test_an_account_whose_posts_nobody_has_seen_is_never_called_asleep(facts: AccountFacts) -> None:
    unseen = replace(facts, listing=None, profile=None, total=None, checks=())
    verdicts, _ = evaluate_account(unseen, EDITION, AT)
    for name in ("M-V-02.1", "M-V-03.1", "M-N-17"):
        assert verdicts[name].state is not State.HIT, name
