"""One process that is all sites: virtual hosts over plain HTTP and TLS, on loopback only."""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs

from xunwang.simulate.certificates import Authority
from xunwang.simulate.clock import SCALE
from xunwang.simulate.plan import Settings
from xunwang.simulate.protocol import Connection, World
from xunwang.simulate.province import Province

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a started server listens."""

    http_port: int
    tls_port: int
    control: str
    """``host:port`` of the control endpoint."""
    ca_file: str
    scale: float
    start: str
    """Instant at which the clock started, ISO 8601."""


class ServerClock:
    """The server's side of the province's clock."""

    def __init__(self, start: datetime, scale: float) -> None:
        self.scale = scale
        self._base, self._since = start, time.monotonic()

    def now(self) -> datetime:
        """The present instant."""
        return self._base + timedelta(seconds=(time.monotonic() - self._since) / self.scale)

    def jump(self, when: datetime) -> None:
        """Go to ``when``; never backwards."""
        if when > self.now():
            self._base, self._since = when, time.monotonic()


class _Control(asyncio.Protocol):
    """``GET /now``, ``POST /jump?to=ISO``: for the inspector's clock, not part of the province."""

    def __init__(self, clock: ServerClock) -> None:
        self._clock = clock

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        target = data.split(b" ", 2)[1].decode("latin-1") if data.count(b" ") > 1 else ""
        status, text = 200, ""
        if target.startswith("/jump?"):
            wanted = parse_qs(target.partition("?")[2]).get("to", [""])[0]
            try:
                self._clock.jump(datetime.fromisoformat(wanted).astimezone(UTC))
            except ValueError:
                status = 400
        elif target != "/now":
            status = 404
        text = self._clock.now().astimezone(UTC).isoformat()
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}"
        self._transport.write(head.encode())
        self._transport.close()


def _tls(world: World, authority: Authority) -> ssl.SSLContext:
    context = authority.context("localhost")

    def find(name: str) -> ssl.SSLContext:
        return authority.context(name, world.has_expired_certificate(name))

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name:
            connection.context = find(name)

    # A context takes some 2 ms to make: a first round of probes would wait for all of them.
    for host in world.secure_hosts():
        find(host)

    context.sni_callback = choose
    return context


@dataclass(frozen=True, slots=True)
class Opening:
    """How a world is served."""

    start: datetime
    """Where its clock stands at first."""
    scale: float = SCALE
    ports: tuple[int, int] = (0, 0)
    """Of HTTP and TLS, 0 for any free one."""


async def _run(world: World, opening: Opening, folder: Path, say: Callable[[Listening], None]) -> None:
    clock, ports = ServerClock(opening.start.astimezone(UTC), opening.scale), opening.ports
    authority = Authority(datetime.now(UTC))
    loop = asyncio.get_running_loop()
    plain = await loop.create_server(
        lambda: Connection(world, clock, False), LOOPBACK, ports[0], backlog=1024
    )
    secure = await loop.create_server(
        lambda: Connection(world, clock, True),
        LOOPBACK,
        ports[1],
        ssl=_tls(world, authority),
        backlog=1024,
    )
    control = await loop.create_server(lambda: _Control(clock), LOOPBACK, 0)
    numbers = [server.sockets[0].getsockname()[1] for server in (plain, secure, control)]
    ca_file = str(authority.write(folder))
    at = f"{LOOPBACK}:{numbers[2]}"
    say(Listening(numbers[0], numbers[1], at, ca_file, opening.scale, opening.start.isoformat()))
    async with plain, secure, control:
        await asyncio.Event().wait()


def serve(
    settings: Settings,
    folder: Path | None = None,
    scale: float = SCALE,
    ports: tuple[int, int] = (0, 0),
    say: Callable[[Listening], None] | None = None,
) -> None:
    """Serve the province until interrupted; see :func:`serve_world`."""
    serve_world(Province(settings), Opening(settings.start, scale, ports), folder, say)


def serve_world(
    world: World,
    opening: Opening,
    folder: Path | None = None,
    say: Callable[[Listening], None] | None = None,
) -> None:
    """Serve until interrupted.

    ``say`` is called once when the server listens (default: one line of JSON on standard output).
    """
    with ExitStack() as stack:
        where = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xunwang-province-")))
        try:
            # Not uvloop: with 64 busy connections it let single ones wait 0.3 to 0.5 s (here: 0.08 s at
            # most), which at the usual scale is a failed probe; throughput was the same.
            asyncio.run(_run(world, opening, where, say or _print))
        except KeyboardInterrupt:
            return


def _print(listening: Listening) -> None:
    fields = {name: getattr(listening, name) for name in Listening.__slots__}
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()
