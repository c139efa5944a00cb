"""Errors of this part. Officials read their words."""

from __future__ import annotations

from collections.abc import Iterable


class SupervisionError(Exception):
    """It is not possible; the message says why and what to do."""


class StaleError(SupervisionError):
    """Somebody else was faster: look at it again, then decide. Nothing was changed."""


class ObstaclesError(SupervisionError):
    """A step can't be taken yet; ``obstacles`` are Chinese sentences that say what is left to do."""

    def __init__(self, obstacles: Iterable[str]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__("；".join(self.obstacles))
