"""The ways of collection: one module each, named as the value of its :class:`Way`."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from xunwang.collect.interface import Collector
from xunwang.posts.records import Shows, Way

__all__ = ["collectors", "shown_by"]


@lru_cache(maxsize=1)
def collectors() -> dict[Way, Collector]:
    """The collector of each way that has one; modules of this folder that are no way's are their helpers."""
    names = {module.name for module in iter_modules(__path__)}
    return {way: import_module(f"{__name__}.{way}").COLLECTOR for way in Way if way.value in names}


def shown_by() -> dict[Way, frozenset[Shows]]:
    """What each way can show, for :func:`xunwang.rules.media.facts.ways_that_show`."""
    return {way: collector.shows for way, collector in collectors().items()}
