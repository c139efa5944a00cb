"""What one transfer brought, before redirects and retries are thought of."""

from __future__ import annotations

from typing import NamedTuple

from xunwang.fetch.records import Fault, Timings

Headers = tuple[tuple[str, str], ...]
"""Names as sent and values as latin-1 text, in order."""


class Answer(NamedTuple):
    """One transfer's outcome."""

    status: int
    fault: Fault
    detail: str
    headers: Headers
    body: bytes
    timings: Timings
    address: str
    http_version: str
    wire_bytes: int
    code: int
    """libcurl's result."""

    def first(self, name: str) -> str:
        """First header field of that (lower-case) name, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def all(self, name: str) -> list[str]:
        """All header fields of that (lower-case) name."""
        return [value for key, value in self.headers if key.lower() == name]


NO_ANSWER = Answer(0, Fault.NONE, "", (), b"", Timings(0.0, 0.0, 0.0, 0.0, 0.0), "", "", 0, 0)


def parse_headers(lines: list[bytes]) -> Headers:
    """Fields of the answer whose status line comes first; trailers after the blank line are left out."""
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        name, colon, value = str(line, "latin-1").partition(":")
        if not colon:
            break
        fields.append((name.strip(), value.strip()))
    return tuple(fields)


def has_length(headers: Headers) -> bool:
    """Whether the answer says where it ends; otherwise it ends with the connection."""
    return any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers)
