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


def apply_defects(specs: list[SiteSpec], vetoes: int | None = None) -> None:
    """Plant all of them; those of a veto in ``vetoes`` sites only, where that is given."""
    allocate(specs, DEFECTS, vetoes)


__all__ = ["DEFECTS", "Defect", "apply_defects"]
