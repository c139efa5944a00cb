"""What the machine can do with IPv6."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import pytest

from xunwang.fetch.network import has_ipv6_route, resolve_aaaa


def test_an_answer_about_ipv6_is_quick_and_either_way() -> None:
    started = time.monotonic()
    assert has_ipv6_route() in (True, False)
    assert time.monotonic() - started < 10  # no packet is sent, no answer waited for


def test_literal_addresses_are_their_own_answer() -> None:
    assert resolve_aaaa("2400:3200::1", 2) == ("2400:3200::1",)
    assert resolve_aaaa("[2400:3200::1]", 2) == ("2400:3200::1",)


@pytest.mark.parametrize("host", ["127.0.0.1", "::ffff:1.2.3.4", "", "a" * 300, "a..b", "bad host", "\ud800"])
def test_what_has_no_ipv6_address_has_none(host: str) -> None:
    assert resolve_aaaa(host, 2) == ()


def test_a_hanging_resolver_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    may_answer, answered = threading.Event(), threading.Event()

    def hang(*_: Any) -> Any:
        may_answer.wait(60)
        answered.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    assert resolve_aaaa("slow.test", 0.1) == ()
    assert not answered.is_set()
    may_answer.set()


def test_answers_come_once_each_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (text, 0, 0, 0))
             for text in ("2400::2", "2400::1", "2400::2", "::ffff:1.2.3.4", "fe80::1%eth0")]  # fmt: skip
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: found)
    assert resolve_aaaa("a.test", 2) == ("2400::2", "2400::1", "fe80::1")
