"""A process that is held up, by its own computing or by the machine, charges nobody with the time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fetch.conftest import ListLane, RealClock, settings
from tests.fetch.misbehaving_server import MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.hold_ups import SHORTEST, HoldUp, without
from xunwang.fetch.lanes import Lane
from xunwang.fetch.records import Fault, Fetched, Request

LIMIT = 1.0
"""Seconds that an answer may take …"""
HELD = 2 * LIMIT
"""… and that the loop is held up."""


class Computes(ListLane):
    """Needs long to understand its answers."""

    def __init__(self, requests: list[Request], at_once: int = 100, seconds: float = HELD) -> None:
        super().__init__(requests, at_once=at_once)
        self.seconds = seconds

    def done(self, fetched: Fetched) -> None:
        time.sleep(self.seconds)
        super().done(fetched)


class Beside(ListLane):
    """Notes how many answers another lane had when its own came."""

    def __init__(self, requests: list[Request], other: ListLane) -> None:
        super().__init__(requests, "beside")
        self.other, self.after = other, -1

    def done(self, fetched: Fetched) -> None:
        self.after = len(self.other.answers)
        super().done(fetched)


def lane(server: MisbehavingServer, path: str) -> ListLane:
    return ListLane([Request(server.url(path))], path)


def run(lanes: list[Lane]) -> None:
    """To the end; what is still out after a minute is answered as stopped."""
    started = time.monotonic()
    with Client(settings(timeout=LIMIT, connect_timeout=LIMIT), RealClock()) as client:
        client.run(lanes, should_stop=lambda: time.monotonic() - started > 60)


def test_answers_that_came_while_a_lane_computed_are_taken(server: MisbehavingServer) -> None:
    others = [lane(server, "slow?seconds=0.3") for _ in range(5)]
    run([Computes([Request(server.url("page"))]), *others])
    for one in others:
        (answer,) = one.answers
        assert answer.ok
        assert answer.timings.first_byte <= answer.timings.total <= LIMIT


def test_a_server_that_is_silent_after_it_too_runs_into_its_limit(server: MisbehavingServer) -> None:
    silent = lane(server, "hang")
    run([Computes([Request(server.url("page"))]), silent])
    assert silent.answers[0].fault is Fault.TIMEOUT
    assert silent.answers[0].timings.total >= LIMIT


def test_a_server_that_drips_is_given_up_after_it_too(server: MisbehavingServer) -> None:
    dripping = lane(server, "drip")
    run([Computes([Request(server.url("page"))]), dripping])
    assert dripping.answers[0].fault in (Fault.SLOW, Fault.TIMEOUT)


def test_who_drips_from_one_hold_up_to_the_next_neither_stays_nor_looks_fast(
    server: MisbehavingServer,
) -> None:
    busy = Computes([Request(server.url("page")) for _ in range(10)], at_once=1, seconds=0.4 * LIMIT)
    dripping = Beside([Request(server.url("drip_headers?every=0.01"))], busy)
    run([busy, dripping])
    assert dripping.answers[0].fault is Fault.TIMEOUT
    assert dripping.after < 8, "while the loop is held up again and again"


def test_a_server_that_answers_after_it_only_was_as_slow_as_it_was(server: MisbehavingServer) -> None:
    url = server.url(f"slow?seconds={HELD + 0.5}")
    late = ListLane([Request(url, timeout=10 * HELD), Request(url, timeout=LIMIT)])
    run([Computes([Request(server.url("page"))]), late])
    answers = {answer.request.timeout: answer for answer in late.answers}
    assert answers[10 * HELD].ok
    assert answers[10 * HELD].timings.total >= HELD + 0.5
    assert answers[LIMIT].fault is Fault.TIMEOUT


def test_what_was_held_up_before_a_request_makes_its_server_no_faster(server: MisbehavingServer) -> None:
    slow = server.url("slow?seconds=0.4")
    in_turn = Computes([Request(slow), Request(slow)], at_once=1)
    run([in_turn])
    assert [answer.ok for answer in in_turn.answers] == [True, True]
    assert all(answer.timings.total >= 0.4 for answer in in_turn.answers)


FETCHES = f"""
import sys
from tests.fetch.conftest import RealClock, settings
from xunwang.fetch.client import Client
from xunwang.fetch.records import Request
with Client(settings(timeout={LIMIT}), RealClock()) as client:
    answer = client.fetch(Request(sys.argv[1]))
print(answer.fault.name, answer.status, answer.timings.total <= {LIMIT})
"""


@contextmanager
def fetching(url: str) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that fetches an address and prints what became of it."""
    command = [sys.executable, "-c", FETCHES, url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_process_that_was_stopped_goes_on_with_what_has_come(server: MisbehavingServer) -> None:
    with fetching(server.url("slow?seconds=0.3")) as process:
        while not server.paths():
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(HELD)
        os.kill(process.pid, signal.SIGCONT)
        said, _ = process.communicate(timeout=60)
    assert said.split() == [Fault.NONE.name, "200", "True"]


instants = st.floats(0, 1_000, allow_nan=False)


@given(st.lists(instants, max_size=12), instants, instants)
def test_what_remains_is_never_negative_nor_less_than_the_hold_ups_leave(
    edges: list[float], one: float, other: float
) -> None:
    since, until = sorted((one, other))
    edges.sort()
    held = [HoldUp(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    remains = without(held, since, until - since)
    lost = sum(hold_up.seconds for hold_up in held)
    assert max(0.0, until - since - lost) - 1e-6 <= remains <= until - since
    assert without(held, 0.0, 1_000.0) == pytest.approx(1_000.0 - lost)


def test_the_usual_waits_are_no_hold_ups() -> None:
    assert not HoldUp(10.0, 10.0 + SHORTEST / 2).counts
    assert HoldUp(10.0, 10.0 + SHORTEST * 2).counts
