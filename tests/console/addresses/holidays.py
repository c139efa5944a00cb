"""The holidays: read by everybody who may enter the console, entered by the province."""

from __future__ import annotations

from tests.console.addresses import Arguments
from tests.console.province import Province

PAGES = {"holidays": "APRSEU", "holiday_year": "APRSEU", "holiday_edit": "A", "holiday_take_back": "A"}
POST_ONLY = {"holiday_take_back"}


def arguments(_: Province) -> Arguments:
    """A year that everybody knows."""
    return {name: [2026] for name in ("holiday_year", "holiday_edit", "holiday_take_back")}
