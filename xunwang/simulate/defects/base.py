"""What a defect is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from xunwang.simulate.spec import SiteSpec

Plant = Callable[[SiteSpec], None]


class Defect(NamedTuple):
    """A defect, or a clean look-alike when ``items`` is empty."""

    name: str
    title: str
    """In Chinese, for the truth file."""
    items: tuple[str, ...]
    """Indicators that it is planted for; what follows from it is derived from the facts."""
    plant: Plant

    @property
    def look_alike(self) -> bool:
        """Looks like a defect and is none."""
        return not self.items

    def apply(self, spec: SiteSpec) -> None:
        """Plant it and note it down."""
        self.plant(spec)
        if self.look_alike:
            spec.look_alikes.append(self.name)
            return
        spec.defects.append(self.name)
        for item in self.items:
            spec.causes.setdefault(item, self.name)


class Registry:
    """Defects by name, in the order of their definition."""

    def __init__(self) -> None:
        self.defects: dict[str, Defect] = {}

    def __call__(self, title: str, *items: str) -> Callable[[Plant], Plant]:
        """Register a function that changes a site's facts under its own name."""

        def register(plant: Plant) -> Plant:
            name = plant.__name__
            self.defects[name] = Defect(name, title, items, plant)
            return plant

        return register
