"""Errors of the notices. Officials read their words."""

from __future__ import annotations

from collections.abc import Iterable


class NoticeError(Exception):
    """It is not possible; ``reasons`` are Chinese sentences that say why and what to do."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("".join(reasons))

    @classmethod
    def of(cls, reasons: Iterable[object], most: int = 20) -> NoticeError:
        """Of the first of many."""
        every = [str(reason) for reason in reasons]
        rest = [f"另有{len(every) - most}处。"] if len(every) > most else []
        return cls(*every[:most], *rest)


class StaleNoticeError(NoticeError):
    """Somebody else saved a version in the meantime. Nothing was changed."""
