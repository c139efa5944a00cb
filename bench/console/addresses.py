"""Every address that shows something, filled with objects that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from xunwang.access.models import User
from xunwang.inspection.models import Campaign, CheckedSite, Finding, ItemVerdict
from xunwang.registry.models import Account, Unit, WebSite

_SKIPPED = re.compile(r"^account_|^mfa_|_events$|^health$|_stream$|export$|download$")
"""Sign-in pages, live streams and files are no pages of work."""
_OF_CAMPAIGN = ("campaign", "review", "findings", "rulings", "result", "hearing", "order", "enquir")


def readable() -> dict[str, str]:
    """Name → address of what the administrator can read with the rows there are."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="admin"))
    found = {}
    for pattern in _patterns():
        address = _filled(pattern)
        if address and client.get(address).status_code == 200:
            found[str(pattern.name)] = address
    return found


def queries_of(addresses: dict[str, str]) -> dict[str, int]:
    """How many queries each page asks, when it is asked for the second time."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="admin"))
    counted = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted[name] = len(asked)
    return counted


def _patterns() -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name and not _SKIPPED.search(str(pattern.name)):
            yield pattern


def _filled(pattern: URLPattern) -> str | None:
    names = list(pattern.pattern.converters)
    if not names:
        return reverse(str(pattern.name))
    first = _object_for(str(pattern.name))
    if names not in (["pk"], ["campaign"]) or first is None:
        return None
    return reverse(str(pattern.name), args=[first])


def _object_for(name: str) -> int | None:
    by_name = {
        "unit": Unit, "site": WebSite, "account": Account, "user": User, "result_site": CheckedSite,
        "finding": Finding, "ruling": ItemVerdict,
    }  # fmt: skip
    for start in sorted(by_name, key=len, reverse=True):
        if name == start or (name.startswith(start + "_") and not name.startswith(_OF_CAMPAIGN)):
            return _first(by_name[start])
    return _first(Campaign) if name.startswith(_OF_CAMPAIGN) else None


def _first(model: type) -> int | None:
    found: int | None = model.objects.values_list("pk", flat=True).first()  # type: ignore[attr-defined]
    return found
