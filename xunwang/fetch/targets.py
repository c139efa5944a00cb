"""Addresses that may be asked: parsed by the WHATWG URL standard, bounded, and let through by the guard."""

from __future__ import annotations

from typing import NamedTuple

import ada_url

from xunwang.fetch.guard import Guard, split_port
from xunwang.fetch.records import Fault


class RefusedError(Exception):
    """We don't ask this address. ``fault`` and the text say why."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault


class Target(NamedTuple):
    """An http or https address in normal form, without fragment."""

    url: str
    secure: bool
    host: str
    """As in the address, IPv6 in brackets."""
    port: int

    @property
    def server(self) -> str:
        """``host:port``: what certificates belong to."""
        return f"{self.host}:{self.port}"


def aim(url: str, guard: Guard, max_length: int, base: str | None = None) -> Target:
    """Parse an address, joined to ``base`` if given. Raises :class:`RefusedError`."""
    # Normalising may lengthen by escapes, never ninefold beyond the bound without being refused below.
    if len(url) > max_length:
        raise RefusedError(Fault.BAD_URL, f"address of {len(url)} characters")
    try:
        whole = ada_url.normalize_url(url) if base is None else ada_url.join_url(base, url)
    except ValueError as error:
        raise RefusedError(Fault.BAD_URL, f"not a URL: {url[:200]!r}") from error
    whole = whole.partition("#")[0]
    scheme, _, rest = whole.partition("://")
    if scheme not in ("http", "https") or not rest:
        raise RefusedError(Fault.BAD_URL, f"not an http address: {whole[:200]!r}")
    if len(whole) > max_length:
        raise RefusedError(Fault.BAD_URL, f"address of {len(whole)} characters")
    authority = rest.partition("/")[0]
    problem = guard.check_authority(authority)
    if problem:
        raise RefusedError(Fault.FORBIDDEN_ADDRESS, problem)
    secure = scheme == "https"
    host, port = split_port(authority)
    if port is None:
        port = 443 if secure else 80
    return Target(whole, secure, host, port)
