"""Redirect chains are followed as browsers do, recorded, and ended when they lead nowhere."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.fetch.conftest import RealClock, fetch, settings
from tests.fetch.misbehaving_server import PAGE, MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fault, FetchSettings, Hop, Request


def through_gateway(server: MisbehavingServer) -> FetchSettings:
    return settings(gateway=("127.0.0.1", server.port, server.port))


def test_every_hop_is_recorded(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("chain?left=2")))
    assert fetched.ok
    assert fetched.url == server.url("chain?left=0")
    assert fetched.hops == (
        Hop(server.url("chain?left=2"), 302, "/chain?left=1"),
        Hop(server.url("chain?left=1"), 302, "/chain?left=0"),
    )


def test_as_many_redirects_as_allowed_are_followed_and_no_more(server: MisbehavingServer) -> None:
    assert fetch(server.url("chain?left=4"), settings(max_redirects=4)).ok
    fetched = fetch(server.url("chain?left=5"), settings(max_redirects=4))
    assert (fetched.status, fetched.fault, len(fetched.hops)) == (302, Fault.TOO_MANY_REDIRECTS, 5)


def test_a_loop_is_told_from_a_long_chain(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("loop?at=a")))
    assert (fetched.status, fetched.fault) == (301, Fault.REDIRECT_LOOP)
    assert [hop.url for hop in fetched.hops] == [server.url("loop?at=a"), server.url("loop?at=b")]
    itself = client.fetch(Request(server.url("to?url=")))
    assert itself.fault is Fault.NONE


def test_a_move_to_another_host_shows_in_the_hops(server: MisbehavingServer) -> None:
    fetched = fetch("http://old.test/to?code=301&url=http://new.test/page", through_gateway(server))
    assert fetched.url == "http://new.test/page"
    assert fetched.hops[0].location == "http://new.test/page"
    assert server.paths("new.test") == ["/page"]


@pytest.mark.parametrize(
    ("method", "code", "then"),
    [
        ("GET", 301, "GET"), ("GET", 302, "GET"), ("GET", 303, "GET"), ("GET", 307, "GET"),
        ("HEAD", 301, "HEAD"), ("HEAD", 302, "HEAD"), ("HEAD", 303, "HEAD"), ("HEAD", 308, "HEAD"),
        ("POST", 301, "GET"), ("POST", 302, "GET"), ("POST", 303, "GET"), ("POST", 307, "POST"),
        ("POST", 308, "POST"), ("PUT", 302, "PUT"), ("PUT", 303, "GET"),
    ],
)  # fmt: skip
def test_methods_change_as_in_browsers(server: MisbehavingServer, method: str, code: int, then: str) -> None:
    body = b"a=1" if method in ("POST", "PUT") else None
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Kept": "1"}
    fetch(server.url(f"to?code={code}&url=/echo"), method=method, body=body, headers=form)
    asked = server.asked[-1]
    assert (asked.path, asked.method) == ("/echo", then)
    assert asked.body == (body or b"" if then == method else b"")
    assert ("content-type" in asked.headers) == (then == method)
    assert asked.headers["x-kept"] == "1"


@pytest.mark.parametrize(
    ("location", "fault"),
    [
        ("ftp://127.0.0.1/", Fault.BAD_URL),
        ("javascript:alert(1)", Fault.BAD_URL),
        ("file:///etc/passwd", Fault.BAD_URL),
        ("http://[bad/", Fault.BAD_URL),
        ("http://10.0.0.1/", Fault.FORBIDDEN_ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", Fault.FORBIDDEN_ADDRESS),
        ("http://[::ffff:10.0.0.1]/", Fault.FORBIDDEN_ADDRESS),
        ("http://0x0a000001/", Fault.FORBIDDEN_ADDRESS),
        ("//user:word@127.0.0.1/", Fault.FORBIDDEN_ADDRESS),
        ("http://127.0.0.1:25/", Fault.FORBIDDEN_ADDRESS),
    ],
)
def test_a_chain_does_not_lead_out_of_the_web(
    client: Client, server: MisbehavingServer, location: str, fault: Fault
) -> None:
    fetched = client.fetch(Request(server.url(f"to?url={quote(location, safe='')}")))
    assert (fetched.status, fetched.fault) == (302, fault)
    assert fetched.hops[0].location == location
    assert len(server.asked) == 1


def test_a_chain_does_not_lead_to_endless_addresses(client: Client, server: MisbehavingServer) -> None:
    limit = client.settings.max_url_length - len(server.url(""))
    fits = client.fetch(Request(server.url(f"to?url=/&more={limit}")))
    assert (fits.status, fits.fault) == (404, Fault.NONE)
    longer = client.fetch(Request(server.url(f"to?url=/&more={limit + 1}")))
    assert (longer.status, longer.fault) == (302, Fault.BAD_URL)
    assert client.fetch(Request(server.url("to?url=/&more=60000"))).fault is Fault.BAD_URL


def test_a_fault_after_a_redirect_belongs_to_the_new_address(
    client: Client, server: MisbehavingServer
) -> None:
    fetched = client.fetch(Request(server.url("to?url=/reset")))
    assert (fetched.status, fetched.fault) == (0, Fault.RESET)
    assert fetched.url == server.url("reset")
    assert len(fetched.hops) == 1


def test_raw_bytes_in_a_location_are_escaped(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("raw-location")))
    assert fetched.url == server.url("page/%E4%B8%AD%E6%96%87")
    assert fetched.ok


def test_a_wall_that_wants_its_cookie_back_is_passed(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("cookie-wall")))
    assert (fetched.ok, fetched.body) == (True, PAGE)
    client.fetch(Request(server.url("echo")))
    assert "cookie" not in server.asked[-1].headers


def test_a_request_may_forbid_following(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("to?url=/page"), follow=False))
    assert (fetched.status, fetched.hops) == (302, ())
    assert fetched.header("location") == "/page"


def test_a_redirect_without_location_is_an_answer(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("status?code=302")))
    assert (fetched.status, fetched.fault, fetched.hops) == (302, Fault.NONE, ())


def test_the_time_limit_counts_the_whole_chain(server: MisbehavingServer) -> None:
    after = quote("/slow?seconds=0.3", safe="")
    first = f"slow-to?seconds=0.3&url={after}"
    assert fetch(server.url(first), settings(timeout=2)).ok
    fetched = fetch(server.url(first), settings(timeout=0.45))
    assert fetched.fault is Fault.TIMEOUT
    assert len(fetched.hops) == 1


def test_hops_wait_for_the_limits_of_their_hosts(server: MisbehavingServer) -> None:
    slow = settings(gateway=("127.0.0.1", server.port, server.port), rate_per_host=10)
    with Client(slow, RealClock()) as client:
        assert client.fetch(Request("http://a.test/chain?left=3")).ok
    times = [asked.at for asked in server.asked]
    assert times[-1] - times[0] > 0.9 * 3 * 0.1
