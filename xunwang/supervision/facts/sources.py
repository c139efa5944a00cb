"""What the comparison of the register with reality knows. It is asked where it is installed, and only there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

from django.apps import apps

from xunwang.rules.supervision.facts import RegisterProblem


@runtime_checkable
class KnowsReality(Protocol):
    """A part that holds the register against DNS, redirects, footers and probes offers this in its AppConfig."""

    def register_looks(self) -> Mapping[int, datetime]:
        """When each site was last looked at, by its key. A query or two."""

    def register_differences(self) -> Mapping[int, Iterable[RegisterProblem]]:
        """What does not agree and was not explained, by the key of the unit. A query or two."""


def reality() -> KnowsReality | None:
    """The part that compares the register with reality, if it is installed."""
    return next((one for one in apps.get_app_configs() if isinstance(one, KnowsReality)), None)
