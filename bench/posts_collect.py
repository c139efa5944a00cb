"""Collects, checks and judges the accounts of a posts server in this process; tells what it cost, as JSON."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.posts_server import NOW
from xunwang.cli.system_clock import SystemClock
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.checks import Checker
from xunwang.collect.interface import Source, Span
from xunwang.collect.judge import judge_accounts
from xunwang.collect.plan import Wanted
from xunwang.collect.runner import Means, collect
from xunwang.collect.settings import CollectionSettings
from xunwang.collect.ways import collectors
from xunwang.fetch.records import FetchSettings
from xunwang.posts.records import Way
from xunwang.rules.edition import load_edition
from xunwang.rules.media.facts import Account
from xunwang.words import Level


def accounts(count: int, port: int) -> Iterator[Wanted]:
    """The accounts, one feed each."""
    for number in range(count):
        key = f"weibo:账号{number}"
        row = Account(
            key,
            f"账号{number}",
            "weibo",
            "微博",
            "示例县人民政府",
            level=Level.COUNTY,
            duties="示例县 政务服务",
        )
        yield Wanted(row, (Source(key, Way.FEED, f"http://127.0.0.1:{port}/{number}.xml"),))


def main(count: int, port: int) -> None:
    """Without politeness: the server is ours."""
    fetch = FetchSettings(
        allowed_networks=("127.0.0.0/8",),
        rate_per_host=1e6,
        connections_per_host=4,
        connections=4,
        backoff=0.0,
    )
    settings = CollectionSettings(Span(NOW - timedelta(days=366), NOW, NOW), fetch)
    Checker.of(None)
    began = _cost()
    with tempfile.TemporaryDirectory(prefix="xunwang-bench-") as folder:
        archive = CollectionArchive.create(Path(folder) / "c", accounts(count, port), settings, NOW, {})
        collect(archive, Means(collectors(), SystemClock()))
        collected = _cost()
        archive = CollectionArchive(Path(folder) / "c")
        edition = load_edition(None)
        outcomes: Counter[str] = Counter()
        posts = hits = 0
        for one in judge_accounts(archive, edition):
            outcomes[one.result.outcome.value] += 1
            posts += one.posts
            hits += sum(len(verdict.findings) for verdict in one.result.verdicts.values())
        judged = _cost()
        sizes = {
            kind: sum(path.stat().st_size for path in archive.folder.rglob(pattern))
            for kind, pattern in (("tables", "*.parquet"), ("evidence", "pages.*"))
        }
    print(json.dumps({**_row(posts, began, collected, judged), "accounts": count, "outcomes": outcomes,
                      "findings": hits, "bytes": sizes}, ensure_ascii=False))  # fmt: skip


def _cost() -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def _row(posts: int, *moments: tuple[float, float]) -> dict[str, Any]:
    began, collected, judged = moments
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "posts": posts,
        "collect_wall_s": round(collected[0] - began[0], 1),
        "collect_cpu_s": round(collected[1] - began[1], 1),
        "judge_cpu_s": round(judged[1] - collected[1], 1),
        "posts_per_s": round(posts / (collected[0] - began[0]), 0),
        "cpu_ms_per_post": round(1000 * (judged[1] - began[1]) / posts, 3),
        "peak_mib": round(peak, 1),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
