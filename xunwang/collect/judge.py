"""Judges a collection: facts of each account → verdicts → results, one account at a time. Fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.build import NOTHING_GIVEN, Given, account_facts
from xunwang.rules.edition import Edition
from xunwang.rules.media.facts import Account, AccountFacts, PostSeen
from xunwang.rules.registry import evaluate_account
from xunwang.scoring import score_account
from xunwang.scoring.records import AccountResult


class JudgedAccount(NamedTuple):
    """An account's result, and how much of it was seen."""

    result: AccountResult
    posts: int
    """Posts of the span that were collected."""
    complete: bool
    """All of them, as far as the ways tell."""
    reason: str
    """Why not, in Chinese; else empty."""
    newest: PostSeen | None
    troubles: tuple[str, ...]
    """What was the trouble with its ways, in Chinese."""


GivenOf = Callable[[Account], Given]
RegisterOf = Callable[[Account], Account]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known besides the archive, by account of the collection's list."""

    given: GivenOf = lambda _: NOTHING_GIVEN
    """Checks by hand, incidents, earlier followers."""
    register: RegisterOf = lambda account: account
    """The account's row as the register has it now; the list's own where it is not there."""
    others: tuple[Account, ...] = ()
    """Accounts that could not be collected by any way: judged by what people saw, else unknown."""


NOTHING_BESIDE = Beside()


def all_facts(
    archive: CollectionArchive, beside: Beside = NOTHING_BESIDE, until: datetime | None = None
) -> Iterator[AccountFacts]:
    """Facts of the accounts of a collection, in the order of its list, then of the others, one at a time.

    Posts count before ``until`` (default: to the end of the collection's span).
    """
    span = archive.settings.span
    if until is not None:
        span = replace(span, until=min(span.until, until))
    for wanted in archive.wanted:
        row = beside.register(wanted.account)
        kept = archive.endings(wanted.account.key)
        yield account_facts(row, kept, span, beside.given(wanted.account))
    for account in beside.others:
        yield account_facts(beside.register(account), (), span, beside.given(account))


def judge_accounts(
    archive: CollectionArchive, edition: Edition, at: datetime | None = None, beside: Beside = NOTHING_BESIDE
) -> Iterator[JudgedAccount]:
    """Results of the accounts at the check point ``at`` (default: the end of the collection's span)."""
    check_point = at or archive.settings.span.until
    for facts in all_facts(archive, beside, check_point):
        verdicts, not_applicable = evaluate_account(facts, edition, check_point)
        yield _judged(facts, score_account(facts.account, verdicts, not_applicable, edition))


def _judged(facts: AccountFacts, result: AccountResult) -> JudgedAccount:
    listing = facts.listing
    return JudgedAccount(
        result,
        posts=facts.posts,
        complete=listing is not None and not listing.reason,
        reason="没有取得发布内容" if listing is None else listing.reason,
        newest=facts.newest,
        troubles=tuple(f"{way.way.label}：{way.problem}" for way in facts.ways if way.problem),
    )
