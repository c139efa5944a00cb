"""An indicator: one row of an edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xunwang.words import ItemKind, Method

SAMPLE = "sample_size"
"""Operator of rows whose limit is the size of the sample that a checker draws."""
NEW_MEDIA = "new_media"
"""Subject of the rows of accounts of new media (政务新媒体)."""


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
    """``site`` (every website), ``portal`` or ``new_media`` (every account)."""
    method: Method
    operator: str | None
    """``>=``, ``>``, ``==``, ``<`` or ``sample_size``."""
    threshold: Decimal | None
    unit: str
    window_days: int | None
    window_months: int | None
    points_each: Decimal | None
    """Points an occurrence costs (or brings); None for veto, for duties, and for bonus rows that have only a cap."""
    cap: Decimal | None
    points_confirmed: bool
    """False: shown as 未核定."""
    service: bool
    """Not checked where the department has no outward services (R-05)."""
    confidence: str
    source: tuple[str, ...]
    note: str
    evidence: str
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    """Further thresholds that the rule needs, by name; whole numbers."""
    parameter_notes: Mapping[str, str] = field(default_factory=dict)
    """What each parameter means and where its value comes from, in Chinese."""

    cap_confirmed: bool = True
    """False: the cap is shown as 未核定."""

    @property
    def once(self) -> bool:
        """The row describes one situation of the site, not occurrences that are counted one by one."""
        return self.operator is not None and self.operator != SAMPLE
