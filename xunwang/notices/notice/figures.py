"""Counts, shares and words by name; shares and sums remember what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from xunwang.notices.notice.data import UNKNOWN, Figure, Share, Sum, clean


class Figures:
    """Collects figures by name; shares have the digits that the template says, 2 where it says none."""

    def __init__(self, digits: Mapping[str, int], labels: Mapping[str, str]) -> None:
        self.all: dict[str, Figure] = {}
        self.sums: list[Sum] = []
        self.shares: list[Share] = []
        self._digits = digits
        self._labels = labels

    def count(self, name: str, value: int | None, label: str = "") -> None:
        """A whole number."""
        self._add(name, value, UNKNOWN if value is None else str(value), label)

    def words(self, name: str, text: str | None, label: str = "") -> None:
        """Names, dates, lists."""
        told = clean(text or "")
        self._add(name, told or None, told or UNKNOWN, label)

    def share(self, name: str, part: str, whole: str, label: str = "") -> None:
        """One count's share of another, both by name; unknown for a share of nothing."""
        digits = self._digits.get(name, 2)
        self.words(name, share_of(self.number(part), self.number(whole), digits), label)
        if self.all[name].value is not None:
            self.shares.append(Share(name, part, whole, digits))

    def sum(self, total: str, parts: Iterable[str]) -> None:
        """``total`` is the sum of ``parts``, all by name."""
        self.sums.append(Sum(total, tuple(parts)))

    def number(self, name: str) -> int | None:
        """A count by its name."""
        value = self.all[name].value
        return value if isinstance(value, int) else None

    def _add(self, name: str, value: str | int | None, text: str, label: str) -> None:
        self.all[name] = Figure(name, value, text, label or self._labels.get(name, name))


def share_of(part: int | None, whole: int | None, digits: int) -> str | None:
    """``95.5%``, rounded half up from the counts; None where nothing can be said."""
    if part is None or not whole:
        return None
    step = Decimal(1).scaleb(-digits)
    return f"{(Decimal(100 * part) / Decimal(whole)).quantize(step, ROUND_HALF_UP)}%"


def chinese_day(day: date) -> str:
    """2021年2月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def listed(names: Iterable[str], most: int) -> str:
    """``甲、乙等5个``: the first of them, and how many there are when that is not all."""
    every = list(dict.fromkeys(names))
    return "、".join(every[:most]) + (f"等{len(every)}个" if len(every) > most else "")
