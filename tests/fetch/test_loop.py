"""The loop: every request taken is answered once, whatever happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetch.conftest import ListLane, RealClock, settings
from tests.fetch.misbehaving_server import MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.lanes import LANES_OPEN
from xunwang.fetch.records import Fault, Fetched, Request


def requests(server: MisbehavingServer, number: int, path: str = "page") -> list[Request]:
    joiner = "&" if "?" in path else "?"
    return [Request(server.url(f"{path}{joiner}n={n}"), tag=n) for n in range(number)]


def test_every_request_is_answered_once(client: Client, server: MisbehavingServer) -> None:
    lanes = [ListLane(requests(server, 40), f"lane {n}") for n in range(6)]
    client.run(lanes)
    for lane in lanes:
        assert sorted(answer.request.tag for answer in lane.answers) == list(range(40))  # type: ignore[type-var]


def test_stopping_answers_all_that_is_out(server: MisbehavingServer) -> None:
    slow = settings(rate_per_host=5.0, timeout=10.0, retries=1, backoff=30.0)
    waiting = ListLane(requests(server, 20), "waiting for its rate")
    hanging = ListLane([Request(server.url("hang"))], "hanging")
    failing = ListLane([Request("http://127.0.0.1:2/")], "pausing before its retry")
    started = time.monotonic()
    lanes = [hanging, failing, waiting]
    with Client(slow, RealClock()) as client:
        client.run(lanes, should_stop=lambda: time.monotonic() - started > 0.5)
        assert time.monotonic() - started < 8  # neither the hanging one's limit nor the pause is waited for
        assert all(lane.out == 0 for lane in lanes)
        assert hanging.answers[0].fault is Fault.STOPPED
        assert failing.answers[0].fault is Fault.STOPPED
        assert waiting.answers[-1].fault is Fault.STOPPED
        assert waiting.waiting
        rest = ListLane(list(reversed(waiting.waiting))[:2])
        client.run([rest])
    assert all(answer.ok for answer in rest.answers)


def test_what_a_lane_raises_ends_the_run_and_leaves_the_client_usable(
    client: Client, server: MisbehavingServer
) -> None:
    class Broken(ListLane):
        def done(self, fetched: Fetched) -> None:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        client.run([Broken(requests(server, 10)), ListLane(requests(server, 50, "slow"))])
    assert client.fetch(Request(server.url("page"))).ok


def test_a_lane_that_has_nothing_yet_is_asked_again(client: Client, server: MisbehavingServer) -> None:
    class Late(ListLane):
        ready_at = time.monotonic() + 0.3

        def take(self) -> Request | None:
            return super().take() if time.monotonic() > self.ready_at else None

    lane = Late(requests(server, 2))
    turns: list[float] = []
    client.run([lane], on_tick=lambda: turns.append(time.monotonic()))
    assert len(lane.answers) == 2
    assert len(turns) < 200


def test_more_lanes_than_are_open_at_once_all_get_their_turn(
    client: Client, server: MisbehavingServer
) -> None:
    made: list[ListLane] = []

    def lanes() -> Iterator[ListLane]:
        for number in range(LANES_OPEN + 100):
            made.append(ListLane([Request(f"bad:{number}")]))
            yield made[-1]

    client.run(lanes())
    assert len(made) == LANES_OPEN + 100
    assert all(len(lane.answers) == 1 for lane in made)


def test_no_lanes_is_no_work(client: Client) -> None:
    client.run([])
    client.run([ListLane([])])


def test_ticks_come_while_nothing_happens_and_waiting_costs_no_more(server: MisbehavingServer) -> None:
    ticks: list[float] = []
    lane = ListLane([Request(server.url("slow?seconds=0.8"))])
    with Client(settings(timeout=5), RealClock()) as client:
        client.run([lane], on_tick=lambda: ticks.append(time.monotonic()))
    assert 3 <= len(ticks) < 100


def test_the_client_is_not_run_from_within_itself(client: Client, server: MisbehavingServer) -> None:
    class Nested(ListLane):
        def done(self, fetched: Fetched) -> None:
            super().done(fetched)
            client.fetch(Request(server.url("page")))

    with pytest.raises(RuntimeError):
        client.run([Nested(requests(server, 1))])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs Linux's /proc to count descriptors")
def test_sockets_are_closed_with_the_client(server: MisbehavingServer) -> None:
    def opened() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(3):
        before = opened()
        with Client(settings(), RealClock()) as client:
            client.run([ListLane(requests(server, 8, "slow?seconds=0.02"))])
            client.run([ListLane([Request(server.url("hang"), timeout=0.05)] * 3)])
        time.sleep(0.05)
        # The server's ends live in this process too, and close a moment later.
        assert opened() <= before + 8


def test_descriptors_above_a_thousand_are_no_limit(server: MisbehavingServer, tmp_path: Path) -> None:
    held = []
    try:
        for number in range(1100):
            held.append((tmp_path / str(number)).open("w"))
    except OSError:
        pytest.skip("this system does not allow so many open files")
    try:
        with Client(settings(), RealClock()) as client:
            assert client.fetch(Request(server.url("page"))).ok
    finally:
        for file in held:
            file.close()


def test_a_dead_port_is_told_from_a_dead_name(client: Client) -> None:
    refused = client.fetch(Request("http://127.0.0.1:2/"))
    assert (refused.fault, refused.status) == (Fault.REFUSED, 0)
    # A label longer than 63 characters is refused by every resolver without asking the network.
    nameless = client.fetch(Request(f"http://{'a' * 64}.test/"))
    assert nameless.fault in (Fault.DNS, Fault.BAD_URL)


def test_ipv6_only_requests_do_not_fall_back_to_ipv4(server: MisbehavingServer) -> None:
    named = settings(resolve={"four.test": ("127.0.0.1",)})
    with Client(named, RealClock()) as client:
        assert client.fetch(Request(f"http://four.test:{server.port}/page", ip_version=4)).ok
        over6 = client.fetch(Request(f"http://four.test:{server.port}/page", ip_version=6))
    assert over6.fault in (Fault.DNS, Fault.CONNECT)
    assert over6.status == 0
