"""What a killed server leaves: a lock file with a number that may by now be anybody's process."""

from __future__ import annotations

import contextlib
import signal
import time
from pathlib import Path
from typing import NamedTuple

import psutil

PID_FILE = "postmaster.pid"
_READY_LINE = 7


class Postmaster(NamedTuple):
    """The running server of a data folder."""

    pid: int
    ready: bool


def running_postmaster(data: Path) -> Postmaster | None:
    """The server of this folder, if it runs. A process works in its data folder: that is how it is known."""
    try:
        lines = (data / PID_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _works_in(pid, data):
        return None
    return Postmaster(pid, len(lines) > _READY_LINE and lines[_READY_LINE].strip() == "ready")


def clear_remains(data: Path, socket_lock: Path, patience: float = 10.0) -> None:
    """Remove lock files of a dead server, after its orphaned workers have gone.

    Workers end by themselves when their postmaster is gone; those that do not within ``patience``
    seconds are told to quit at once, as the server would after a crash. Call only when
    :func:`running_postmaster` gives None.
    """
    deadline = time.monotonic() + patience
    while orphans := _workers(data):
        if time.monotonic() > deadline:
            for process in orphans:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGKILL)
            psutil.wait_procs(orphans, timeout=5)
            break
        time.sleep(0.05)
    (data / PID_FILE).unlink(missing_ok=True)
    socket_lock.unlink(missing_ok=True)


def _works_in(pid: int, data: Path) -> bool:
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):
        return False


def _workers(data: Path) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["name"])
        if str(process.info["name"]).startswith("postgres") and _works_in(process.pid, data)
    ]
