"""Which links a crawl takes up: all of the site's own, or, where something is looked at again, only some."""

from __future__ import annotations

from xunwang.engine.priorities import priority_of
from xunwang.engine.settings import CrawlSettings
from xunwang.fetch.frontier import Priority, Target
from xunwang.fetch.url_keys import url_key
from xunwang.pages.records import Link, Page

_NAVIGATION = frozenset({Priority.FIRST_COLUMN, Priority.FIRST_LIST_PAGE, Priority.COLUMN})


class Scope:
    """The scope that a run's settings give a crawl."""

    def __init__(self, settings: CrawlSettings) -> None:
        self._all = settings.seeds is None
        self._seeds = {url_key(url) for url in settings.seeds or ()}
        self._follow = settings.follow

    def takes(self, link: Link, page: Page, target: Target) -> bool:
        """Whether a link found on ``page``, which was fetched as ``target``, is to be crawled."""
        if self._all or url_key(link.url) in self._seeds:
            return True
        near = bool(self._seeds & {url_key(target.url), url_key(page.url)}) or self._below(link, page)
        if near and self._follow:
            return True
        if self._follow == "columns" and target.depth <= 1:
            return priority_of(link, page, target.depth) in _NAVIGATION
        return False

    def _below(self, link: Link, page: Page) -> bool:
        """Whether the navigation puts the link's column below one of the seeds."""
        return any(
            column.url == link.url and column.parent is not None and url_key(column.parent) in self._seeds
            for column in page.columns
        )


def same_owner(host: str, known: frozenset[str]) -> bool:
    """Whether a host lies under the same gov.cn name as one of the known ones."""
    return any(_owner(host) == _owner(other) for other in known)


def _owner(host: str) -> str:
    labels = host.removeprefix("www.").split(".")
    return ".".join(labels[-3:]) if labels[-2:] == ["gov", "cn"] else ".".join(labels[-2:])
