"""Columns with what their lists show, and the home page's own updates."""

from __future__ import annotations

from collections.abc import Mapping

from xunwang.engine.facts.reading import Reading, Stored
from xunwang.engine.tables import carriers, read_addresses, targets_of_page
from xunwang.pages.columns import SiteColumn, column_tree
from xunwang.pages.urls import host_of
from xunwang.rules.facts import Column, Home, ItemSeen, Seen
from xunwang.words import LinkClass, PageKind


def columns_of(reading: Reading) -> tuple[Column, ...]:
    """Every column that the site offers on its own hosts."""
    if reading.home is None:
        return ()
    others = [stored.page for stored in reading.stored_lists if stored.row.id != 0]
    tree = column_tree(reading.home.page, others)
    blank = _blank_pages(reading, {column.url for column in tree})
    hosts = {host_of(reading.home.row.final), host_of(reading.site.home_url), *reading.site.hosts}
    return tuple(_column(reading, column, blank) for column in tree if host_of(column.url) in hosts)


_FILES = frozenset({LinkClass.IMAGE, LinkClass.ATTACHMENT, LinkClass.MEDIA})


def _blank_pages(reading: Reading, columns: set[str]) -> set[str]:
    """Column pages without content: nothing but links that lead where the home page or a menu leads.

    A file is content, and so is a picture, unless other pages show it too: then it is the template's.
    Where the page has no words of its own at all, its other links are the template's as well.
    """
    bare = [stored for stored in reading.stored_lists if stored.page.bare or stored.page.blank]
    if not bare:
        return set()
    addresses = {number: (url, kind) for number, url, _, kind in read_addresses(reading.folder)}
    frame = {0, *targets_of_page(reading.folder, 0)}
    own = {stored.row.id: set(targets_of_page(reading.folder, stored.row.id)) - frame for stored in bare}
    files = {n for numbers in own.values() for n in numbers if addresses[n][1] in _FILES}
    shared = {number for number, pages in carriers(reading.folder, files).items() if len(pages) > 1}
    found = set()
    for stored in bare:
        menu = columns | {stored.row.url, stored.row.final}
        left = own[stored.row.id] - shared
        if stored.page.blank:
            left &= files
        if all(addresses[number][0] in menu for number in left):
            found.add(stored.row.final)
    return found


def _column(reading: Reading, column: SiteColumn, blank: set[str]) -> Column:
    stored = reading.lists.get(column.url)
    interval = _interval(reading.site.intervals, column)
    if stored is None:
        failure = reading.failures.get(column.url)
        at = failure.at if failure else reading.home.row.at if reading.home else None
        assert at is not None  # columns exist only where the home page was read
        reachable = column.url in reading.good and column.url not in reading.unread
        return Column(column.name, column.url, column.type, column.level, column.parent, 0, None,
                      False, False, reachable, interval, Seen(column.url, at))  # fmt: skip
    newest = newest_of(reading, stored)
    return Column(column.name, column.url, column.type, column.level, column.parent,
                  len(stored.page.items), newest, stored.row.final in blank, stored.page.scripted,
                  True, interval, stored.seen, _is_unopened(reading, stored))  # fmt: skip


def _interval(intervals: Mapping[str, int], column: SiteColumn) -> int | None:
    return intervals.get(column.url, intervals.get(column.name))


def newest_of(reading: Reading, stored: Stored) -> ItemSeen | None:
    """The newest entry of a list that is not dated after the fetch.

    The day is the one the list shows; where it shows none, or no year, the article itself tells it. An entry
    dated in the future can't vouch for an update: it feeds the check for forged dates instead.
    """
    newest: ItemSeen | None = None
    latest = stored.row.at.date()
    for item in stored.page.items:
        day = reading.day_of(item)
        if day is not None and day <= latest and (newest is None or newest.day is None or day > newest.day):
            newest = ItemSeen(item.title, item.url, day)
    return newest


def _is_unopened(reading: Reading, stored: Stored) -> bool:
    """Whether a list shows no day and leads only to what the run did not ask for."""
    items = stored.page.items
    return bool(items) and not any(
        item.day or item.url in reading.good or item.url in reading.failures for item in items
    )


def home_of(reading: Reading) -> Home | None:
    """The home page as far as updates go."""
    return _updates(reading, reading.home) if reading.home else None


def second_level_of(reading: Reading, columns: tuple[Column, ...]) -> tuple[Home, ...]:
    """The pages one step below the home page."""
    wanted = dict.fromkeys(column.url for column in columns if column.level == 1)
    found = {
        stored.row.final: stored
        for url in wanted
        if (stored := reading.lists.get(url)) and stored.page.kind is not PageKind.HOME
    }
    if not found:
        found = {stored.row.final: stored for stored in reading.stored_lists if stored.row.depth == 1}
    return tuple(_updates(reading, stored) for stored in found.values())


def _updates(reading: Reading, stored: Stored) -> Home:
    page = stored.page
    return Home(
        stored.seen,
        page.navigation_only and not page.scripted,
        page.scripted,
        newest_of(reading, stored),
        len(page.items),
        _is_unopened(reading, stored),
    )
