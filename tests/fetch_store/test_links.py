"""A link is broken only after repeated, spaced tries, and what a person has to judge is left to a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fetch_store.answers import START, page
from tests.fetch_store.jumping_clock import JumpingClock
from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve
from xunwang.fetch.client import Client
from xunwang.fetch.links import LinkChecks, LinkSettings, LinkState, TryRecord, TryResult, judge_try
from xunwang.fetch.records import Fault, Fetched

TARGET = "http://www.example.gov.cn/a"
HOUR = timedelta(hours=1)


def tried(hours: float, status: int, fault: Fault = Fault.NONE) -> Fetched:
    return page(0, b"", at=START + hours * HOUR, status=status, fault=fault)


def state_after(*tries: Fetched) -> LinkState:
    checks = LinkChecks()
    checks.add(TARGET)
    for one in tries:
        checks.note(TARGET, one)
    return checks.state(TARGET)


@pytest.mark.parametrize(
    ("status", "fault", "result"),
    [
        (200, Fault.NONE, TryResult.OPENED),
        (206, Fault.NONE, TryResult.OPENED),
        (200, Fault.TOO_LARGE, TryResult.OPENED),
        (404, Fault.NONE, TryResult.FAILED),
        (410, Fault.NONE, TryResult.FAILED),
        (500, Fault.NONE, TryResult.FAILED),
        (503, Fault.NONE, TryResult.FAILED),
        (0, Fault.DNS, TryResult.FAILED),
        (0, Fault.REFUSED, TryResult.FAILED),
        (0, Fault.TIMEOUT, TryResult.FAILED),
        (0, Fault.RESET, TryResult.FAILED),
        (302, Fault.REDIRECT_LOOP, TryResult.FAILED),
        (400, Fault.NONE, TryResult.LOOK),
        (401, Fault.NONE, TryResult.LOOK),
        (403, Fault.NONE, TryResult.LOOK),
        (405, Fault.NONE, TryResult.LOOK),
        (429, Fault.NONE, TryResult.LOOK),
        (499, Fault.NONE, TryResult.LOOK),
        (521, Fault.NONE, TryResult.LOOK),
        (0, Fault.TLS, TryResult.LOOK),
        (0, Fault.BAD_ANSWER, TryResult.LOOK),
        (0, Fault.FORBIDDEN_ADDRESS, TryResult.LOOK),
    ],
)
def test_what_counts_as_failed(status: int, fault: Fault, result: TryResult) -> None:
    assert judge_try(status, fault) is result


def test_an_error_page_with_status_200_counts_as_failed() -> None:
    assert judge_try(200, Fault.NONE, soft_404=True) is TryResult.FAILED


def test_three_failures_over_a_day_are_a_broken_link() -> None:
    assert state_after(tried(0, 404), tried(12, 404), tried(24, 0, Fault.TIMEOUT)) is LinkState.BROKEN


def test_three_failures_in_less_than_a_day_are_not_enough() -> None:
    assert state_after(tried(0, 404), tried(12, 404), tried(23.99, 404)) is LinkState.OPEN


def test_two_failures_over_a_day_are_not_enough() -> None:
    assert state_after(tried(0, 404), tried(24, 404)) is LinkState.OPEN


def test_a_target_that_opened_once_is_not_broken() -> None:
    assert state_after(tried(0, 200)) is LinkState.WORKS
    assert state_after(tried(0, 404), tried(12, 200)) is LinkState.RECOVERED


def test_a_target_that_always_forbids_needs_a_look() -> None:
    assert state_after(tried(0, 403), tried(12, 403), tried(24, 403)) is LinkState.NEEDS_LOOK
    assert state_after(tried(0, 404), tried(12, 403), tried(24, 404)) is LinkState.NEEDS_LOOK


def test_a_request_that_was_not_made_is_no_try() -> None:
    checks = LinkChecks()
    checks.add(TARGET)
    assert checks.note(TARGET, tried(0, 0, Fault.STOPPED)) is None
    assert checks.due(START) == [TARGET]


def test_tries_are_spaced_and_end_when_the_matter_is_decided() -> None:
    checks = LinkChecks()
    assert checks.add(TARGET)
    assert not checks.add(TARGET)
    moments = []
    at = START
    while at <= START + 72 * HOUR:
        if checks.due(at):
            moments.append((at - START) / HOUR)
            checks.note(TARGET, tried((at - START) / HOUR, 404))
        at += HOUR
    assert moments == [0, 12, 24]
    assert checks.state(TARGET) is LinkState.BROKEN
    assert checks.next_due() is None


def test_late_rounds_still_keep_the_span() -> None:
    checks = LinkChecks()
    checks.add(TARGET)
    for hours in (0, 20):
        checks.note(TARGET, tried(hours, 404))
    assert checks.next_due() == START + 26 * HOUR
    assert checks.due(START + 25 * HOUR) == []
    assert checks.due(START + 26 * HOUR) == [TARGET]


def test_tries_of_an_earlier_process_count() -> None:
    checks = LinkChecks()
    checks.restore(TARGET, [TryRecord(START, 404, "", TryResult.FAILED)])
    assert checks.due(START + 11 * HOUR) == []
    assert checks.next_due() == START + 12 * HOUR


def test_settings_that_can_decide_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="至少要尝试 1 次"):
        LinkChecks(LinkSettings(tries=0))


def answer(asked: Asked) -> Reply | None:
    """Targets by name: what they do to HEAD and to GET."""
    name = asked.path.strip("/")
    if name.startswith("head-") and asked.method == "HEAD":
        return None if name == "head-hangs-up" else Reply(int(name.removeprefix("head-")))
    if name.isdigit():
        return Reply(int(name))
    if name == "soft":
        return Reply(body="<title>页面不存在</title>".encode())
    return Reply()


def round_of(
    server: LocalServer, names: list[str], **options: object
) -> dict[str, tuple[TryResult, list[str]]]:
    """One round over targets; by name the result and the methods that were used."""
    clock = JumpingClock()
    checks = LinkChecks()
    for name in names:
        checks.add(f"http://www.example.gov.cn/{name}")
    with Client(server.settings, clock) as client:
        client.run([checks.lane("round", clock.now(), **options)])  # type: ignore[arg-type]
    found = {}
    for link in checks.results():
        path = link.target.removeprefix("http://www.example.gov.cn")
        # libcurl asks again by itself when a kept connection turns out to be closed.
        methods = list(dict.fromkeys(asked.method for asked in server.asked if asked.path == path))
        found[path[1:]] = (link.tries[0].result, methods)
    return found


def test_a_head_that_is_refused_or_fails_is_followed_by_a_get() -> None:
    names = [
        "fine",
        "head-405",
        "head-403",
        "head-501",
        "head-400",
        "head-404",
        "head-hangs-up",
        "404",
        "403",
    ]
    with serve(answer) as server:
        found = round_of(server, names)
    opened = (TryResult.OPENED, ["HEAD", "GET"])
    assert found["fine"] == (TryResult.OPENED, ["HEAD"])
    assert all(found[name] == opened for name in names if name.startswith("head-"))
    assert found["404"] == (TryResult.FAILED, ["HEAD", "GET"])
    assert found["403"] == (TryResult.LOOK, ["HEAD", "GET"])


def test_error_pages_are_looked_at_when_the_caller_can_tell_them() -> None:
    with serve(answer) as server:
        found = round_of(server, ["soft", "fine"], is_error_page=lambda got: "不存在".encode() in got.body)
    assert found["soft"][0] is TryResult.FAILED
    assert found["fine"] == (TryResult.OPENED, ["HEAD", "GET"])


def test_a_closed_port_is_a_failed_try_without_a_second_request() -> None:
    with serve(answer) as server:
        pass
    found = round_of(server, ["gone"])
    assert found["gone"][0] is TryResult.FAILED
