"""Progress of a collection on the terminal."""

from __future__ import annotations

from rich.markup import escape

from xunwang.cli.live import PLAIN_EVERY, OnTerminal
from xunwang.collect.interface import Source
from xunwang.collect.progress import CollectProgress


class LiveCollectProgress(OnTerminal, CollectProgress):
    """One bar: accounts by a way that have come to their end."""

    def __init__(self, *, quiet: bool = False) -> None:
        super().__init__("采集", quiet=quiet)
        self._posts = self._done = self._total = self._troubles = 0

    def begin(self, total: int, done: int) -> None:
        """Set the bar."""
        self._total, self._done = total, done
        self._bars.update(self._task, total=total, completed=done)

    def account_done(self, source: Source, posts: int, message: str) -> None:
        """Count an account."""
        self._done += 1
        self._posts += posts
        self._troubles += bool(message)
        told = f"{self._posts} 条，{self._troubles} 个有问题"
        self._bars.update(self._task, completed=self._done, note=f"{told}　{escape(source.account[:30])}")
        if self._is_time(PLAIN_EVERY):
            self._say(f"  已完成 {self._done}/{self._total}，{told}")

    def waiting(self, count: int, seconds: float) -> None:
        """Say why nothing happens."""
        note = f"{count} 个账号等待平台限额恢复，约{seconds / 60:.0f}分钟"
        self._bars.update(self._task, note=note)
        self._say(f"  {note}")
