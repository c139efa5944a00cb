"""Facts of one site: the argument of every indicator.

Built by the engine from a run's archive. Times are aware; days are days in Asia/Shanghai.
Everything is as of the run; windows are laid by the rules from the check point they are given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from xunwang.words import (
    ColumnType,
    Concern,
    FooterElement,
    Grade,
    GuideElement,
    Level,
    LinkClass,
    PageKind,
    SiteKind,
)


class Seen(NamedTuple):
    """Where and when a fact was seen; ``digest`` opens the stored page."""

    url: str
    at: datetime
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A row of the register."""

    name: str
    home_url: str
    kind: SiteKind
    level: Level
    unit: str = ""
    region: str = ""
    """Name of the place that results are grouped by (a city of the province)."""
    region_code: str = ""
    """GB/T 2260, six digits."""
    site_code: str = ""
    """网站标识码 of the register; empty when not given."""
    has_services: bool = True
    """False where the department has no outward service function (R-05)."""
    intervals: Mapping[str, int] = field(default_factory=dict)
    """Declared update interval in days by column name or address."""
    hosts: tuple[str, ...] = ()
    """Further hosts that belong to the site."""


class Coverage(NamedTuple):
    """How much of the site the run has seen."""

    pages: int
    complete: bool
    """False when a budget, a trap cut or a stop ended the crawl early."""
    reason: str
    """Why not complete, in Chinese; else empty."""
    home: Seen | None
    """None when the home page could not be fetched in the crawl."""
    not_understood: int = 0
    """Pages that opened and that our own code could not read: what they say is unknown."""
    rendered: int = 0
    """Pages filled in by script that a browser has rendered."""
    unrendered: int = 0
    """Pages that were to be rendered and could not be, or not wholly."""
    render_problem: str = ""
    """The first reason why, in Chinese."""
    column_types: tuple[str, ...] | None = None
    """Values of :class:`xunwang.words.ColumnType` among the site's columns; None: nobody could look."""


class Probe(NamedTuple):
    """One attempt to open the home page."""

    at: datetime
    vantage: str
    seconds: float
    """Until the page was open, or until it was given up."""
    status: int
    fault: str
    """Empty when an answer came."""


class ItemSeen(NamedTuple):
    """A list entry."""

    title: str
    url: str
    day: date | None


class Column(NamedTuple):
    """A column with what its list shows."""

    name: str
    url: str
    type: ColumnType | None
    level: int
    parent: str | None
    items: int
    newest: ItemSeen | None
    """Newest entry with a day; None when no entry has one."""
    blank: bool
    scripted: bool
    """List filled in by script and not rendered: content unknown."""
    reachable: bool
    interval_days: int | None
    """Declared update interval."""
    seen: Seen
    unopened: bool = False
    """The list shows no day, and none of what it leads to was read: how old it is, nobody knows."""


class Home(NamedTuple):
    """The home page, or a second-level page, as far as updates go."""

    seen: Seen
    navigation_only: bool
    scripted: bool
    newest: ItemSeen | None
    items: int
    unopened: bool = False
    """As of a column."""


class TextHit(NamedTuple):
    """A hit of the text layer."""

    concern: Concern
    grade: Grade
    rule: str
    """Name of the list and entry."""
    fragment: str
    """Exact text with a little context."""
    match: str
    suggestion: str
    title: str
    """Title of the page."""
    seen: Seen


class HiddenLinkSeen(NamedTuple):
    """An invisible link."""

    target: str
    text: str
    how: str
    fragment: str
    foreign: bool
    """Leads outside the site and outside .gov.cn."""
    seen: Seen


class DateConflict(NamedTuple):
    """Statements about one article's day of publication that don't agree."""

    title: str
    visible: date | None
    meta: date | None
    in_url: date | None
    in_list: date | None
    last_modified: datetime | None
    first_seen: datetime
    """Fetch time, or the earliest time an earlier run saw it."""
    seen: Seen


class TamperHint(NamedTuple):
    """A sign of tampering: foreign script, redirecting script, hijacked title."""

    what: str
    fragment: str
    seen: Seen


class ContentHint(NamedTuple):
    """A fragment that a person should look at (stale year, vague wording, missing field)."""

    what: str
    fragment: str
    seen: Seen


class LetterSeen(NamedTuple):
    """A public letter."""

    title: str
    asked: datetime | None
    answered: datetime | None
    is_answered: bool | None
    department: str | None
    answer: str | None
    """Answer text where a detail page was read; None where there was none or no detail was read."""
    detailed: bool
    """The detail page was read, so missing fields are really missing."""
    seen: Seen


class Mailbox(NamedTuple):
    """An interactive channel."""

    name: str
    type: ColumnType
    """ENQUIRIES counts; PETITIONS, INTERVIEWS, CONSULTATIONS don't (W-V-05)."""
    has_form: bool
    form_reachable: bool | None
    letters: int
    scripted: bool
    seen: Seen


class GuideSeen(NamedTuple):
    """A service guide."""

    name: str
    elements: frozenset[GuideElement]
    vague: tuple[str, ...]
    needs_form: bool
    forms_ok: int
    forms_broken: tuple[str, ...]
    """Addresses of forms that could not be downloaded."""
    seen: Seen


class PolicySeen(NamedTuple):
    """A policy document of the unit's own."""

    title: str
    day: date | None
    interpretations: tuple[str, ...]
    """Addresses of interpretations it links to."""
    own: bool
    """Issued in the name of the region or department (title or number says so)."""
    seen: Seen


class InterpretationSeen(NamedTuple):
    """A policy interpretation."""

    title: str
    day: date | None
    documents: tuple[str, ...]
    """Addresses of policy documents it links to."""
    media: tuple[str, ...]
    seen: Seen


class LinkTry(NamedTuple):
    """One attempt to open a link target."""

    at: datetime
    status: int
    fault: str


class BrokenLink(NamedTuple):
    """A link whose target could not be opened at any try so far."""

    target: str
    text: str
    link_class: LinkClass
    on_home: bool
    on_second_level: bool
    pages: int
    """How many pages carry it."""
    tries: tuple[LinkTry, ...]
    seen: Seen
    """A page that carries it."""


class FooterSeen(NamedTuple):
    """A footer with its parts."""

    parts: Mapping[FooterElement, str]
    """Printed value by element; absent elements are absent."""
    urls: Mapping[FooterElement, str]
    is_home: bool
    scripted: bool
    seen: Seen


class EntranceTest(NamedTuple):
    """The "I spot an error" entrance, followed."""

    url: str
    code: str
    """Site code carried by the entrance."""
    works: bool | None
    """None when it could not be tried (no way out to the national platform)."""
    detail: str
    seen: Seen


class SearchQuery(NamedTuple):
    """One question to the site's own search."""

    title: str
    expected: str
    """Address of the page with that title."""
    found: bool
    answered: bool
    """A result page came."""
    scripted: bool
    """Results are filled in by script: can't be read without rendering."""
    seen: Seen | None


class SearchTest(NamedTuple):
    """The site's search."""

    has_form: bool
    scripted: bool
    """The home page builds its search by script."""
    queries: tuple[SearchQuery, ...]
    seen: Seen | None


class TagSample(NamedTuple):
    """A page checked for the prescribed meta tags."""

    kind: PageKind
    missing: tuple[str, ...]
    seen: Seen


class Ipv6Test(NamedTuple):
    """Reachability over IPv6."""

    vantage_has_ipv6: bool
    addresses: tuple[str, ...]
    """AAAA answers."""
    opened: tuple[tuple[str, bool], ...]
    """(address of the page, opened) for home and sampled pages."""
    at: datetime | None


class SurveySeen(NamedTuple):
    """A consultation activity."""

    title: str
    begins: date | None
    ends: date | None
    result_url: str | None
    seen: Seen


class LeaderSeen(NamedTuple):
    """A leader with the fields shown."""

    name: str
    has_resume: bool
    has_duties: bool
    seen: Seen


class OutLink(NamedTuple):
    """A link target outside .gov.cn, with what it turned out to be."""

    target: str
    final: str
    title: str
    """Title of the page it led to; empty if not opened."""
    hijack: tuple[str, ...]
    """Vocabulary hits on the target page or link text."""
    hops: tuple[str, ...]
    text: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """All that is known about one site in one run.

    Empty tuples mean "nothing was found"; whether that is the same as "there is nothing" is for
    ``coverage`` and the ``scripted`` flags to say.
    """

    site: Site
    coverage: Coverage
    probes: tuple[Probe, ...] = ()
    home: Home | None = None
    second_level: tuple[Home, ...] = ()
    columns: tuple[Column, ...] = ()
    text_hits: tuple[TextHit, ...] = ()
    hidden_links: tuple[HiddenLinkSeen, ...] = ()
    out_links: tuple[OutLink, ...] = ()
    tampering: tuple[TamperHint, ...] = ()
    date_conflicts: tuple[DateConflict, ...] = ()
    mailboxes: tuple[Mailbox, ...] = ()
    letters: tuple[LetterSeen, ...] = ()
    mailbox_exported: bool = False
    """The owner's full mailbox export was supplied (unpublished letters count too)."""
    letter_statistics: Seen | None = None
    service_entry: Seen | None = None
    service_classes: int = 0
    """Classes under which the service items are shown together."""
    guides: tuple[GuideSeen, ...] = ()
    service_statistics_day: date | None = None
    service_statistics: Seen | None = None
    policies: tuple[PolicySeen, ...] = ()
    interpretations: tuple[InterpretationSeen, ...] = ()
    leaders: tuple[LeaderSeen, ...] = ()
    content_hints: tuple[ContentHint, ...] = ()
    """``what`` is ``overview``, ``organisation``, ``guide_difference``, ``answer_quality`` …"""
    broken_links: tuple[BrokenLink, ...] = ()
    links_checked: int = 0
    footers: tuple[FooterSeen, ...] = ()
    entrance: EntranceTest | None = None
    search: SearchTest | None = None
    tags: tuple[TagSample, ...] = ()
    ipv6: Ipv6Test | None = None
    header_name: str | None = None
    """Site name in title, header or SiteName tag."""
    final_host: str = ""
    """Host that the home page ended at."""
    surveys: tuple[SurveySeen, ...] = ()
    has_survey_form: bool = False
    data_files: int = 0
    """Machine-readable files (xlsx, csv, json …) offered in data columns."""
    question_entry: Seen | None = None
    """Entrance to an intelligent question-answering desk."""
    accessibility_entry: Seen | None = None
