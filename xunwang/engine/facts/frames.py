"""Pages that are put together of frames: a home page whose lists, menu or footer stand in pages of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xunwang.engine.facts.reading import Reading, Stored
from xunwang.pages.records import FooterPart, Page
from xunwang.pages.urls import host_of

_MOST, _DEPTH = 20, 2


def join_frames(reading: Reading) -> None:
    """Put what the site's own frames show into the pages that hold them.

    A frame that nobody has read, or that a script fills, leaves what its page lacks unknown. One that does not
    open shows a visitor nothing either.
    """
    joined = {
        stored.row.id: stored._replace(page=_joined(reading, stored))
        for stored in reading.lists.values()
        if stored.page.frames
    }
    if reading.home is not None:
        reading.home = joined.get(reading.home.row.id, reading.home)
    reading.lists = {url: joined.get(stored.row.id, stored) for url, stored in reading.lists.items()}


def _joined(reading: Reading, stored: Stored) -> Page:
    hosts = {host_of(stored.row.final), host_of(reading.site.home_url), *reading.site.hosts}
    page, unread = stored.page, False
    seen = {stored.row.url, stored.row.final}
    for url in _frames(reading, page.frames, hosts, seen, _DEPTH):
        inner = reading.lists.get(url)
        if inner is not None:
            page = _with(page, inner.page)
        elif url not in reading.good and url not in reading.failures:
            unread = True
    return replace(page, scripted=page.scripted or unread)


def _frames(
    reading: Reading, urls: Sequence[str], hosts: set[str], seen: set[str], depth: int
) -> Iterator[str]:
    """Addresses of the site's frames on a page and of those inside of them, each once."""
    for url in urls:
        if len(seen) > _MOST or url in seen or host_of(url) not in hosts:
            continue
        seen.add(url)
        yield url
        if depth > 1 and (inner := reading.lists.get(url)) is not None:
            yield from _frames(reading, inner.page.frames, hosts, seen, depth - 1)


def _with(page: Page, inner: Page) -> Page:
    """A page together with what one of its frames shows."""
    moved = (item._replace(block=item.block + len(page.blocks)) for item in inner.items)
    items = (*page.items, *moved)
    return replace(
        page,
        items=items,
        blocks=(*page.blocks, *inner.blocks),
        next_page=page.next_page or inner.next_page,
        columns=page.columns or inner.columns,
        navigation_only=page.navigation_only and not any(item.day for item in items),
        scripted=page.scripted or inner.scripted,
        footer=_footer(page.footer, inner.footer),
        search_form=page.search_form or inner.search_form,
        search_by_script=page.search_by_script or inner.search_by_script,
        forms=(*page.forms, *inner.forms),
        letters=(*page.letters, *inner.letters),
        consultations=(*page.consultations, *inner.consultations),
        leaders=(*page.leaders, *inner.leaders),
    )


def _footer(own: Sequence[FooterPart], others: Sequence[FooterPart]) -> tuple[FooterPart, ...]:
    known = {part.element for part in own}
    return (*own, *(part for part in others if part.element not in known))
