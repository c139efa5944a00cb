"""Hosts that a package names: where the app may talk to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from xunwang.pages.urls import is_government

MAX_HOSTS = 200
_ADDRESS = re.compile(
    rb"https?://([A-Za-z0-9](?:[A-Za-z0-9.-]{2,251})[A-Za-z0-9])(?=[:/?#\x00-\x20\"'<)\\,;\x7f-\xff]|$)"
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_NAMESPACES = frozenset({"schemas.android.com", "www.w3.org", "xmlpull.org", "ns.adobe.com", "java.sun.com"})
"""Named in files of every app, and never talked to."""


def named_in(data: bytes) -> Iterable[str]:
    """Hosts of the web addresses in a file, in order."""
    for found in _ADDRESS.finditer(data):
        yield found[1].decode("ascii")


def in_order(hosts: Iterable[str]) -> tuple[str, ...]:
    """Valid host names, each once: those of governments first, else as they came; of each sort a bounded number."""
    government: dict[str, None] = {}
    others: dict[str, None] = {}
    for host in hosts:
        name = host.lower().strip(".")
        known = government if is_government(name) else others
        if len(known) < MAX_HOSTS and len(name) <= 253 and _HOST.fullmatch(name) and name not in _NAMESPACES:
            known.setdefault(name)
    return (*government, *others)[:MAX_HOSTS]
