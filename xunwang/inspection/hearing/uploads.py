"""Files that people hand in: few kinds, told by their content, kept under their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Appeal, Attachment, Task
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.stages import Stage

LARGEST = 10 * 1024 * 1024
"""Bytes."""
MOST = 5
_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "docx": (f"{_OFFICE}wordprocessingml.document", b"PK\x03\x04"),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", b"PK\x03\x04"),
}
"""By the ending of the name: media type, and how the content begins."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the storage; ``path`` is made from the digest, never from the name."""

    name: str
    media_type: str
    size: int
    digest: str
    path: str


def check_uploads(uploads: Sequence[Upload]) -> None:
    """Raise InspectionError for too many, too large or strange files."""
    if len(uploads) > MOST:
        raise InspectionError(f"一次最多上传{MOST}个附件。")
    for upload in uploads:
        _kind(upload)


def attach_to_appeal(appeal: Appeal, uploads: Sequence[Upload], by: User, now: datetime) -> list[Attachment]:
    """Keep the files of an appeal; whoever files it has been checked. Raises InspectionError."""
    check_uploads(uploads)
    return [_keep(upload, by, now, appeal=appeal) for upload in uploads]


def attach_to_task(task: Task, upload: Upload, by: User, now: datetime) -> Attachment:
    """Keep a screenshot of a task. Raises InspectionError, PermissionDenied."""
    campaign = task.verdict.campaign
    require_reviewer(by, campaign)
    with transaction.atomic():
        hold(campaign.pk, {Stage.REVIEW})
        if task.attachments.count() >= MOST:
            raise InspectionError(f"一项任务最多{MOST}个附件。")
        return _keep(upload, by, now, task=task)


def _kind(upload: Upload) -> str:
    media_type, beginning = KINDS.get(PurePath(upload.name).suffix.lower().lstrip("."), ("", b""))
    if not media_type or not upload.content.startswith(beginning):
        raise InspectionError(
            f"“{upload.name[:80]}”不是可接受的文件（{'、'.join(KINDS)}），或内容与类型不符。"
        )
    if len(upload.content) > LARGEST:
        raise InspectionError(f"“{upload.name[:80]}”超过{LARGEST // 1024 // 1024}MB。")
    return media_type


def _keep(
    upload: Upload, by: User, now: datetime, *, appeal: Appeal | None = None, task: Task | None = None
) -> Attachment:
    kept = keep(upload)
    return Attachment.objects.create(appeal=appeal, task=task, at=now, by=by, **asdict(kept))


def keep(upload: Upload) -> Kept:
    """Keep a file in the storage, once for each content. Raises InspectionError for a strange or large one."""
    media_type = _kind(upload)
    digest = hashlib.sha256(upload.content).hexdigest()
    path = f"proofs/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(upload.content))
    name = PurePath(upload.name.replace("\\", "/")).name[:200]
    return Kept(name, media_type, len(upload.content), digest, path)
