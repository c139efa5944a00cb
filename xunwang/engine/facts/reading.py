"""One pass over a site's stored pages, keeping only what facts are made of.

Articles of ordinary columns leave nothing but their day of publication and their conflicts, so that
memory does not grow with the archive of news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heappush, heappushpop
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from xunwang.engine.crawl import NOT_UNDERSTOOD
from xunwang.engine.page_codec import decode_page
from xunwang.engine.tables import HitRow, PageRow, read_hits, read_pages
from xunwang.pages.dates import nearest
from xunwang.pages.records import ListItem, Page
from xunwang.rules.facts import Seen, Site
from xunwang.words import CHINA, ColumnType, PageKind

_TYPED_ARTICLES = frozenset(
    {
        ColumnType.POLICY,
        ColumnType.INTERPRETATION,
        ColumnType.OVERVIEW,
        ColumnType.ORGANISATION,
        ColumnType.LEADERS,
        ColumnType.DATA,
        ColumnType.OPEN_DATA,
        ColumnType.SERVICES,
        ColumnType.SERVICE_STATISTICS,
    }
)


class Stored(NamedTuple):
    """A page of the archive with its understanding."""

    row: PageRow
    page: Page

    @property
    def seen(self) -> Seen:
        """Where and when."""
        return Seen(self.row.final, self.row.at, self.row.digest)

    @property
    def day(self) -> date | None:
        """Day of publication in Asia/Shanghai."""
        return self.page.published.astimezone(CHINA).date() if self.page.published else None


class Failure(NamedTuple):
    """A page that could not be had."""

    url: str
    status: int
    fault: str
    at: datetime
    depth: int


@dataclass(slots=True)
class Reading:
    """What one pass over the archive keeps."""

    site: Site
    folder: Path
    whole: dict[str, Any]
    """``site.json``: robots, extras, rendered, end."""
    home: Stored | None = None
    home_failure: Failure | None = None
    lists: dict[str, Stored] = field(default_factory=dict)
    """First pages of columns and other pages that are not articles, by address (asked and final)."""
    articles: list[Stored] = field(default_factory=list)
    """Content pages of the columns whose articles are judged (policy, interpretation, overview …)."""
    guides: list[Stored] = field(default_factory=list)
    conflicting: list[Stored] = field(default_factory=list)
    hidden: list[Stored] = field(default_factory=list)
    scripts: list[Stored] = field(default_factory=list)
    letter_pages: list[Stored] = field(default_factory=list)
    """Lists and single pages of letters."""
    survey_pages: list[Stored] = field(default_factory=list)
    home_link_texts: tuple[str, ...] = ()
    samples: list[Stored] = field(default_factory=list)
    """A spread of content pages for footer and tag samples."""
    failures: dict[str, Failure] = field(default_factory=dict)
    good: set[str] = field(default_factory=set)
    """Addresses (asked and final) that opened."""
    days_in_lists: dict[str, date] = field(default_factory=dict)
    """Day that a list shows, by the article's address."""
    without_year: set[str] = field(default_factory=set)
    """Addresses of the articles whose day in a list is shown without its year, and told by no address."""
    days: dict[str, date] = field(default_factory=dict)
    """Day of publication by the article's address, only where a list says otherwise or says nothing."""
    page_of_hit: dict[int, Stored] = field(default_factory=dict)
    hits: list[HitRow] = field(default_factory=list)
    pages: int = 0
    not_understood: int = 0
    """Answers that opened and that our own code could not read."""
    unread: set[str] = field(default_factory=set)
    """Addresses (asked and final) of the pages among them: what they hold is unknown."""

    def day_of(self, item: ListItem) -> date | None:
        """Day of a list's entry: the one shown, where it lacks its year in that of the article's own; else that one."""
        own = self.days.get(item.url)
        if item.day is None or item.year_known or own is None:
            return item.day or own
        return nearest(item.day, own) or item.day

    def listed_day(self, url: str, own: date | None) -> date | None:
        """Day that a list shows of an article; where it lacks its year, in that of the article's ``own``."""
        day = self.days_in_lists.get(url)
        if day is None or own is None or url not in self.without_year:
            return day
        return nearest(day, own) or day

    @property
    def ended(self) -> datetime:
        """When the crawl was over."""
        return datetime.fromisoformat(self.whole["end"]["at"])

    @property
    def shown(self) -> dict[int, dict[str, Any]]:
        """Records of the pages that a browser has rendered, by number."""
        return {record["id"]: record for record in self.whole.get("rendered", ()) if "page" in record}

    @property
    def stored_lists(self) -> list[Stored]:
        """Each list page once."""
        return sorted({id(stored.row): stored for stored in self.lists.values()}.values(), key=_address)


def read_site(site: Site, folder: Path, samples: int) -> Reading:
    """Read the tables of a crawled site. ``samples`` bounds the spread of content pages kept."""
    reading = Reading(site, folder, orjson.loads((folder / "site.json").read_bytes()))
    reading.hits = _hits(reading)
    beside = [*reading.whole["extras"], *reading.whole.get("rendered", ())]
    reading.not_understood = sum(record.get("detail", "").startswith(NOT_UNDERSTOOD) for record in beside)
    with_hits = {hit.page for hit in reading.hits}
    followers: set[str] = set()
    spread: list[tuple[int, int, Stored]] = []
    for row, page in _understood(reading):
        stored = Stored(row, page)
        if row.id in with_hits:
            reading.page_of_hit[row.id] = stored
        _sort(reading, stored, followers)
        _keep_sample(spread, stored, samples)
    reading.samples = [stored for *_, stored in spread]
    _put_in_order(reading)
    return reading


def _address(stored: Stored) -> str:
    return stored.row.final


def _put_in_order(reading: Reading) -> None:
    """By address: the order of fetching is chance, and a run that was resumed has another."""
    for pages in (
        reading.articles,
        reading.guides,
        reading.conflicting,
        reading.hidden,
        reading.scripts,
        reading.letter_pages,
        reading.survey_pages,
        reading.samples,
    ):
        pages.sort(key=_address)
    reading.page_of_hit = dict(sorted(reading.page_of_hit.items(), key=lambda pair: _address(pair[1])))
    place = {number: index for index, number in enumerate(reading.page_of_hit)}
    reading.hits.sort(key=lambda hit: place.get(hit.page, len(place)))


def _hits(reading: Reading) -> list[HitRow]:
    """Hits of the pages as visitors see them: rendered where they were."""
    shown = reading.shown
    return [hit for hit in read_hits(reading.folder) if hit.page not in shown] + [
        HitRow(number, *hit) for number, record in shown.items() for hit in record.get("hits", ())
    ]


def _understood(reading: Reading) -> Iterator[tuple[PageRow, Page]]:
    """Pages with what they say: what a browser made of one stands for what was served."""
    shown = reading.shown
    for row in read_pages(reading.folder):
        detail = orjson.loads(row.detail)
        if "page" not in detail:
            _keep_unread(reading, row, detail)
            continue
        reading.pages += 1
        reading.good.update((row.url, row.final))
        if (record := shown.get(row.id)) is not None:
            at = datetime.fromisoformat(record["at"])
            row = row._replace(at=at, digest=record["digest"], kind=record["page"]["kind"])
            detail = record
        yield row, decode_page(detail["page"])


def _keep_unread(reading: Reading, row: PageRow, detail: dict[str, Any]) -> None:
    if detail.get("detail", "").startswith(NOT_UNDERSTOOD):
        reading.not_understood += 1
        reading.unread.update((row.url, row.final))
    if 200 <= row.status < 300 and not row.fault:
        reading.good.update((row.url, row.final))
        return
    failure = Failure(row.url, row.status, row.fault, row.at, row.depth)
    reading.failures[row.url] = failure
    if row.id == 0:
        reading.home_failure = failure


def _sort(reading: Reading, stored: Stored, followers: set[str]) -> None:
    row, page = stored
    if row.id == 0:
        reading.home = stored
    for item in page.items:
        if item.day is not None:
            _keep_listed(reading, item, item.day)
    is_follower = bool(followers & {row.url, row.final})
    if page.next_page:
        followers.add(page.next_page)
    if page.guide is not None:
        reading.guides.append(stored)
    if page.kind is PageKind.ARTICLE:
        if page.column_type in _TYPED_ARTICLES:
            reading.articles.append(stored)
        if stored.day is not None:
            reading.days.setdefault(row.final, stored.day)
    elif not is_follower and page.kind not in (PageKind.LETTER, PageKind.CONSULTATION, PageKind.GUIDE):
        reading.lists.setdefault(row.url, stored)
        reading.lists.setdefault(row.final, stored)
    if page.conflicts or (page.kind is PageKind.ARTICLE and stored.day and stored.day > row.at.date()):
        reading.conflicting.append(stored)
    if page.letters:
        reading.letter_pages.append(stored)
    if page.kind is PageKind.CONSULTATION:
        reading.survey_pages.append(stored)
    if page.hidden_links:
        reading.hidden.append(stored)
    if page.suspicious_scripts:
        reading.scripts.append(stored)


def _keep_listed(reading: Reading, item: ListItem, day: date) -> None:
    """The day that a list shows: the first one, but one with its year goes before one without."""
    if item.url not in reading.days_in_lists or (item.year_known and item.url in reading.without_year):
        reading.days_in_lists[item.url] = day
        reading.without_year.discard(item.url)
        if not item.year_known:
            reading.without_year.add(item.url)


def _keep_sample(spread: list[tuple[int, int, Stored]], stored: Stored, samples: int) -> None:
    """Keep the content pages with the smallest checksums of their addresses: a spread without a random number."""
    if stored.page.kind is not PageKind.ARTICLE or samples < 1:
        return
    entry = (-crc32(stored.row.final.encode()), stored.row.id, stored)
    if len(spread) < samples:
        heappush(spread, entry)
    else:
        heappushpop(spread, entry)
