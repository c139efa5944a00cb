"""The served province: virtual hosts, TLS, the clock, and misbehaviour on the wire."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pycurl
import pytest

from xunwang.simulate.clock import ProvinceClock, server_time
from xunwang.simulate.plan import CHECK_POINT, plan
from xunwang.simulate.process import RunningProvince, start_province
from xunwang.simulate.spec import Scene, SiteSpec

WEIRD_SERVER_REPLY = 8
"""CURLE_WEIRD_SERVER_REPLY, which pycurl has no name for."""


@pytest.fixture(scope="module")
def province() -> Iterator[RunningProvince]:
    with start_province() as running:
        running.clock.sleep_until(CHECK_POINT)
        yield running


def _spec(province: RunningProvince, scene: Scene) -> SiteSpec:
    return next(spec for spec in plan(province.settings) if spec.scene is scene)


def _handle(province: RunningProvince, url: str, sink: io.BytesIO) -> pycurl.Curl:
    address, plain, secure = province.gateway
    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, url)
    handle.setopt(pycurl.CONNECT_TO, [f"::{address}:{secure if url.startswith('https') else plain}"])
    handle.setopt(pycurl.CAINFO, province.ca_file)
    handle.setopt(pycurl.WRITEDATA, sink)
    handle.setopt(pycurl.TIMEOUT_MS, 3000)
    return handle


def _get(province: RunningProvince, url: str) -> tuple[int, bytes, float]:
    sink = io.BytesIO()
    handle = _handle(province, url, sink)
    handle.perform()
    status: int = handle.getinfo(pycurl.RESPONSE_CODE)
    seconds: float = handle.getinfo(pycurl.TOTAL_TIME)
    handle.close()
    return status, sink.getvalue(), seconds


def _fault(province: RunningProvince, url: str) -> int:
    sink = io.BytesIO()
    handle = _handle(province, url, sink)
    handle.setopt(pycurl.TIMEOUT_MS, 700)
    with pytest.raises(pycurl.error) as caught:
        handle.perform()
    handle.close()
    code: int = caught.value.args[0]
    return code


def test_every_site_of_the_list_answers_under_its_own_name(province: RunningProvince) -> None:
    fine = [spec for spec in plan(province.settings) if spec.scene is Scene.FINE]
    assert any(spec.scheme == "https" for spec in fine)
    for spec in fine:
        status, body, _ = _get(province, spec.home_url)
        assert status == 200
        if not spec.gzip:
            assert (spec.printed_name or spec.name).encode(spec.codec) in body


def test_plain_http_of_a_secure_site_redirects(province: RunningProvince) -> None:
    spec = next(s for s in plan(province.settings) if s.scheme == "https" and s.scene is Scene.FINE)
    status, _, _ = _get(province, f"http://{spec.host}/")
    assert status == 301


def test_the_expired_certificate_is_refused(province: RunningProvince) -> None:
    assert _fault(province, _spec(province, Scene.BAD_TLS).home_url) == pycurl.E_PEER_FAILED_VERIFICATION


def test_faults_are_those_of_the_wire(province: RunningProvince) -> None:
    assert _fault(province, _spec(province, Scene.REFUSED).home_url) in (
        pycurl.E_RECV_ERROR,
        pycurl.E_GOT_NOTHING,
    )
    assert _fault(province, _spec(province, Scene.HANGS).home_url) == pycurl.E_OPERATION_TIMEDOUT
    assert _fault(province, _spec(province, Scene.DRIPS).home_url) == pycurl.E_OPERATION_TIMEDOUT


def test_odd_answers_break_the_rules_of_http(province: RunningProvince) -> None:
    spec = next(s for s in plan(province.settings) if "short_body" in s.oddities)
    base = spec.home_url.rstrip("/")
    assert _fault(province, f"{base}/short/page.html") == pycurl.E_PARTIAL_FILE
    assert _fault(province, f"{base}/raw/data.html") in (
        pycurl.E_UNSUPPORTED_PROTOCOL,
        WEIRD_SERVER_REPLY,
    )
    assert _get(province, f"{base}/long/page.html")[0] == 200


def test_slow_is_beyond_fifteen_seconds_of_the_clock_and_sluggish_below(province: RunningProvince) -> None:
    scale = province.clock.scale
    _, _, slow = _get(province, _spec(province, Scene.SLOW).home_url)
    assert slow / scale >= 15
    _, _, sluggish = _get(province, _spec(province, Scene.SLUGGISH).home_url)
    assert sluggish / scale >= 5


def test_the_clocks_jump_together(province: RunningProvince) -> None:
    later = province.clock.now() + timedelta(hours=5)
    began = time.monotonic()
    province.clock.sleep_until(later)
    assert time.monotonic() - began < 60  # of five hours
    assert province.clock.now() >= later
    assert server_time(province.control) >= later.astimezone(UTC)


def test_the_clock_never_goes_back(province: RunningProvince) -> None:
    before = server_time(province.control)
    province.clock.sleep_until(before - timedelta(days=1))
    assert server_time(province.control) >= before


def test_a_clock_of_its_own_needs_no_server() -> None:
    clock = ProvinceClock(CHECK_POINT, scale=0.001)
    clock.sleep_until(CHECK_POINT + timedelta(days=3))
    assert clock.now() >= CHECK_POINT + timedelta(days=3)
    assert clock.now().tzinfo is not None
    time.sleep(0.01)
    assert clock.now() >= CHECK_POINT + timedelta(days=3, seconds=5)


def test_a_clock_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        ProvinceClock(CHECK_POINT.replace(tzinfo=None))


def test_names_without_address_and_without_ipv6_are_told(province: RunningProvince) -> None:
    specs = plan(province.settings)
    for spec in specs:
        assert any(":" in address for address in province.addresses[spec.host]) == spec.ipv6
    assert any(not addresses for addresses in province.addresses.values())


def test_truth_is_not_served(province: RunningProvince) -> None:
    for row in province.site_rows[:3]:
        for path in ("truth.json", "truth", "expect", "now", "jump"):
            assert _get(province, row["home_url"] + path)[0] in (301, 404)


def test_too_many_sites_are_refused() -> None:
    with pytest.raises(ValueError, match="310"), start_province(sites=400):
        pass


def test_the_server_ends_when_its_parent_is_killed() -> None:
    program = (
        "import time\nfrom xunwang.simulate.process import start_province\n"
        "with start_province(sites=4) as running:\n    print(running.pid, flush=True)\n    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and _alive(child):
        time.sleep(0.05)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
