"""Defects that can be planted, and the clean look-alikes beside them."""

from __future__ import annotations

from xunwang.simulate.defects.allocate import allocate
from xunwang.simulate.defects.base import Defect
from xunwang.simulate.defects.looks import look
from xunwang.simulate.defects.portal import defect as portal_defect
from xunwang.simulate.defects.veto import defect as veto_defect
from xunwang.simulate.spec import SiteSpec

DEFECTS: dict[str, Defect] = {**veto_defect.defects, **portal_defect.defects, **look.defects}
"""By name; look-alikes are those without indicators."""


def apply_defects(specs: list[SiteSpec]) -> None:
    """Plant all of them in a province of at least 40 sites."""
    allocate(specs, DEFECTS)


__all__ = ["DEFECTS", "Defect", "apply_defects"]
