"""Cookies within one redirect chain.

Some gateways set a cookie and send the browser to the same address again; without it that is an
endless loop, and the site would look unreachable. Nothing is kept beyond the one request.
"""

from __future__ import annotations

from collections.abc import Iterable

_MAX_COOKIES = 32
_MAX_LENGTH = 4096


class ChainCookies:
    """Cookies set along a chain, by the host (or parent domain) they belong to."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    def store(self, host: str, fields: Iterable[str]) -> None:
        """Take the values of an answer's Set-Cookie fields."""
        for field in fields:
            pair, _, attributes = field[:_MAX_LENGTH].partition(";")
            name, equals, value = pair.strip().partition("=")
            if not equals or not name or not _plain(pair) or len(self._kept) >= _MAX_COOKIES:
                continue
            self._kept[_domain(host, attributes), name.strip()] = value.strip()

    def header(self, host: str) -> str:
        """Value of the Cookie field for a host; empty when there is none."""
        return "; ".join(
            f"{name}={value}"
            for (domain, name), value in sorted(self._kept.items())
            if host == domain or (domain.startswith(".") and f".{host}".endswith(domain))
        )


def _domain(host: str, attributes: str) -> str:
    for attribute in attributes.split(";"):
        name, _, value = attribute.strip().partition("=")
        domain = "." + value.strip().lower().lstrip(".")
        # A domain of one label would be a whole top-level domain.
        if name.lower() == "domain" and domain.count(".") > 1 and f".{host}".endswith(domain):
            return domain
    return host


def _plain(text: str) -> bool:
    return all(" " <= character <= "~" for character in text)
