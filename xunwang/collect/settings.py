"""How a collection is made. Everything here goes into the collection's manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from xunwang.collect.interface import Span
from xunwang.engine.settings import fetch_from_json, known_fields
from xunwang.fetch.records import FetchSettings


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds of one account by one way."""

    requests: int = 400
    bytes: int = 256 * 1024**2
    """Of all answers together, unpacked; the package of a mobile client is one."""
    posts: int = 20_000
    seconds: float = 1_800.0
    """Of the run's clock: transfers and steps. Waiting for a host that others share, and pauses, are not counted."""
    step_seconds: float = 20.0
    """Real seconds that understanding one answer may take; a collector that takes longer is given up."""


@dataclass(frozen=True, slots=True)
class CollectionSettings:
    """All settings of a collection."""

    span: Span
    fetch: FetchSettings = field(default_factory=FetchSettings)
    budget: Budget = field(default_factory=Budget)
    seconds: float = 6 * 3600.0
    """Of the run's clock: an account that is to be tried again later than this is reported instead."""
    retries: int = 3
    """How often an account is tried again because its platform said when."""
    side_by_side: int = 256
    """Accounts worked on at a time."""
    posts_a_shard: int = 20_000
    """Posts after which the tables are begun anew: what a killed process has to make tables of again."""
    word_lists: str | None = None
    """Folder of the office's own word lists, read besides ours."""


def to_json(settings: CollectionSettings) -> dict[str, Any]:
    """Plain values for the manifest."""
    values = asdict(settings)
    values["span"] = {name: moment.isoformat() for name, moment in asdict(settings.span).items()}
    return values


def from_json(values: Mapping[str, Any]) -> CollectionSettings:
    """The settings of a manifest; unknown names are ignored, missing ones take their default."""
    span = {name: datetime.fromisoformat(moment) for name, moment in values["span"].items()}
    others = known_fields(CollectionSettings, values)
    others |= {
        "span": Span(**span),
        "fetch": fetch_from_json(values["fetch"]),
        "budget": Budget(**known_fields(Budget, values["budget"])),
    }
    return CollectionSettings(**others)
