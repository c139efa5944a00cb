"""A page parsed once: the object that all extractors share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser


@dataclass(slots=True)
class Document:
    """One parse of one page.

    ``now`` is the instant of the fetch (aware); relative and year-less dates are read against it.
    """

    url: str
    base: str
    """Address that relative links are joined to (``<base>`` considered)."""
    html: str
    tree: LexborHTMLParser
    encoding: str
    encoding_declared: str | None
    now: datetime
