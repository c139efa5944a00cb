"""Turns an answer into what the journal keeps of it: understanding, text hits, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xunwang.engine.page_codec import encode_page
from xunwang.fetch.records import Fetched
from xunwang.pages.records import Page
from xunwang.pages.understand import Depth, understand
from xunwang.pages.urls import Joiner
from xunwang.text.scanner import Hit, Scanner
from xunwang.words import PageKind

_HTML_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")
WARC_KINDS = frozenset(
    {PageKind.HOME, PageKind.COLUMN, PageKind.LETTERS, PageKind.CONSULTATIONS, PageKind.FORM, PageKind.SEARCH}
)
"""Kinds of which every page becomes a WARC record at once; others only when a finding points to them."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A page with the hits of the word lists."""

    page: Page
    hits: tuple[Hit, ...]


def is_page(fetched: Fetched) -> bool:
    """Whether the answer is a document to be understood, by its content type and first bytes."""
    kind = (fetched.header("content-type") or "").lower()
    if kind and not kind.startswith(_HTML_TYPES):
        return False
    return b"\x00" not in fetched.body[:512] or fetched.body[:2] in (b"\xff\xfe", b"\xfe\xff")


def charset_of(fetched: Fetched) -> str | None:
    """The charset that the Content-Type field declares."""
    kind = fetched.header("content-type") or ""
    _, found, rest = kind.lower().partition("charset=")
    return rest.split(";")[0].strip(" \"'") or None if found else None


def observe(
    fetched: Fetched,
    *,
    site_hosts: frozenset[str],
    joiner: Joiner,
    scanner: Scanner,
    depth: Depth,
) -> Observed:
    """Understand a page and scan its text. ``fetched`` is a good answer for which :func:`is_page` holds."""
    page = understand(
        fetched.body,
        url=fetched.url,
        now=fetched.at,
        http_charset=charset_of(fetched),
        site_hosts=site_hosts,
        joiner=joiner,
        depth=depth,
    )
    return Observed(page, scanner.scan(page.text, page.title or ""))


def page_record(observed: Observed) -> dict[str, Any]:
    """What the journal and the archive keep of a page besides the transfer's facts."""
    record: dict[str, Any] = {"page": encode_page(observed.page), "chars": len(observed.page.text)}
    if observed.hits:
        record["hits"] = [hit_record(hit) for hit in observed.hits]
    return record


def hit_record(hit: Hit) -> list[str]:
    """A text hit as plain values: concern, grade, rule, match, suggestion, fragment."""
    return [str(hit.concern), str(hit.grade), hit.rule, hit.match, hit.suggestion or "", hit.fragment]
