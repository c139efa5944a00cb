"""HTTP/1.1 on one connection, able to break its rules on purpose."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol, cast

from xunwang.simulate.answer import Answer, Query
from xunwang.simulate.spec import Manner

_MAX_HEAD = 32 * 1024
_MAX_BODY = 256 * 1024
_HANG_SECONDS = 120.0
"""A hanging connection is closed after so long (province's clock)."""
_DRIP_SECONDS = 1.0
_REASONS = {
    200: "OK",
    301: "Moved Permanently",
    302: "Found",
    304: "Not Modified",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
}
_LINGER_OFF = struct.pack("ii", 1, 0)


class ClockLike(Protocol):
    """What a connection needs of the server's clock."""

    scale: float

    def now(self) -> datetime:
        """The present instant."""


class World(Protocol):
    """What is served: the province's sites, or the platforms."""

    def answer(self, query: Query, now: datetime) -> Answer:
        """The answer to a request at an instant (aware)."""

    def secure_hosts(self) -> Iterable[str]:
        """Hosts that are asked over TLS, so that their certificates can be made beforehand."""

    def has_expired_certificate(self, host: str) -> bool:
        """Whether the host's certificate has run out."""


class Connection(asyncio.Protocol):
    """One client connection."""

    def __init__(self, world: World, clock: ClockLike, secure: bool) -> None:
        self._world = world
        self._clock = clock
        self._secure = secure
        self._held = b""
        self._busy = False
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget what was still to be sent."""
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Answer what has arrived whole; the rest waits."""
        self._held += data
        if not self._busy:
            self._next()

    def _next(self) -> None:
        """Answer the requests that have arrived whole."""
        while self._held and not self._busy:
            end = self._held.find(b"\r\n\r\n")
            if end < 0:
                if len(self._held) > _MAX_HEAD:
                    self._transport.close()
                return
            head = self._held[:end].decode("latin-1")
            length = _length(head)
            if length < 0 or length > _MAX_BODY:
                self._transport.close()
                return
            if len(self._held) < end + 4 + length:
                return
            body = self._held[end + 4 : end + 4 + length]
            self._held = self._held[end + 4 + length :]
            self._answer(head, body)

    def _answer(self, head: str, body: bytes) -> None:
        query = _query(head, body, self._secure)
        if query is None:
            self._transport.close()
            return
        answer = self._world.answer(query, self._clock.now())
        if answer.delay:
            self._later(answer.delay, lambda: self._resume(query, answer))
            return
        self._send(query, answer)

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        self._busy = True
        self._timer = asyncio.get_running_loop().call_later(seconds * self._clock.scale, action)

    def _resume(self, query: Query, answer: Answer) -> None:
        self._busy = False
        self._send(query, answer)
        self._next()

    def _send(self, query: Query, answer: Answer) -> None:
        if answer.manner is Manner.PLAIN:
            body = b"" if query.method == "HEAD" else answer.body
            self._transport.write(_head(answer, len(answer.body)) + body)
            return
        self._misbehave(answer)

    def _misbehave(self, answer: Answer) -> None:
        if answer.manner is Manner.RESET:
            self._reset()
        elif answer.manner is Manner.HANG:
            self._later(_HANG_SECONDS, self._transport.close)
        elif answer.manner is Manner.DRIP:
            self._transport.write(_head(answer, 10_000_000))
            self._drip(answer.body, 0)
        elif answer.manner is Manner.GARBAGE:
            self._transport.write(b"\x16\x03SSH-2.0-nothing here\r\n\r\n" + answer.body[:64])
            self._transport.close()
        else:
            more = 4096 if answer.manner is Manner.SHORT else -len(answer.body) // 2
            self._transport.write(_head(answer, len(answer.body) + more) + answer.body)
            self._transport.close()

    def _reset(self) -> None:
        peer = self._transport.get_extra_info("socket")
        if peer is not None and not self._secure:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_OFF)
        self._transport.abort()

    def _drip(self, body: bytes, at: int) -> None:
        self._transport.write(body[at % len(body) : at % len(body) + 1])
        self._later(_DRIP_SECONDS, lambda: self._drip(body, at + 1))


def _length(head: str) -> int:
    lowered = head.lower()
    at = lowered.find("\r\ncontent-length:")
    if at < 0:
        return 0
    value = lowered[at + 17 :].partition("\r\n")[0].strip()
    return int(value) if value.isdigit() and len(value) < 10 else -1


def _query(head: str, body: bytes, secure: bool) -> Query | None:
    line, _, rest = head.partition("\r\n")
    parts = line.split(" ")
    if len(parts) != 3:
        return None
    lowered = rest.lower()
    at = ("\r\n" + lowered).find("\r\nhost:")
    host = lowered[at + 5 :].partition("\r\n")[0].strip().partition(":")[0] if at >= 0 else ""
    path, _, query = parts[1].partition("?")
    return Query(parts[0], host, path, query, secure, body, rest)


def _head(answer: Answer, length: int) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'Answer')}", "Server: nginx"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    lines.append(f"Content-Length: {length}\r\n\r\n")
    return "\r\n".join(lines).encode("latin-1")
