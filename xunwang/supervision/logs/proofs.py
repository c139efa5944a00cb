"""Files that prove something: few kinds, told by their content, kept under their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import KINDS, Upload, check_uploads
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
    digest = hashlib.sha256(upload.content).hexdigest()
    path = f"proofs/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(upload.content))
    return Proof.objects.create(
        entry=thing if isinstance(thing, LogEntry) else None,
        decision=thing if isinstance(thing, ItemDecision) else None,
        statement=thing if isinstance(thing, Statement) else None,
        name=PurePath(upload.name.replace("\\", "/")).name[:200],
        media_type=KINDS[PurePath(upload.name).suffix.lower().lstrip(".")][0],
        size=len(upload.content),
        digest=digest,
        path=path,
        at=now,
        by=by,
    )
