"""Judges a collection: facts of each account → verdicts → results, one account at a time. Fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.build import NOTHING_GIVEN, Given, account_facts
from xunwang.rules.edition import Edition
from xunwang.rules.media.facts import Account, AccountFacts
from xunwang.rules.registry import evaluate_account
from xunwang.scoring import score_account
from xunwang.scoring.records import AccountResult

GivenOf = Callable[[Account], Given]
RegisterOf = Callable[[Account], Account]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known besides the archive, by account of the collection's list."""

    given: GivenOf = lambda _: NOTHING_GIVEN
    """Checks by hand, incidents, earlier followers."""
    register: RegisterOf = lambda account: account
    """The account's row as the register has it now; the list's own where it is not there."""


NOTHING_BESIDE = Beside()


def all_facts(archive: CollectionArchive, beside: Beside = NOTHING_BESIDE) -> Iterator[AccountFacts]:
    """Facts of the accounts of a collection, in the order of its list, one at a time."""
    for wanted in archive.wanted:
        row = beside.register(wanted.account)
        kept = archive.endings(wanted.account.key)
        yield account_facts(row, kept, archive.settings.span, beside.given(wanted.account))


def judge_accounts(
    archive: CollectionArchive, edition: Edition, at: datetime | None = None, beside: Beside = NOTHING_BESIDE
) -> Iterator[AccountResult]:
    """Results of the accounts at the check point ``at`` (default: the end of the collection's span)."""
    check_point = at or archive.settings.span.until
    for facts in all_facts(archive, beside):
        verdicts, not_applicable = evaluate_account(facts, edition, check_point)
        yield score_account(facts, verdicts, not_applicable, edition)
