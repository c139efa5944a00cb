"""Defects."""

from __future__ import annotations

from xunwang.simulate.spec import SiteSpec


def apply_defects(specs: list[SiteSpec]) -> None:
    """Plant."""
