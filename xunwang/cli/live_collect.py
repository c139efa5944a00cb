"""Progress of a collection on the terminal; plain lines now and then where there is none."""

from __future__ import annotations

import time
from types import TracebackType

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from xunwang.cli.screen import errors
from xunwang.collect.interface import Source
from xunwang.collect.progress import CollectProgress

_EVERY = 10.0
"""Real seconds between two plain lines."""


class LiveCollectProgress(CollectProgress):
    """One bar: accounts by a way that have come to their end."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._posts = self._done = self._total = self._troubles = 0
        self._bars = Bars(
            TextColumn("[bold]采集"), BarColumn(bar_width=30), MofNCompleteColumn(), TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(), console=errors, disable=quiet or not errors.is_terminal,
        )  # fmt: skip
        self._plain = not quiet and not errors.is_terminal
        self._task = self._bars.add_task("采集", total=None, note="")
        self._last = 0.0

    def __enter__(self) -> LiveCollectProgress:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def begin(self, total: int, done: int) -> None:
        """Set the bar."""
        self._total, self._done = total, done
        self._bars.update(self._task, total=total, completed=done)

    def account_done(self, source: Source, posts: int, message: str) -> None:
        """Count an account."""
        self._done += 1
        self._posts += posts
        self._troubles += bool(message)
        self._bars.update(
            self._task,
            completed=self._done,
            note=f"{self._posts} 条，{self._troubles} 个有问题　{escape(source.account[:30])}",
        )
        now = time.monotonic()
        if self._plain and now - self._last > _EVERY:
            self._last = now
            errors.print(f"  已完成 {self._done}/{self._total}，{self._posts} 条，{self._troubles} 个有问题")

    def waiting(self, count: int, seconds: float) -> None:
        """Say why nothing happens."""
        note = f"{count} 个账号等待平台限额恢复，约{seconds / 60:.0f}分钟"
        self._bars.update(self._task, note=note)
        if self._plain:
            errors.print(f"  {note}")
