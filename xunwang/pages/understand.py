"""One page understood: one parse, all extractors."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from xunwang.pages import kind as kinds
from xunwang.pages.article import Article, read_article, read_attachments
from xunwang.pages.body import MIN_TEXT, general_text
from xunwang.pages.browsers import outdated_markup
from xunwang.pages.columns import column_type, is_blank, is_navigation_only, read_columns, read_trail
from xunwang.pages.conflicts import read_conflicts
from xunwang.pages.consultations import read_consultations
from xunwang.pages.document import Document, parse
from xunwang.pages.footer import read_footer
from xunwang.pages.forms import read_forms
from xunwang.pages.guides import read_guide
from xunwang.pages.hidden import read_hidden_links
from xunwang.pages.leaders import read_leaders
from xunwang.pages.letters import read_letters
from xunwang.pages.lines import drop_unseen, visible_lines
from xunwang.pages.link_groups import count_link_groups
from xunwang.pages.links import read_links, read_refresh
from xunwang.pages.lists import Lists, read_lists
from xunwang.pages.metas import official_metas
from xunwang.pages.published import find_title
from xunwang.pages.records import (
    Consultation,
    FooterPart,
    Form,
    Guide,
    HiddenLink,
    Leader,
    Letter,
    Link,
    NavColumn,
    Page,
    SearchForm,
)
from xunwang.pages.related import read_related
from xunwang.pages.scripted import is_scripted
from xunwang.pages.search_form import has_scripted_search, read_search_form
from xunwang.pages.statistics import letter_statistics, service_statistics_day
from xunwang.pages.tamper import stale_years, suspicious_scripts
from xunwang.pages.title import (
    continued,
    first_heading,
    is_mere_name,
    labelled_title,
    line_above,
    read_title,
    shown_title,
)
from xunwang.pages.urls import Joiner, folder_of, host_of
from xunwang.words import ColumnType, LinkClass, PageKind


class Depth(Enum):
    """How much of a page is understood."""

    CRAWL = "crawl"
    """On articles, leave out footer, columns, lists, hidden links, forms and search; all on other pages."""
    NEAR = "near"
    """On articles, leave out columns and lists only: for the pages that the home page leads to."""
    FULL = "full"
    """Everything on every page."""


@dataclass(slots=True)
class _Reading:
    """What has been read of a page so far; filled step by step, from what scripts are needed for onwards."""

    doc: Document
    joiner: Joiner
    hosts: frozenset[str]
    leaf: bool = False
    links: tuple[Link, ...] = ()
    frames: tuple[str, ...] = ()
    refresh: str | None = None
    scripted: bool = False
    suspicious: tuple[str, ...] = ()
    hidden: tuple[HiddenLink, ...] = ()
    forms: tuple[Form, ...] = ()
    search: SearchForm | None = None
    search_by_script: bool = False
    outdated: tuple[str, ...] = ()
    lines: list[str] = field(default_factory=list)
    trail: tuple[Link, ...] = ()
    title: str | None = None
    column: str | None = None
    lists: Lists | None = None
    columns: tuple[NavColumn, ...] = ()
    footer: tuple[FooterPart, ...] = ()
    guide: Guide | None = None
    letters: tuple[Letter, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    leaders: tuple[Leader, ...] = ()


def understand(
    body: bytes,
    *,
    url: str,
    now: datetime,
    http_charset: str | None = None,
    site_hosts: frozenset[str] = frozenset(),
    joiner: Joiner | None = None,
    depth: Depth = Depth.FULL,
) -> Page:
    """Understand a page. Never raises on any bytes; cost and memory are bounded.

    Args:
        body: the page as it came, decompressed.
        url: address after redirects; links are joined to it.
        now: instant of the fetch, aware: relative dates are read against it.
        http_charset: label of the Content-Type field.
        site_hosts: hosts of the site; without them the page's own host is the site.
        joiner: memory of joined links, one per site.
        depth: how much to read.
    """
    doc = parse(body, url=url, http_charset=http_charset, now=now)
    read = _Reading(doc, joiner or Joiner(), site_hosts or frozenset({host_of(url)}))
    read.leaf = depth is Depth.CRAWL and bool(doc.metas.get("articletitle"))
    _read_with_scripts(read)
    drop_unseen(doc.tree)
    read.lines = _lines(doc)
    read.trail = _trail(read)
    read.column = doc.metas.get("columnname") or (read.trail[-1].text if read.trail else None)
    read.title = read_title(doc, doc.metas.get("sitename"), tuple(link.text for link in read.trail))
    stated = read.title
    article = _read_article(read)
    special = _read_special(read)
    kind = special or _kind(read, article)
    if kind not in _BODY_KINDS:
        read.title = _column_title(read, stated)
    if kind is not PageKind.ARTICLE or depth is Depth.FULL:
        _read_deep(read)
    elif depth is Depth.NEAR:
        read.footer = read_footer(doc, read.joiner)
    if kind is None:
        kind = _kind_by_shape(read)
    if kind in _BODY_KINDS and depth is not Depth.CRAWL and _has_lost_text(read, article):
        article = replace(article, text=general_text(doc.html))
    return _page(read, article, kind)


def _lines(doc: Document) -> list[str]:
    shown = doc.outline.shown
    if shown is None:
        return visible_lines(doc.tree)
    return shown.split("\n") if shown else []


def _trail(read: _Reading) -> tuple[Link, ...]:
    """The breadcrumb; articles of one folder that name the same column share it, and it is read once."""
    doc, known = read.doc, read.joiner.trails
    column = doc.metas.get("columnname")
    if not read.leaf or not column:
        return read_trail(doc, read.joiner)
    key = folder_of(doc.url), column
    if key not in known:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[key] = read_trail(doc, read.joiner)
    return known[key]


def _column_title(read: _Reading, stated: str | None) -> str | None:
    """Title of a page that is no article: what its head says, or the column's name where that is the site's."""
    if read.column and is_mere_name(stated, read.doc.metas.get("sitename"), ()):
        return read.column
    return stated


def _read_article(read: _Reading) -> Article:
    """The article, and its headline where the head of the page only names the site or adds names."""
    doc, names = read.doc, {link.text for link in read.trail}
    menu = {link.text for link in read.links}
    stated, site_name = read.title, doc.metas.get("sitename")
    weak = is_mere_name(stated, site_name, names)
    if weak:
        read.title = labelled_title(read.lines) or first_heading(doc, names) or stated
    elif stated and not doc.metas.get("articletitle"):
        read.title = continued(doc, shown_title(read.lines, stated, menu) or stated)
    article = read_article(doc, read.lines, read.title, menu)
    published = article.published
    if not weak:
        return article
    if published is None:
        read.title = stated
    elif published.line is not None and read.title == stated:
        read.title = line_above(read.lines, published.line) or stated
        article = replace(article, title_line=find_title(read.lines, read.title))
    return article


def _read_with_scripts(read: _Reading) -> None:
    """Extractors that need the page's scripts and styles."""
    doc, joiner = read.doc, read.joiner
    read.links, read.frames = read_links(doc, joiner, read.hosts, known_texts=read.leaf)
    read.refresh = read_refresh(doc, joiner)
    read.suspicious = _suspicious(read)
    if not read.leaf or doc.may_hold(b"<textarea"):
        read.forms = read_forms(doc, joiner)
    if not read.leaf:
        read.scripted = is_scripted(doc)
        read.hidden = read_hidden_links(doc, joiner)
        read.search = read_search_form(doc, joiner)
        read.search_by_script = read.search is None and has_scripted_search(doc)
        read.outdated = outdated_markup(doc)


def _suspicious(read: _Reading) -> tuple[str, ...]:
    """Suspicious scripts; articles that load the very scripts of one seen before have its result."""
    doc, known = read.doc, read.joiner.scripts
    if not read.leaf or doc.may_hold(b"referrer"):
        return suspicious_scripts(doc, read.hosts)
    key = doc.outline.sources
    if key not in known:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[key] = suspicious_scripts(doc, read.hosts)
    return known[key]


def _read_special(read: _Reading) -> PageKind | None:
    """Guides, letters, consultations and leaders, where words of the page promise them."""
    doc, joiner = read.doc, read.joiner
    labels = kinds.labels_of(read.lines)
    names = f"{read.title or ''} {read.column or ''} {' '.join(link.text for link in read.trail)}"
    if kinds.is_error(read.title, read.lines):
        return PageKind.ERROR
    if kinds.may_hold_leaders(names):
        read.leaders = read_leaders(doc, joiner)
    of_guide, of_letters = kinds.named_in(labels)
    if of_guide:
        read.guide = read_guide(doc, joiner)
    if kinds.may_hold_consultations(names):
        read.consultations = read_consultations(doc, joiner)
    of_letters = of_letters or kinds.may_hold_letters(f"{read.title or ''} {read.column or ''}")
    if of_letters and not read.consultations:
        read.letters = read_letters(doc, joiner)
    if read.guide is not None and len(read.guide.elements) >= 3:
        return PageKind.GUIDE
    if kinds.is_column_itself(doc, read.title, read.column):
        return None
    if len(read.letters) == 1 and read.letters[0].url == doc.url:
        return PageKind.LETTER
    if len(read.consultations) == 1 and read.consultations[0].url == doc.url:
        return PageKind.CONSULTATION
    return None


def _kind(read: _Reading, article: Article) -> PageKind | None:
    """Kind as far as tags, address and the article's marks tell; None where lists have to decide."""
    doc = read.doc
    if _is_home(read):
        return PageKind.HOME
    if read.letters:
        return PageKind.LETTERS
    if article.published is None and any(form.about == "letter" for form in read.forms):
        return PageKind.FORM
    if kinds.is_article(doc, article, read.title):
        return PageKind.ARTICLE
    if kinds.is_search(doc.url, read.title):
        return PageKind.SEARCH
    return None


def _is_home(read: _Reading) -> bool:
    metas = read.doc.metas
    if metas.get("articletitle"):
        return False
    if metas.get("pagecategory", "").lower() == "index":
        return True
    column = metas.get("columnname", "")
    if column and "首页" not in column and column != metas.get("sitename"):
        return False
    return kinds.is_home_address(read.doc.url)


def _kind_by_shape(read: _Reading) -> PageKind:
    """Kind of a page that is no article, by its lists, forms and navigation."""
    metas = read.doc.metas
    items = len(read.lists.items) if read.lists else 0
    if read.consultations:
        return PageKind.CONSULTATIONS
    if any(form.about == "letter" for form in read.forms) and items < 3:
        return PageKind.FORM
    named = bool(metas.get("columnname") or metas.get("columntype") or read.trail)
    if not named and read.lists and len(read.lists.blocks) >= 2 and len(read.columns) >= 3:
        return PageKind.HOME
    if named or items or kinds.is_list_address(read.doc.url) or read.scripted:
        return PageKind.COLUMN
    return PageKind.OTHER


def _read_deep(read: _Reading) -> None:
    """What is left out on articles during a crawl."""
    doc, joiner = read.doc, read.joiner
    read.lists = read_lists(doc, joiner)
    read.columns = read_columns(doc, joiner)
    read.footer = read_footer(doc, joiner)


_MOST_KNOWN = 2000
_STATIC_TYPES = (ColumnType.OVERVIEW, ColumnType.ORGANISATION, ColumnType.LEADERS)
"""Columns that speak of the present without being lists: what is long past there has not been kept up."""
_BODY_KINDS = (PageKind.ARTICLE, PageKind.GUIDE, PageKind.LETTER, PageKind.CONSULTATION)


def _page(read: _Reading, article: Article, kind: PageKind) -> Page:
    doc, metas = read.doc, read.doc.metas
    single = kind in _BODY_KINDS
    lists = read.lists
    text = article.text if single else _shown_text(read, article, kind)
    published = article.published if single else None
    found_type = column_type(metas.get("columntype"), read.column or "", doc.url)
    return Page(
        url=doc.url,
        encoding=doc.encoding,
        encoding_declared=doc.encoding_declared,
        kind=kind,
        title=read.title,
        published=published.when if published else None,
        published_precision=published.precision if published else None,
        published_from=published.origin if published else None,
        source=article.source if single else None,
        author=article.author if single else None,
        site_name=metas.get("sitename") or (read.title if kind is PageKind.HOME else None),
        site_code=metas.get("siteidcode", "")[:40] or None,
        metas=official_metas(metas),
        trail=read.trail,
        column=read.column,
        column_type=ColumnType.HOME if kind is PageKind.HOME else found_type,
        text=text,
        links=read.links,
        items=lists.items if lists else (),
        blocks=lists.blocks if lists else (),
        next_page=lists.next_page if lists and not single else None,
        pages_total=lists.pages_total if lists and not single else None,
        columns=read.columns,
        link_groups=count_link_groups(doc) if found_type is ColumnType.SERVICES and not single else 0,
        navigation_only=kind is PageKind.HOME and is_navigation_only(doc, lists or Lists()),
        scripted=read.scripted,
        bare=kind is PageKind.COLUMN and _is_blank(read, {link.text for link in read.links}),
        blank=kind is PageKind.COLUMN and _is_blank(read, frozenset()),
        footer=read.footer,
        search_form=read.search,
        search_by_script=read.search_by_script,
        outdated_markup=read.outdated,
        forms=read.forms,
        hidden_links=read.hidden,
        guide=read.guide,
        letters=read.letters,
        letter_statistics=None if single else letter_statistics(doc),
        service_statistics_day=None if single else service_statistics_day(doc),
        consultations=read.consultations,
        leaders=read.leaders,
        attachments=read_attachments(doc, article.body, read.joiner) if single and _has_files(read) else (),
        related=read_related(read.links, read.title, doc.url) if single else (),
        media=article.media if single else (),
        refresh_url=read.refresh,
        frames=read.frames,
        conflicts=read_conflicts(doc, article if single else None, read.footer),
        stale_years=stale_years(doc) if found_type in _STATIC_TYPES else (),
        suspicious_scripts=read.suspicious,
    )


def _has_lost_text(read: _Reading, article: Article) -> bool:
    """Whether the rules found no body on a page that shows a good deal of text."""
    return len(article.text) < MIN_TEXT and sum([len(line) for line in read.lines if len(line) > 20]) > 150


def _has_files(read: _Reading) -> bool:
    return LinkClass.ATTACHMENT in [link.link_class for link in read.links]


def _is_blank(read: _Reading, besides: Collection[str]) -> bool:
    if read.scripted or read.frames or read.refresh:
        return False
    if read.letters or read.consultations or read.guide or read.leaders or read.forms:
        return False
    return is_blank(read.lists or Lists(), _own_lines(read, besides), read.doc.html)


_FRAME_WORDS = re.compile(
    r"主办|承办|版权|技术支持|备案|ICP|公网安备|标识码|联系电话|电话[：:]|地址[：:]|邮编|位置|搜\s?索|检\s?索|网站地图|联系我们|关于我们|友情链接|"
    r"^(?:首页|上一?页|下一?页|尾页|末页|更多|返回|关闭|打印|设为首页|加入收藏|无障碍|EN|English|简体|繁体|登录|注册)$"
)


def _own_lines(read: _Reading, besides: Collection[str]) -> list[str]:
    """What a page says besides its frame (navigation, breadcrumb, name, footer) and the given lines."""
    metas = read.doc.metas
    names = {column.name for column in read.columns} | {link.text for link in read.trail}
    names |= {read.column or "", read.title or "", metas.get("sitename", ""), read.doc.title_tag}
    rest = [
        line
        for line in read.lines
        if len(line) > 2 and line not in names and line not in besides and not _FRAME_WORDS.search(line)
    ]
    return [line for line in rest if line not in (read.title or "") and line not in read.doc.title_tag]


def _shown_text(read: _Reading, article: Article, kind: PageKind) -> str:
    """Visible text; where there is navigation, without its short entries."""
    if kind in (PageKind.ERROR, PageKind.OTHER) or len(read.lines) < 30:
        return "\n".join(read.lines)
    menu = {link.text for link in read.links if len(link.text) < 9}
    return "\n".join(line for line in read.lines if len(line) > 3 and line not in menu)
