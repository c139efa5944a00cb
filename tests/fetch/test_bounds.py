"""Nothing that a server does may stall the loop, grow memory or go unnamed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.fetch.conftest import ListLane, RealClock, fetch, settings
from tests.fetch.misbehaving_server import PAGE, MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fault, Request

CASES = [
    ("slow?seconds=3", 0, Fault.TIMEOUT),
    ("hang", 0, Fault.TIMEOUT),
    ("drip", 200, Fault.SLOW),
    ("drip-headers", 200, Fault.SLOW),
    ("endless-headers", 200, Fault.BAD_ANSWER),
    ("endless-line", 200, Fault.BAD_ANSWER),
    ("endless-interim", 0, Fault.BAD_ANSWER),
    ("endless-body", 200, Fault.TOO_LARGE),
    ("endless-chunks", 200, Fault.TOO_LARGE),
    ("announced-huge", 200, Fault.TOO_LARGE),
    ("longer-announced", 200, Fault.TRUNCATED),
    ("two-lengths", 200, Fault.BAD_ANSWER),
    ("cut-chunks", 200, Fault.TRUNCATED),
    ("bad-chunks", 200, Fault.BAD_ANSWER),
    ("reset", 0, Fault.RESET),
    ("reset-body", 200, Fault.TRUNCATED),
    ("silent", 0, Fault.RESET),
    ("garbage", 0, Fault.BAD_ANSWER),
    ("http09", 0, Fault.BAD_ANSWER),
    ("bad-status", 0, Fault.BAD_ANSWER),
    ("bomb?coding=gzip", 200, Fault.BOMB),
    ("bomb?coding=deflate", 200, Fault.BOMB),
    ("bomb?coding=br", 200, Fault.BOMB),
    ("bomb?coding=zstd", 200, Fault.BOMB),
    ("coded?coding=gzip&named=br", 200, Fault.BAD_ANSWER),
    ("coded?coding=gzip&named=gzip,gzip,gzip,gzip", 200, Fault.BAD_ANSWER),
]


@pytest.mark.parametrize(("path", "status", "fault"), CASES, ids=[path for path, *_ in CASES])
def test_misbehaviour_gets_its_name_in_time(
    server: MisbehavingServer, path: str, status: int, fault: Fault
) -> None:
    started = time.monotonic()
    fetched = fetch(server.url(path), settings(max_bytes=2**20))
    assert (fetched.status, fetched.fault) == (status, fault)
    assert fetched.detail
    assert not fetched.ok
    assert len(fetched.body) <= 2**20
    assert time.monotonic() - started < 20  # some of these go on for ever


def test_what_a_broken_transfer_brought_is_kept(client: Client, server: MisbehavingServer) -> None:
    assert client.fetch(Request(server.url("longer-announced"))).body == PAGE
    assert client.fetch(Request(server.url("reset-body"))).body == b"some"


def test_surplus_after_the_announced_length_is_not_content(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("shorter-announced")))
    assert fetched.ok
    assert fetched.body == PAGE
    assert client.fetch(Request(server.url("page"))).body == PAGE


def test_a_body_without_length_ends_with_the_connection(client: Client, server: MisbehavingServer) -> None:
    assert client.fetch(Request(server.url("no-length"))).body == PAGE


def test_a_request_may_have_bounds_of_its_own(client: Client, server: MisbehavingServer) -> None:
    size = len(PAGE) + 1000
    url = server.url("page?size=1000")
    assert client.fetch(Request(url, max_bytes=size)).ok
    assert client.fetch(Request(url, max_bytes=size - 1)).fault is Fault.TOO_LARGE
    assert client.fetch(Request(url)).ok
    assert client.fetch(Request(server.url("slow?seconds=0.4"), timeout=0.1)).fault is Fault.TIMEOUT
    assert client.fetch(Request(server.url("slow?seconds=0.4"))).ok


def test_the_bound_holds_for_what_comes_out_of_a_coding(client: Client, server: MisbehavingServer) -> None:
    url = server.url("coded?coding=gzip&times=1000")
    assert client.fetch(Request(url, max_bytes=1000 * len(PAGE))).ok
    fetched = client.fetch(Request(url, max_bytes=1000 * len(PAGE) - 1))
    assert (fetched.fault, fetched.body) == (Fault.BOMB, b"")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip,br"])
def test_codings_are_taken_off(client: Client, server: MisbehavingServer, coding: str) -> None:
    fetched = client.fetch(Request(server.url(f"coded?coding={coding}&times=50")))
    assert fetched.ok
    assert fetched.body == PAGE * 50
    assert fetched.wire_bytes < len(fetched.body)


def test_deflate_without_its_header_is_taken_as_browsers_take_it(
    client: Client, server: MisbehavingServer
) -> None:
    fetched = client.fetch(Request(server.url("coded?coding=bare-deflate&named=deflate")))
    assert fetched.body == PAGE


def test_a_compressed_page_that_lacks_its_end_is_shown(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("coded?coding=gzip&cut=4")))
    assert (fetched.ok, fetched.body) == (True, PAGE)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "page",
        "http://",
        "http://[::1",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://a b/",
        "http://127.0.0.1/" + "a" * 3000,
        "http://127.0.0.1/" + "中" * 1000,
        "http://\ud800/",
    ],
)
def test_addresses_that_are_none_are_answered_not_raised(client: Client, url: str) -> None:
    fetched = client.fetch(Request(url))
    assert (fetched.status, fetched.fault) == (0, Fault.BAD_URL)
    assert fetched.tries == 0


def test_a_robots_file_is_cut_not_refused(client: Client, server: MisbehavingServer) -> None:
    url = server.url("robots.txt?filler=100000")
    fetched = client.fetch(Request(url, purpose="robots", max_bytes=1000))
    assert fetched.ok
    assert len(fetched.body) == 1000
    assert "1000" in fetched.detail
    assert client.fetch(Request(url, max_bytes=1000)).fault is Fault.TOO_LARGE


def resident() -> int:
    """Bytes of memory that the process uses now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc to see its memory")
def test_memory_stays_flat_under_endless_answers(server: MisbehavingServer) -> None:
    paths = ["endless-body", "endless-chunks", "endless-headers", "endless-line", "endless-interim",
             "bomb?coding=gzip", "bomb?coding=br", "bomb?coding=zstd"]  # fmt: skip
    lane = ListLane([Request(server.url(path)) for path in paths * 20], at_once=8)
    with Client(settings(max_bytes=2**20, timeout=5), RealClock()) as client:
        client.run([ListLane([Request(server.url(path)) for path in paths])])
        start = resident()
        most = [start]
        lane.done = lambda fetched: (  # type: ignore[method-assign]
            ListLane.done(lane, fetched),
            lane.answers.clear(),
            most.append(resident()),
        )[0]
        client.run([lane])
    # Eight transfers of at most 1 MiB, twice (pieces and whole), and the server's own buffers.
    assert max(most) - start < 24 * 2**20


def test_a_fast_lane_is_not_held_up_by_hanging_ones(server: MisbehavingServer) -> None:
    gateway = settings(gateway=("127.0.0.1", server.port, server.port), timeout=1.0)
    bad = ["hang", "drip", "drip-headers", "slow?seconds=5", "endless-headers", "garbage"]
    lanes = [ListLane([Request(f"http://bad{i}.test/{path}")] * 3) for i, path in enumerate(bad)]
    fast = ListLane([Request(f"http://fast.test/page?n={i}") for i in range(100)], at_once=4)
    finished: list[float] = []
    started = time.monotonic()

    def on_tick() -> None:
        if fast.idle() and not finished:
            finished.append(time.monotonic() - started)

    with Client(gateway, RealClock()) as client:
        client.run([*lanes, fast], on_tick=on_tick)
    assert all(answer.ok for answer in fast.answers)
    assert len(fast.answers) == 100
    assert finished[0] < 0.9
    assert all(len(lane.answers) == 3 for lane in lanes)
