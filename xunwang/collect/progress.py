"""What a collection tells while it goes on. All methods may be called often; all are optional to override."""

from __future__ import annotations

from xunwang.collect.interface import Source


class CollectProgress:
    """Silent by default."""

    def begin(self, total: int, done: int) -> None:
        """So many accounts by a way are to be collected in all, so many of which are at their end already."""

    def account_done(self, source: Source, posts: int, message: str) -> None:
        """An account by one way has come to its end; ``message`` says in Chinese what was the trouble, if any."""

    def waiting(self, count: int, seconds: float) -> None:
        """So many accounts are tried again after a pause (seconds of the run's clock)."""
