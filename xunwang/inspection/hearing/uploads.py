"""Files that people hand in: few kinds, told by their content, kept under their digest."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.pictures import is_jpeg, is_png
from xunwang.inspection.holding import hold
from xunwang.inspection.models import Appeal, Attachment, Finding, Task
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.stages import Stage

LARGEST = 10 * 1024 * 1024
"""Bytes."""
MOST = 5
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MOST_PARTS = 2000


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_office(content: bytes, folder: str) -> bool:
    """A package of parts with the main one in ``folder``, and without programs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    whole = "[Content_Types].xml" in names and any(name.startswith(f"{folder}/") for name in names)
    return whole and len(names) <= _MOST_PARTS and not any("vbaproject" in name.lower() for name in names)


KINDS: Mapping[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", _is_pdf),
    "png": ("image/png", is_png),
    "jpg": ("image/jpeg", is_jpeg),
    "jpeg": ("image/jpeg", is_jpeg),
    "docx": (f"{_OFFICE}wordprocessingml.document", lambda content: _is_office(content, "word")),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", lambda content: _is_office(content, "xl")),
}
"""By the ending of the name: media type, and whether the content is such a file."""
PICTURES = frozenset({"image/png", "image/jpeg"})


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


def check_pictures(uploads: Sequence[Upload]) -> None:
    """Raise InspectionError unless all are pictures, few and not too large."""
    check_uploads(uploads)
    if any(_kind(upload) not in PICTURES for upload in uploads):
        raise InspectionError("截图须为PNG或JPEG。")


def attach_to_finding(
    finding: Finding, uploads: Sequence[Upload], by: User, now: datetime
) -> list[Attachment]:
    """Keep the screenshots of a finding that a person has just written down. Raises InspectionError."""
    check_pictures(uploads)
    return [_keep(upload, by, now, finding=finding) for upload in uploads]


def attach_to_task(task: Task, upload: Upload, by: User, now: datetime) -> Attachment:
    """Keep a screenshot of a task. Raises InspectionError, PermissionDenied."""
    check_pictures([upload])
    campaign = task.verdict.campaign
    require_reviewer(by, campaign)
    with transaction.atomic():
        hold(campaign.pk, {Stage.REVIEW})
        if task.attachments.count() >= MOST:
            raise InspectionError(f"一项任务最多{MOST}个附件。")
        return _keep(upload, by, now, task=task)


def _kind(upload: Upload) -> str:
    media_type, fits = KINDS.get(PurePath(upload.name).suffix.lower().lstrip("."), ("", None))
    if len(upload.content) > LARGEST:
        raise InspectionError(f"“{upload.name[:80]}”超过{LARGEST // 1024 // 1024}MB。")
    if fits is None or not fits(upload.content):
        raise InspectionError(
            f"“{upload.name[:80]}”不是可接受的文件（{'、'.join(KINDS)}），或内容与类型不符。"
        )
    return media_type


def _keep(upload: Upload, by: User, now: datetime, **of: Appeal | Task | Finding) -> Attachment:
    """``of``: the one thing that the file belongs to, by its name."""
    return Attachment.objects.create(**of, at=now, by=by, **asdict(keep(upload)))


def keep(upload: Upload) -> Kept:
    """Keep a file in the storage, once for each content. Raises InspectionError for a strange or large one."""
    media_type = _kind(upload)
    digest = hashlib.sha256(upload.content).hexdigest()
    path = f"proofs/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(upload.content))
    name = PurePath(upload.name.replace("\\", "/")).name[:200]
    return Kept(name, media_type, len(upload.content), digest, path)
