"""Errors of the calendar. Their words are Chinese: officials read them."""

from __future__ import annotations


class CalendarNotPublished(LookupError):  # noqa: N818 - named for what it says
    """The State Council's holiday notice of a year is not known here: no deadline can be counted in it.

    The office waits for the notice (usually in November) and then enters it (节假日表).
    """

    def __init__(self, year: int, first: int) -> None:
        self.year = year
        if year > first:
            text = f"{year}年节假日安排尚未公布或尚未录入，无法计算工作日；请在国务院办公厅公布后录入节假日表"
        else:
            text = f"{year}年节假日安排未收录（最早为{first}年），无法计算工作日"
        super().__init__(text)


class OverlayError(ValueError):
    """The overlay file is wrong: whoever edited it corrects the place that the message names."""
