"""How rechecks are made: with the office's client, guard and bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from xunwang.clock import Clock
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

    @property
    def run_on_platforms(self) -> RunSettings:
        """The same for accounts."""
        return self.run if self.platforms is None else replace(self.run, fetch=self.platforms)

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
            run.with_contact(), equipment.runs / FOLDER, equipment.clock, should_stop, network_of(equipment)
        )
