"""Addresses of a site: each template family writes them its own way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Route(NamedTuple):
    """What an address stands for."""

    kind: str
    """``home``, ``column``, ``item`` or ``none``."""
    column: int = 0
    number: int = 0
    """Number of the item, or of the list page (from 1)."""


NOWHERE = Route("none")
HOME = Route("home")


class Scheme(NamedTuple):
    """One way to write addresses."""

    column: Callable[[int, int], str]
    """(number of the column, page) → path."""
    item: Callable[[int, int, date], str]
    """(number of the column, number of the item, day) → path."""
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    """(kind, pattern over path and query); groups ``c`` and ``n``, or ``i`` for both in one number."""
    shift: int = 0
    """What to add to the number in a list page's address to get the page, where page 2 is ``_1``."""

    def parse(self, target: str) -> Route:
        """The route of a path with its query."""
        for kind, pattern in self.patterns:
            found = pattern.fullmatch(target)
            if found:
                parts = found.groupdict()
                if parts.get("i"):
                    number = int(parts["i"])
                    return Route(kind, number // 100000, number % 100000)
                number = int(parts.get("n") or 0)
                if kind == "column":
                    number = max(1, number + self.shift)
                return Route(kind, int(parts["c"]), number)
        return NOWHERE


def _asp() -> Scheme:
    def column(number: int, page: int) -> str:
        return f"/list.asp?cid={number}" + (f"&page={page}" if page > 1 else "")

    def item(number: int, serial: int, day: date) -> str:
        return f"/show.asp?id={number * 100000 + serial}"

    return Scheme(
        column,
        item,
        (
            ("column", re.compile(r"/list\.asp\?cid=(?P<c>\d{1,3})(?:&page=(?P<n>\d{1,5}))?")),
            ("item", re.compile(r"/show\.asp\?id=(?P<i>\d{1,8})")),
        ),
    )


def _folders() -> Scheme:
    def column(number: int, page: int) -> str:
        return f"/lm{number}/" + (f"index_{page - 1}.html" if page > 1 else "")

    def item(number: int, serial: int, day: date) -> str:
        return f"/lm{number}/{day:%Y%m}/t{day:%Y%m%d}_{number * 100000 + serial}.html"

    return Scheme(
        column,
        item,
        (
            ("item", re.compile(r"/lm\d{1,3}/\d{6}/t\d{8}_(?P<i>\d{1,8})\.html")),
            ("column", re.compile(r"/lm(?P<c>\d{1,3})/(?:index(?:_(?P<n>\d{1,5}))?\.html)?")),
        ),
        shift=1,
    )


def _articles() -> Scheme:
    def column(number: int, page: int) -> str:
        tail = f"?uid=1&pageNum={page}" if page > 1 else ""
        return f"/col/col{1000 + number}/index.html{tail}"

    def item(number: int, serial: int, day: date) -> str:
        return f"/art/{day.year}/{day.month}/{day.day}/art_{1000 + number}_{serial}.html"

    return Scheme(
        column,
        item,
        (
            ("item", re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_1(?P<c>\d{3})_(?P<n>\d{1,5})\.html")),
            (
                "column",
                re.compile(r"/col/col1(?P<c>\d{3})/index\.html(?:\?uid=1&pageNum=(?P<n>\d{1,5}))?"),
            ),
        ),
    )


def _shtml() -> Scheme:
    def column(number: int, page: int) -> str:
        return f"/channel/{number}/" + (f"list_{page}.shtml" if page > 1 else "index.shtml")

    def item(number: int, serial: int, day: date) -> str:
        return f"/content/{day:%Y-%m}/{day:%d}/content_{number * 100000 + serial}.shtml"

    return Scheme(
        column,
        item,
        (
            ("item", re.compile(r"/content/\d{4}-\d\d/\d\d/content_(?P<i>\d{1,8})\.shtml")),
            ("column", re.compile(r"/channel/(?P<c>\d{1,3})/(?:index|list_(?P<n>\d{1,5}))\.shtml")),
        ),
    )


def _plain() -> Scheme:
    def column(number: int, page: int) -> str:
        return f"/c{number:03d}/list-{page}.htm"

    def item(number: int, serial: int, day: date) -> str:
        return f"/c{number:03d}/{day:%Y/%m%d}/{serial}.htm"

    return Scheme(
        column,
        item,
        (
            ("item", re.compile(r"/c(?P<c>\d{3})/\d{4}/\d{4}/(?P<n>\d{1,5})\.htm")),
            ("column", re.compile(r"/c(?P<c>\d{3})/list-(?P<n>\d{1,5})\.htm")),
        ),
    )


ASP = _asp()
FOLDERS = _folders()
ARTICLES = _articles()
SHTML = _shtml()
PLAIN = _plain()
