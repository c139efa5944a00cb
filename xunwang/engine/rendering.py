"""Which pages of a site go to the browser, and what is believed of what comes back.

Pages whose lists are filled in by script wait here until the crawl has nothing else to fetch; the home page goes
first, then what is nearest to it. What a browser shows replaces what the page as served seemed to hold; what is
written into the page as served (tags, hidden links, foreign scripts, encoding) is judged as served.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, NamedTuple

from xunwang.engine.browser import Browser, Outcome, Wish
from xunwang.engine.settings import CrawlSettings
from xunwang.fetch.evidence import RENDERED
from xunwang.fetch.frontier import Priority, Target
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.pages.records import Page
from xunwang.pages.scripted import is_unfilled, without_scripts
from xunwang.pages.urls import host_of, is_government
from xunwang.words import PageKind

_KINDS = frozenset({PageKind.HOME, PageKind.COLUMN, PageKind.LETTERS, PageKind.CONSULTATIONS})
_LOADING = ("加载中", "正在加载", "数据加载", "loading...", "Loading...")
_LACKING_NAMED = 5


class Waiting(NamedTuple):
    """A page that is to be rendered. Sorts by distance from the home page."""

    depth: int
    id: int
    url: str
    page: Page
    """As served, without text and links."""
    links: frozenset[int]
    """Numbers of the addresses that it referred to as served."""

    @property
    def target(self) -> Target:
        """The page as the crawl knows it."""
        return Target(self.id, self.url, Priority.REST, self.depth)


class Shown(NamedTuple):
    """A page as the browser left it, or why it did not."""

    waiting: Waiting
    outcome: Outcome
    fetched: Fetched | None
    """The rendered page as an answer that can be kept; None where there is none."""
    problem: str
    unknown: tuple[str, ...]
    """Addresses of the site's own, or a government's, whose answers the page waited for in vain."""

    def record(self) -> dict[str, Any]:
        """Journal record, without what is understood of the page."""
        record: dict[str, Any] = {
            "t": "rendered",
            "id": self.waiting.id,
            "url": self.waiting.url,
            "at": self.outcome.at.isoformat(),
            "seconds": round(self.outcome.seconds, 3),
            "requests": self.outcome.rendered.requests,
            "browser": self.outcome.browser,
        }
        if self.problem:
            record["problem"] = self.problem
        if self.unknown:
            record["lacking"] = list(self.unknown[:_LACKING_NAMED])
        return record


class Rendering:
    """The pages of one site that wait for the browser, at most one of them with it."""

    def __init__(self, settings: CrawlSettings, browser: Browser | None) -> None:
        self._browser = browser
        self._left = settings.browser_pages if browser is not None else 0
        self._seconds = settings.browser_seconds
        self._waiting: list[Waiting] = []
        self._done: set[int] = set()
        self._sent: Waiting | None = None
        self._future: Future[Outcome] | None = None

    def see(self, record: dict[str, Any], page: Page) -> None:
        """Remember a page that needs the browser; ``record`` is its journal record."""
        if self._left <= 0 or not page.scripted or page.kind not in _KINDS or record["id"] in self._done:
            return
        bare = replace(page, links=(), text="")
        waiting = Waiting(
            record["depth"], record["id"], record["final"], bare, frozenset(record.get("links", ()))
        )
        insort(self._waiting, waiting, key=lambda one: (one.depth, one.id))
        del self._waiting[self._left :]

    def begin(self, hosts: frozenset[str], allows: Callable[[str], bool]) -> bool:
        """Send the next page to the browser; False when none is left, in number or time."""
        if self._browser is None or not self._waiting or self._left <= 0 or self._seconds <= 0:
            return False
        self._sent = self._waiting.pop(0)
        self._future = self._browser.render(Wish(self._sent.url, allows, hosts, self._sent.page.encoding))
        return True

    @property
    def away(self) -> bool:
        """A page is with the browser."""
        return self._future is not None

    def collect(self, hosts: frozenset[str]) -> Shown | None:
        """The page that was with the browser; None while it is, and for ever when the run was stopped."""
        if self._future is None or self._sent is None or not self._future.done():
            return None
        outcome, waiting = self._future.result(), self._sent
        if outcome.stopped:
            return None
        self._future = self._sent = None
        self.settle(waiting.id, outcome.seconds)
        return _shown(waiting, outcome, hosts)

    def settle(self, number: int, seconds: float) -> None:
        """A page is rendered, now or before the journal was replayed."""
        self._done.add(number)
        self._left -= 1
        self._seconds -= seconds
        self._waiting = [one for one in self._waiting if one.id != number][: max(0, self._left)]


def _shown(waiting: Waiting, outcome: Outcome, hosts: frozenset[str]) -> Shown:
    rendered = outcome.rendered
    unknown = tuple(url for url in rendered.lacking if (host := host_of(url)) in hosts or is_government(host))
    problem = rendered.problem
    if rendered.html is not None and host_of(rendered.url) not in hosts:
        problem = f"页面转到了其他网站（{rendered.url[:200]}）"
    if rendered.html is None or problem:
        return Shown(waiting, outcome, None, problem or "没有内容", unknown)
    request = Request(waiting.url, RENDERED, purpose="render")
    # The mark decides what the bytes are, whatever the page declared when it was served.
    body = b"\xef\xbb\xbf" + rendered.html.encode("utf-8", "replace")
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    detail = f"由{outcome.browser}渲染"
    fetched = Fetched(request, rendered.url, outcome.at, 200, Fault.NONE, detail, headers, body)
    return Shown(waiting, outcome, fetched, "", unknown)


def readable(fetched: Fetched) -> Fetched:
    """A rendered page for understanding: its scripts have done their work and say nothing of it any more."""
    html = without_scripts(fetched.body.decode("utf-8-sig"))
    return replace(fetched, body=html.encode("utf-8", "replace"), digest="")


def as_shown(shown: Shown, page: Page, html: str) -> Page:
    """The page as a visitor sees it; ``page`` is what was understood of the :func:`readable` ``html``.

    It stays ``scripted``, and so unknown, as long as something that belongs to it may be missing: data that did
    not come, templates that were not filled in, a list that still says that it is loading.
    """
    served = shown.waiting.page
    lacking = bool(shown.unknown) or is_unfilled(html) or _is_loading(page)
    return replace(
        page,
        scripted=lacking,
        blank=page.blank and not lacking,
        bare=page.bare and not lacking,
        encoding=served.encoding,
        encoding_declared=served.encoding_declared,
        metas=served.metas,
        hidden_links=served.hidden_links,
        conflicts=served.conflicts,
        outdated_markup=served.outdated_markup,
        suspicious_scripts=served.suspicious_scripts,
        search_by_script=served.search_by_script and page.search_form is None,
    )


def _is_loading(page: Page) -> bool:
    found = page.items or page.letters or page.consultations or page.guide or page.leaders
    return not found and any(word in page.text for word in _LOADING)
