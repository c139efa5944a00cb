"""Finds the indicators and lets them judge a site or an account.

One indicator is one module below ``rules/website/veto``, ``deduct`` or ``bonus``, or below ``rules/media/veto`` or
``duty``, with ``ITEM`` (its id) and ``evaluate(facts, item, at) -> Verdict``; the facts are those of a site or of an
account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from xunwang.rules.edition import Edition, Item
from xunwang.rules.facts import Site, SiteFacts
from xunwang.rules.item import NEW_MEDIA
from xunwang.rules.media.facts import Account, AccountFacts
from xunwang.rules.verdict import Verdict, unknown
from xunwang.words import SiteKind

WEBSITE = Path(__file__).with_name("website")
MEDIA = Path(__file__).with_name("media")
PARTS = ("veto", "deduct", "bonus")
MEDIA_PARTS = ("veto", "duty")

Evaluate = Callable[[Any, Item, datetime], Verdict]
Judged = tuple[dict[str, Verdict], tuple[str, ...]]
"""Verdicts of all applicable items in table order, and the ids of those that don't apply."""


class RegistryError(Exception):
    """Two modules judge one indicator, or a module lacks a part; a mistake of the programme."""


@cache
def indicators() -> dict[str, Evaluate]:
    """All indicators by id. Raises :class:`RegistryError`."""
    found: dict[str, Evaluate] = {}
    for subject, path in _modules():
        module = import_module(f"xunwang.rules.{subject}.{path.parent.name}.{path.stem}")
        identifier, evaluate = getattr(module, "ITEM", None), getattr(module, "evaluate", None)
        if not isinstance(identifier, str) or not callable(evaluate):
            raise RegistryError(f"{path.name} has no ITEM or no evaluate")
        if identifier in found:
            raise RegistryError(f"{identifier} is judged by two modules, one of them {path.name}")
        found[identifier] = evaluate
    return found


def _modules() -> Iterator[tuple[str, Path]]:
    for subject, folder, parts in (("website", WEBSITE, PARTS), ("media", MEDIA, MEDIA_PARTS)):
        for path in sorted(module for part in parts for module in (folder / part).glob("[a-z]*.py")):
            yield subject, path


def applies(item: Item, thing: Site | Account) -> bool:
    """Whether the indicator is judged for a site (R-01, R-05) or for an account."""
    if isinstance(thing, Account):
        return item.subject == NEW_MEDIA
    if item.subject == NEW_MEDIA or (item.subject == "portal" and thing.kind is not SiteKind.PORTAL):
        return False
    return thing.has_services or not item.service


def evaluate_site(facts: SiteFacts, edition: Edition, at: datetime) -> Judged:
    """How a site stands against the rows of websites.

    ``at`` is the check point, aware. An indicator without a module, or one that fails, is unknown:
    a fault of ours never passes anybody.
    """
    return _judged(facts, facts.site, edition.site_items.values(), at)


def evaluate_account(facts: AccountFacts, edition: Edition, at: datetime) -> Judged:
    """How an account stands against the rows of new media; otherwise as :func:`evaluate_site`."""
    return _judged(facts, facts.account, edition.account_items.values(), at)


def _judged(
    facts: SiteFacts | AccountFacts, thing: Site | Account, items: Iterable[Item], at: datetime
) -> Judged:
    verdicts: dict[str, Verdict] = {}
    others: list[str] = []
    for item in items:
        if applies(item, thing):
            verdicts[item.id] = _evaluate(facts, item, at)
        else:
            others.append(item.id)
    return verdicts, tuple(others)


def _evaluate(facts: SiteFacts | AccountFacts, item: Item, at: datetime) -> Verdict:
    evaluate = indicators().get(item.id)
    if evaluate is None:
        return unknown(f"本程序没有“{item.id}”的判定方法，请人工检查")
    try:
        return evaluate(facts, item, at)
    except Exception as error:
        return unknown(f"判定程序出错（{type(error).__name__}: {error}），请报告给开发者")
