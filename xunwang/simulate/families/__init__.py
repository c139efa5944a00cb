"""Template families, by name."""

from __future__ import annotations

from xunwang.simulate.families.base import Family
from xunwang.simulate.families.cards import Cards
from xunwang.simulate.families.jpage import Jpage
from xunwang.simulate.families.lists import Lists
from xunwang.simulate.families.plain import Plain
from xunwang.simulate.families.shell import Shell
from xunwang.simulate.families.tables import Tables

FAMILIES: dict[str, Family] = {
    family.name: family for family in (Lists(), Tables(), Cards(), Jpage(), Plain(), Shell())
}

__all__ = ["FAMILIES", "Family"]
