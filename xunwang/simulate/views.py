"""What a template family is given to draw: plain records, already filled from the site's facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from xunwang.simulate.spec import ColumnSpec, SiteSpec


class Entry(NamedTuple):
    """A line of a list."""

    title: str
    url: str
    day: date | None
    """None: the list shows no date."""


class Crumb(NamedTuple):
    """A step of the breadcrumb."""

    name: str
    url: str


class Block(NamedTuple):
    """A list on the home page or a landing page."""

    name: str
    url: str
    entries: tuple[Entry, ...]
    scripted: bool = False


class ListView(NamedTuple):
    """A page of a list."""

    column: ColumnSpec
    entries: tuple[Entry, ...]
    page: int
    pages: int
    urls: tuple[str, ...]
    """Address of every page of the list (the first twenty)."""
    siblings: tuple[Crumb, ...]


class ArticleView(NamedTuple):
    """An article."""

    title: str
    shown: datetime | None
    """The day it shows, in Asia/Shanghai."""
    source: str
    author: str
    body: tuple[str, ...]
    """Paragraphs; markup allowed."""
    attachments: tuple[Crumb, ...]
    related: tuple[Crumb, ...]
    related_name: str
    more: tuple[Crumb, ...]
    """Other articles, shown beside."""


class GuideView(NamedTuple):
    """A service guide: name of the element as printed, and its text or markup."""

    name: str
    rows: tuple[tuple[str, str], ...]
    materials: tuple[tuple[str, str, str, str], ...]
    """(material, form, copies, note); empty when materials are not told."""
    downloads: tuple[Crumb, ...]
    platform: str


class LetterRow(NamedTuple):
    """A letter in the list."""

    title: str
    url: str
    asked: str
    answered: str
    state: str


class LetterView(NamedTuple):
    """A letter's page. Empty text: the field is not shown at all."""

    title: str
    asked: str
    question: str
    department: str
    answered: str
    answer: str


class Mailbox(NamedTuple):
    """The letter column."""

    column: ColumnSpec
    rows: tuple[LetterRow, ...]
    statistics: str
    form_url: str


class PageView(NamedTuple):
    """A whole page before the family draws its frame."""

    site: SiteSpec
    title: str
    head: str
    """Meta tags."""
    trail: tuple[Crumb, ...]
    main: str
    tail: str = ""
