"""A process that keeps starting a collection, each time in a child that can be killed.

The modules are loaded once; a child is forked for every line on standard input and its number printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.collect.collecting import Pages, clock
from tests.engine.killable import Starter
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.checks import Checker
from xunwang.collect.runner import Means, collect
from xunwang.posts.records import Way

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def starter() -> Iterator[Starter]:
    """Run the process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.collect.killable"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Starter(process)
    finally:
        process.communicate()


def _main() -> None:
    checker = Checker.of(None)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            archive = CollectionArchive(Path(line.strip()))
            collect(archive, Means({Way.FEED: Pages()}, clock(), checker=checker))
            os._exit(0 if archive.sealed else 1)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _main()
