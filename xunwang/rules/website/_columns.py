"""What the portal indicators ask of columns: is there one, and was it updated in time?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from xunwang.calendar.windows import Window, in_window
from xunwang.rules.edition import Item
from xunwang.rules.facts import Column, ItemSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import (
    NO_LIST,
    UNOPENED,
    absence_doubt,
    column_doubt,
    column_evidence,
    day_text,
    evidence,
    meets,
    names,
    seen_before,
    window_text,
)
from xunwang.words import ColumnType

_MOST_LEVELS = 10
_TOPIC = re.compile(r"专题|专栏|归档|往期|历史回顾|已结束")
_TOPIC_PATH = re.compile(
    r"/(?:zt|ztzl|ztlm|ztbd|ztxx|ztzx|zthg|rdzt|zhuanti|special|topics?)\d{0,3}/", re.IGNORECASE
)


class Freshness(NamedTuple):
    """Updates of some columns in a window."""

    updated: int
    """How many of the columns, with what lies below them, have an entry dated in the window."""
    newest: ItemSeen | None
    doubt: str
    """Why silence can't be taken for "no update", in Chinese; empty when it can."""


def is_of_topic(column: Column, by_url: Mapping[str, Column]) -> bool:
    """Whether a column is part of a special topic, which comes to an end, or is an archive: by name, place or address.

    ``by_url``: all columns of the site.
    """
    here: Column | None = column
    for _ in range(_MOST_LEVELS):
        if here is None:
            return False
        if _TOPIC.search(here.name) or _TOPIC_PATH.search(here.url):
            return True
        here = by_url.get(here.parent or "")
    return False


def columns_of(facts: SiteFacts, *types: ColumnType) -> tuple[Column, ...]:
    """The columns of these types, at all levels."""
    return tuple(column for column in facts.columns if column.type in types)


def branch(facts: SiteFacts, columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns with all that lies below them, each once, parents first."""
    found = {column.url: column for column in columns}
    below: dict[str, list[Column]] = {}
    for column in facts.columns:
        if column.parent is not None:
            below.setdefault(column.parent, []).append(column)
    waiting = list(found)
    while waiting:
        for child in below.get(waiting.pop(), ()):
            if child.url not in found:
                found[child.url] = child
                waiting.append(child.url)
    return tuple(found.values())


def freshness(facts: SiteFacts, columns: Iterable[Column], window: Window) -> Freshness:
    """Updates of the columns in the window. Undated entries never count (R-10)."""
    roots = tuple(columns)
    everything = branch(facts, roots)
    updated = sum(any(_is_fresh(c, window) for c in branch(facts, (root,))) for root in roots)
    dated = [column.newest for column in everything if column.newest and column.newest.day]
    newest = max(dated, key=lambda entry: str(entry.day), default=None)
    return Freshness(updated, newest, column_doubt(everything) or _time_doubt(everything, window))


def _is_fresh(column: Column, window: Window) -> bool:
    day = column.newest.day if column.newest else None
    return day is not None and in_window(day, window)


def _time_doubt(columns: Iterable[Column], window: Window) -> str:
    """Why a list that was read does not tell its newest entry as of the check point; empty when it does.

    An entrance that leads to columns below it needs no list of its own.
    """
    known = list(columns)
    parents = {column.parent for column in known}
    for column in known:
        if early := seen_before(column.seen, window):
            return f"栏目“{column.name}”的{early}"
        if column.unopened:
            return f"栏目“{column.name}”的{UNOPENED}"
        if not column.items and not column.blank and column.url not in parents:
            return f"栏目“{column.name}”有内容，但{NO_LIST}"
        if column.newest and column.newest.day and column.newest.day > window.end:
            return f"栏目“{column.name}”的最新信息晚于监测时间点，此前有无更新不明"
    return ""


def missing_column(facts: SiteFacts, item: Item, what: str, found: tuple[Column, ...]) -> Verdict:
    """Judge whether a column of a kind exists. ``what`` is its Chinese name."""
    if not meets(item, len(found)):
        return clear(f"设有{what}类栏目{len(found)}个：{names(column.name for column in found)}")
    doubt = absence_doubt(facts)
    if doubt or facts.home is None:
        return unknown(doubt)
    first_level = names(column.name for column in facts.columns if column.level == 1)
    summary = f"首页导航及下级栏目共{len(facts.columns)}个栏目中，没有{what}类栏目。"
    return hit(
        (Finding(summary, (evidence(facts.home.seen, f"首页导航，一级栏目：{first_level}"),)),),
        measured=f"{what}类栏目{len(found)}个",
    )


def stale_columns(
    facts: SiteFacts, item: Item, what: str, columns: tuple[Column, ...], window: Window
) -> Verdict:
    """Judge whether none of the columns was updated in the item's window. ``what`` names their kind.

    Each stale column is a finding of its own, so that R-07 recognises it; an entrance without a list is none.
    """
    seen = freshness(facts, columns, window)
    measured = f"{what}{len(columns)}个，{newest_text(seen.newest)}"
    if not meets(item, seen.updated):
        return clear(measured)
    if seen.doubt:
        return unknown(seen.doubt, measured=measured)
    parents = {column.parent for column in facts.columns}
    lists = [c for c in columns if c.items or c.blank or c.url not in parents] or columns
    return hit(tuple(_stale_finding(column, what, item, window) for column in lists), measured=measured)


def _stale_finding(column: Column, what: str, item: Item, window: Window) -> Finding:
    newest = newest_text(column.newest)
    if column.newest is None or column.newest.day is None:
        newest += "（无发布日期视为未更新）"
    summary = (
        f"{what}“{column.name}”在监测时间点前{window_text(item)}"
        f"（{day_text(window.start)}至{day_text(window.end)}）内没有更新，{newest}。"
    )
    return Finding(summary, (column_evidence(column, newest),))


def newest_text(newest: ItemSeen | None) -> str:
    """The newest entry in Chinese words."""
    if newest is None or newest.day is None:
        return "未见标明日期的信息"
    return f"最新信息为{day_text(newest.day)}的“{newest.title}”"
