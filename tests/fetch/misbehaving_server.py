"""A web server that does on purpose what servers do by mistake or by malice.

It runs in a thread of its own on loopback. Every path is one kind of behaviour, see the functions
``_<name>``; query parameters tune them. Raw bytes are written, so that nothing corrects them.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import ssl
import struct
import threading
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET
from urllib.parse import parse_qs, urlsplit

import brotli
import zstandard

_TLS_HANDSHAKE = b"\x16"
PAGE = "<html><head><title>测试</title></head><body>正文</body></html>".encode()


@dataclass
class Asked:
    """One request as it came in."""

    at: float
    """Monotonic seconds."""
    method: str
    path: str
    host: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Exchange:
    """A request being answered."""

    asked: Asked
    args: dict[str, str]
    writer: asyncio.StreamWriter
    count: int
    """How many requests for this path and query there were, this one included."""

    def send(self, status: str, body: bytes = b"", *fields: str, length: int | None = None) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *fields]
        self.raw("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    def raw(self, data: bytes) -> None:
        self.writer.write(data)

    def number(self, name: str, default: float) -> float:
        return float(self.args.get(name, default))


Behaviour = Callable[[Exchange], Awaitable[None]]


@dataclass
class MisbehavingServer:
    """Use as a context manager. ``asked`` is the log of requests."""

    asked: list[Asked] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0

    def __enter__(self) -> MisbehavingServer:
        self._ports: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = self.listen()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._cancel_all(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _cancel_all(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def listen(self, context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> int:
        """Open another port, with TLS if a context is given; its number."""
        starting = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, host, 0, ssl=context, limit=2**20), self._loop
        )
        return int(starting.result(5).sockets[0].getsockname()[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{path}"

    def paths(self, host: str | None = None) -> list[str]:
        return [asked.path for asked in self.asked if host is None or asked.host == host]

    def forget(self) -> None:
        """Begin anew: no connections, no log."""
        asyncio.run_coroutine_threadsafe(self._cancel_all(), self._loop).result(5)
        self.asked.clear()
        self._counts.clear()
        self.most_open = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while (asked := await _read_request(reader)) is not None:
                self.asked.append(asked)
                self.open_now += 1
                self.most_open = max(self.most_open, self.open_now)
                try:
                    again = await self._answer(asked, writer)
                    await writer.drain()
                finally:
                    self.open_now -= 1
                if not again:
                    break
        writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        parts = urlsplit(asked.path)
        key = f"{asked.host}{asked.path}"
        self._counts[key] = self._counts.get(key, 0) + 1
        args = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        name = parts.path.strip("/").partition("/")[0].replace("-", "_") or "page"
        behaviour = _BEHAVIOURS.get(name)
        exchange = Exchange(asked, args, writer, self._counts[key])
        if behaviour is None:
            exchange.send("404 Not Found", b"nothing here")
            return True
        await behaviour(exchange)
        return name in _KEEPS_ALIVE


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    try:
        start = await reader.readexactly(1)
        if start == _TLS_HANDSHAKE:
            return Asked(time.monotonic(), "GET", "/status?code=400", "", {}, b"")
        head = (start + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(time.monotonic(), method, path, headers.get("host", ""), headers, body)


# -- behaviours -------------------------------------------------------------------------------


async def _page(x: Exchange) -> None:
    body = PAGE + b" " * int(x.number("size", 0))
    x.send("200 OK", b"" if x.asked.method == "HEAD" else body, "Content-Type: text/html", length=len(body))


async def _echo(x: Exchange) -> None:
    asked = x.asked
    lines = [asked.method, *(f"{name}: {value}" for name, value in asked.headers.items())]
    x.send("200 OK", "\n".join(lines).encode() + b"\n\n" + asked.body)


async def _slow(x: Exchange) -> None:
    await asyncio.sleep(x.number("seconds", 1))
    x.send("200 OK", PAGE)


async def _drip(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    await _forever(x, b"x", x.number("every", 0.05))


async def _drip_headers(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\n")
    await _forever(x, b"X-Drip: 1\r\n", x.number("every", 0.05))


async def _endless_headers(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\n")
    await _forever(x, b"X-Filler: " + b"y" * 1000 + b"\r\n", 0)


async def _endless_line(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nX-Filler: ")
    await _forever(x, b"y" * 1000, 0)


async def _endless_interim(x: Exchange) -> None:
    await _forever(x, b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", 0)


async def _endless_body(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    await _forever(x, b"z" * 65536, 0)


async def _endless_chunks(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await _forever(x, b"10000\r\n" + b"z" * 65536 + b"\r\n", 0)


async def _announced_huge(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    if x.asked.method != "HEAD":
        await _forever(x, b"z" * 65536, 0)


async def _longer_announced(x: Exchange) -> None:
    x.send("200 OK", PAGE, length=len(PAGE) + 100)


async def _shorter_announced(x: Exchange) -> None:
    x.send("200 OK", PAGE + b"surplus" * 10, length=len(PAGE))


async def _two_lengths(x: Exchange) -> None:
    x.send("200 OK", PAGE, f"Content-Length: {len(PAGE) + 5}")


async def _cut_chunks(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\nonly this")


async def _bad_chunks(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno number\r\n0\r\n\r\n")


async def _chunks(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: late\r\n\r\n")


async def _no_length(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)


async def _reset(x: Exchange) -> None:
    x.raw(x.args.get("after", "").encode())
    await x.writer.drain()
    _abort(x)


async def _reset_body(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome")
    await x.writer.drain()
    await asyncio.sleep(0.05)
    _abort(x)


async def _silent(_: Exchange) -> None:
    return


async def _hang(_: Exchange) -> None:
    await asyncio.sleep(60)


async def _garbage(x: Exchange) -> None:
    x.raw(bytes(range(256)) * 20)


async def _http09(x: Exchange) -> None:
    x.raw(b"<html>bare body</html>")


async def _bad_status(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 abc Fine\r\nContent-Length: 0\r\n\r\n")


async def _wrong_charset(x: Exchange) -> None:
    x.send("200 OK", "中文".encode("gb18030"), "Content-Type: text/html; charset=utf-8")


async def _binary(x: Exchange) -> None:
    x.send("200 OK", bytes(range(256)), "Content-Type: text/html")


async def _many_fields(x: Exchange) -> None:
    x.send("200 OK", PAGE, "X-A: 1", "x-a: 2", "X-Latin: caf\u00e9")


async def _status(x: Exchange) -> None:
    x.send(f"{x.args['code']} Whatever", b"body of an error", *_retry_after(x))


async def _busy_then_ok(x: Exchange) -> None:
    if x.count <= int(x.number("times", 1)):
        x.send(f"{x.args.get('code', '503')} Busy", b"busy", *_retry_after(x))
    else:
        x.send("200 OK", PAGE)


async def _reset_then_ok(x: Exchange) -> None:
    if x.count <= int(x.number("times", 1)):
        _abort(x)
    else:
        x.send("200 OK", PAGE)


async def _coded(x: Exchange) -> None:
    """A page in a content coding; ``cut`` bytes are missing at its end."""
    data = encode(PAGE * int(x.number("times", 1)), x.args["coding"])
    cut = int(x.number("cut", 0))
    x.send("200 OK", data[: len(data) - cut], f"Content-Encoding: {x.args.get('named', x.args['coding'])}")


async def _bomb(x: Exchange) -> None:
    coding = x.args["coding"]
    if coding not in _BOMBS:
        _BOMBS[coding] = encode(bytes(8 * 1024 * 1024), coding)
    x.send("200 OK", _BOMBS[coding], f"Content-Encoding: {coding}")


async def _to(x: Exchange) -> None:
    """Redirect to ``url`` with ``code``, ``more`` letters longer."""
    location = x.args["url"] + "a" * int(x.number("more", 0))
    x.send(f"{x.args.get('code', '302')} Moved", b"moved", f"Location: {location}")


async def _slow_to(x: Exchange) -> None:
    await asyncio.sleep(x.number("seconds", 1))
    await _to(x)


async def _chain(x: Exchange) -> None:
    """A chain of ``left`` redirects ending at a page."""
    left = int(x.number("left", 0))
    if left:
        x.send("302 Found", b"", f"Location: /chain?left={left - 1}")
    else:
        x.send("200 OK", PAGE)


async def _loop(x: Exchange) -> None:
    other = "b" if x.args.get("at", "a") == "a" else "a"
    x.send("301 Moved", b"", f"Location: /loop?at={other}")


async def _cookie_wall(x: Exchange) -> None:
    if "pass=1" in x.asked.headers.get("cookie", ""):
        x.send("200 OK", PAGE)
    else:
        x.send("302 Found", b"", "Set-Cookie: pass=1; Path=/; HttpOnly", "Location: /cookie-wall")


async def _raw_location(x: Exchange) -> None:
    x.raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /page/" + "中文".encode() + b"\r\n\r\n")


async def _robots_txt(x: Exchange) -> None:
    x.send("200 OK", b"User-agent: *\nDisallow: /private\n" + b"# filler\n" * int(x.number("filler", 0)))


# -- tools ------------------------------------------------------------------------------------


def encode(data: bytes, coding: str) -> bytes:
    """The data in one or more (comma-separated) content codings."""
    for name in coding.split(","):
        match name.strip():
            case "gzip":
                data = gzip.compress(data, 6)
            case "deflate":
                data = zlib.compress(data, 6)
            case "bare-deflate":
                data = zlib.compress(data, 6)[2:-4]
            case "br":
                data = brotli.compress(data, quality=5)
            case "zstd":
                data = zstandard.ZstdCompressor().compress(data)
    return data


def _retry_after(x: Exchange) -> list[str]:
    return [f"Retry-After: {x.args['after']}"] if "after" in x.args else []


def _abort(x: Exchange) -> None:
    """Close with a reset instead of an orderly end."""
    sock = x.writer.get_extra_info("socket")
    sock.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    x.writer.transport.abort()


async def _forever(x: Exchange, data: bytes, every: float) -> None:
    async for _ in _beats(every):
        x.raw(data)
        await x.writer.drain()


async def _beats(every: float) -> AsyncIterator[None]:
    while True:
        yield
        await asyncio.sleep(every)


_BOMBS: dict[str, bytes] = {}
_BEHAVIOURS: dict[str, Behaviour] = {
    name.removeprefix("_"): value
    for name, value in list(globals().items())
    if name.startswith("_")
    and asyncio.iscoroutinefunction(value)
    and name not in ("_read_request", "_forever")
}
_KEEPS_ALIVE = {
    "page", "echo", "slow", "wrong_charset", "binary", "many_fields", "status", "busy_then_ok", "coded",
    "bomb", "to", "chain", "loop", "cookie_wall", "raw_location", "chunks",
}  # fmt: skip
_BEHAVIOURS["robots.txt"] = _robots_txt
