"""Files that leave the console: always as a download, always written down."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from xunwang.audit.acting import acting, record
from xunwang.registry.exporting import csv_bytes, xlsx_bytes
from xunwang.web.people import address_of, person

_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def table_download(
    request: HttpRequest, name: str, subject: str, rows: Sequence[Sequence[str]]
) -> HttpResponse:
    """Rows (the first is the header) as the file that ``?export=`` asks for; XLSX unless it says csv."""
    kind = "csv" if request.GET.get("export") == "csv" else "xlsx"
    with acting(person(request), "web", address_of(request)):
        record("export", subject, f"{name}，{len(rows) - 1}行，条件：{request.GET.urlencode()[:200]}")
    content = csv_bytes(rows) if kind == "csv" else xlsx_bytes(name, rows)
    return attachment(f"{name}{timezone.localdate():%Y%m%d}.{kind}", _KINDS[kind], content)


def file_download(
    request: HttpRequest, subject: Model | str, name: str, media_type: str, content: bytes
) -> HttpResponse:
    """A document about ``subject``, a row or the name of a table."""
    with acting(person(request), "web", address_of(request)):
        record("export", subject, name)
    return attachment(name, media_type, content)


def attachment(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A file that browsers save and never show."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
