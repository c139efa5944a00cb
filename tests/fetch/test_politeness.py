"""Every host is asked as slowly as it wishes, and no lane waits for another's host."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.fetch.conftest import ListLane, RealClock, settings
from tests.fetch.misbehaving_server import MisbehavingServer
from xunwang.fetch.client import LONGEST_CRAWL_DELAY, Client
from xunwang.fetch.jobs import Job
from xunwang.fetch.lanes import HELD_PER_LANE, LaneState
from xunwang.fetch.limiter import Limiter
from xunwang.fetch.records import FetchSettings, Request
from xunwang.fetch.targets import Target


def gateway(server: MisbehavingServer, **changes: Any) -> FetchSettings:
    return settings(gateway=("127.0.0.1", server.port, server.port), **changes)


def pages(host: str, number: int, path: str = "page") -> list[Request]:
    return [Request(f"http://{host}/{path}{'&' if '?' in path else '?'}n={n}") for n in range(number)]


def span(server: MisbehavingServer, host: str, skip: int = 0) -> float:
    """Seconds between the first and the last request to a host."""
    times = [asked.at for asked in server.asked if asked.host == host][skip:]
    return times[-1] - times[0]


def test_each_host_gets_its_rate_and_hosts_do_not_share_it(server: MisbehavingServer) -> None:
    lanes = [ListLane(pages(f"h{n}.test", 8)) for n in range(5)]
    with Client(gateway(server, rate_per_host=20.0), RealClock()) as client:
        client.run(lanes)
    spans = [span(server, f"h{number}.test") for number in range(5)]
    assert min(spans) > 0.9 * 7 * 0.05
    times = [asked.at for asked in server.asked]
    assert max(times) - min(times) < 0.5 * sum(spans)


def test_two_lanes_share_the_rate_of_a_common_host(server: MisbehavingServer) -> None:
    lanes = [ListLane(pages("common.test", 5, f"page?lane={n}")) for n in range(2)]
    with Client(gateway(server, rate_per_host=25.0), RealClock()) as client:
        client.run(lanes)
    assert span(server, "common.test") > 0.9 * 9 * 0.04
    first_half = [asked.path for asked in server.asked[:6]]
    assert any("lane=0" in path for path in first_half)
    assert any("lane=1" in path for path in first_half)


@pytest.mark.parametrize("most", [1, 3])
def test_a_host_gets_no_more_connections_than_allowed(server: MisbehavingServer, most: int) -> None:
    with Client(gateway(server, connections_per_host=most), RealClock()) as client:
        client.run([ListLane(pages("a.test", 12, "slow?seconds=0.02"))])
    assert server.most_open == most


def test_the_whole_process_has_a_bound(server: MisbehavingServer) -> None:
    lanes = [ListLane(pages(f"h{n}.test", 3, "slow?seconds=0.02")) for n in range(10)]
    with Client(gateway(server, connections=4), RealClock()) as client:
        client.run(lanes)
    assert server.most_open == 4
    assert all(len(lane.answers) == 3 for lane in lanes)


def test_a_crawl_delay_is_kept_one_request_at_a_time(server: MisbehavingServer) -> None:
    with Client(gateway(server), RealClock()) as client:
        client.set_crawl_delay("slow.test", 0.1)
        started = time.monotonic()
        client.run([ListLane(pages("slow.test", 4)), ListLane(pages("fast.test", 50))])
    assert time.monotonic() - started >= 0.3
    # By the server's clock, which a busy machine may hold up.
    assert span(server, "slow.test") > 0.5 * 3 * 0.1
    hosts = [asked.host for asked in server.asked]
    assert hosts[-1] == "slow.test"


def test_a_crawl_delay_may_be_learned_while_the_lane_runs(server: MisbehavingServer) -> None:
    with Client(gateway(server, connections_per_host=1), RealClock()) as client:
        lane = ListLane(pages("late.test", 4))
        answered = lane.done

        def done(fetched: Any) -> None:
            client.set_crawl_delay("late.test", 0.1)
            answered(fetched)

        lane.done = done  # type: ignore[method-assign]
        client.run([lane])
    assert span(server, "late.test", skip=1) > 0.9 * 2 * 0.1


def test_a_crawl_delay_without_end_is_cut(server: MisbehavingServer) -> None:
    clock = RealClock(scale=0.001)
    with Client(gateway(server, timeout=900, connect_timeout=900), clock) as client:
        client.set_crawl_delay("greedy.test", 1e12)
        started = time.monotonic()
        client.run([ListLane(pages("greedy.test", 3))])
    assert 2 * LONGEST_CRAWL_DELAY * 0.001 <= time.monotonic() - started < 30  # it would take for ever


def test_a_slow_host_does_not_keep_its_lane_from_other_hosts(server: MisbehavingServer) -> None:
    slow = pages("slow.test", HELD_PER_LANE - 1)
    lane = ListLane(slow + pages("fast.test", 12))
    with Client(gateway(server, rate_per_host=20.0), RealClock()) as client:
        client.set_crawl_delay("slow.test", 0.2)
        finished: list[float] = []

        def on_tick() -> None:
            if len(server.paths("fast.test")) == 12 and not finished:
                finished.append(len(server.paths("slow.test")))

        client.run([lane], on_tick=on_tick)
    assert finished[0] < HELD_PER_LANE - 1
    assert len(lane.answers) == HELD_PER_LANE - 1 + 12


def test_a_lane_with_much_to_ask_leaves_room_for_one_with_little(server: MisbehavingServer) -> None:
    greedy = ListLane([page for n in range(40) for page in pages(f"g{n}.test", 2, "slow?seconds=0.02")])
    modest = ListLane(pages("modest.test", 20, "slow?seconds=0.02"), at_once=1)
    left: list[int] = []

    def on_tick() -> None:
        if modest.idle() and not left:
            left.append(len(greedy.waiting))

    with Client(gateway(server, connections=2), RealClock()) as client:
        client.run([greedy, modest], on_tick=on_tick)
    # Of two connections the modest lane always has one: it ends after a good 20 of the other's 80.
    assert left[0] > 40


def test_limits_are_scaled_with_the_clock(server: MisbehavingServer) -> None:
    clock = RealClock(scale=0.01)
    scaled = gateway(server, rate_per_host=0.5, timeout=60.0, connect_timeout=60.0)
    lane = ListLane([*pages("a.test", 5), Request("http://a.test/slow?seconds=0.3")])
    started = time.monotonic()
    with Client(scaled, clock) as client:
        client.run([lane])
        limited = client.fetch(Request("http://b.test/slow?seconds=0.3", timeout=15.0))
    assert 5 * 0.02 + 0.3 <= time.monotonic() - started < 10  # unscaled, the five alone take that long
    assert span(server, "a.test") > 0.9 * 5 * 0.02
    assert 30 <= lane.answers[-1].timings.total <= 60
    assert lane.answers[-1].ok
    assert not limited.ok


def test_hosts_that_owe_nothing_are_forgotten() -> None:
    limiter = Limiter(1.0, 2, 1.0)
    limiter.set_crawl_delay("h0.test", 5.0)
    state = LaneState(ListLane([]))
    for number in range(20_000):
        job = Job(Request(""), state, Target("", False, f"h{number}.test", 80))
        limiter.submit(job, float(number))
        assert limiter.next_job(float(number)) is job
        limiter.release(job.target.host, float(number))
    assert len(limiter._hosts) <= 4096 + 1
    for moment, starts in ((30_000.0, True), (30_004.0, False), (30_005.0, True)):
        limiter.submit(Job(Request(""), state, Target("", False, "h0.test", 80)), moment)
        started = limiter.next_job(moment)
        assert (started is not None) == starts
        if started:
            limiter.release("h0.test", moment)


@pytest.mark.parametrize(("rate", "connections"), [(0.0, 1), (-1.0, 1), (float("nan"), 1), (1.0, 0)])
def test_limits_that_make_no_sense_are_refused(rate: float, connections: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        Client(settings(rate_per_host=rate, connections_per_host=connections), RealClock())
