"""No request to places that a supervised site has no business to send us to (SSRF).

Two checks: what an address says before anything is sent, and the IP address that a connection is
really opened to, whatever the name resolved to a moment before. The second can't be fooled by DNS.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

import ada_url

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_CLOSED_4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
"""IANA IPv4 special-purpose registry, and multicast."""

_OPEN_6 = ipaddress.IPv6Network("2000::/3")
"""The only global unicast space handed out (IANA); what lies outside is closed."""
_CLOSED_6 = tuple(
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20")
)  # fmt: skip
"""Special purposes inside it: Teredo, ORCHID, documentation, AS112."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in (
        "169.254.169.254", "fd00:ec2::254", "169.254.170.2", "169.254.170.23", "fd00:ec2::23",
        "169.254.0.23", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd20:ce::254",
    )
)  # fmt: skip
"""Services that tell a cloud machine its keys; closed even inside an opened network."""

_BAD_PORTS = frozenset(
    {
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
        103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
        512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
        995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
        6669, 6679, 6697, 10080,
    }
)  # fmt: skip
"""The Fetch standard's bad ports: no browser asks them, so no page needs them."""


class Guard:
    """Tells which addresses may be asked. Opening a network is the operator's explicit decision."""

    def __init__(self, allowed_networks: Iterable[str] = ()) -> None:
        """``allowed_networks`` like ``127.0.0.0/8``. Raises ValueError for what is not a network."""
        self._opened: tuple[Network, ...] = tuple(
            ipaddress.ip_network(text, strict=False) for text in allowed_networks
        )
        self.check_address = lru_cache(maxsize=4096)(self._check_address)
        self.check_authority = lru_cache(maxsize=4096)(self._check_authority)

    def check_url(self, url: str) -> str:
        """Why the address must not be asked, or an empty string. Raises ValueError for what is no URL.

        Names are judged by what they connect to; here only what the text itself says is.
        """
        normal = ada_url.normalize_url(url)
        return self.check_authority(normal.partition("://")[2].partition("/")[0])

    def _check_authority(self, authority: str) -> str:
        """The same for ``user@host:port`` of an address in normal form."""
        if "@" in authority:
            return "address carries a user name"
        host, port = split_port(authority)
        if port is not None and port in _BAD_PORTS:
            return f"port {port} is not one for web pages"
        host = host.rstrip(".")
        if host.startswith("["):
            return self.check_address(host[1:-1])
        # In normal form every spelling of an IPv4 address, and nothing else, ends in a decimal label.
        return self.check_address(host) if host.rpartition(".")[2].isdecimal() else ""

    def _check_address(self, text: str) -> str:
        """Why a connection to this IP address is refused, or an empty string."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return f"{text[:60]} is not an IP address"
        inner = _embedded(address)
        if address in _METADATA or inner in _METADATA:
            return f"{address} is a cloud metadata service"
        if self._is_opened(address) or (inner is not None and self._is_opened(inner)):
            return ""
        return "" if _is_public(address) else f"{address} is not a public address"

    def _is_opened(self, address: Address) -> bool:
        return any(address in network for network in self._opened)


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    inner = _embedded(address)
    if inner is not None:
        return _is_public(inner)
    return (
        address in _OPEN_6
        and address.scope_id is None
        and not any(address in network for network in _CLOSED_6)
    )


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to: mapped, NAT64 or 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour


def split_port(authority: str) -> tuple[str, int | None]:
    """Host, and port where one is written, of an authority in normal form without user name."""
    host, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        return authority, None
    return host, int(port)
