"""No spelling of an inner address gets through."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fetch.conftest import RealClock, fetch, settings
from tests.fetch.misbehaving_server import MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.guard import Guard
from xunwang.fetch.records import Fault, Request

CLOSED = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "169.254.0.23",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "100.100.100.200", "168.63.129.16",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
    "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address", "",
]  # fmt: skip
OPEN = [
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "172.15.0.1",
    "172.32.0.1", "202.96.209.5", "223.255.255.255", "2400:3200::1", "2001:4860:4860::8888",
    "2001:200::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2002:808:808::1", "240e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", CLOSED)
def test_closed_addresses_are_refused_with_a_reason(address: str) -> None:
    assert Guard().check_address(address)


@pytest.mark.parametrize("address", OPEN)
def test_public_addresses_are_let_through(address: str) -> None:
    assert Guard().check_address(address) == ""


SPELLINGS = [
    "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
    "http://017700000001/", "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/", "http:\\\\127.0.0.1\\", "http:127.0.0.1", "HTTP://127.0.0.1",
    "http://0/", "http://0.0.0.0:8080/", "http://[::]/", "http://[::1]:80/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:7f00:1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[fd00:ec2::254]/", "http://169.254.169.254/latest/",
    "http://2852039166/", "http://0xA9FEA9FE/", "http://0251.0376.0251.0376/",
    "http://user@127.0.0.1/", "http://example.com@127.0.0.1/", "http://127.0.0.1#@example.com/",
    "http://127.0.0.1\\@example.com/", "http://127.0.0.1\t/", "ht\ntp://127.0.0.1/",
    "http://user:word@www.gov.cn/", "http://www.gov.cn:25/", "https://www.gov.cn:22/",
]  # fmt: skip


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_gets_through(url: str) -> None:
    assert Guard().check_url(url)
    with Client(settings(allowed_networks=()), RealClock()) as client:
        fetched = client.fetch(Request(url))
    assert (fetched.fault, fetched.status, fetched.tries) == (Fault.FORBIDDEN_ADDRESS, 0, 0)
    assert fetched.detail


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gov.cn/", "https://www.gov.cn:8443/", "http://www.gov.cn:8080/a?b=@127.0.0.1",
        "http://政府.中国/", "http://8.8.8.8/", "http://[2400:3200::1]/", "http://127.0.0.1.gov.cn/",
        "http://localhost/",
    ],
)  # fmt: skip
def test_ordinary_addresses_get_through_the_first_check(url: str) -> None:
    assert Guard().check_url(url) == ""


def test_a_name_is_judged_by_what_it_connects_to(server: MisbehavingServer) -> None:
    closed = settings(allowed_networks=(), resolve={"rebinding.test": ("127.0.0.1",)})
    fetched = fetch(f"http://rebinding.test:{server.port}/page", closed)
    assert (fetched.fault, fetched.status) == (Fault.FORBIDDEN_ADDRESS, 0)
    assert "127.0.0.1" in fetched.detail
    assert not server.asked


def test_localhost_is_refused_when_it_connects(server: MisbehavingServer) -> None:
    fetched = fetch(f"http://localhost:{server.port}/page", settings(allowed_networks=()))
    assert fetched.fault is Fault.FORBIDDEN_ADDRESS
    assert not server.asked


def test_one_closed_address_does_not_hide_an_open_one(server: MisbehavingServer) -> None:
    mixed = settings(resolve={"mixed.test": ("10.0.0.1", "127.0.0.1")}, allowed_networks=("127.0.0.0/8",))
    assert fetch(f"http://mixed.test:{server.port}/page", mixed).ok


def test_the_gateway_needs_its_network_opened(server: MisbehavingServer) -> None:
    gateway = ("127.0.0.1", server.port, server.port)
    assert fetch("http://a.test/page", settings(gateway=gateway)).ok
    closed = fetch("http://a.test/page", settings(gateway=gateway, allowed_networks=()))
    assert closed.fault is Fault.FORBIDDEN_ADDRESS


def test_an_opened_network_opens_only_itself() -> None:
    guard = Guard(["10.1.0.0/16", "fd12::/16"])
    assert guard.check_address("10.1.255.255") == ""
    assert guard.check_address("::ffff:10.1.0.1") == ""
    assert guard.check_address("fd12::1") == ""
    assert guard.check_address("10.2.0.0")
    assert guard.check_address("fd13::1")


@pytest.mark.parametrize("address", ["169.254.169.254", "100.100.100.200", "fd00:ec2::254"])
def test_metadata_services_stay_closed_in_opened_networks(address: str) -> None:
    assert "metadata" in Guard(["0.0.0.0/0", "::/0"]).check_address(address)


def test_what_is_no_network_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        Guard(["10.0.0.0/99"])


def _parts(value: int, bases: list[int], cut: int) -> str:
    """One of the many ways to write an IPv4 address: ``cut`` leading octets, then the rest as one number."""
    octets = list(value.to_bytes(4, "big"))
    numbers = [*octets[:cut], int.from_bytes(bytes(octets[cut:]), "big")]
    written = {8: "0{:o}", 10: "{}", 16: "0x{:X}"}
    return ".".join(written[base].format(number) for base, number in zip(bases, numbers, strict=False))


ADDRESSES = st.integers(0, 2**32 - 1)
BASES = st.lists(st.sampled_from([8, 10, 16]), min_size=4, max_size=4)


@given(ADDRESSES, BASES, st.integers(0, 3))
def test_every_spelling_of_an_ipv4_address_is_judged_like_itself(
    value: int, bases: list[int], cut: int
) -> None:
    guard = Guard()
    judged = guard.check_address(str(ipaddress.IPv4Address(value)))
    assert guard.check_url(f"http://{_parts(value, bases, cut)}/") == judged


@given(ADDRESSES)
def test_embedded_addresses_are_judged_like_what_they_hold(value: int) -> None:
    guard = Guard()
    plain = ipaddress.IPv4Address(value)
    closed = bool(guard.check_address(str(plain)))
    for holder in (0xFFFF << 32 | value, 0x64FF9B << 96 | value, 0x2002 << 112 | value << 80):
        address = ipaddress.IPv6Address(holder)
        assert bool(guard.check_address(str(address))) == closed
        assert bool(guard.check_url(f"http://[{address}]/")) == closed


@given(ADDRESSES)
def test_what_python_calls_private_is_never_let_through(value: int) -> None:
    address = ipaddress.IPv4Address(value)
    if not address.is_global or address.is_multicast:
        assert Guard().check_address(str(address))


@given(st.integers(0, 2**128 - 1))
def test_what_python_calls_private_is_never_let_through_in_ipv6(value: int) -> None:
    address = ipaddress.IPv6Address(value)
    if address.is_private or address.is_multicast or address.is_link_local or address.is_unspecified:
        assert Guard().check_address(str(address)) or address.ipv4_mapped or address.sixtofour


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    with Client(settings(allowed_networks=(), gateway=("127.0.0.1", 1, 1)), RealClock()) as client:
        fetched = client.fetch(Request(f"http://{text}"))
    assert fetched.fault in (Fault.BAD_URL, Fault.FORBIDDEN_ADDRESS)
