"""Bounds the time of one step of a collector, so that one that never comes back costs its account and nothing else."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")


class OverrunError(BaseException):
    """A step took too long. No ``Exception``, so that no collector catches it by mistake."""


class StepGuard:
    """Runs steps of one thread; another thread looks at how long they take.

    The overrunning step is interrupted between two instructions of Python: a loop ends, a single call into C is
    waited for. Times are real seconds.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._step = 0
        self._running = 0
        self._thread = threading.get_ident()
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="step-guard", daemon=True)

    def __enter__(self) -> StepGuard:
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        self._watcher.join()

    def call(self, step: Callable[[A], R], argument: A) -> R:
        """Run a step in the guard's thread. Raises OverrunError, and whatever the step raises."""
        try:
            self._begin()
            return step(argument)
        finally:
            self._finish()
            self._settle()

    def _begin(self) -> None:
        self._step += 1
        self._running = self._step

    def _finish(self) -> None:
        with self._lock:
            self._running = 0

    def _settle(self) -> None:
        """An interruption that came as the step ended is raised at this call, and not later."""

    def _watch(self) -> None:
        seen = 0
        while not self._closed.wait(self._seconds / 2):
            with self._lock:
                running = self._running
                if running and running == seen:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._thread), ctypes.py_object(OverrunError)
                    )
                    running = 0  # Once a step; if it survives that, again after two more rounds.
                seen = running
