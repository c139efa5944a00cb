"""Files that prove something: few kinds, told by their content, kept under their digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import Upload, check_uploads, keep
from xunwang.supervision.errors import SupervisionError
from xunwang.supervision.models import ItemDecision, LogEntry, Proof, Statement


def check_proofs(uploads: Sequence[Upload]) -> None:
    """Raise SupervisionError for too many, too large or strange files."""
    try:
        check_uploads(uploads)
    except InspectionError as error:
        raise SupervisionError(str(error)) from error


def keep_proofs(
    thing: LogEntry | ItemDecision | Statement, uploads: Sequence[Upload], by: User, now: datetime
) -> list[Proof]:
    """Keep files as proofs of ``thing``; whoever hands them in has been checked. Raises SupervisionError."""
    check_proofs(uploads)
    return [_keep(thing, upload, by, now) for upload in uploads]


def _keep(thing: LogEntry | ItemDecision | Statement, upload: Upload, by: User, now: datetime) -> Proof:
    return Proof.objects.create(
        entry=thing if isinstance(thing, LogEntry) else None,
        decision=thing if isinstance(thing, ItemDecision) else None,
        statement=thing if isinstance(thing, Statement) else None,
        at=now,
        by=by,
        **asdict(keep(upload)),
    )
