"""What the HTTP/2 server of the tests says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Every address answers with itself."""
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [f"<p>{environ['PATH_INFO'].lstrip('/')}?{environ['QUERY_STRING']}".encode()]
