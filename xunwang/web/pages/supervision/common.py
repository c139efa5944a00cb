"""What the pages of this part share."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import Upload
from xunwang.supervision.errors import ObstaclesError, SupervisionError
from xunwang.web.components.files import uploads_in

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
    "difference": "difference",
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


def attempt(request: HttpRequest, act: Callable[[], object], told: str) -> None:
    """Act, and say on the next page that it is done or what stands in the way."""
    try:
        act()
    except ObstaclesError as error:
        for obstacle in error.obstacles:
            messages.error(request, f"{obstacle}。")
    except SupervisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)


def uploads_of(request: HttpRequest, name: str = "proofs") -> tuple[Upload, ...]:
    """Files of a field as the services take them. Raises SupervisionError before a large one is read."""
    try:
        return uploads_in(request, name)
    except InspectionError as error:
        raise SupervisionError(str(error)) from error
