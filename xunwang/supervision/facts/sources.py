"""What other parts know about a unit's year. They are asked when they are installed, and only then.

A part offers it as a method of its ``AppConfig``; nothing here names a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

from django.apps import apps

from xunwang.rules.supervision.facts import OrderedProblem, RegisterProblem


@runtime_checkable
class KnowsRectification(Protocol):
    """A part that orders rectification."""

    def ordered_problems(self, year: int) -> Mapping[int, Iterable[OrderedProblem]]:
        """Problems whose limit lies in the year (days in Asia/Shanghai), by the key of the unit that owns them.

        ``Row.ref`` is ``order:<key>``. At most a few queries, whatever the number of units.
        """


@runtime_checkable
class KnowsReality(Protocol):
    """A part that holds the register against DNS, redirects, footers and probes."""

    def register_differences(self) -> tuple[datetime | None, Mapping[int, Iterable[RegisterProblem]]]:
        """When everything was last compared (None: never), and what differs, by the key of the unit."""


def rectification() -> KnowsRectification | None:
    """The part that orders rectification, if it is installed."""
    return next((one for one in apps.get_app_configs() if isinstance(one, KnowsRectification)), None)


def reality() -> KnowsReality | None:
    """The part that compares the register with reality, if it is installed."""
    return next((one for one in apps.get_app_configs() if isinstance(one, KnowsReality)), None)
