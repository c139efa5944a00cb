"""What is understood from one page: plain typed records.

Addresses are absolute and WHATWG-normalised. Times are aware; what a page states is read in
Asia/Shanghai. ``None`` means "the page does not say", never "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from xunwang.words import (
    ColumnType,
    FooterElement,
    GuideElement,
    LinkClass,
    PageKind,
    Precision,
)


class Link(NamedTuple):
    """An address that the page refers to."""

    url: str
    text: str
    """Visible text, or the title or alt of what is linked; at most 200 characters."""
    link_class: LinkClass


class ListItem(NamedTuple):
    """An entry of a list of articles."""

    title: str
    url: str
    day: date | None
    """Publication day shown beside the entry; None where the list shows none."""
    block: int
    """Number of the list on the page, so that the lists of a home page can be told apart."""
    year_known: bool = True
    """False where the list shows month and day only and the address tells no year: the day's year is then the one
    that puts it last before the fetch, which a list that stands still for a year does not deserve."""


class ListBlock(NamedTuple):
    """A list on a page, with the column it is said to belong to."""

    name: str
    """Heading of the block, or an empty string."""
    more_url: str | None
    """Where "more" or the heading leads: the column."""
    items: int
    newest: date | None


class NavColumn(NamedTuple):
    """A column that the page's navigation offers."""

    name: str
    url: str
    level: int
    """1 for a first-level column (一级栏目)."""
    parent: str | None
    """Address of the column above, where the navigation nests them."""


class FooterPart(NamedTuple):
    """One footer element found."""

    element: FooterElement
    value: str
    """The printed text, code or number."""
    url: str | None
    """Where it leads, if it is linked."""


class SearchForm(NamedTuple):
    """The site's own search, ready to be asked."""

    action: str
    method: str
    """``get`` or ``post``."""
    field: str
    """Name of the field that takes the words."""
    fixed: tuple[tuple[str, str], ...]
    """Hidden fields and defaults to send along."""
    encoding: str


class HiddenLink(NamedTuple):
    """A link that a visitor can't see (G-32)."""

    url: str
    text: str
    how: str
    """Why it is invisible: ``display:none``, ``off-screen``, ``zero size``, ``same colour`` …"""
    fragment: str


class Conflict(NamedTuple):
    """Two statements of one page that don't agree."""

    what: str
    """``published``, ``source``, ``site_code``, ``encoding`` …"""
    one: str
    other: str
    where: str
    """Which two places: ``meta/visible``, ``meta/url``, ``visible/url`` …"""


class Attachment(NamedTuple):
    """A file that the body offers."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A service guide (办事指南)."""

    name: str
    elements: Mapping[GuideElement, str]
    """Text of each element class that was found, non-empty."""
    vague: tuple[str, ...] = ()
    """Fragments that leave the required materials open (其他材料, 有关证明 …)."""
    forms: tuple[Attachment, ...] = ()
    needs_form: bool = False
    """The materials name a form or table that the applicant has to fill in."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A citizen's letter, from a list row or a detail page."""

    title: str
    url: str
    asked: datetime | None = None
    answered: datetime | None = None
    department: str | None = None
    answer: str | None = None
    """Text of the answer (detail pages); None where the page has no answer text."""
    is_answered: bool | None = None
    """None where the page doesn't tell."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A survey or call for opinions (征集调查)."""

    title: str
    url: str
    begins: date | None = None
    ends: date | None = None
    result_url: str | None = None


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader as the leadership column shows him or her."""

    name: str
    has_resume: bool
    has_duties: bool
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form by which a visitor can write to the office."""

    action: str
    fields: tuple[str, ...]
    about: str
    """``letter``, ``login``, ``other``."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything understood from one page."""

    url: str
    encoding: str
    """WHATWG label of what was really used: ``utf-8``, ``gb18030`` (also for gb2312/gbk), ``big5`` …"""
    encoding_declared: str | None
    kind: PageKind
    title: str | None
    published: datetime | None
    published_precision: Precision | None
    published_from: str | None
    """``visible``, ``meta``, ``script``, ``url``: what ``published`` was taken from."""
    source: str | None
    author: str | None
    site_name: str | None
    site_code: str | None
    metas: Mapping[str, str]
    """Prescribed tags (rules-guidelines, section 3) as found, keyed by their official spelling."""
    trail: tuple[Link, ...]
    """Breadcrumb without the home page: its length is the level of a column page."""
    column: str | None
    column_type: ColumnType | None
    text: str
    """Body text of an article, guide or letter; visible text without navigation elsewhere."""
    links: tuple[Link, ...]
    items: tuple[ListItem, ...] = ()
    blocks: tuple[ListBlock, ...] = ()
    next_page: str | None = None
    """The list's following page."""
    pages_total: int | None = None
    columns: tuple[NavColumn, ...] = ()
    link_groups: int = 0
    """On service columns: headed groups of links, the classes under which the items stand."""
    navigation_only: bool = False
    """The page is an entrance without content of its own."""
    scripted: bool = False
    """A list or the body is filled in by script: what is not seen here is unknown, not blank."""
    bare: bool = False
    """A column page with neither an entry nor text besides its links; whether these are content or menu
    only the whole site can tell."""
    blank: bool = False
    """A column page without any entry or body text, and not scripted."""
    footer: tuple[FooterPart, ...] = ()
    search_form: SearchForm | None = None
    search_by_script: bool = False
    """There is a field to search by, but a script sends it: it can't be asked without rendering."""
    forms: tuple[Form, ...] = ()
    hidden_links: tuple[HiddenLink, ...] = ()
    guide: Guide | None = None
    letters: tuple[Letter, ...] = ()
    letter_statistics: str | None = None
    """The fragment that tells how many letters were received and answered."""
    service_statistics_day: date | None = None
    """Day of the newest service statistics (办事统计) shown."""
    consultations: tuple[Consultation, ...] = ()
    leaders: tuple[Leader, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Link, ...] = ()
    """Links between a policy document and its interpretation, either way (解读/相关文件)."""
    media: tuple[str, ...] = ()
    """Forms of presentation in the body: ``picture``, ``audio``, ``video``, ``chart``."""
    refresh_url: str | None = None
    """Target of a meta refresh or of a script redirect."""
    frames: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    stale_years: tuple[str, ...] = ()
    """Fragments of an overview or organisation page that speak of a year long past as the present."""
    outdated_markup: tuple[str, ...] = ()
    """Fragments that today's browsers don't show (Flash, ActiveX), or that ask for an old browser."""
    suspicious_scripts: tuple[str, ...] = ()
    """Scripts or frames of a foreign, non-government host, and redirecting inline scripts."""
