"""What the pages of this part share."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from xunwang.inspection.hearing.uploads import LARGEST, MOST, Upload
from xunwang.supervision.errors import SupervisionError
from xunwang.web.components.listing import Listing

FIRST_YEAR = 2019
"""The indicators are of April 2019."""
ADDRESSES = {
    "error_report": "error_report",
    "log_entry": "log_entry",
    "annual_table": "annual_table",
    "unit": "unit",
    "site": "site",
    "account": "account",
    "campaign": "campaign",
    "order": "order",
}
"""Names of the pages that show a row, by the kind in its reference (``Row.ref``)."""


def years() -> list[int]:
    """Years that can be looked at, newest first."""
    return list(range(timezone.localdate().year, FIRST_YEAR - 1, -1))


def chosen_year(request: HttpRequest) -> int:
    """The year asked for, or that whose assessment is under way: last year."""
    wanted = request.GET.get("year", "")
    known = years()
    return int(wanted) if wanted in set(map(str, known)) else known[min(1, len(known) - 1)]


def year_or_404(year: int) -> int:
    """The year, if it can be looked at."""
    if year not in years():
        raise Http404
    return year


def address_of(ref: str) -> str:
    """Address of a row; empty when no page shows it."""
    kind, _, key = ref.partition(":")
    name = ADDRESSES.get(kind)
    if name is None or not key.isdecimal():
        return ""
    try:
        return reverse(name, args=[int(key)])
    except NoReverseMatch:  # the part that shows it is not installed
        return ""


def uploads_of(files: Iterable[UploadedFile[bytes]]) -> tuple[Upload, ...]:
    """Files as the services take them. Raises SupervisionError before a large one is read."""
    files = list(files)
    if len(files) > MOST:
        raise SupervisionError(f"一次最多上传{MOST}个附件。")
    for file in files:
        if (file.size or 0) > LARGEST:
            raise SupervisionError(f"“{(file.name or '')[:80]}”超过{LARGEST // 1024 // 1024}MB。")
    return tuple(Upload(file.name or "", file.read()) for file in files)


def shown_rows(listing: Listing) -> list[list[str]]:
    """Everything that a list shows, all pages, as rows of text with their head."""
    columns = listing.spec.columns
    rows = [[column.label for column in columns]]
    for thing in listing.things:
        cells = [column.cell(thing) for column in columns]
        rows.append([cell if isinstance(cell, str) else cell.text for cell in cells])
    return rows
