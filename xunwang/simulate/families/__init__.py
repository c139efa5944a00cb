"""Template families, by name."""

from __future__ import annotations

from xunwang.simulate.families.base import Family
from xunwang.simulate.families.lists import Lists
from xunwang.simulate.families.tables import Tables

FAMILIES: dict[str, Family] = {family.name: family for family in (Lists(), Tables())}

__all__ = ["FAMILIES", "Family"]
