"""The list over rows that are in memory already, such as results that were computed for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from xunwang.web.components.listing import Listing, ListSpec


class RowListing(Listing):
    """As :class:`Listing`; names in ``search``, ``order`` and ``lookup`` are attributes (``a__b`` for a.b).

    What has no value is sorted to the end, whichever way the rest goes.
    """

    def __init__(
        self,
        spec: ListSpec,
        things: Sequence[Any],
        query: Mapping[str, str],
        kept: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(spec, things, query, kept)  # type: ignore[arg-type]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.things)

    def _chosen(self, things: Any) -> Any:
        rows = list(things)
        if self.q and self.spec.search:
            wanted = self.q.lower()
            rows = [
                row for row in rows if any(wanted in _text(row, name).lower() for name in self.spec.search)
            ]
        for one in self.spec.filters:
            value = self.chosen.get(one.key)
            if value and isinstance(one.lookup, str):
                name = one.lookup
                rows = [row for row in rows if _text(row, name) == value]
            elif value and not isinstance(one.lookup, str):
                rows = list(one.lookup(rows, value))  # type: ignore[arg-type]
        return rows

    def _sorted(self, things: Any) -> Any:
        key = self.sort.removeprefix("-")
        column = next((c for c in self.spec.columns if c.key == key and c.order), None)
        if column is None:
            self.sort = ""
            return things
        names = column.order
        known = [row for row in things if _value(row, names[0]) is not None]
        rest = [row for row in things if _value(row, names[0]) is None]
        known.sort(
            key=lambda row: tuple(_comparable(_value(row, name)) for name in names),
            reverse=self.sort.startswith("-"),
        )
        return known + rest


def _value(row: Any, name: str) -> Any:
    return reduce(getattr, name.split("__"), row)


def _text(row: Any, name: str) -> str:
    value = _value(row, name)
    return "" if value is None else str(value)


def _comparable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
