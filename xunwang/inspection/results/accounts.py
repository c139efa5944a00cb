"""Outcome and problems of an account that was judged: they follow from its verdicts, as they stand.

Both are kept in the row, because lists, figures, the notice and its annexes ask for them again and again; every
service that changes what stands calls :func:`follow_verdicts` in its own transaction, and the digest of the final
results shows that nothing else has changed them.
"""

from __future__ import annotations

from collections.abc import Iterable

from xunwang.inspection.blind import told as told_of
from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import CheckedAccount
from xunwang.inspection.results.standing import Stood, standing_of
from xunwang.inspection.vocabulary import Origin, Status
from xunwang.rules.edition import Edition
from xunwang.scoring.media import reasons_of
from xunwang.scoring.score import OPEN, outcome_by_veto
from xunwang.words import ItemKind, Outcome, State

WITHHELD = "按规定不予公开的情形"
"""All that is told of a restricted finding."""
_BATCH = 500


def follow_verdicts(checked: Iterable[int]) -> None:
    """Bring outcome and problems of the judged accounts among ``checked`` up to date; four queries at most."""
    accounts = CheckedAccount.objects.filter(pk__in=list(checked)).exclude(taken_at=None)
    rows = list(accounts.select_related("campaign"))
    if not rows:
        return
    stood = standing_of(rows)
    changed = []
    for row in rows:
        mine = stood.get(row.pk, [])
        outcome, problems = outcome_of(mine), problems_of(mine, edition_of(row.campaign))
        if (row.outcome, row.problems) != (outcome, problems):
            row.outcome, row.problems = outcome, problems
            changed.append(row)
    CheckedAccount.objects.bulk_update(changed, ["outcome", "problems"], batch_size=_BATCH)


def outcome_of(stood: Iterable[Stood]) -> Outcome:
    """An account is judged by vetoes only, as a department's site is (R-01)."""
    states = {one.verdict.state for one in stood if one.row.kind == ItemKind.VETO}
    return outcome_by_veto(decided=State.HIT in states, still_open=not states or bool(states & OPEN))


def problems_of(stood: Iterable[Stood], edition: Edition) -> str:
    """Why it is unqualified, as the annex of a notice tells it: what was confirmed, vetoes only."""
    told: dict[str, None] = {}
    for one in stood:
        if one.row.kind == ItemKind.VETO and one.verdict.state is State.HIT:
            told |= dict.fromkeys(_reasons(one, edition))
    return "；".join(told)


def _reasons(one: Stood, edition: Edition) -> list[str]:
    confirmed = [finding for finding in one.findings if told_of(finding) is Status.CONFIRMED]
    if confirmed and all(finding.restricted for finding in confirmed):
        return [WITHHELD]
    # The machine's sentences begin with the reason; of what a person wrote the indicator's title is told.
    told = [each.summary for each in confirmed if not each.restricted and each.origin == Origin.MACHINE]
    if not confirmed and one.row.measured:
        told = [one.row.measured]
    return reasons_of(edition.items[one.row.item], told)
