"""What the assessment of supervisors keeps."""

from xunwang.supervision.models.assessment import (
    Assessment,
    AssessmentEvent,
    FinalAssessment,
    ItemDecision,
    OwnEdition,
    Snapshot,
    Statement,
)
from xunwang.supervision.models.ledger import ErrorReport
from xunwang.supervision.models.logs import Declaration, LogEntry, Proof
from xunwang.supervision.models.tables import AnnualTable, TableVersion

__all__ = [
    "AnnualTable",
    "Assessment",
    "AssessmentEvent",
    "Declaration",
    "ErrorReport",
    "FinalAssessment",
    "ItemDecision",
    "LogEntry",
    "OwnEdition",
    "Proof",
    "Snapshot",
    "Statement",
    "TableVersion",
]
