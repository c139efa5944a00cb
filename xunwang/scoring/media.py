"""Figures of accounts of new media for notices and annual tables; pure.

What is counted comes from verdicts as people have left them, so the figures of a notice are those of its annexes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xunwang.rules.edition import Edition
from xunwang.rules.item import Item
from xunwang.rules.media.facts import Account
from xunwang.rules.media.veto import not_updated
from xunwang.rules.verdict import Verdict
from xunwang.scoring.figures import Counts, counts_by, counts_of
from xunwang.scoring.records import AccountResult
from xunwang.words import ItemKind, Outcome, State

TOWNSHIP = "乡镇（街道）"
UNTOLD = "未填写"
NAMING = "M-N-04"
NOT_VERIFIED = "平台显示账号未认证"
"""How the finding on an account that is not verified begins."""
_BY_FIRST_CLAUSE = frozenset({"M-V-02.1", "M-V-02.2", "M-V-03.1"})
"""Items whose findings begin with the reason in the words of the notice; of the others the item's title is told."""


class MediaFigures(NamedTuple):
    """Figures of one check of accounts."""

    overall: Counts
    by_level: tuple[Counts, ...]
    by_platform: tuple[Counts, ...]
    by_region: tuple[Counts, ...]
    by_kind: tuple[Counts, ...]
    vetoes: Mapping[str, int]
    """Number of accounts by decided veto item, in table order."""
    duties: Mapping[str, int]
    """Number of accounts by decided duty item, in table order."""
    asleep: int
    """Decided M-V-02.1 of an account that has posted before and still exists."""
    never_posted: int
    closed: int
    """Closed on the platform without filing."""
    not_verified: int


class ProminentProblem(NamedTuple):
    """A row of the annex of accounts with prominent problems (存在突出问题的政务新媒体)."""

    account: Account
    reason: str
    """In the words of the notice: 连续26天未更新; several are joined by ；."""
    items: tuple[str, ...]


class YearFigures(NamedTuple):
    """The checks of a year together. An account counts once, however often it was checked."""

    rounds: tuple[Counts, ...]
    """By check, in order."""
    accounts: int
    """Different accounts checked."""
    ever_unqualified: int
    repeatedly_unqualified: int
    """Unqualified in more than one check."""
    recovered: int
    """Unqualified in some check and qualified in the last one they were in."""


def media_figures(results: Iterable[AccountResult], edition: Edition) -> MediaFigures:
    """All figures of one check."""
    known = tuple(results)
    stale = [verdict for one in known if (verdict := _decided(one, not_updated.ITEM))]
    never = sum(verdict.measured == not_updated.NEVER_POSTED for verdict in stale)
    closed = sum(_begins(verdict, not_updated.CLOSED) for verdict in stale)
    return MediaFigures(
        overall=counts_of("合计", known),
        by_level=counts_by(known, lambda one: level_name(one.account)),
        by_platform=counts_by(known, lambda one: one.account.platform_label or UNTOLD),
        by_region=counts_by(known, lambda one: one.account.region or UNTOLD),
        by_kind=counts_by(known, lambda one: one.account.kind.label if one.account.kind else UNTOLD),
        vetoes=_by_item(known, edition, ItemKind.VETO),
        duties=_by_item(known, edition, ItemKind.DUTY),
        asleep=len(stale) - never - closed,
        never_posted=never,
        closed=closed,
        not_verified=sum(_begins(_decided(one, NAMING), NOT_VERIFIED) for one in known),
    )


def prominent_problems(results: Iterable[AccountResult], edition: Edition) -> tuple[ProminentProblem, ...]:
    """Unqualified accounts with their reasons, in the order of the results."""
    return tuple(
        ProminentProblem(
            one.account,
            "；".join(
                dict.fromkeys(reason for item in one.veto_items for reason in _reasons(one, item, edition))
            ),
            one.veto_items,
        )
        for one in results
        if one.outcome is Outcome.UNQUALIFIED
    )


def year_figures(rounds: Sequence[tuple[str, Iterable[AccountResult]]]) -> YearFigures:
    """The checks of a year, named and in order of time."""
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    counts = []
    for name, results in rounds:
        known = tuple(results)
        counts.append(counts_of(name, known))
        for one in known:
            outcomes[one.account.key].append(one.outcome)
    failed = [mine for mine in outcomes.values() if Outcome.UNQUALIFIED in mine]
    return YearFigures(
        rounds=tuple(counts),
        accounts=len(outcomes),
        ever_unqualified=len(failed),
        repeatedly_unqualified=sum(mine.count(Outcome.UNQUALIFIED) > 1 for mine in failed),
        recovered=sum(mine[-1] is Outcome.QUALIFIED for mine in failed),
    )


def level_name(account: Account) -> str:
    """Level of the account's unit, townships included."""
    return account.level.label if account.level else TOWNSHIP


def _decided(result: AccountResult, item: str) -> Verdict | None:
    verdict = result.verdicts.get(item)
    return verdict if verdict is not None and verdict.state is State.HIT else None


def _begins(verdict: Verdict | None, words: str) -> bool:
    return verdict is not None and any(finding.summary.startswith(words) for finding in verdict.findings)


def _by_item(results: Iterable[AccountResult], edition: Edition, kind: ItemKind) -> dict[str, int]:
    met = Counter(
        item for one in results for item, verdict in one.verdicts.items() if verdict.state is State.HIT
    )
    return {
        item.id: met[item.id] for item in edition.account_items.values() if item.kind is kind and met[item.id]
    }


def _reasons(result: AccountResult, item: str, edition: Edition) -> list[str]:
    return reasons_of(edition.items[item], [finding.summary for finding in result.verdicts[item].findings])


def reasons_of(item: Item, summaries: Sequence[str]) -> list[str]:
    """Why a decided veto makes an account unqualified, in the words of a notice; nothing of what a post said."""
    if item.id in _BY_FIRST_CLAUSE and summaries:
        return [_first_clause(summary) for summary in summaries]
    return [item.title]


def _first_clause(text: str) -> str:
    """``连续26天未更新，最近一次更新为…`` → ``连续26天未更新``."""
    for mark in "，：（。":
        text = text.partition(mark)[0]
    return text
