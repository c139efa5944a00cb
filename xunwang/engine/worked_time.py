"""How long a site has been worked on, over all processes that did, as its journal tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any


class WorkedTime:
    """Time that earlier processes worked on a site: pauses between them don't count against its budget."""

    def __init__(self) -> None:
        self._before = timedelta()
        self._begun: datetime | None = None
        self._last: datetime | None = None

    def note(self, record: dict[str, Any]) -> None:
        """Take in the next record of the journal."""
        at = datetime.fromisoformat(record["at"]) if "at" in record else None
        if record["t"] == "begin":
            self._before, self._begun, self._last = self.total(), at, at
        elif at is not None and self._last is not None:
            self._last = max(self._last, at)

    def total(self) -> timedelta:
        """All together."""
        if self._begun is None or self._last is None:
            return self._before
        return self._before + (self._last - self._begun)
