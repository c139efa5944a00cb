"""What a name server of the province would say.

Loopback has no AAAA records and no failing names, so the province tells them: give the mapping to
the fetcher as fixed addresses (``FetchSettings.resolve``). A host without an entry has no address; a host
whose tuple is empty is a name that doesn't exist. The addresses are from the documentation ranges
(RFC 5737, RFC 3849): nothing answers there, connections go to the gateway.
"""

from __future__ import annotations

from xunwang.simulate.outside import DEAD_HOSTS, MOVED_HOST, outside_hosts
from xunwang.simulate.spec import SiteSpec


def addresses(specs: list[SiteSpec]) -> dict[str, tuple[str, ...]]:
    """Host → addresses, IPv4 first."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(DEAD_HOSTS, ())
    for number, host in enumerate(outside_hosts(frozenset())):
        found[host] = (f"198.51.100.{number + 1}",)
    found[MOVED_HOST] = ("198.51.100.250",)
    for spec in specs:
        four = f"203.0.113.{spec.index % 250 + 1}"
        found[spec.host] = (four, f"2001:db8:99:{spec.index:x}::1") if spec.ipv6 else (four,)
    return found
