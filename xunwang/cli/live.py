"""Progress bars, and stopping cleanly on Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from xunwang.cli.screen import errors
from xunwang.engine.progress import Progress
from xunwang.rules.facts import Site

PLAIN_EVERY = 10.0
"""Real seconds between two plain lines."""


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """A question that becomes true at the first Ctrl-C or SIGTERM; a second Ctrl-C stops at once."""
    stopped = threading.Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()
        errors.print("正在停止，请稍候（再按一次Ctrl-C立即退出）…")

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class OnTerminal:
    """Bars on the terminal; plain lines now and then where there is none."""

    def __init__(self, first: str, *, quiet: bool) -> None:
        """``first``: title of the first bar."""
        self._bars = Bars(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=errors,
            disable=quiet or not errors.is_terminal,
        )
        self._plain = not quiet and not errors.is_terminal
        self._task = self._bars.add_task(first, total=None, note="")
        self._last = 0.0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def _say(self, line: str) -> None:
        """Where there is no terminal."""
        if self._plain:
            errors.print(line)

    def _is_time(self, every: float) -> bool:
        """Whether so many real seconds have passed since it was last time."""
        now = time.monotonic()
        if now - self._last <= every:
            return False
        self._last = now
        return True


class LiveProgress(OnTerminal, Progress):
    """Sites of an inspection, one bar a phase."""

    def __init__(self, sites: Sequence[Site], *, quiet: bool = False) -> None:
        super().__init__("准备", quiet=quiet)
        self._total = len(sites)
        self._pages: dict[str, tuple[int, int]] = {}
        self._done = 0

    def phase(self, title: str, total: int) -> None:
        """Begin a new bar."""
        self._task = self._bars.add_task(title, total=total or None, note="")
        self._done = 0
        self._say(f"{title}…")

    def page(self, site: Site, pages: int, failed: int) -> None:
        """Count a page."""
        self._pages[site.home_url] = (pages, failed)
        if self._is_time(PLAIN_EVERY if self._plain else 0.2):
            self._tell(site)

    def _tell(self, site: Site) -> None:
        pages = sum(count for count, _ in self._pages.values())
        self._bars.update(self._task, note=f"{pages} 页　{escape(site.name)}")
        self._say(f"  已完成 {self._done}/{self._total} 个网站，{pages} 页")

    def site_done(self, site: Site, pages: int, ended: str) -> None:
        """Count a site."""
        self._pages[site.home_url] = (pages, 0)
        self._done += 1
        self._bars.advance(self._task)

    def step(self, count: int = 1) -> None:
        """Advance the bar."""
        self._bars.advance(self._task, count)
