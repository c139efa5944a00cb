"""What may pass by itself is tried again, with pauses; the rest is not."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

import pytest

from tests.fetch.conftest import ListLane, RealClock, fetch, settings
from tests.fetch.misbehaving_server import MisbehavingServer
from xunwang.fetch.answers import Answer
from xunwang.fetch.client import Client
from xunwang.fetch.jobs import Job
from xunwang.fetch.lanes import LaneState
from xunwang.fetch.records import Fault, Request, Timings
from xunwang.fetch.retries import LONGEST_PAUSE, asked_pause, pause_before_retry
from xunwang.fetch.targets import Target

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def answer(fault: Fault = Fault.NONE, status: int = 0, **fields: str) -> Answer:
    headers = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    return Answer(status, fault, "", headers, b"", Timings(0, 0, 0, 0, 0), "", "", 0, 0)


def pause(given: Answer, method: str = "GET", tries: int = 1, seed: int = 1) -> float | None:
    job = Job(Request("http://a.test/", method), LaneState(ListLane([])), Target("", False, "a.test", 80))
    job.tries = tries
    return pause_before_retry(job, given, settings(retries=2, backoff=1.0), NOW, random.Random(seed))


@pytest.mark.parametrize("code", [502, 503, 504, 429])
def test_a_busy_server_is_asked_again(server: MisbehavingServer, code: int) -> None:
    fetched = fetch(server.url(f"busy-then-ok?code={code}&times=2"), settings(retries=2))
    assert (fetched.ok, fetched.tries) == (True, 3)


def test_a_reset_connection_is_tried_again(server: MisbehavingServer) -> None:
    fetched = fetch(server.url("reset-then-ok?times=2"), settings(retries=2))
    assert (fetched.ok, fetched.tries) == (True, 3)


def test_the_last_answer_stands_when_tries_are_used_up(server: MisbehavingServer) -> None:
    fetched = fetch(server.url("busy-then-ok?times=9"), settings(retries=2))
    assert (fetched.status, fetched.fault, fetched.tries) == (503, Fault.NONE, 3)
    assert len(server.asked) == 3


@pytest.mark.parametrize("path", ["status?code=404", "status?code=500", "status?code=403", "garbage", "drip"])
def test_what_does_not_pass_by_itself_is_asked_once(server: MisbehavingServer, path: str) -> None:
    assert fetch(server.url(path), settings(retries=2)).tries == 1
    assert len(server.asked) == 1


def test_a_form_that_may_have_arrived_is_not_sent_twice(server: MisbehavingServer) -> None:
    fetched = fetch(server.url("reset"), settings(retries=2), method="POST", body=b"a=1")
    assert (fetched.fault, fetched.tries) == (Fault.RESET, 1)


def test_a_form_that_was_not_sent_is_tried_again() -> None:
    fetched = fetch("http://127.0.0.1:2/", settings(retries=1), method="POST", body=b"a=1")
    assert (fetched.fault, fetched.tries) == (Fault.REFUSED, 2)


def test_a_try_begins_at_the_first_address_again(server: MisbehavingServer) -> None:
    fetched = fetch(server.url("to?url=/busy-then-ok"), settings(retries=2))
    assert (fetched.ok, fetched.tries, len(fetched.hops)) == (True, 2, 1)
    assert server.paths() == ["/to?url=/busy-then-ok", "/busy-then-ok"] * 2


def test_the_asked_pause_holds_for_the_whole_host_and_for_no_other(server: MisbehavingServer) -> None:
    gateway = settings(retries=1, gateway=("127.0.0.1", server.port, server.port), connections_per_host=1)
    busy = ListLane([Request("http://busy.test/busy-then-ok?after=1"), Request("http://busy.test/page")])
    other = ListLane([Request(f"http://other.test/page?n={n}") for n in range(20)])
    started = time.monotonic()
    with Client(gateway, RealClock()) as client:
        client.run([busy, other])
    first, *later = [asked.at for asked in server.asked if asked.host == "busy.test"]
    assert min(later) - first > 0.9
    assert max(asked.at for asked in server.asked if asked.host == "other.test") - started < 0.8
    assert all(fetched.ok for fetched in busy.answers)


def test_pauses_double_and_are_spread() -> None:
    reset = answer(Fault.RESET)
    firsts = {pause(reset, seed=seed) for seed in range(50)}
    seconds = {pause(reset, tries=2, seed=seed) for seed in range(50)}
    assert all(first and 0.75 <= first <= 1.25 for first in firsts)
    assert all(second and 1.5 <= second <= 2.5 for second in seconds)
    assert len(firsts) > 40
    assert pause(reset, tries=3) is None


@pytest.mark.parametrize("fault", [Fault.DNS, Fault.REFUSED, Fault.CONNECT, Fault.TIMEOUT, Fault.RESET,
                                   Fault.TRUNCATED])  # fmt: skip
def test_transient_faults_are_tried_again(fault: Fault) -> None:
    assert pause(answer(fault)) is not None


@pytest.mark.parametrize("fault", [Fault.TLS, Fault.SLOW, Fault.TOO_LARGE, Fault.BOMB, Fault.BAD_ANSWER,
                                   Fault.BAD_URL, Fault.FORBIDDEN_ADDRESS])  # fmt: skip
def test_lasting_faults_are_not(fault: Fault) -> None:
    assert pause(answer(fault)) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5.0),
        (" 60 ", 60.0),
        ("Mon, 02 Mar 2026 12:00:10 GMT", 10.0),
        ("Mon, 02 Mar 2026 12:00:10", 10.0),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0),
        ("-5", 0.0),
        ("soon", 0.0),
        ("", 0.0),
        ("9" * 400, float("9" * 64)),
        ("٥", 0.0),
        ("Mon, 99 Foo 2026 99:99:99 GMT", 0.0),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str, seconds: float) -> None:
    assert asked_pause(answer(status=503, retry_after=value), NOW) == seconds


def test_a_server_that_wants_too_long_a_pause_is_left_alone() -> None:
    assert pause(answer(status=429, retry_after=str(int(LONGEST_PAUSE)))) == LONGEST_PAUSE
    assert pause(answer(status=429, retry_after=str(int(LONGEST_PAUSE) + 1))) is None
