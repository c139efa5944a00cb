"""What is asked of the network and what came back: plain typed records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """Why no usable answer came."""

    NONE = ""
    DNS = "dns"
    REFUSED = "refused"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    SLOW = "slow"
    """The server answered, but too slowly to go on (drip)."""
    RESET = "reset"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    """Decompression beyond the allowed size or ratio."""
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_LOOP = "redirect_loop"
    BAD_ANSWER = "bad_answer"
    """Not HTTP, wrong header sizes, wrong content coding."""
    BAD_URL = "bad_url"
    FORBIDDEN_ADDRESS = "forbidden_address"
    """The SSRF guard refused the address."""
    ROBOTS = "robots"
    """robots.txt forbids it; the request was not made."""
    STOPPED = "stopped"
    """The run was stopped while it waited."""


TRANSIENT = frozenset({Fault.DNS, Fault.REFUSED, Fault.CONNECT, Fault.TIMEOUT, Fault.RESET, Fault.TRUNCATED})
"""Faults that may pass by themselves, and are tried again with backoff."""


class Timings(NamedTuple):
    """Seconds since the start of the transfer, as libcurl measures them; 0.0 where not reached.

    Without those in which this process could not look: what the server took at least.
    """

    dns: float
    connect: float
    tls: float
    first_byte: float
    total: float


NO_TIMINGS = Timings(0.0, 0.0, 0.0, 0.0, 0.0)


class Certificate(NamedTuple):
    """Facts of the server's certificate."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime | None
    not_after: datetime | None
    valid: bool
    """Chain, name and dates verified."""
    problem: str
    """The verifier's words when not valid, else an empty string."""


class Hop(NamedTuple):
    """One step of a redirect chain."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask for."""

    url: str
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    purpose: str = "page"
    """``page``, ``link``, ``probe``, ``robots``, ``search``, ``ipv6``, ``tls``: for the log and for budgets."""
    max_bytes: int | None = None
    """Bound on the decompressed body; None takes the client's."""
    timeout: float | None = None
    """Bound on the whole transfer in seconds of the clock; None takes the client's."""
    follow: bool = True
    ip_version: int = 0
    """0 any, 4 or 6 only."""
    tag: object = None
    """Handed back untouched with the answer."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to a request, good or bad. Never raised, always returned."""

    request: Request
    url: str
    """Final address after redirects."""
    at: datetime
    """Start of the (last) transfer, aware, UTC."""
    status: int
    """HTTP status of the final answer; 0 when there was none."""
    fault: Fault
    detail: str
    """libcurl's or our own words for the fault."""
    headers: tuple[tuple[str, str], ...]
    """Final answer's header fields in order, names as sent, values as latin-1 text."""
    body: bytes
    """Content with transfer and content codings removed; empty for HEAD and for faults without content."""
    hops: tuple[Hop, ...] = ()
    timings: Timings = NO_TIMINGS
    address: str = ""
    """IP address that answered."""
    http_version: str = ""
    certificate: Certificate | None = None
    tries: int = 1
    wire_bytes: int = 0
    digest: str = ""
    """sha256 of ``body``, hex; empty for an empty body."""

    @property
    def ok(self) -> bool:
        """A 2xx answer without fault."""
        return self.fault is Fault.NONE and 200 <= self.status < 300

    def header(self, name: str) -> str | None:
        """The first field of that name, case-insensitive."""
        wanted = name.lower()
        for key, value in self.headers:
            if key.lower() == wanted:
                return value
        return None


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How the client behaves. Times are seconds of the run's clock."""

    user_agent: str = "XunwangInspector/0.1 (government website supervision; contact: see --contact)"
    connect_timeout: float = 15.0
    timeout: float = 30.0
    low_speed_bytes: int = 256
    """Slower than this many bytes a second …"""
    low_speed_time: float = 15.0
    """… for this long is given up."""
    max_bytes: int = 8 * 1024 * 1024
    max_header_bytes: int = 64 * 1024
    max_ratio: int = 200
    """Decompressed size over wire size beyond which a body above 1 MiB counts as a bomb."""
    max_redirects: int = 8
    max_url_length: int = 2083
    retries: int = 2
    """Further tries after a transient fault."""
    backoff: float = 1.0
    """First pause before a further try; doubles each time, with jitter."""
    rate_per_host: float = 2.0
    """Requests a second that one host gets."""
    connections_per_host: int = 2
    connections: int = 64
    """Transfers under way in the whole process."""
    allowed_networks: tuple[str, ...] = ()
    """Networks that the SSRF guard lets through although they are not public, e.g. ``127.0.0.0/8``."""
    gateway: tuple[str, int, int] | None = None
    """(address, port of plain HTTP, port of TLS) that every host is connected to: the simulated province."""
    ca_file: str | None = None
    """Certificates to trust instead of the system's."""
    resolve: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fixed addresses of hosts, before DNS."""
    interface: str = ""
    """Network interface or source address that connections leave from; empty for the system's choice."""
    proxy: str = ""
    """Proxy (``http://…``, ``https://…``, ``socks5h://…``) that all connections go through; empty for none.

    A proxy resolves names itself, and nothing but the proxy is connected to: the guard then checks the
    addresses written in URLs; what names lead to behind the proxy is for its operator to guard.
    """
