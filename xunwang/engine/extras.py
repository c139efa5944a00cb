"""What is tried once the crawl has seen the site: its search, its error-report entrance, IPv6.

Each trial is one request; its result is a plain mapping that goes into the journal as it is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from xunwang.engine.observe import Observed
from xunwang.engine.settings import CrawlSettings
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.pages.records import Page, SearchForm
from xunwang.rules.facts import Site
from xunwang.words import FooterElement, PageKind

_TITLES_KEPT = 200
_UNREACHABLE = frozenset({Fault.DNS, Fault.CONNECT, Fault.TIMEOUT, Fault.FORBIDDEN_ADDRESS, Fault.REFUSED})
"""Faults that say more about our way out than about the entrance."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """What a request was made for."""

    kind: str
    key: str
    expected: str = ""


class Extras:
    """Queue of trials, made up from the pages seen."""

    def __init__(self, site: Site, settings: CrawlSettings) -> None:
        self._site = site
        self._settings = settings
        self._home: Page | None = None
        self._titles: dict[str, str] = {}
        self._samples: dict[str, None] = {}
        self._done: set[tuple[str, str]] = set()
        self._queue: deque[Request] | None = None

    def see(self, page: Page, depth: int) -> None:
        """Remember what later trials need of a page."""
        if depth == 0 and self._home is None:
            self._home = page
        if page.kind is PageKind.ARTICLE and page.title and len(page.title) >= 8:
            if len(self._titles) < _TITLES_KEPT:
                self._titles.setdefault(page.title, page.url)
        elif depth in (1, 2) and len(self._samples) < self._settings.ipv6_samples:
            self._samples[page.url] = None

    def see_again(self, page: Page, number: int) -> None:
        """A page as the browser shows it; ``number`` 0 is the home page, whose search and footer count then."""
        if number == 0 and self._home is not None:
            self._home = page

    def take(self, vantage6: bool, addresses6: tuple[str, ...]) -> Request | None:
        """The next trial's request, or None when all are done.

        IPv6 is tried where this machine has a route and the site has addresses.
        """
        if self._queue is None:
            self._queue = deque(self._plan(vantage6 and bool(addresses6)))
        return self._queue.popleft() if self._queue else None

    def settle(self, fetched: Fetched, observed: Observed | None) -> dict[str, Any]:
        """Judge a trial's answer; the result is a mapping for the journal."""
        trial = fetched.request.tag
        if not isinstance(trial, _Trial):
            raise TypeError("not a trial of this queue")
        self._done.add((trial.kind, trial.key))
        result: dict[str, Any] = {"kind": trial.kind, "key": trial.key}
        if trial.kind == "search":
            result |= _search_result(trial, fetched, observed)
        elif trial.kind == "entrance":
            result |= _entrance_result(fetched)
        else:
            result["opened"] = fetched.ok
        return result

    def replay(self, record: Mapping[str, Any]) -> None:
        """Take a trial's result from the journal as done."""
        self._done.add((record["result"]["kind"], record["result"]["key"]))

    def _plan(self, ipv6: bool) -> list[Request]:
        requests = [*self._searches(), *self._entrance(), *(self._over_ipv6() if ipv6 else ())]
        return [
            request
            for request in requests
            if isinstance(request.tag, _Trial) and (request.tag.kind, request.tag.key) not in self._done
        ]

    def _searches(self) -> list[Request]:
        if self._home is None or self._home.search_form is None:
            return []
        titles = list(self._titles)
        count = self._settings.search_queries
        step = max(1, len(titles) // max(1, count))
        return [
            search_request(self._home.search_form, title, _Trial("search", title, self._titles[title]))
            for title in titles[::step][:count]
        ]

    def _entrance(self) -> list[Request]:
        if self._home is None:
            return []
        for part in self._home.footer:
            if part.element is FooterElement.ERROR_REPORT and part.url and part.url.startswith("http"):
                return [Request(part.url, purpose="entrance", tag=_Trial("entrance", part.url))]
        return []

    def _over_ipv6(self) -> list[Request]:
        urls = [self._site.home_url, *self._samples]
        return [Request(url, purpose="ipv6", ip_version=6, tag=_Trial("ipv6", url)) for url in urls]


def search_request(form: SearchForm, words: str, tag: object) -> Request:
    """The request that a browser would make for these words."""
    encoding = (
        "gb18030" if form.encoding.lower() in ("gb2312", "gbk", "gb18030") else form.encoding or "utf-8"
    )
    fields = [*(pair for pair in form.fixed if pair[0] != form.field), (form.field, words)]
    query = urlencode(fields, encoding=encoding, errors="xmlcharrefreplace", quote_via=quote_plus)
    if form.method == "post":
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return Request(form.action, "POST", query.encode(), headers, purpose="search", tag=tag)
    # The fields replace a query that the address has.
    address = form.action.partition("#")[0].partition("?")[0]
    return Request(f"{address}?{query}", purpose="search", tag=tag)


def _search_result(trial: _Trial, fetched: Fetched, observed: Observed | None) -> dict[str, Any]:
    answered = fetched.ok and observed is not None
    found = observed is not None and any(
        link.url == trial.expected or trial.key in link.text for link in observed.page.links
    )
    return {
        "expected": trial.expected,
        "answered": answered,
        "found": found,
        "scripted": bool(observed and observed.page.scripted and not found),
    }


def _entrance_result(fetched: Fetched) -> dict[str, Any]:
    works: bool | None = fetched.ok
    if fetched.fault in _UNREACHABLE:
        works = None
    detail = f"HTTP {fetched.status}" if fetched.status else fetched.detail or str(fetched.fault)
    return {"works": works, "detail": detail}
