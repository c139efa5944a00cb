"""A real HTTP server on loopback whose answers a test writes as a function."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from xunwang.fetch.records import FetchSettings


def has_loopback6() -> bool:
    """Whether this machine reaches itself over IPv6."""
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True


class Asked(NamedTuple):
    """A request as the server sees it."""

    method: str
    host: str
    path: str
    body: bytes = b""
    peer: str = ""
    """Address that the connection came from."""


class Reply(NamedTuple):
    """What the server answers; None closes the connection without a word."""

    status: int = 200
    body: bytes = "<html><title>首页</title></html>".encode()
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


Answer = Callable[[Asked], Reply | None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class LocalServer(NamedTuple):
    """The running server and what it was asked."""

    port: int
    asked: list[Asked]

    @property
    def settings(self) -> FetchSettings:
        """A client that finds every host here, unhindered by politeness."""
        return FetchSettings(
            allowed_networks=("127.0.0.0/8",),
            gateway=("127.0.0.1", self.port, self.port),
            rate_per_host=10_000.0,
            connections_per_host=8,
            retries=0,
        )


@contextmanager
def serve(answer: Answer) -> Iterator[LocalServer]:
    """Serve until the block ends."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body in one packet: apart they wait 40 ms for the client's acknowledgement.
        wbufsize = -1

        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            question = Asked(self.command, self.headers["Host"], self.path, sent, self.client_address[0])
            asked.append(question)
            reply = answer(question)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in (*reply.headers, ("Content-Length", str(len(reply.body)))):
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_HEAD = do_POST = do_GET  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            """Stay silent."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield LocalServer(server.server_address[1], asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
