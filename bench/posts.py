"""A large province's year of posts: 1,000,000 over 30,000 accounts, collected, checked, judged; and a tenth of it.

``python -m bench.posts --to FILE`` (``--quick``: a hundredth). What counts is that memory stays flat: the ratio of the
two peaks. Nothing in the tests asserts a time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
POSTS_EACH = 35
"""Of an account: with those that are gone, 30,000 accounts have a little over a million posts."""
ACCOUNTS = 30_000


def main() -> None:
    """Read the options, run both sizes, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--to", type=Path)
    options = parser.parse_args()
    large = ACCOUNTS // 100 if options.quick else ACCOUNTS
    with served() as port:
        rows = {name: measure(count, port) for name, count in (("tenth", large // 10), ("whole", large))}
    ratio = round(rows["whole"]["peak_mib"] / rows["tenth"]["peak_mib"], 3)
    result = {"posts_each": POSTS_EACH, **rows, "memory_ratio": ratio}
    text = json.dumps(result, indent=2, ensure_ascii=False)
    if options.to:
        options.to.write_text(text + "\n", encoding="utf-8")
    print(text)


@contextmanager
def served() -> Iterator[int]:
    """The feeds; their port."""
    command = [sys.executable, "-m", "bench.posts_server", str(POSTS_EACH)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        yield port
    finally:
        process.kill()
        process.wait()


def measure(accounts: int, port: int) -> dict[str, Any]:
    """One collection in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.posts_collect", str(accounts), str(port)],
        stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    row: dict[str, Any] = json.loads(done.stdout)
    print(json.dumps(row, ensure_ascii=False), file=sys.stderr, flush=True)
    return row


if __name__ == "__main__":
    main()
