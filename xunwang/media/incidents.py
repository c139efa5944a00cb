"""Writing down incidents about an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import Upload, check_uploads, keep
from xunwang.media.access import require_look
from xunwang.media.errors import MediaError
from xunwang.media.models import Incident, IncidentFile
from xunwang.media.vocabulary import IncidentKind
from xunwang.registry.models import Account


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported; ``at`` is when it happened, aware."""

    account: Account
    kind: IncidentKind
    at: datetime
    text: str
    url: str = ""


def record_incident(report: Report, uploads: Sequence[Upload], by: User, now: datetime) -> Incident:
    """Write an incident down, with a file or an address that proves it. Raises MediaError, PermissionDenied."""
    require_look(by, report.account)
    if not report.text.strip():
        raise MediaError("请写明情况。")
    if report.at > now:
        raise MediaError("发生时间不能晚于现在。")
    if not uploads and not report.url:
        raise MediaError("请上传证明材料，或填写网址。")
    try:
        check_uploads(uploads)
        with transaction.atomic():
            incident = Incident.objects.create(
                account=report.account, kind=report.kind, at=report.at, text=report.text.strip(), url=report.url,
                by=by, noted_at=now,
            )  # fmt: skip
            IncidentFile.objects.bulk_create(
                IncidentFile(incident=incident, **asdict(keep(upload))) for upload in uploads
            )
    except InspectionError as error:
        raise MediaError(str(error)) from error
    return incident
