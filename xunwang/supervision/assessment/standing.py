"""An assessment as it stands: the last snapshot, the decisions that count, the score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from xunwang.rules.supervision.edition import SupervisionEdition
from xunwang.scoring.supervision import Standing, SupervisorScore, score_supervisor
from xunwang.supervision.assessment.editions import edition_of
from xunwang.supervision.assessment.verdicts import standings
from xunwang.supervision.models import Assessment, FinalAssessment, ItemDecision, Snapshot, Statement
from xunwang.supervision.vocabulary import Move, Stage


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a page, or the last step, looks at."""

    assessment: Assessment
    edition: SupervisionEdition
    snapshot: Snapshot
    decisions: dict[str, ItemDecision]
    """The last of each item, whether or not its basis still stands."""
    statements: tuple[Statement, ...]
    sent_at: datetime | None
    """When it was last sent to the unit."""
    standings: dict[str, Standing]
    score: SupervisorScore

    @property
    def heard(self) -> bool:
        """The unit has said something to what it was last sent."""
        return any(self.sent_at is not None and one.at >= self.sent_at for one in self.statements)


def picture_of(assessment: Assessment) -> Picture:
    """Six queries at most, and one for an edition of the office's own."""
    snapshot = assessment.snapshots.order_by("-number").first()
    if snapshot is None:
        raise LookupError(f"assessment {assessment.pk} has no figures")
    edition = edition_of(assessment)
    decisions = {
        one.item: one for one in assessment.decisions.select_related("by").prefetch_related("proofs")
    }
    statements = tuple(assessment.statements.select_related("by", "answered_by").prefetch_related("proofs"))
    sent = assessment.events.filter(move=Move.SEND).aggregate(at=Max("at"))["at"]
    where = standings(snapshot.verdicts, decisions)
    return Picture(
        assessment,
        edition,
        snapshot,
        decisions,
        statements,
        sent,
        where,
        score_supervisor(where, edition),
    )


def final_of(assessment: Assessment) -> FinalAssessment | None:
    """The result that counts; None before it is final and after a reopening."""
    if assessment.stage != Stage.FINAL:
        return None
    return assessment.finals.order_by("-number").first()
