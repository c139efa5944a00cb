"""Every distinct address that a site's pages refer to, numbered as they are first seen."""

from __future__ import annotations

from collections.abc import Sequence

from xunwang.pages.records import Link


class LinkTable:
    """Numbers for addresses. What else is known of them stands in the journal."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def number(self, links: Sequence[Link]) -> tuple[list[int], list[Link]]:
        """Numbers of a page's links (each once, in order), and those links that are new."""
        ids = self._ids
        new: dict[str, Link] = {}
        for link in [link for link in links if link[0] not in ids]:
            new.setdefault(link[0], link)
        for url in new:
            ids[url] = len(ids)
        return list(dict.fromkeys([ids[link[0]] for link in links])), list(new.values())

    def add(self, url: str) -> int:
        """Number of an address, given now if it is new."""
        return self._ids.setdefault(url, len(self._ids))

    def id_of(self, url: str) -> int | None:
        """Number of an address, or None if no page refers to it."""
        return self._ids.get(url)
