"""The console under load: every page that reads, by several readers at once, and how many queries each asks.

``python -m bench.console.load --to FILE``. Everything is in a folder of its own, on loopback, and goes away
afterwards. Readers keep their connections and wait for each answer before they ask again, so that pages a
second and the times belong together.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ADDRESSES_WITHOUT_END = re.compile(r"_events$|_stream$")
"""Live streams are no pages."""


@dataclass
class Times:
    """What the readers saw: seconds and status, by the name of the address."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def main() -> None:
    """Make the rows, count queries, serve, read, tell."""
    options = _options()
    home = Path(tempfile.mkdtemp(prefix="xunwang-load-"))
    os.environ.update(XUNWANG_HOME=str(home), XUNWANG_LOOPBACK_TRIAL="1")
    os.environ.pop("DATABASE_URL", None)
    try:
        result = _measure(options)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    text = json.dumps(result, ensure_ascii=False, indent=1)
    if options.to:
        options.to.write_text(text + "\n", encoding="utf-8")
    print(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--campaigns", type=int, default=12)
    parser.add_argument("--sites", type=int, default=310)
    parser.add_argument("--accounts", type=int, default=2606)
    parser.add_argument("--findings", type=int, default=60_000)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--to", type=Path)
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    from xunwang.cli.console import console_ready

    with console_ready():
        began = time.perf_counter()
        password, addresses = _fill(options)
        filled = time.perf_counter() - began
        queries = _queries(addresses)
        with _serving() as port:
            cookie = _sign_in(port, password)
            times = _read(port, cookie, addresses, options)
    return _told(options, filled, queries, times)


def _fill(options: argparse.Namespace) -> tuple[str, dict[str, str]]:
    from bench.console.addresses import readable
    from bench.console.rows import make_campaigns, make_people, make_register
    from xunwang.audit.acting import acting
    from xunwang.web.first_start import first_administrator, prepare_static_files

    prepare_static_files()
    password = first_administrator()
    assert password
    with acting(None, "bench"):
        root = make_register(options.sites, options.accounts)
        people = make_people(root)
        make_campaigns(root, people, options.campaigns, options.findings)
    return password, readable()


def _queries(addresses: dict[str, str]) -> dict[str, int]:
    from bench.console.addresses import queries_of

    return queries_of(addresses)


@contextlib.contextmanager
def _serving() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = "from xunwang.cli.main import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--loopback", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if time.monotonic() > deadline or server.poll() is not None:
                raise RuntimeError("the console did not start")
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def _sign_in(port: int, password: str) -> str:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    link.request("GET", "/sign-in/")
    page = link.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    cookies = _cookies(page)
    link.request(
        "POST",
        "/sign-in/",
        urlencode({"csrfmiddlewaretoken": token[1], "login": "admin", "password": password}),
        {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _joined(cookies)},
    )
    answer = link.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    return _joined(cookies | _cookies(answer))


def _cookies(answer: http.client.HTTPResponse) -> dict[str, str]:
    lines = answer.headers.get_all("Set-Cookie") or []
    return {name: value for name, _, value in (line.split(";")[0].partition("=") for line in lines)}


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _read(port: int, cookie: str, addresses: dict[str, str], options: argparse.Namespace) -> Times:
    times, lock, end = Times(), threading.Lock(), time.monotonic() + options.seconds

    def reader(seed: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        order = random.Random(seed)
        names = sorted(addresses)
        while time.monotonic() < end:
            order.shuffle(names)
            for name in names:
                if time.monotonic() >= end:
                    return
                began = time.perf_counter()
                link.request("GET", addresses[name], headers={"Cookie": cookie})
                answer = link.getresponse()
                answer.read()
                with lock:
                    times.seconds[name].append(time.perf_counter() - began)
                    times.wrong[name] += answer.status not in (200, 302)

    readers = [threading.Thread(target=reader, args=(seed,)) for seed in range(options.readers)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return times


def _told(
    options: argparse.Namespace, filled: float, queries: dict[str, int], times: Times
) -> dict[str, Any]:
    everything = [second for seconds in times.seconds.values() for second in seconds]
    return {
        "campaigns": options.campaigns, "sites_each": options.sites, "accounts": options.accounts,
        "findings": options.findings, "readers": options.readers, "seconds": options.seconds,
        "seconds_to_fill": round(filled, 1), "pages": len(everything),
        "pages_a_second": round(len(everything) / options.seconds, 1),
        "p50_ms": _ms(everything, 0.5), "p95_ms": _ms(everything, 0.95), "wrong": sum(times.wrong.values()),
        "most_queries": max(queries.values()),
        "by_address": {
            name: {
                "read": len(seconds), "p50_ms": _ms(seconds, 0.5), "p95_ms": _ms(seconds, 0.95),
                "queries": queries[name], "wrong": times.wrong[name],
            }
            for name, seconds in sorted(times.seconds.items())
        },
    }  # fmt: skip


def _ms(seconds: list[float], share: float) -> float:
    if len(seconds) < 2:
        return round(1000 * sum(seconds), 1)
    return round(1000 * statistics.quantiles(seconds, n=100, method="inclusive")[round(share * 100) - 1], 1)


if __name__ == "__main__":
    main()
