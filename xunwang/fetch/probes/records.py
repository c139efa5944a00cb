"""What a probe records."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class ProbeRecord(NamedTuple):
    """One attempt to open a home page."""

    at: datetime
    """Start, aware, UTC."""
    site: str
    """Key of the site: its home address as the list of sites gives it."""
    url: str
    """Address that was asked for."""
    vantage: str
    """Name of the place that probed."""
    seconds: float
    """Until the page was open with its body read, or until it was given up; redirects included."""
    status: int
    """0 when no answer came."""
    fault: str
    """Of :class:`~xunwang.fetch.records.Fault`; empty when an answer came."""
    dns: float = 0.0
    connect: float = 0.0
    tls: float = 0.0
    first_byte: float = 0.0
    address: str = ""
    digest: str = ""
    """sha256 of the body, hex: probes that differ show a changing page."""
