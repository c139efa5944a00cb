"""Collecting a mobile client over real HTTP: store page, package, service hosts over IPv4 and IPv6."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given as trying
from hypothesis import settings
from hypothesis import strategies as st

from tests.collect.ways.driving import NOW, SETTINGS, Outcome, answer_with, drive, from_uploads, over_http
from tests.collect.ways.serving import Asked, Reply, serving
from tests.fetch.conftest import RealClock
from tests.fetch_store.local_server import has_loopback6
from xunwang.collect.interface import Source, Trouble
from xunwang.collect.uploads import answer_upload
from xunwang.collect.ways import collectors, mobile_client
from xunwang.collect.ways.mobile_client import COLLECTOR
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fetched, Request
from xunwang.posts.records import Package, ServiceHost, Shows, StorePage, Way
from xunwang.simulate.platforms.packages import Harm, Traits, package_bytes, package_of

T = TypeVar("T")
SOURCE = Source("app:云泽通", Way.MOBILE_CLIENT)
PAGE = """<!DOCTYPE html><meta charset=utf-8><title>云泽通-应用商店</title><h1>云泽通</h1>
<a href="/files/app.apk">下载</a><p>版本：3.1.19</p><p>更新时间：2021-01-08</p><p>开发者：云泽省大数据局</p><p>大小：50.1KB</p>"""


def package(traits: Traits = Traits(), host: str = "app.gov.test") -> bytes:  # noqa: B008
    return package_bytes(package_of(3, "云泽通", host, NOW, traits))


def store(page: str | None = PAGE, file: bytes | None = None) -> Callable[[Asked], Reply]:
    def answer(asked: Asked) -> Reply:
        if asked.path == "/detail":
            return Reply(status=404) if page is None else Reply(page.encode())
        if asked.path == "/files/app.apk" and file is not None:
            return Reply(file)
        return Reply(status=404)

    return answer


def collect(page: str | None = PAGE, file: bytes | None = None, path: str = "/detail") -> Outcome:
    with serving(store(page, file)) as server:
        return over_http(COLLECTOR, replace(SOURCE, address=server.url + path))


def given(outcome: Outcome, kind: type[T]) -> list[T]:
    return [got.what for got in outcome.got if isinstance(got.what, kind)]


def test_the_way_is_found_by_its_name() -> None:
    assert collectors()[Way.MOBILE_CLIENT] is COLLECTOR


def test_the_store_page_and_the_package_behind_its_link_are_given_with_their_answers() -> None:
    file = package(Traits(excessive=1))
    outcome = collect(file=file)
    (page,), (read,) = given(outcome, StorePage), given(outcome, Package)
    assert (page.version, page.developer) == ("3.1.19", "云泽省大数据局")
    assert read.label == "云泽通"
    assert all(got.answer is not None and got.answer.digest for got in outcome.got)
    assert outcome.end.complete
    assert outcome.end.shown == {Shows.APP}
    assert [request.purpose for request in outcome.asked] == ["store", "package"]
    assert all(request.max_bytes for request in outcome.asked)


def test_the_address_of_a_package_itself_will_do() -> None:
    outcome = collect(file=package(), path="/files/app.apk")
    assert [got.what.name for got in outcome.got if isinstance(got.what, Package)] == ["test.gov.app.client"]
    assert outcome.end.complete


@pytest.mark.parametrize("page", [None, "<title>商店</title><p>抱歉，该应用已下架</p>"], ids=["404", "words"])
def test_an_app_that_the_store_no_longer_has_is_told_and_nothing_is_downloaded(page: str | None) -> None:
    outcome = collect(page)
    (seen,) = given(outcome, StorePage)
    assert not seen.listed
    assert outcome.end.complete
    assert outcome.end.shown == {Shows.APP}
    assert len(outcome.asked) == 1


def test_a_page_that_says_nothing_is_an_error_not_an_absence() -> None:
    outcome = collect("<title>应用市场</title><div id=app></div><script src=/app.js></script>")
    assert outcome.failure.trouble is Trouble.BROKEN
    assert "上传安装包" in outcome.failure.message
    assert not outcome.got


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "404"),
        (package(Traits(harm=Harm.PAGE)), "网页"),
        (package(Traits(harm=Harm.TRUNCATED)), "不完整"),
        (package(Traits(harm=Harm.BOMB)), "过大"),
    ],
    ids=["gone", "page", "truncated", "bomb"],
)
def test_without_a_sound_package_the_stores_word_is_kept(file: bytes | None, words: str) -> None:
    outcome = collect(file=file)
    assert len(given(outcome, StorePage)) == 1
    assert not given(outcome, Package)
    assert not outcome.end.complete
    assert words in outcome.end.reason


def test_a_package_beyond_the_bound_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mobile_client, "MAX_PACKAGE", 40_000)
    outcome = collect(file=package() + bytes(100_000))
    assert "未下载" in outcome.end.reason
    assert len(given(outcome, StorePage)) == 1


def test_a_size_that_the_store_states_is_enough_not_to_ask() -> None:
    outcome = collect(PAGE.replace("50.1KB", "3.2GB"))
    assert "未下载" in outcome.end.reason
    assert len(outcome.asked) == 1


def test_a_store_without_link_has_shown_all_that_it_can() -> None:
    outcome = collect(PAGE.replace("href", "title"))
    assert outcome.end.complete
    assert not outcome.end.reason
    assert len(outcome.asked) == 1


@pytest.mark.parametrize("file", [None, package()], ids=["no download", "download"])
def test_an_upload_stands_in_where_the_download_fails(file: bytes | None, tmp_path: Path) -> None:
    (tmp_path / "app.apk").write_bytes(package(host="uploaded.example.cn"))
    with serving(store(file=file)) as server, Client(SETTINGS, RealClock()) as client:

        def answer(request: Request) -> Fetched:
            return (
                answer_upload(tmp_path, request, NOW)
                if request.purpose == "upload"
                else client.fetch(request)
            )

        source = replace(SOURCE, address=server.url + "/detail", options={"package": "app.apk"})
        outcome = drive(COLLECTOR, source, answer)
    (read,) = given(outcome, Package)
    assert read.name == ("cn.example.uploaded.client" if file is None else "test.gov.app.client")
    assert outcome.end.complete == (file is not None)
    assert outcome.end.shown == {Shows.APP}


def test_an_uploaded_package_is_read_and_shows_nothing_of_downloads(tmp_path: Path) -> None:
    (tmp_path / "app.apk").write_bytes(package(host="app.example.cn"))
    outcome = from_uploads(COLLECTOR, replace(SOURCE, address="app.apk"), tmp_path)
    assert len(given(outcome, Package)) == 1
    assert outcome.end.complete
    assert outcome.end.shown == frozenset()


def test_an_uploaded_file_that_is_no_package_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "app.apk").write_bytes(b"%PDF-1.7")
    outcome = from_uploads(COLLECTOR, replace(SOURCE, address="app.apk"), tmp_path)
    assert outcome.failure.trouble is Trouble.UNSUPPORTED


def test_nothing_to_ask_is_said(tmp_path: Path) -> None:
    assert from_uploads(COLLECTOR, SOURCE, tmp_path).failure.trouble is Trouble.NOT_FOUND


# -- service hosts over IPv6 ----------------------------------------------------------------------


class _Quiet(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Six(ThreadingHTTPServer):
    address_family = socket.AF_INET6


@contextmanager
def service(six: bool) -> Iterator[int]:
    """A service on 127.0.0.1 and, if so, on ::1 at the same port; its root is nothing but a 404."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Quiet)]
    port = int(servers[0].server_address[1])
    if six:
        servers.append(_Six(("::1", port), _Quiet))
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield port
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def hosts(stated: str, vantage: str, addresses: tuple[str, ...], folder: Path) -> list[ServiceHost]:
    """Service hosts of an uploaded package that the office names, resolved to these addresses."""
    (folder / "app.apk").write_bytes(package())
    source = replace(SOURCE, address="app.apk", options={"service": stated, "vantage_ipv6": vantage})
    both = replace(SETTINGS, allowed_networks=("127.0.0.0/8", "::1/128"), resolve={"app.gov.test": addresses})
    with Client(both, RealClock()) as client:

        def answer(request: Request) -> Fetched:
            if request.purpose == "upload":
                return answer_upload(folder, request, NOW)
            return client.fetch(request)

        outcome = drive(COLLECTOR, source, answer)
    assert outcome.end.complete
    return given(outcome, ServiceHost)


@pytest.mark.skipif(not has_loopback6(), reason="this machine has no IPv6 at all")
def test_a_service_that_answers_over_ipv6_is_told_so_whatever_it_answers(tmp_path: Path) -> None:
    with service(six=True) as port:
        (host,) = hosts(f"http://app.gov.test:{port}/api", "", ("127.0.0.1", "::1"), tmp_path)
    assert host == ServiceHost("app.gov.test", True)


def test_a_service_without_ipv6_address_has_none(tmp_path: Path) -> None:
    with service(six=False) as port:
        (host,) = hosts(f"http://app.gov.test:{port}/", "yes", ("127.0.0.1",), tmp_path)
    assert host.over_ipv6 is False
    assert host.reason


def test_a_service_whose_ipv6_address_is_silent_does_not_support_it(tmp_path: Path) -> None:
    with service(six=False) as port:
        (host,) = hosts(f"http://app.gov.test:{port}/", "yes", ("127.0.0.1", "::1"), tmp_path)
    assert host.over_ipv6 is False


def test_from_a_place_without_ipv6_nothing_is_concluded(tmp_path: Path) -> None:
    with service(six=False) as port:
        (host,) = hosts(f"http://app.gov.test:{port}/", "", ("127.0.0.1",), tmp_path)
    assert host.over_ipv6 is None
    assert "没有IPv6网络" in host.reason


def test_a_service_that_is_down_says_nothing_of_ipv6(tmp_path: Path) -> None:
    with service(six=False) as port:
        pass
    (host,) = hosts(f"http://app.gov.test:{port}/", "yes", ("127.0.0.1",), tmp_path)
    assert host.over_ipv6 is None
    assert "打不开" in host.reason


def test_without_stated_services_the_governments_hosts_of_the_package_are_tried(tmp_path: Path) -> None:
    (tmp_path / "app.apk").write_bytes(package(host="app.yunze.gov.cn"))
    silent = replace(SETTINGS, connect_timeout=0.2, resolve={"app.yunze.gov.cn": ("127.0.0.9",)})
    with Client(silent, RealClock()) as client:

        def answer(request: Request) -> Fetched:
            if request.purpose == "upload":
                return answer_upload(tmp_path, request, NOW)
            return client.fetch(request)

        outcome = drive(COLLECTOR, replace(SOURCE, address="app.apk"), answer)
    assert [got.what.host for got in outcome.got if isinstance(got.what, ServiceHost)] == ["app.yunze.gov.cn"]
    assert [request.url for request in outcome.asked if request.purpose == "ipv6"] == [
        "https://app.yunze.gov.cn/",
        "http://app.yunze.gov.cn/",
    ]


@settings(max_examples=200, deadline=2000)
@trying(
    st.one_of(
        st.just(PAGE.encode()), st.binary(max_size=300), st.sampled_from([b"{}", b"PK\3\4", b"<p>\xff"])
    ),
    st.one_of(st.just(package()), st.binary(max_size=300)),
    st.sampled_from([200, 200, 200, 204, 301, 404, 500]),
    st.booleans(),
)
def test_whatever_comes_back_there_is_an_ending_or_one_error(
    page: bytes, file: bytes, status: int, silent: bool
) -> None:
    def answer(request: Request) -> Fetched | None:
        if request.purpose == "ipv6" and silent:
            return None
        body = {"store": page, "package": file}.get(request.purpose, b"")
        return answer_with(request, body, status=status if request.purpose == "package" else 200)

    source = replace(SOURCE, address="https://store.example.cn/detail")
    outcome = drive(COLLECTOR, source, answer)
    assert (outcome.ending is None) != (outcome.error is None)
