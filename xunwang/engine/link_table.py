"""Every distinct address that a site's pages refer to, numbered as they are first seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xunwang.pages.records import Link
from xunwang.words import LinkClass

CLASSES = tuple(LinkClass)
_NUMBER = {link_class: number for number, link_class in enumerate(CLASSES)}


class LinkTable:
    """Numbers for addresses; the first text and class seen are kept with them."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._urls: list[str] = []
        self._texts: list[str] = []
        self._classes = bytearray()

    def __len__(self) -> int:
        return len(self._urls)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return iter(enumerate(self._urls))

    def number(self, links: Iterable[Link]) -> tuple[list[int], list[Link]]:
        """Numbers of a page's links (each once, in order), and those links that are new."""
        ids, links = self._ids, list(links)
        new: dict[str, Link] = {}
        for link in [link for link in links if link[0] not in ids]:
            if new.setdefault(link[0], link) is link:
                self.add(*link)
        return list(dict.fromkeys([ids[link[0]] for link in links])), list(new.values())

    def add(self, url: str, text: str, link_class: LinkClass) -> int:
        """Number of an address, given now if it is new."""
        known = self._ids.get(url)
        if known is None:
            known = self._ids[url] = len(self._urls)
            self._urls.append(url)
            self._texts.append(text[:80])
            self._classes.append(_NUMBER[link_class])
        return known

    def url(self, number: int) -> str:
        """Address by number."""
        return self._urls[number]

    def text(self, number: int) -> str:
        """First text seen with it."""
        return self._texts[number]

    def link_class(self, number: int) -> LinkClass:
        """Class by number."""
        return CLASSES[self._classes[number]]

    def id_of(self, url: str) -> int | None:
        """Number of an address, or None if no page refers to it."""
        return self._ids.get(url)
