"""Finds the indicators and lets them judge a site.

One indicator is one module below ``rules/website/veto``, ``deduct`` or ``bonus`` with ``ITEM`` (its id) and
``evaluate(facts, item, at) -> Verdict``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path

from xunwang.rules.edition import Edition, Item
from xunwang.rules.facts import Site, SiteFacts
from xunwang.rules.verdict import Verdict, unknown
from xunwang.words import SiteKind

WEBSITE = Path(__file__).with_name("website")
PARTS = ("veto", "deduct", "bonus")

Evaluate = Callable[[SiteFacts, Item, datetime], Verdict]


class RegistryError(Exception):
    """Two modules judge one indicator, or a module lacks a part; a mistake of the programme."""


@cache
def indicators() -> dict[str, Evaluate]:
    """All indicators by id. Raises :class:`RegistryError`."""
    found: dict[str, Evaluate] = {}
    for path in sorted(module for part in PARTS for module in (WEBSITE / part).glob("[a-z]*.py")):
        module = import_module(f"xunwang.rules.website.{path.parent.name}.{path.stem}")
        identifier, evaluate = getattr(module, "ITEM", None), getattr(module, "evaluate", None)
        if not isinstance(identifier, str) or not callable(evaluate):
            raise RegistryError(f"{path.name} has no ITEM or no evaluate")
        if identifier in found:
            raise RegistryError(f"{identifier} is judged by two modules, one of them {path.name}")
        found[identifier] = evaluate
    return found


def applies(item: Item, site: Site) -> bool:
    """Whether the indicator is judged for a site (R-01, R-05)."""
    if item.subject == "portal" and site.kind is not SiteKind.PORTAL:
        return False
    return site.has_services or not item.service


def evaluate_site(
    facts: SiteFacts, edition: Edition, at: datetime
) -> tuple[dict[str, Verdict], tuple[str, ...]]:
    """Verdicts of all applicable items in table order, and the ids of those that don't apply.

    ``at`` is the check point, aware. An indicator without a module, or one that fails, is unknown:
    a fault of ours never passes a site.
    """
    verdicts: dict[str, Verdict] = {}
    others: list[str] = []
    for item in edition.items.values():
        if applies(item, facts.site):
            verdicts[item.id] = _evaluate(facts, item, at)
        else:
            others.append(item.id)
    return verdicts, tuple(others)


def _evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    evaluate = indicators().get(item.id)
    if evaluate is None:
        return unknown(f"本程序没有“{item.id}”的判定方法，请人工检查")
    try:
        return evaluate(facts, item, at)
    except Exception as error:
        return unknown(f"判定程序出错（{type(error).__name__}: {error}），请报告给开发者")
