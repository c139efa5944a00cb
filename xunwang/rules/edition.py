"""Editions of the indicator table: dated data, read and checked here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xunwang.words import ItemKind, Method


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator: one row of an edition."""

    id: str
    title: str
    """Chinese, as pages show it."""
    rule: str
    """The rule in plain Chinese words, with its window and limit."""
    level1: str
    level2: str
    group: str
    """Deductions are capped by group (R-04): ``W-D-11`` for W-D-11.1 and W-D-11.2."""
    kind: ItemKind
    subject: str
    """``site`` (every website) or ``portal``."""
    method: Method
    operator: str | None
    """``>=``, ``>``, ``==``, ``<`` or ``sample_size``."""
    threshold: Decimal | None
    unit: str
    window_days: int | None
    window_months: int | None
    points_each: Decimal | None
    """Points an occurrence costs (or brings); None for veto."""
    cap: Decimal | None
    points_confirmed: bool
    """False: shown as 未核定."""
    service: bool
    """Not checked where the department has no outward services (R-05)."""
    confidence: str
    source: tuple[str, ...]
    note: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated set of indicators with the constants of its scoring rules."""

    id: str
    """``2019``, or the name of a province's own derivation."""
    title: str
    document: str
    """国办秘函〔2019〕19号."""
    items: dict[str, Item]
    """By id, in the order of the table; website rows only (subjects ``site`` and ``portal``)."""
    deduct_total: Decimal
    bonus_total: Decimal
    fail_below: Decimal
    bonus_above: Decimal
    service_points: Decimal
    no_service_factor: tuple[int, int]
    """(numerator, denominator) of R-05."""
    derived_from: str | None = None
