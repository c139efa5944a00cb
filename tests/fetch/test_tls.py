"""Certificates are judged, and pages behind bad ones are read all the same."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.certificates import Authority
from tests.fetch.conftest import RealClock, settings
from tests.fetch.misbehaving_server import PAGE, MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fault, FetchSettings, Request
from xunwang.fetch.tls import CertificateBook, Failure, Trust, read_certificate

EXPIRED = Failure("expired", bad_certificate=True)
OLD = Failure("unsupported protocol")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


def trusting(authority: Authority, *hosts: str, **changes: Any) -> FetchSettings:
    resolve = dict.fromkeys(hosts or ("good.test",), ("127.0.0.1",))
    return settings(ca_file=str(authority.file), resolve=resolve, **changes)


def test_a_good_certificate_is_told(server: MisbehavingServer, authority: Authority) -> None:
    port = server.listen(authority.context("good.test", "www.good.test"))
    with Client(trusting(authority), RealClock()) as client:
        fetched = client.fetch(Request(f"https://good.test:{port}/page"))
        again = client.fetch(Request(f"https://good.test:{port}/page?again"))
    assert fetched.ok
    assert fetched.body == PAGE
    assert fetched.timings.tls > fetched.timings.connect > 0
    found = fetched.certificate
    assert found is not None
    assert (found.valid, found.problem) == (True, "")
    assert (found.subject, found.issuer) == ("CN=good.test", "CN=测试根证书")
    assert found.names == ("good.test", "www.good.test")
    assert found.not_before is not None
    assert found.not_after is not None
    assert found.not_before < datetime.now(UTC) < found.not_after
    assert again.certificate == found


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"days": (-30, -1)}, "expired"),
    "not yet valid": ({"days": (5, 30)}, "not yet valid"),
    "self-signed": ({"signed": False}, "self-signed"),
    "other name": ({"names": ("other.test",)}, "good.test"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_certificate_is_named_and_the_page_read(
    server: MisbehavingServer, authority: Authority, kind: str
) -> None:
    how, words = dict(BAD[kind][0]), BAD[kind][1]
    port = server.listen(authority.context(*how.pop("names", ("good.test",)), **how))
    with Client(trusting(authority), RealClock()) as client:
        fetched = client.fetch(Request(f"https://good.test:{port}/page"))
        asked_again = client.fetch(Request(f"https://good.test:{port}/page?again"))
    assert fetched.ok
    assert fetched.body == PAGE
    assert fetched.tries == 1
    assert fetched.certificate is not None
    assert not fetched.certificate.valid
    assert words in fetched.certificate.problem
    assert fetched.certificate.not_after is not None
    assert asked_again.ok
    assert asked_again.certificate == fetched.certificate


def test_an_untrusted_authority_is_a_problem(
    server: MisbehavingServer, authority: Authority, tmp_path: Path
) -> None:
    port = server.listen(authority.context("good.test"))
    with Client(trusting(Authority(tmp_path)), RealClock()) as client:
        fetched = client.fetch(Request(f"https://good.test:{port}/page"))
    assert fetched.ok
    assert fetched.certificate is not None
    assert not fetched.certificate.valid


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_protocols_are_spoken_and_the_certificate_still_verified(
    server: MisbehavingServer, authority: Authority
) -> None:
    context = authority.context("good.test")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    port = server.listen(context)
    with Client(trusting(authority), RealClock()) as client:
        fetched = client.fetch(Request(f"https://good.test:{port}/page"))
    assert fetched.ok
    assert fetched.certificate is not None
    assert fetched.certificate.valid


def test_a_server_without_tls_is_a_tls_fault(server: MisbehavingServer, authority: Authority) -> None:
    with Client(trusting(authority), RealClock()) as client:
        fetched = client.fetch(Request(f"https://good.test:{server.port}/page"))
    assert (fetched.status, fetched.fault) == (0, Fault.TLS)
    assert fetched.detail


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        (b"Connection: close", Fault.NONE),
        (b"Content-Length: 5", Fault.NONE),
        (b"Content-Length: 50", Fault.TRUNCATED),
        (b"Transfer-Encoding: chunked", Fault.TRUNCATED),
    ],
)
def test_a_tls_server_that_just_hangs_up_is_forgiven_where_nothing_is_missing(
    authority: Authority, head: bytes, fault: Fault
) -> None:
    context = authority.context("good.test")

    def serve(listener: socket.socket) -> None:
        with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
            connection.recv(65536)
            body = b"5\r\nhello\r\n" if b"chunked" in head else b"hello"
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body)
            os.close(connection.detach())

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        with Client(trusting(authority), RealClock()) as client:
            fetched = client.fetch(Request(f"https://good.test:{listener.getsockname()[1]}/"))
        thread.join(5)
    assert (fetched.status, fetched.fault) == (200, fault)
    assert fetched.body == b"hello"


def test_a_moved_page_carries_the_certificate_of_its_last_server(
    server: MisbehavingServer, authority: Authority
) -> None:
    port = server.listen(authority.context("good.test"))
    with Client(trusting(authority), RealClock()) as client:
        fetched = client.fetch(Request(server.url(f"to?url=https://good.test:{port}/page")))
        back = client.fetch(Request(f"https://good.test:{port}/to?url={server.url('page')}"))
    assert fetched.certificate is not None
    assert back.ok
    assert back.certificate is None


def test_an_authority_file_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="证书文件不存在"):
        Client(settings(ca_file="nowhere.pem"), RealClock())


def test_facts_are_gathered_again_after_some_hours() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    book = CertificateBook()
    assert book.relax("a:443", Trust.STRICT, EXPIRED, now)
    assert book.trust("a:443", now + timedelta(hours=6)) is Trust.NO_VERIFICATION
    assert book.trust("a:443", now + timedelta(hours=6, seconds=1)) is Trust.STRICT


def test_trust_is_relaxed_step_by_step_and_ends() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    book = CertificateBook()
    assert book.relax("a:443", Trust.STRICT, OLD, now)
    assert book.trust("a:443", now) is Trust.OLD_PROTOCOLS
    assert book.relax("a:443", Trust.OLD_PROTOCOLS, OLD, now)
    assert book.trust("a:443", now) is Trust.NO_VERIFICATION
    assert not book.relax("a:443", Trust.NO_VERIFICATION, OLD, now)
    assert book.trust("b:443", now) is Trust.STRICT


def test_a_broken_off_handshake_never_ends_verification() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    book = CertificateBook()
    broken = Failure("connection reset by peer", broken_off=True)
    assert book.relax("a:443", Trust.STRICT, broken, now)
    assert not book.relax("a:443", Trust.OLD_PROTOCOLS, broken, now)
    assert book.trust("a:443", now) is Trust.OLD_PROTOCOLS


def test_the_book_does_not_grow_without_bound() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    book = CertificateBook()
    for number in range(5000):
        book.relax(f"h{number}:443", Trust.STRICT, EXPIRED, now)
    assert book.trust("h0:443", now) is Trust.STRICT
    assert book.trust("h4999:443", now) is Trust.NO_VERIFICATION


def test_a_certificate_that_cannot_be_parsed_keeps_its_text_fields() -> None:
    fields = [[("Subject", "CN = a"), ("Issuer", "CN = b"), ("Cert", "-----BEGIN garbage")]]
    found = read_certificate(fields, "expired")
    assert found is not None
    assert (found.subject, found.issuer, found.names, found.valid) == ("CN = a", "CN = b", (), False)
    assert read_certificate([], "") is None


def answering(scope_port: int, pem: Path) -> None:
    """A real HTTP/2 server in a process of its own."""
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    Server(
        "tests.fetch.http2_answers:app", address="127.0.0.1", port=scope_port, interface=Interfaces.WSGI,
        http=HTTPModes.http2, ssl_cert=pem, ssl_key=pem, log_enabled=False, workers_kill_timeout=2,
    ).serve()  # fmt: skip


@pytest.fixture
def http2_port(authority: Authority) -> Iterator[int]:
    authority.context("good.test")
    pem = max(authority.folder.glob("server*.pem"), key=lambda path: path.stat().st_mtime_ns)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    # The server forks its worker and may not be a daemon itself.
    process = multiprocessing.get_context("spawn").Process(target=answering, args=(port, pem))
    process.start()
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.1)
    yield port
    process.terminate()
    process.join(20)


def test_a_site_that_speaks_http_2_only_is_read_many_pages_over_one_connection(
    authority: Authority, http2_port: int
) -> None:
    with Client(trusting(authority), RealClock()) as client:
        fetched = [client.fetch(Request(f"https://good.test:{http2_port}/page?{n}")) for n in range(3)]
    assert [(one.ok, one.status, one.http_version) for one in fetched] == [(True, 200, "HTTP/2")] * 3
    assert [one.body for one in fetched] == [f"<p>page?{n}".encode() for n in range(3)]
    assert fetched[0].certificate is not None
    assert fetched[0].certificate.valid
    assert fetched[1].timings.tls == fetched[2].timings.tls == 0, "the connection was used again"
