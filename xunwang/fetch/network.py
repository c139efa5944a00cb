"""What this machine can do with IPv6, and which IPv6 addresses a name has."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading

_PUBLIC_6 = "2400:3200::1"
"""A public resolver in China. Nothing is sent to it: the system is only asked for the way there."""


def has_ipv6_route() -> bool:
    """Whether this machine has a public IPv6 address and a way out."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect((_PUBLIC_6, 53))
            source = probe.getsockname()[0]
    except OSError:
        return False
    return ipaddress.ip_address(source.partition("%")[0]).is_global


def resolve_aaaa(host: str, timeout: float) -> tuple[str, ...]:
    """IPv6 addresses of a host name, in the resolver's order; empty for none, an error or a timeout.

    ``timeout`` is in real seconds. Mapped IPv4 addresses don't count.
    """
    answers: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()
    # The system's resolver can't be interrupted: a thread that hangs in it is left behind.
    threading.Thread(target=lambda: answers.put(_look_up(host)), daemon=True).start()
    try:
        return answers.get(timeout=timeout)
    except queue.Empty:
        return ()


def _look_up(host: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host.strip("[]"), None, socket.AF_INET6, socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    addresses = dict.fromkeys(str(place[0]).partition("%")[0] for *_, place in found)
    return tuple(text for text in addresses if ipaddress.IPv6Address(text).ipv4_mapped is None)
