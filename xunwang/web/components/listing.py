"""The one list of the console: searched, filtered, sorted, paged; its whole state is in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from xunwang.web.components.forms import plain

PAGE_SIZE = 50
LONGEST_SEARCH = 100


class Cell(NamedTuple):
    """What stands in a cell; ``tone`` (good, warn, bad, plain) makes it a badge."""

    text: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``order`` are the model fields to sort by; none: it can't be sorted."""

    key: str
    label: str
    cell: Callable[[Any], Cell | str]
    order: tuple[str, ...] = ()
    style: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice. ``lookup`` is the field, or a function of rows and value."""

    key: str
    label: str
    choices: Sequence[tuple[str, str]]
    lookup: str | Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class ListSpec:
    """What a list is. ``empty`` says what to do when there is nothing at all."""

    columns: tuple[Column, ...]
    empty: str
    filters: tuple[Filter, ...] = ()
    search: tuple[str, ...] = ()
    search_label: str = "搜索"


class Head(NamedTuple):
    """A column's head."""

    label: str
    url: str
    sorted: str
    style: str


class Listing:
    """A list for one request. ``rows`` asks the database: once to count, once for the page.

    ``kept`` are further parts of the page's address, which searching and sorting leave as they are.
    """

    def __init__(
        self,
        spec: ListSpec,
        things: QuerySet[Any],
        query: Mapping[str, str],
        kept: Mapping[str, str] | None = None,
    ) -> None:
        self.spec = spec
        self.kept = dict(kept or {})
        self.q = plain(query.get("q", ""), LONGEST_SEARCH)
        self.chosen = {
            wanted.key: query[wanted.key]
            for wanted in spec.filters
            if query.get(wanted.key, "") in {value for value, _ in wanted.choices} - {""}
        }
        self.sort = query.get("sort", "")
        self._page = query.get("page", "1")
        self.things = self._sorted(self._chosen(things))
        self._total: int | None = None

    @property
    def narrowed(self) -> bool:
        """True when a search or filter is on."""
        return bool(self.q or self.chosen)

    @property
    def total(self) -> int:
        """How many there are."""
        if self._total is None:
            self._total = self.things.count()
        return self._total

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def page(self) -> int:
        """The page shown, from 1; what is out of range becomes the nearest."""
        number = (
            int(self._page) if self._page.isascii() and self._page.isdecimal() and len(self._page) < 8 else 1
        )
        return min(max(number, 1), self.pages)

    def rows(self) -> list[list[tuple[Cell, str, str]]]:
        """Cells with their styles and labels, row by row."""
        start = (self.page - 1) * PAGE_SIZE
        return [
            [(_cell(column.cell(thing)), column.style, column.label) for column in self.spec.columns]
            for thing in self.things[start : start + PAGE_SIZE]
        ]

    def heads(self) -> list[Head]:
        """Heads with the address that sorts by them."""
        found = []
        for column in self.spec.columns:
            up, down = self.sort == column.key, self.sort == f"-{column.key}"
            url = self.address(sort=f"-{column.key}" if up else column.key, page="") if column.order else ""
            found.append(
                Head(column.label, url, "ascending" if up else "descending" if down else "", column.style)
            )
        return found

    def filter_fields(self) -> list[tuple[Filter, str]]:
        """Filters with the value chosen."""
        return [(wanted, self.chosen.get(wanted.key, "")) for wanted in self.spec.filters]

    def page_links(self) -> list[tuple[str, str, bool]]:
        """Label, address and whether it is the page shown."""
        near = sorted(
            {1, self.page - 1, self.page, self.page + 1, self.pages} & set(range(1, self.pages + 1))
        )
        return [(str(number), self.address(page=str(number)), number == self.page) for number in near]

    def address(self, **changes: str) -> str:
        """The query string of this list with some parts changed; empty parts are left out."""
        state = {**self.kept, "q": self.q, **self.chosen, "sort": self.sort, **changes}
        return "?" + urlencode({key: value for key, value in state.items() if value})

    def cleared(self) -> str:
        """The query string without search, filters and order."""
        return "?" + urlencode(self.kept)

    def export_links(self) -> list[tuple[str, str]]:
        """Addresses that export what the list shows, all pages."""
        return [("导出XLSX", self.address(export="xlsx")), ("导出CSV", self.address(export="csv"))]

    def _chosen(self, things: QuerySet[Any]) -> QuerySet[Any]:
        if self.q and self.spec.search:
            things = things.filter(containing(self.q, self.spec.search))
        for one in self.spec.filters:
            value = self.chosen.get(one.key)
            if value:
                things = (
                    things.filter(**{one.lookup: value})
                    if isinstance(one.lookup, str)
                    else one.lookup(things, value)
                )
        return things

    def _sorted(self, things: QuerySet[Any]) -> QuerySet[Any]:
        key = self.sort.removeprefix("-")
        column = next((c for c in self.spec.columns if c.key == key and c.order), None)
        if column is None:
            self.sort = ""
            # Counting beside the rows (GROUP BY) drops the order that the model has, and pages would overlap.
            return things if things.ordered else things.order_by(*things.model._meta.ordering, "pk")
        sign = "-" if self.sort.startswith("-") else ""
        return things.order_by(*(f"{sign}{name}" for name in column.order), "pk")


def _cell(value: Cell | str) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def containing(text: str, names: Iterable[str]) -> Q:
    """Rows of which one of the fields contains the text."""
    wanted = Q()
    for name in names:
        wanted |= Q(**{f"{name}__icontains": text})
    return wanted
