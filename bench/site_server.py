"""Serves one simulated site from memory as plain HTTP on 127.0.0.1, as fast as Python can.

All pages are generated before the first request, so that every client meets the same, quick server.
``GET /__sent`` tells how many distinct HTML pages were sent with 200 since the last asking.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import uvloop
from selectolax.lexbor import LexborHTMLParser

from xunwang.simulate.answer import Query
from xunwang.simulate.plan import Settings
from xunwang.simulate.province import Province


def collect(pages: int) -> tuple[dict[str, bytes], str, str]:
    """Pages by path, as whole answers; the site's host and the path of its home page."""
    settings = Settings(seed=7, sites=1, pages=pages)
    province = Province(settings)
    spec = province.specs[0]
    home = urlsplit(spec.home_url).path or "/"
    waiting, found = [home], {home: b""}
    while waiting:
        path = waiting.pop()
        target, _, query = path.partition("?")
        asked = Query("GET", spec.host, target, query, spec.scheme == "https")
        answer = province.answer(asked, datetime(2020, 11, 30, 2, tzinfo=UTC))
        if answer.status != 200:
            del found[path]
            continue
        kind = dict(answer.headers).get("Content-Type", "text/html")
        found[path] = _whole(kind, answer.body)
        if kind.startswith("text/html"):
            for other in _links(answer.body, spec.home_url, path, spec.host):
                if other not in found:
                    found[other] = b""
                    waiting.append(other)
    return found, spec.host, home


def _links(body: bytes, home: str, path: str, host: str) -> list[str]:
    paths = []
    for node in LexborHTMLParser(body).css("a[href],img[src],script[src],link[href]"):
        href = node.attributes.get("href") or node.attributes.get("src") or ""
        parts = urlsplit(urljoin(urljoin(home, path), href))
        if parts.hostname == host:
            paths.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return paths


def _whole(kind: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        "LinkChecker: yes\r\n\r\n"  # by which LinkChecker knows that it need not pause
    )
    return head.encode() + body


class Site(asyncio.Protocol):
    """One connection."""

    pages: dict[str, bytes]
    sent: set[str]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._held = b""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, self._held = self._held.partition(b"\r\n\r\n")
            self._answer(head)

    def _answer(self, head: bytes) -> None:
        method, path, *_ = head.split(b" ", 2)
        name = path.decode("latin-1")
        if name == "/__sent":
            answer = _whole("application/json", json.dumps(len(self.sent)).encode())
            self.sent.clear()
        else:
            answer = self.pages.get(name, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            if method == b"GET" and b"text/html" in answer[:80]:
                self.sent.add(name)
        if method == b"HEAD":
            answer = answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self._transport.write(answer)  # type: ignore[attr-defined]
        if b"connection: close" in head.lower() or b"HTTP/1.0" in head[:200]:
            self._transport.close()


async def serve(pages: int) -> None:
    """Collect, listen, tell where, go on until killed."""
    Site.pages, host, home = collect(pages)
    Site.sent = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Site, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    own, there = f"://{host}".encode(), f"://127.0.0.1:{port}".encode()
    # Absolute links have to lead to this server; Content-Length is counted again.
    for path, whole in Site.pages.items():
        head, _, body = whole.partition(b"\r\n\r\n")
        if own in body:
            kind = head.split(b"Content-Type: ")[1].split(b"\r\n")[0].decode()
            Site.pages[path] = _whole(kind, body.replace(b"https" + own, b"http" + there).replace(own, there))
    html = [whole for whole in Site.pages.values() if b"text/html" in whole[:80]]
    size = sum(map(len, html)) // max(1, len(html))
    said = {"port": port, "home": home, "html": len(html), "mean_bytes": size, "addresses": len(Site.pages)}
    print(json.dumps(said), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
