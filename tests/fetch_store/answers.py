"""Answers as the client returns them, for tests that need no network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from xunwang.fetch.records import Fault, Fetched, Hop, Request, Timings

START = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


def page(number: int, body: bytes | None = None, **changes: object) -> Fetched:
    """The answer to the numbered page of a site; the body is distinct unless given."""
    text = f"<html><title>通知 {number}</title>{'正文内容。' * 200}<i>{number * 7919}</i></html>"
    content = text.encode() if body is None else body
    url = f"http://www.example.gov.cn/art/{number}.html"
    fields: dict[str, object] = {
        "request": Request(url, headers={"Accept": "text/html"}),
        "url": url,
        "at": START + timedelta(seconds=number),
        "status": 200,
        "fault": Fault.NONE,
        "detail": "",
        "headers": (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Encoding", "gzip"),
            ("X-Server", "é"),
        ),
        "body": content,
        "timings": Timings(0.001, 0.002, 0.0, 0.01, 0.02),
        "address": "192.0.2.7",
        "http_version": "1.1",
        "wire_bytes": len(content),
        "digest": sha256(content).hexdigest() if content else "",
    }
    return Fetched(**{**fields, **changes})  # type: ignore[arg-type]


def moved(number: int) -> Fetched:
    """A page that was reached over two redirects."""
    answer = page(number)
    hops = (
        Hop("http://old.example.gov.cn/", 301, "/new"),
        Hop("http://old.example.gov.cn/new", 302, answer.url),
    )
    return page(number, request=Request("http://old.example.gov.cn/"), hops=hops)
