"""Keeps credentials out of archives, logs and messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from xunwang.fetch.records import Fetched, Hop

HIDDEN = "***"
_SHORTEST = 4
"""A shorter secret is none, and would blot out ordinary words."""
_PARAMETERS = re.compile(
    r"([?&;](?:access_?token|refresh_?token|token|secret|app_?secret|client_secret|password|passwd|signature"
    r"|api_?key)=)[^&#;\s\"'<>]*",
    re.IGNORECASE,
)
_FIELDS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token"}
)


class Redaction:
    """What must not be told of one source."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        values = {value for value in secrets.values() if len(value) >= _SHORTEST}
        self._values = sorted(
            {form for value in values for form in (value, quote(value, safe=""))}, reverse=True
        )
        self._bytes = [value.encode() for value in self._values]

    def text(self, text: str) -> str:
        """The text without the secrets, and without the values of parameters that carry such."""
        for value in self._values:
            text = text.replace(value, HIDDEN)
        return _PARAMETERS.sub(rf"\1{HIDDEN}", text) if "=" in text else text

    def holds(self, data: bytes) -> bool:
        """A secret stands in the data."""
        return any(value in data for value in self._bytes)

    def answer(self, fetched: Fetched) -> Fetched | None:
        """The answer as it may be kept; None when its content itself holds a secret."""
        if self.holds(fetched.body):
            return None
        request = fetched.request
        return replace(
            fetched,
            url=self.text(fetched.url),
            detail=self.text(fetched.detail),
            headers=tuple(self._field(name, value) for name, value in fetched.headers),
            hops=tuple(Hop(self.text(hop.url), hop.status, self.text(hop.location)) for hop in fetched.hops),
            request=replace(
                request,
                url=self.text(request.url),
                headers=dict(self._field(name, value) for name, value in request.headers.items()),
            ),
        )

    def _field(self, name: str, value: str) -> tuple[str, str]:
        return name, HIDDEN if name.lower() in _FIELDS else self.text(value)
