"""Files that people hand in and take out again: bounded on the way in, always a download on the way out."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse

from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import KINDS, LARGEST, MOST, PICTURES, Upload

ACCEPT = ",".join(f".{ending}" for ending in KINDS)
"""For the file fields of forms."""
ACCEPT_PICTURES = ",".join(f".{ending}" for ending, (kind, _) in KINDS.items() if kind in PICTURES)
LIMITS = f"每次最多{MOST}个，每个不超过{LARGEST // 1024 // 1024}MB。"


def uploads_in(request: HttpRequest, name: str) -> tuple[Upload, ...]:
    """The files of one field. Raises InspectionError before anything too large or too much is read."""
    files = request.FILES.getlist(name)
    if len(files) > MOST:
        raise InspectionError(f"一次最多上传{MOST}个附件。")
    for file in files:
        if (file.size or 0) > LARGEST:
            raise InspectionError(f"“{(file.name or '')[:80]}”超过{LARGEST // 1024 // 1024}MB。")
    return tuple(Upload(file.name or "", file.read()) for file in files)


class Stored(Protocol):
    """A file in the storage, of whatever it proves."""

    name: str
    media_type: str
    path: str


def download(attachment: Stored) -> HttpResponse:
    """The file, to be saved: nothing in it is shown, run or guessed at by the browser. Raises Http404."""
    if not default_storage.exists(attachment.path):
        raise Http404
    with default_storage.open(attachment.path) as file:
        response = HttpResponse(file.read(), content_type=attachment.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name)}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
