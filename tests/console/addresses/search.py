"""Search."""

from __future__ import annotations

PAGES = {"search": "APRSEU"}
