"""Errors of the campaigns. Officials read their words."""

from __future__ import annotations

from collections.abc import Iterable


class InspectionError(Exception):
    """It is not possible; the message says why and what to do."""


class StaleError(InspectionError):
    """Somebody else was faster: look at it again, then decide. Nothing was changed."""


class ObstaclesError(InspectionError):
    """A stage can't be entered yet; ``obstacles`` are Chinese sentences that say what is left to do."""

    def __init__(self, obstacles: Iterable[str]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("；".join(self.obstacles))
