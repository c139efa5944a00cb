"""Endless parts of a site: recognised, cut and reported.

A trap is cut only on evidence that the site itself produces addresses for ever: pages that lead to
nothing but further pages of their own kind and look alike, paths that repeat themselves, filters
combined without end, one page under ever new session numbers. Long but finite lists are left alone:
their pages differ in size and lead to articles. Pure: state follows from the calls alone.
"""

from __future__ import annotations

from typing import NamedTuple

from xunwang.fetch.facets import Facets
from xunwang.fetch.trap_shapes import growth, is_calendar, page_number, shape_of, split

TRAP_NAMES = {
    "calendar": "日历陷阱",
    "growing_path": "路径增长陷阱",
    "parameters": "参数组合陷阱",
    "session": "会话标识陷阱",
    "pagination": "翻页陷阱",
}
"""Chinese names of the kinds of a :class:`TrapReport`."""

_EXAMPLES = 3
_MOST_SERIES = 20_000


class TrapReport(NamedTuple):
    """An endless part of the site."""

    kind: str
    """Key of :data:`TRAP_NAMES`."""
    pattern: str
    """What the addresses have in common; numbers are written ``#``."""
    examples: tuple[str, ...]
    """The first addresses that were cut, at most three."""
    cut: int
    """Addresses not fetched because of it."""


class TrapSettings(NamedTuple):
    """When a series of pages counts as endless."""

    alike: int = 20
    """Consecutive pages of one shape, alike and leading nowhere else, after which the shape is cut."""
    alike_bytes: int = 96
    """Pages whose sizes differ by no more are alike: a page number is printed a few times."""
    calendar_share: float = 0.15
    """Months differ by a week's row: share of the size that calendar pages may differ by."""
    beyond_total: int = 1
    """Pages behind the stated number of pages that are still fetched (lists that count from 0)."""
    session_forms: int = 3
    """Spellings of known pages with new session numbers from which they are reported."""
    combinations: int = 200
    """Combinations of three or more parameters on one path that count as an explosion."""


class _Series:
    """Pages of one shape."""

    __slots__ = ("calendar", "cut", "grew", "high", "last", "low", "numbered", "streak")

    def __init__(self, url: str) -> None:
        self.calendar = is_calendar(url)
        self.numbered = page_number(url) is not None
        self.streak = 0
        self.grew = 0
        self.low = self.high = 0
        self.last: int | None = None
        """Greatest page number that the site says it has."""
        self.cut = False

    def restart(self) -> None:
        self.streak = self.grew = 0

    def follow(self, size: int, tolerance: float) -> None:
        """Count one more page that led nowhere else."""
        low, high = (min(self.low, size), max(self.high, size)) if self.streak else (size, size)
        if high - low > tolerance:
            self.restart()
            low = high = size
        self.low, self.high = low, high
        self.streak += 1


class Traps:
    """Watches the addresses of one site go in and their pages come back."""

    def __init__(self, settings: TrapSettings) -> None:
        self._settings = settings
        self._series: dict[str, _Series] = {}
        self._facets = Facets(settings.combinations)
        self._reports: dict[tuple[str, str], TrapReport] = {}
        self._session_forms: dict[str, TrapReport] = {}
        self._closed = False
        """Some series is cut or has a stated end."""
        self._fresh: set[str] = set()
        """Shapes of new addresses since the last page came back."""
        self._news: set[str] = set()
        """Those of them that are neither list pages nor calendar pages."""

    def refuses(self, url: str) -> bool:
        """Look at an address seen for the first time; True when it belongs to a trap."""
        if growth(url):
            self._report("growing_path", _grown_from(url), url)
            return True
        if self._facets.explodes(url):
            self._report("parameters", f"{split(url)[0]}?*", url)
            return True
        shape = shape_of(url)
        series = self._series_of(shape, url)
        if series is not None and self._is_cut(url, shape, series):
            return True
        if series is None or not (series.calendar or series.numbered):
            self._news.add(shape)
        self._fresh.add(shape)
        return False

    def blocks(self, url: str) -> bool:
        """True when a waiting address belongs to a series that was cut meanwhile."""
        if not self._closed:
            return False
        shape = shape_of(url)
        series = self._series.get(shape)
        return series is not None and self._is_cut(url, shape, series)

    def settled(self, url: str, ok: bool, size: int) -> None:
        """A page came back; what :meth:`refuses` saw since the last call was found on it."""
        shape = shape_of(url)
        grew = shape in self._fresh
        self._news.discard(shape)
        news = bool(self._news)
        self._fresh.clear()
        self._news.clear()
        series = self._series_of(shape, url)
        if series is None or series.cut:
            return
        if news:
            series.restart()
        elif ok:
            self._lead_nowhere(series, grew, size)

    def _lead_nowhere(self, series: _Series, grew: bool, size: int) -> None:
        settings = self._settings
        series.follow(size, settings.calendar_share * size if series.calendar else settings.alike_bytes)
        series.grew += grew
        if series.streak >= settings.alike and series.grew * 2 >= settings.alike:
            series.cut = self._closed = True

    def pages_total(self, url: str, total: int) -> None:
        """The list that the address belongs to says that it has so many pages."""
        numbered = url if page_number(url) is not None else _second_page(url)
        series = self._series_of(shape_of(numbered), numbered) if numbered else None
        if series is not None and total > 0:
            series.last = max(total, series.last or 0)
            self._closed = True

    def same_page(self, url: str, session: str) -> None:
        """A known page was met under another session number."""
        pattern = f"{session}=*"
        known = self._session_forms.get(pattern, TrapReport("session", pattern, (), 0))
        self._session_forms[pattern] = _counted(known, url)

    def reports(self) -> tuple[TrapReport, ...]:
        """What was recognised so far, in the order of recognition."""
        least = self._settings.session_forms
        sessions = (report for report in self._session_forms.values() if report.cut >= least)
        return (*self._reports.values(), *sessions)

    def _is_cut(self, url: str, shape: str, series: _Series) -> bool:
        if series.cut:
            self._report(_kind_of(url, series), shape, url)
            return True
        if series.last is None:
            return False
        number = page_number(url)
        if number is None or number <= series.last + self._settings.beyond_total:
            return False
        self._report("pagination", shape, url)
        return True

    def _series_of(self, shape: str, url: str) -> _Series | None:
        series = self._series.get(shape)
        if series is None and len(self._series) < _MOST_SERIES:
            series = self._series[shape] = _Series(url)
        return series

    def _report(self, kind: str, pattern: str, url: str) -> None:
        known = self._reports.get((kind, pattern), TrapReport(kind, pattern, (), 0))
        self._reports[kind, pattern] = _counted(known, url)


def _counted(report: TrapReport, url: str) -> TrapReport:
    examples = (*report.examples, url[:512]) if len(report.examples) < _EXAMPLES else report.examples
    return report._replace(examples=examples, cut=report.cut + 1)


def _kind_of(url: str, series: _Series) -> str:
    if series.numbered:
        return "pagination"
    if series.calendar:
        return "calendar"
    return "parameters" if "?" in url else "growing_path"


def _grown_from(url: str) -> str:
    """Where a grown address begins: host and first directory, or all that stands before the parameters."""
    base, query = split(url[:2048])
    return f"{base[:200]}?*" if query else "/".join(base.split("/")[:4])[:200] + "/*"


def _second_page(url: str) -> str:
    """Where the second page of a list stands if this is its first (``/a/`` → ``/a/index_1.html``)."""
    base, query = split(url)
    if query:
        return ""
    if base.endswith("/"):
        return f"{base}index_1.html"
    stem, dot, ending = base.rpartition(".")
    second = f"{stem}_1.{ending}"
    return second if dot and "/" not in ending and page_number(second) is not None else ""
