"""How rechecks are made: with the office's client, guard and bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from xunwang.clock import Clock
from xunwang.collect.interface import Span
from xunwang.collect.settings import Budget, CollectionSettings
from xunwang.engine.settings import RunSettings
from xunwang.fetch.records import FetchSettings
from xunwang.inspection.running.equipment import Equipment
from xunwang.media.collecting.sources import network_of

FOLDER = "rechecks"
"""Below the folder of the archives."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What rechecks work with."""

    run: RunSettings
    """Its check point is not used: that of a recheck is the time at which it begins."""
    folder: Path
    """Where the pages are kept, a folder a recheck."""
    clock: Clock
    should_stop: Callable[[], bool] = lambda: False
    platforms: FetchSettings | None = None
    """Network for the platforms of new media; None: that of the run."""
    budget: Budget = field(default_factory=Budget)
    """Bounds of one account by one way."""

    @property
    def collection(self) -> CollectionSettings:
        """How accounts are collected again. The span is not used: that of a recheck follows from the finding."""
        now = self.clock.now()
        fetch = self.platforms or self.run.fetch
        return CollectionSettings(Span(now, now, now), fetch, self.budget, word_lists=self.run.word_lists)

    @property
    def archives(self) -> Path:
        """Folder of all archives."""
        return self.folder.parent

    @classmethod
    def of(cls, equipment: Equipment, should_stop: Callable[[], bool] = lambda: False) -> Settings:
        """As the worker's equipment says."""
        run = RunSettings(
            equipment.clock.now(),
            equipment.fetch,
            equipment.crawl,
            equipment.contact,
            equipment.word_lists,
        )
        return cls(
            run.with_contact(),
            equipment.runs / FOLDER,
            equipment.clock,
            should_stop,
            network_of(equipment),
            equipment.budget,
        )
