"""What an answer tells."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from tests.fetch.conftest import fetch, settings
from tests.fetch.misbehaving_server import PAGE, MisbehavingServer
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fault, Request


def test_a_page_comes_with_all_its_facts(client: Client, server: MisbehavingServer) -> None:
    before = datetime.now(UTC)
    fetched = client.fetch(Request(server.url("page")))
    assert fetched.ok
    assert (fetched.status, fetched.fault, fetched.body) == (200, Fault.NONE, PAGE)
    assert fetched.digest == hashlib.sha256(PAGE).hexdigest()
    assert fetched.address == "127.0.0.1"
    assert fetched.http_version == "HTTP/1.1"
    assert fetched.tries == 1
    assert len(PAGE) < fetched.wire_bytes < len(PAGE) + 200
    assert before <= fetched.at <= datetime.now(UTC)
    assert fetched.certificate is None


def test_timings_grow_from_step_to_step(client: Client, server: MisbehavingServer) -> None:
    timings = client.fetch(Request(server.url("slow?seconds=0.2"))).timings
    assert 0 < timings.connect <= timings.first_byte <= timings.total < 0.9
    assert timings.first_byte >= 0.2
    assert timings.tls == 0.0


def test_fields_keep_order_case_and_repetition(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("many-fields")))
    assert fetched.headers[1:] == (("X-A", "1"), ("x-a", "2"), ("X-Latin", "caf\u00e9"))
    assert fetched.header("x-A") == "1"
    assert fetched.header("missing") is None


def test_trailers_are_not_fields(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("chunks")))
    assert fetched.body == b"hello"
    assert fetched.header("X-Trailer") is None


def test_the_request_names_the_inspector_and_its_contact(server: MisbehavingServer) -> None:
    fetch(server.url("echo"), settings(user_agent="XunwangInspector/0.1 (contact: 省政府办公厅)"))
    [asked] = server.asked
    assert asked.headers["user-agent"].encode("latin-1").decode() == (
        "XunwangInspector/0.1 (contact: 省政府办公厅)"
    )
    assert asked.headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "cookie" not in asked.headers


def test_head_has_no_body_and_no_size_fault(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("announced-huge"), method="HEAD"))
    assert (fetched.status, fetched.fault, fetched.body, fetched.digest) == (200, Fault.NONE, b"", "")
    assert server.asked[0].method == "HEAD"


def test_a_handle_forgets_its_last_method(client: Client, server: MisbehavingServer) -> None:
    for method, body in (("GET", None), ("POST", b"a=1"), ("HEAD", None), ("GET", None), ("PUT", b"x")):
        client.fetch(Request(server.url("echo"), method=method, body=body))
    assert [(asked.method, asked.body) for asked in server.asked] == [
        ("GET", b""), ("POST", b"a=1"), ("HEAD", b""), ("GET", b""), ("PUT", b"x"),
    ]  # fmt: skip


def test_own_fields_are_sent_once_and_not_remembered(client: Client, server: MisbehavingServer) -> None:
    client.fetch(Request(server.url("echo"), headers={"X-Own": "中文", "Accept": "application/json"}))
    client.fetch(Request(server.url("echo")))
    first, second = server.asked
    assert first.headers["x-own"].encode("latin-1").decode() == "中文"
    assert first.headers["accept"] == "application/json"
    assert "x-own" not in second.headers


def test_wrong_charset_and_binary_are_returned_as_they_are(client: Client, server: MisbehavingServer) -> None:
    assert client.fetch(Request(server.url("wrong-charset"))).body == "中文".encode("gb18030")
    assert client.fetch(Request(server.url("binary"))).body == bytes(range(256))


def test_the_tag_comes_back(client: Client, server: MisbehavingServer) -> None:
    tag = object()
    assert client.fetch(Request(server.url("page"), tag=tag)).request.tag is tag


def test_fragments_are_not_sent(client: Client, server: MisbehavingServer) -> None:
    fetched = client.fetch(Request(server.url("page?x=1#part")))
    assert server.paths() == ["/page?x=1"]
    assert fetched.url == server.url("page?x=1")


def test_connections_are_kept(client: Client, server: MisbehavingServer) -> None:
    first = client.fetch(Request(server.url("page")))
    again = client.fetch(Request(server.url("page")))
    assert first.timings.connect > 0
    assert again.timings.connect == 0 or again.timings.connect < first.timings.connect
