"""A page as it is kept: what was asked, what came back, and how."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from xunwang.fetch.records import Certificate, Fetched, Hop, Timings

RENDERED = "RENDER"
"""Stands for the request method of a page that a browser made out of what it was sent: no server sent it so."""
_NO_TIMINGS = Timings(0.0, 0.0, 0.0, 0.0, 0.0)


class EvidenceError(Exception):
    """Evidence can't be read. The text says in Chinese what is wrong."""


class EvidenceMissingError(EvidenceError, LookupError):
    """The store holds no page of that digest."""


class EvidenceDamagedError(EvidenceError, ValueError):
    """What the store holds is not what was put in."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page of the evidence, as it was when it was fetched."""

    url: str
    """Address that was asked for."""
    final_url: str
    """Address that answered, after redirects."""
    at: datetime
    """Start of the transfer, aware, UTC."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    digest: str
    """sha256 of the body, hex; empty for an empty body."""
    method: str = "GET"
    request_headers: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    detail: str = ""
    hops: tuple[Hop, ...] = ()
    timings: Timings = _NO_TIMINGS
    address: str = ""
    http_version: str = ""
    wire_bytes: int = 0
    tries: int = 1
    certificate: Certificate | None = None
    """Kept in WARC metadata only; None when the page is read from a snapshot."""

    def header(self, name: str) -> str | None:
        """The first field of that name, case-insensitive."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


_HEAD_FIELDS = tuple(field.name for field in fields(StoredPage) if field.name != "body")


def page_of(fetched: Fetched) -> StoredPage:
    """An answer as it is kept."""
    request = fetched.request
    return StoredPage(
        url=request.url,
        final_url=fetched.url or request.url,
        at=fetched.at,
        status=fetched.status,
        headers=fetched.headers,
        body=fetched.body,
        digest=fetched.digest or digest_of(fetched.body),
        method=request.method,
        request_headers=tuple(request.headers.items()),
        fault=str(fetched.fault),
        detail=fetched.detail,
        hops=fetched.hops,
        timings=fetched.timings,
        address=fetched.address,
        http_version=fetched.http_version,
        wire_bytes=fetched.wire_bytes,
        tries=fetched.tries,
        certificate=fetched.certificate,
    )


def digest_of(body: bytes) -> str:
    """sha256 in hex; empty for an empty body."""
    return sha256(body).hexdigest() if body else ""


def snapshot_head(fetched: Fetched) -> bytes:
    """All of an answer but its body, as JSON. Straight from the answer: every page passes here."""
    request = fetched.request
    return orjson.dumps(
        {
            "url": request.url,
            "final_url": fetched.url or request.url,
            "at": fetched.at,
            "status": fetched.status,
            "headers": fetched.headers,
            "method": request.method,
            "request_headers": tuple(request.headers.items()),
            "fault": fetched.fault,
            "detail": fetched.detail,
            "hops": fetched.hops,
            "timings": fetched.timings,
            "address": fetched.address,
            "http_version": fetched.http_version,
            "wire_bytes": fetched.wire_bytes,
            "tries": fetched.tries,
        },
        _tuples,
    )


def page_from_head(head: dict[str, Any], body: bytes, digest: str) -> StoredPage:
    """The page of a head that :func:`snapshot_head` or :func:`metadata_of` wrote."""
    certificate = head.get("certificate")
    return StoredPage(
        url=head["url"],
        final_url=head["final_url"],
        at=datetime.fromisoformat(head["at"]),
        status=head["status"],
        headers=tuple((name, value) for name, value in head["headers"]),
        body=body,
        digest=digest,
        method=head["method"],
        request_headers=tuple((name, value) for name, value in head["request_headers"]),
        fault=head["fault"],
        detail=head["detail"],
        hops=tuple(Hop(*hop) for hop in head["hops"]),
        timings=Timings(*head["timings"]),
        address=head["address"],
        http_version=head["http_version"],
        wire_bytes=head["wire_bytes"],
        tries=head["tries"],
        certificate=_certificate(certificate) if certificate else None,
    )


def metadata_of(page: StoredPage) -> bytes:
    """All of a page but its body, as readable JSON, for a WARC metadata record."""
    facts = {name: getattr(page, name) for name in _HEAD_FIELDS}
    return orjson.dumps(facts, option=orjson.OPT_INDENT_2, default=_tuples)


def _certificate(fields: list[Any]) -> Certificate:
    subject, issuer, names, not_before, not_after, valid, problem = fields
    return Certificate(subject, issuer, tuple(names), _time(not_before), _time(not_after), valid, problem)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _tuples(value: Any) -> Any:
    """Named tuples are written as lists."""
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(type(value).__name__)
