"""Outcome and problems of an account that was judged: they follow from its verdicts, as they stand.

Both are kept in the row, because lists, figures, the notice and its annexes ask for them again and again; every
service that changes what stands calls :func:`follow_verdicts` in its own transaction, and the digest of the final
results shows that nothing else has changed them.
"""

from __future__ import annotations

from collections.abc import Iterable

from xunwang.inspection.models import CheckedAccount
from xunwang.inspection.results.standing import Stood, standing_of
from xunwang.inspection.vocabulary import Status
from xunwang.words import ItemKind, Outcome, State

RESTRICTED = "涉密线索（另行处理）"
_OPEN = frozenset({State.NEEDS_REVIEW, State.UNKNOWN})
_BATCH = 500


def follow_verdicts(checked: Iterable[int]) -> None:
    """Bring outcome and problems of the judged accounts among ``checked`` up to date; four queries at most."""
    rows = list(CheckedAccount.objects.filter(pk__in=list(checked)).exclude(taken_at=None))
    if not rows:
        return
    stood = standing_of(rows)
    changed = []
    for row in rows:
        outcome, problems = outcome_of(stood.get(row.pk, [])), problems_of(stood.get(row.pk, []))
        if (row.outcome, row.problems) != (outcome, problems):
            row.outcome, row.problems = outcome, problems
            changed.append(row)
    CheckedAccount.objects.bulk_update(changed, ["outcome", "problems"], batch_size=_BATCH)


def outcome_of(stood: Iterable[Stood]) -> Outcome:
    """An account is judged by vetoes only, as a department's site is (R-01)."""
    states = {one.verdict.state for one in stood if one.row.kind == ItemKind.VETO}
    if State.HIT in states:
        return Outcome.UNQUALIFIED
    return Outcome.PENDING if not states or states & _OPEN else Outcome.QUALIFIED


def problems_of(stood: Iterable[Stood]) -> str:
    """Why it is unqualified, as the annex tells it: what was confirmed, vetoes only."""
    told: dict[str, None] = {}
    for one in stood:
        if one.row.kind != ItemKind.VETO or one.verdict.state is not State.HIT:
            continue
        confirmed = [finding for finding in one.findings if finding.status == Status.CONFIRMED]
        for finding in confirmed:
            told[RESTRICTED if finding.restricted else finding.summary.rstrip("。")] = None
        if not confirmed and one.row.measured:
            told[one.row.measured.rstrip("。")] = None
    return "；".join(told)
