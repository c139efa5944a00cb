"""HTTP: polite, bounded, timed, evidence-keeping."""

from xunwang.fetch.client import LONGEST_CRAWL_DELAY, Client
from xunwang.fetch.guard import Guard
from xunwang.fetch.lanes import Lane
from xunwang.fetch.network import has_ipv6_route, resolve_aaaa
from xunwang.fetch.records import (
    TRANSIENT,
    Certificate,
    Fault,
    Fetched,
    FetchSettings,
    Hop,
    Request,
    Timings,
)
from xunwang.fetch.robots import Robots

__all__ = [
    "LONGEST_CRAWL_DELAY",
    "TRANSIENT",
    "Certificate",
    "Client",
    "Fault",
    "FetchSettings",
    "Fetched",
    "Guard",
    "Hop",
    "Lane",
    "Request",
    "Robots",
    "Timings",
    "has_ipv6_route",
    "resolve_aaaa",
]
