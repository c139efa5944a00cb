"""A process that keeps starting inspections, each in a child that can be killed.

The modules are loaded once; a child is forked for every line on standard input and its number printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engine.served import clock
from xunwang.engine.archive import Archive
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.shard import scanner_of

ROOT = Path(__file__).resolve().parents[2]


class Starter:
    """Handle of the process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, folder: Path) -> int:
        """Start an inspection of the run in ``folder``; number of its process."""
        return int(self._ask(f"{folder}\n"))

    def result(self) -> int:
        """Wait for the end: 0 when it was complete, -9 when it was killed."""
        return int(self._ask(""))

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def starter() -> Iterator[Starter]:
    """Run the process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.engine.killable"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Starter(process)
    finally:
        process.communicate()


def _main() -> None:
    scanner_of(None)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            archive = Archive(Path(line.strip()))
            inspect_run(archive, clock(), progress=Progress(), wait=True)
            os._exit(0 if archive.sealed else 1)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _main()
