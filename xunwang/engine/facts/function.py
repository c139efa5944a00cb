"""Footer, entrance, search, tags, IPv6, names: what the function-design items ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xunwang.engine.facts.reading import Reading, Stored
from xunwang.pages.metas import missing_tags
from xunwang.rules.facts import (
    EntranceTest,
    FooterSeen,
    Ipv6Test,
    SearchQuery,
    SearchTest,
    Seen,
    TagSample,
)
from xunwang.words import FooterElement, PageKind


def footers_of(reading: Reading) -> tuple[FooterSeen, ...]:
    """The home page's footer first, then those of sampled pages on which it was read."""
    pages = [reading.home] if reading.home else []
    pages += [stored for stored in reading.stored_lists if stored.page.footer and stored.row.id != 0][:5]
    return tuple(
        FooterSeen(
            {part.element: part.value for part in reversed(stored.page.footer)},
            {part.element: part.url for part in reversed(stored.page.footer) if part.url},
            stored.row.id == 0,
            stored.page.scripted and not stored.page.footer,
            stored.seen,
        )
        for stored in pages
    )


def entrance_of(reading: Reading) -> EntranceTest | None:
    """The error-report entrance of the home page, with the trial of following it."""
    if reading.home is None:
        return None
    for part in reading.home.page.footer:
        if part.element is FooterElement.ERROR_REPORT:
            trial = next(iter(_trials(reading, "entrance")), None)
            result = trial["result"] if trial else {}
            return EntranceTest(part.url or "", _code(part.value), result.get("works"),
                                result.get("detail", "未尝试打开"), reading.home.seen)  # fmt: skip
    return None


def _code(value: str) -> str:
    """The site code that the footer reader found in the entrance, or nothing."""
    digits = value.strip()
    return digits if digits.isascii() and digits.isalnum() and len(digits) == 10 else ""


def search_of(reading: Reading) -> SearchTest | None:
    """The site's own search, asked for titles that the crawl has seen."""
    if reading.home is None:
        return None
    page = reading.home.page
    queries = tuple(_query(trial) for trial in _trials(reading, "search"))
    by_script = page.search_form is None and (page.search_by_script or page.scripted)
    return SearchTest(page.search_form is not None, by_script,
                      queries, reading.home.seen)  # fmt: skip


def _query(trial: dict[str, Any]) -> SearchQuery:
    result = trial["result"]
    seen = Seen(trial["final"], datetime.fromisoformat(trial["at"]), trial["digest"])
    return SearchQuery(result["key"], result["expected"], result["found"], result["answered"],
                       result["scripted"], seen)  # fmt: skip


def ipv6_of(reading: Reading) -> Ipv6Test | None:
    """AAAA answers and the pages opened over IPv6."""
    end = reading.whole["end"]
    if end is None:
        return None
    opened = tuple((trial["result"]["key"], trial["result"]["opened"]) for trial in _trials(reading, "ipv6"))
    return Ipv6Test(end["vantage6"], tuple(end["addresses6"]), opened, datetime.fromisoformat(end["at"]))


def _trials(reading: Reading, kind: str) -> list[dict[str, Any]]:
    return [trial for trial in reading.whole["extras"] if trial["result"]["kind"] == kind]


def tags_of(reading: Reading, count: int) -> tuple[TagSample, ...]:
    """Home page, column pages and content pages with the prescribed tags that they lack."""
    columns = [stored for stored in reading.stored_lists if stored.page.kind is PageKind.COLUMN]
    pages = [reading.home] if reading.home else []
    half = max(1, (count - 1) // 2)
    pages += columns[:half] + reading.samples[:half]
    return tuple(
        TagSample(stored.page.kind, missing_tags(stored.page.metas, stored.page.kind), stored.seen)
        for stored in pages
        if stored.page.kind in (PageKind.HOME, PageKind.COLUMN, PageKind.ARTICLE)
    )


def header_name_of(stored: Stored | None) -> str | None:
    """Name that the home page gives the site."""
    if stored is None:
        return None
    return stored.page.site_name or stored.page.title
