"""Wording, hidden links, tampering, dates, policies and their interpretation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from xunwang.engine.facts.reading import Reading, Stored
from xunwang.pages.dates import day_in_url, read_day
from xunwang.pages.urls import host_of, is_government
from xunwang.rules.facts import (
    ContentHint,
    DateConflict,
    HiddenLinkSeen,
    InterpretationSeen,
    LeaderSeen,
    OutLink,
    PolicySeen,
    TamperHint,
    TextHit,
)
from xunwang.text.hijack import hijack_words
from xunwang.words import ColumnType, Concern, Grade, PageKind

_OWN_DOCUMENT = re.compile(
    r"〔\d{4}〕\s?\d{1,4}\s?号|(?:人民政府|办公厅|办公室|委员会|管委会|局|厅)关于.{2,80}的?"
    r"(?:通知|意见|决定|办法|规定|方案|批复|通告|公告|措施|政策|规划|计划|纲要|细则|条例|命令|标准|清单)"
)
_HINT_TYPES = {
    ColumnType.OVERVIEW: "overview",
    ColumnType.ORGANISATION: "organisation",
    ColumnType.LEADERS: "leaders",
}


def text_hits_of(reading: Reading) -> tuple[TextHit, ...]:
    """All hits of the word lists."""
    found = []
    for hit in reading.hits:
        stored = reading.page_of_hit.get(hit.page)
        if stored is not None:
            found.append(TextHit(Concern(hit.concern), Grade(hit.grade), hit.rule, hit.fragment, hit.match,
                                 hit.suggestion, stored.page.title or "", stored.seen))  # fmt: skip
    return tuple(found)


def hidden_links_of(reading: Reading) -> tuple[HiddenLinkSeen, ...]:
    """Links that a visitor can't see."""
    return tuple(
        HiddenLinkSeen(
            link.url, link.text, link.how, link.fragment, not is_government(host_of(link.url)), stored.seen
        )
        for stored in reading.hidden
        for link in stored.page.hidden_links
    )


def tampering_of(reading: Reading) -> tuple[TamperHint, ...]:
    """Foreign scripts, and pages whose title speaks the hijackers' language."""
    scripts = [
        TamperHint("页面引用来历不明的脚本或框架", script, stored.seen)
        for stored in reading.scripts
        for script in stored.page.suspicious_scripts
    ]
    titles = [
        TamperHint(f"页面标题含不良词语“{'、'.join(words)}”", stored.page.title or "", stored.seen)
        for stored in reading.page_of_hit.values()
        if (words := hijack_words(stored.page.title or ""))
    ]
    return (*scripts, *titles)


def out_links_of(reading: Reading) -> tuple[OutLink, ...]:
    """Tried external targets that turned out to be suspicious; see ``links.log``."""
    return ()


def date_conflicts_of(reading: Reading) -> tuple[DateConflict, ...]:
    """Articles whose statements about their day of publication don't agree, or lie in the future."""
    found: dict[str, DateConflict] = {}
    for stored in reading.conflicting:
        conflict = _conflict(reading, stored)
        if conflict is not None:
            found[stored.row.final] = conflict
    return tuple(found.values())


def _conflict(reading: Reading, stored: Stored) -> DateConflict | None:
    page, row = stored.page, stored.row
    visible = stored.day if page.published_from == "visible" else None
    meta = read_day(page.metas.get("PubDate", ""), row.at)
    in_url = day_in_url(row.final)
    in_list = reading.listed_day(row.final, stored.day or meta)
    if len({day for day in (visible, meta, in_url, in_list) if day}) < 2 and not _future(stored):
        return None
    return DateConflict(
        page.title or "", visible, meta, in_url, in_list, _http_time(row.modified), row.at, stored.seen
    )


def _future(stored: Stored) -> bool:
    return stored.day is not None and stored.day > stored.row.at.date()


def _http_time(value: str | None) -> datetime | None:
    if not value:
        return None
    try:
        return parsedate_to_datetime(value)
    except ValueError:
        return None


def policies_of(reading: Reading) -> tuple[PolicySeen, ...]:
    """Documents of the policy columns, newest first."""
    found = [
        PolicySeen(
            stored.page.title or "",
            _day_of(reading, stored),
            tuple(link.url for link in stored.page.related),
            bool(_OWN_DOCUMENT.search((stored.page.title or "") + _head(stored))),
            stored.seen,
        )
        for stored in _articles(reading, ColumnType.POLICY)
    ]
    return tuple(sorted(found, key=lambda policy: (policy.day or date.min, policy.title), reverse=True))


def _head(stored: Stored) -> str:
    return " ".join(value for key, value in stored.page.metas.items() if key in ("Keywords", "Description"))


def interpretations_of(reading: Reading) -> tuple[InterpretationSeen, ...]:
    """Articles of the interpretation columns, newest first."""
    found = [
        InterpretationSeen(
            stored.page.title or "",
            _day_of(reading, stored),
            tuple(link.url for link in stored.page.related),
            stored.page.media,
            stored.seen,
        )
        for stored in _articles(reading, ColumnType.INTERPRETATION)
    ]
    return tuple(sorted(found, key=lambda item: (item.day or date.min, item.title), reverse=True))


def _articles(reading: Reading, column_type: ColumnType) -> Iterator[Stored]:
    return (stored for stored in reading.articles if stored.page.column_type is column_type)


def _day_of(reading: Reading, stored: Stored) -> date | None:
    return stored.day or reading.listed_day(stored.row.final, None)


def leaders_of(reading: Reading) -> tuple[LeaderSeen, ...]:
    """Leaders of the leadership pages; what several pages tell of one name is taken together."""
    found: dict[str, LeaderSeen] = {}
    pages = [*reading.stored_lists, *_articles(reading, ColumnType.LEADERS)]
    for stored in pages:
        for leader in stored.page.leaders:
            known = found.get(leader.name)
            found[leader.name] = LeaderSeen(
                leader.name,
                leader.has_resume or bool(known and known.has_resume),
                leader.has_duties or bool(known and known.has_duties),
                known.seen if known else stored.seen,
            )
    return tuple(found.values())


def content_hints_of(reading: Reading) -> tuple[ContentHint, ...]:
    """Fragments that a person should look at: out of date, or made for browsers that are gone."""
    return (*_stale_hints(reading), *_browser_hints(reading))


def _browser_hints(reading: Reading) -> tuple[ContentHint, ...]:
    pages = [reading.home, *reading.stored_lists] if reading.home else reading.stored_lists
    found: dict[str, ContentHint] = {}
    for stored in pages:
        for fragment in stored.page.outdated_markup:
            found.setdefault(fragment, ContentHint("browser", fragment, stored.seen))
    return tuple(found.values())


def _stale_hints(reading: Reading) -> tuple[ContentHint, ...]:
    return tuple(
        ContentHint(what, fragment, stored.seen)
        for stored in [*reading.stored_lists, *reading.articles]
        if stored.page.kind is not PageKind.HOME
        and (what := _HINT_TYPES.get(stored.page.column_type)) is not None  # type: ignore[arg-type]
        for fragment in stored.page.stale_years
    )
