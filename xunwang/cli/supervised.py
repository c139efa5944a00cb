"""The worker beside the web server: started with it, started again when it dies, stopped with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from xunwang.cli.screen import errors
from xunwang.web.orphan import SERVER

_LEAVE_WITHIN = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_STEADY = 60.0
"""Seconds after which a worker that dies is started again at once: what made it die was not its start."""
COMMAND = (sys.executable, "-c", "from xunwang.cli.main import main; main()", "worker")


@contextmanager
def worker_beside(command: Sequence[str] = COMMAND) -> Iterator[None]:
    """Keep one worker running while the block lasts. A server that is killed leaves none behind: the worker looks."""
    supervisor = _Supervisor(command)
    thread = threading.Thread(target=supervisor.keep, daemon=True, name="worker supervisor")
    thread.start()
    try:
        yield
    finally:
        supervisor.stop()
        thread.join(_LEAVE_WITHIN + 5)


class _Supervisor:
    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._leaving = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Start the worker, wait for its end, and start it again, until told to stop."""
        pause = _FIRST_PAUSE
        while self._start():
            begun = time.monotonic()
            assert self._process is not None
            code = self._process.wait()
            if self._leaving.is_set():
                return
            pause = _FIRST_PAUSE if time.monotonic() - begun > _STEADY else min(pause * 2, _LONGEST_PAUSE)
            errors.print(f"后台作业进程已结束（{code}），{pause:.0f}秒后重新启动。")
            self._leaving.wait(pause)

    def stop(self) -> None:
        """Ask the worker to leave, and kill it when it does not."""
        with self._lock:
            self._leaving.set()
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_LEAVE_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start(self) -> bool:
        with self._lock:
            if self._leaving.is_set():
                return False
            # A group of its own: Ctrl-C reaches the server only, which tells the worker.
            self._process = subprocess.Popen(  # noqa: S603 -- our own programme
                self._command,
                env={**os.environ, SERVER: str(os.getpid())},
                stdin=subprocess.DEVNULL,
                process_group=0,
            )
            return True
