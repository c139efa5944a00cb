"""What a rule is narrowed to when one finding is looked at again, and whether it would have spoken.

Each narrowing gives the facts about the very thing alone, or None when it was not seen again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from xunwang.fetch.url_keys import url_key
from xunwang.rules.facts import SiteFacts
from xunwang.rules.recheck.methods import Looked
from xunwang.rules.website._columns import branch

Narrow = Callable[[Looked, tuple[str, ...]], SiteFacts | None]


def place_of(url: str) -> str:
    """The address as a place: with or without TLS it is the same page."""
    return url_key(url).partition("://")[2]


def _within(rows: Any, wanted: tuple[str, ...]) -> Any:
    keys = {place_of(url) for url in wanted}
    return tuple(row for row in rows if place_of(row.seen.url) in keys)


def _whole(facts: SiteFacts, looked: Looked) -> SiteFacts:
    """The thing was seen wholly, so that the rule may conclude from what it does not find there."""
    reason = "" if looked.whole else "未能取得全部所需页面"
    return replace(facts, coverage=facts.coverage._replace(complete=looked.whole, reason=reason))


def _page(looked: Looked, wanted: tuple[str, ...]) -> SiteFacts | None:
    names = ("text_hits", "hidden_links", "out_links", "tampering", "date_conflicts", "content_hints")
    kept = {name: _within(getattr(looked.facts, name), wanted) for name in names}
    return _whole(replace(looked.facts, **kept), looked)


def _listed(name: str) -> Narrow:
    def narrow(looked: Looked, wanted: tuple[str, ...]) -> SiteFacts | None:
        kept = _within(getattr(looked.facts, name), wanted)
        hints = _within(looked.facts.content_hints, wanted)
        return _whole(replace(looked.facts, **{name: kept}, content_hints=hints), looked) if kept else None

    return narrow


def _pair(looked: Looked, wanted: tuple[str, ...]) -> SiteFacts | None:
    documents = _within(looked.facts.policies, wanted)
    interpretations = _within(looked.facts.interpretations, wanted)
    if len(documents) + len(interpretations) < len(wanted):
        return None
    return _whole(replace(looked.facts, policies=documents, interpretations=interpretations), looked)


def _column(looked: Looked, wanted: tuple[str, ...]) -> SiteFacts | None:
    keys = {place_of(url) for url in wanted}
    roots = [one for one in looked.facts.columns if keys & {place_of(one.url), place_of(one.seen.url)}]
    if not roots or not any(root.reachable for root in roots):
        return None
    return _whole(replace(looked.facts, columns=branch(looked.facts, roots)), looked)


def _home(looked: Looked, wanted: tuple[str, ...]) -> SiteFacts | None:
    return _partly(looked) if looked.facts.home is not None else None


def _partly(looked: Looked) -> SiteFacts:
    coverage = looked.facts.coverage._replace(complete=False, reason="复查只看了指定页面")
    return replace(looked.facts, coverage=coverage)


def _search(looked: Looked, wanted: tuple[str, ...]) -> SiteFacts | None:
    search = looked.facts.search
    if search is None:
        return None
    keys = {place_of(url) for url in wanted}
    queries = tuple(query for query in search.queries if place_of(query.expected) in keys)
    asked = any(query.answered and not query.scripted for query in queries)
    return replace(_partly(looked), search=search._replace(queries=queries)) if asked else None


NARROW: Mapping[str, Narrow] = {
    "page": _page,
    "hints": _page,
    "column": _column,
    "tags": _listed("tags"),
    "guides": _listed("guides"),
    "letters": _listed("letters"),
    "leaders": _listed("leaders"),
    "pair": _pair,
    "home": _home,
    "search": _search,
    "any": lambda looked, wanted: _partly(looked),
}


def _worst_columns(facts: SiteFacts) -> tuple[SiteFacts, ...]:
    aged = tuple(one._replace(newest=None, items=max(one.items, 1), blank=False) for one in facts.columns)
    emptied = tuple(one._replace(newest=None, items=0, blank=True) for one in facts.columns)
    return replace(facts, columns=aged), replace(facts, columns=emptied)


def _worst_letters(facts: SiteFacts) -> tuple[SiteFacts, ...]:
    bare = (one._replace(asked=None, answered=None, department=None, answer=None) for one in facts.letters)
    return (replace(facts, letters=tuple(bare)),)


def _worst_guides(facts: SiteFacts) -> tuple[SiteFacts, ...]:
    bare = (
        one._replace(elements=frozenset(), vague=("等",), needs_form=True, forms_ok=0) for one in facts.guides
    )
    return (replace(facts, guides=tuple(bare)),)


def _worst_tags(facts: SiteFacts) -> tuple[SiteFacts, ...]:
    return (replace(facts, tags=tuple(one._replace(missing=("SiteName",)) for one in facts.tags)),)


WORST: Mapping[str, Callable[[SiteFacts], tuple[SiteFacts, ...]]] = {
    "column": _worst_columns,
    "letters": _worst_letters,
    "guides": _worst_guides,
    "tags": _worst_tags,
}
"""The same things at their worst: what a rule that is clear of them did not look at."""
