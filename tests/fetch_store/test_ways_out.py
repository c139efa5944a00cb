"""Probes from several places of one machine: another source address, another operator's proxy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import click
import pytest

from tests.fetch_store.jumping_clock import JumpingClock
from tests.fetch_store.local_server import Asked, Reply, serve
from xunwang.cli.probe import VantagePoint
from xunwang.fetch.client import Client
from xunwang.fetch.probes import Prober, ProbeSettings, Vantage, read_log
from xunwang.fetch.records import Fault, FetchSettings, Request

HOUR = timedelta(hours=1)
SITE = "http://a.gov.cn/"


def fine(_asked: Asked) -> Reply:
    return Reply()


def test_each_vantage_leaves_from_its_own_address(tmp_path: Path) -> None:
    places = (Vantage("电信", interface="127.0.0.2"), Vantage("联通", interface="127.0.0.3"), Vantage("本机"))
    with serve(fine) as server:
        settings = ProbeSettings(HOUR, HOUR, places)
        Prober({SITE: SITE}, tmp_path, settings, JumpingClock(), server.settings).run()
    assert [asked.peer for asked in server.asked] == ["127.0.0.2", "127.0.0.3", "127.0.0.1"]
    assert [(record.vantage, record.status) for record in read_log(tmp_path)] == [
        ("电信", 200), ("联通", 200), ("本机", 200),
    ]  # fmt: skip


def test_an_interface_that_is_gone_is_a_fault_and_not_another_way(tmp_path: Path) -> None:
    with serve(fine) as server:
        settings = ProbeSettings(HOUR, HOUR, (Vantage("专线", interface="203.0.113.7"),))
        Prober({SITE: SITE}, tmp_path, settings, JumpingClock(), server.settings).run()
    (record,) = read_log(tmp_path)
    assert record.fault
    assert not server.asked


def test_a_vantage_asks_through_its_proxy(tmp_path: Path) -> None:
    with serve(fine) as proxy:
        vantage = Vantage("外省", proxy=f"http://127.0.0.1:{proxy.port}")
        client = FetchSettings(rate_per_host=1000.0, retries=0)
        Prober({SITE: SITE}, tmp_path, ProbeSettings(HOUR, HOUR, (vantage,)), JumpingClock(), client).run()
    assert [(asked.method, asked.path, asked.host) for asked in proxy.asked] == [("GET", SITE, "a.gov.cn")]
    assert [(record.vantage, record.status) for record in read_log(tmp_path)] == [("外省", 200)]


def test_addresses_inside_are_refused_through_a_proxy_too() -> None:
    with serve(fine) as proxy:
        settings = FetchSettings(retries=0, proxy=f"http://127.0.0.1:{proxy.port}")
        with Client(settings, JumpingClock()) as client:
            refused = client.fetch(Request("http://169.254.169.254/latest/meta-data/"))
    assert refused.fault is Fault.FORBIDDEN_ADDRESS
    assert not proxy.asked


def test_without_a_proxy_the_variables_of_the_machine_are_not_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serve(fine) as proxy, serve(fine) as server:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        with Client(replace(server.settings, retries=0), JumpingClock()) as client:
            assert client.fetch(Request(SITE)).ok
    assert server.asked
    assert not proxy.asked


@pytest.mark.parametrize(
    ("text", "vantage"),
    [
        ("电信", Vantage("电信")),
        ("联通=127.0.0.2", Vantage("联通", interface="127.0.0.2")),
        ("内网=lo", Vantage("内网", interface="lo")),
        ("外省=socks5h://proxy.example.cn:1080", Vantage("外省", proxy="socks5h://proxy.example.cn:1080")),
    ],
)
def test_ways_out_are_read(text: str, vantage: Vantage) -> None:
    assert VantagePoint().convert(text, None, None) == vantage


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("=eth0", "缺少名称"),
        ("专线=eth99", "本机没有网卡或地址"),
        ("专线=203.0.113.7", "本机没有网卡或地址"),
        ("外省=ftp://proxy.example.cn:21", "不是可用的代理地址"),
        ("外省=http://proxy.example.cn", "不是可用的代理地址"),
    ],
)
def test_bad_ways_out_are_told(text: str, words: str) -> None:
    with pytest.raises(click.BadParameter, match=words):
        VantagePoint().convert(text, None, None)
