"""An account's outcome hangs on the vetoes of new media and on nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.scoring.making import COVERAGE, EDITION, SITE, hits, missing, review
from xunwang.rules.media.facts import Account
from xunwang.rules.verdict import Verdict, clear, hit
from xunwang.scoring import AccountResult, score_account, score_site
from xunwang.scoring.score import OPEN
from xunwang.words import ItemKind, Outcome, SiteKind, State

ACCOUNT = Account("wechat:示例发布", "示例发布", "wechat", "微信", "示例市人民政府办公室")
VETOES = [item.id for item in EDITION.account_items.values() if item.kind is ItemKind.VETO]
DUTIES = [item.id for item in EDITION.account_items.values() if item.kind is ItemKind.DUTY]
VERDICTS = st.sampled_from([clear("正常"), hits(1), hits(3), review(), review(2), missing()])
ANY = st.dictionaries(st.sampled_from(list(EDITION.account_items)), VERDICTS)


def scored(given: dict[str, Verdict]) -> AccountResult:
    verdicts = {name: given.get(name, clear("正常")) for name in EDITION.account_items}
    return score_account(ACCOUNT, verdicts, (), EDITION)


@given(ANY)
def test_one_decided_veto_is_enough_and_open_ones_are_never_counted_as_passed(given) -> None:
    result = scored(given)
    states = {name: result.verdicts[name].state for name in VETOES}
    if State.HIT in states.values():
        assert result.outcome is Outcome.UNQUALIFIED
    elif OPEN & set(states.values()):
        assert result.outcome is Outcome.PENDING
    else:
        assert result.outcome is Outcome.QUALIFIED
    assert result.veto_items == tuple(name for name in VETOES if states[name] is State.HIT)
    assert result.open_veto_items == tuple(name for name in VETOES if states[name] in OPEN)


@given(ANY, st.sampled_from(DUTIES), VERDICTS)
def test_no_duty_changes_the_outcome(given, duty, verdict) -> None:
    before, after = scored(given), scored({**given, duty: verdict})
    assert (before.outcome, before.veto_items, before.open_veto_items) == (
        after.outcome, after.veto_items, after.open_veto_items,
    )  # fmt: skip


@given(ANY, st.data())
def test_however_the_open_items_are_decided_a_settled_outcome_stays(given, data) -> None:
    before = scored(given)
    decided = {
        name: data.draw(st.sampled_from([clear("人工确认"), hit(verdict.findings or hits().findings)]))
        if verdict.state in OPEN
        else verdict
        for name, verdict in given.items()
    }
    after = scored(decided)
    assert after.outcome is not Outcome.PENDING
    if before.outcome is not Outcome.PENDING:
        assert after.outcome is before.outcome


@given(st.lists(VERDICTS, min_size=8, max_size=8))
def test_an_account_and_a_departments_site_with_the_same_verdicts_have_the_same_outcome(verdicts) -> None:
    site_vetoes = [item.id for item in EDITION.site_items.values() if item.kind is ItemKind.VETO][:8]
    site = SITE.__class__(SITE.name, SITE.home_url, SiteKind.DEPARTMENT, SITE.level)
    of_site = score_site(site, COVERAGE, dict(zip(site_vetoes, verdicts, strict=True)), (), EDITION)
    of_account = score_account(ACCOUNT, dict(zip(VETOES, verdicts, strict=True)), (), EDITION)
    assert of_account.outcome is of_site.outcome
    assert of_account.minutes == of_site.minutes
    assert len(of_account.veto_items) == len(of_site.veto_items)


def test_what_a_person_still_has_to_do_is_added_up() -> None:
    assert scored({"M-V-01.4": review(), "M-N-08": review(2)}).minutes == 4.0
