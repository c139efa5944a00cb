"""Faults in time: shares over the week, exact slots, transient addresses, traps."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest

from tests.simulate.pages import ask
from xunwang.simulate.answer import Query
from xunwang.simulate.oddities import ODDITIES
from xunwang.simulate.outside import DEAD_HOSTS, EXPIRED_HOST, FORBIDDEN_HOST, GET_ONLY_HOST
from xunwang.simulate.plan import Settings
from xunwang.simulate.province import TRANSIENT_FOR, Province
from xunwang.simulate.scenes import WEEK
from xunwang.simulate.spec import Manner, Scene, SiteSpec

PROVINCE = Province(Settings())


def _scene(scene: Scene) -> SiteSpec:
    return next(spec for spec in PROVINCE.specs if spec.scene is scene)


def _share(spec: SiteSpec, every: timedelta, shift: timedelta = timedelta()) -> float:
    """Share of probes that fail over the week before the check point."""
    at = PROVINCE.check_point - WEEK + shift
    failed = probes = 0
    while at < PROVINCE.check_point:
        answer = PROVINCE.answer(Query("GET", spec.host, "/", "", spec.scheme == "https"), at)
        failed += answer.status != 200 or answer.delay >= 15 or answer.manner is not Manner.PLAIN
        probes += 1
        at += every
    return failed / probes


@pytest.mark.parametrize("minutes", [23, 30, 47, 60, 72])
def test_a_flapping_site_fails_about_a_fifth_at_any_spacing(minutes: int) -> None:
    share = _share(_scene(Scene.FLAPPING), timedelta(minutes=minutes), timedelta(minutes=7))
    assert 0.12 < share < 0.30


@pytest.mark.parametrize("minutes", [30, 47, 60, 72])
def test_hiccups_stay_far_below_five_percent(minutes: int) -> None:
    assert 0 < _share(_scene(Scene.HICCUPS), timedelta(minutes=minutes)) < 0.025


@pytest.mark.parametrize("shift", [0, 11, 59])
def test_hourly_probes_at_the_boundary_fail_exactly_eight_or_nine_times(shift: int) -> None:
    hour, away = timedelta(hours=1), timedelta(minutes=shift)
    assert round(_share(_scene(Scene.JUST_UNDER), hour, away) * 168) == 8
    assert round(_share(_scene(Scene.JUST_OVER), hour, away) * 168) == 9


def test_half_hourly_probes_keep_the_boundary() -> None:
    half = timedelta(minutes=30)
    assert _share(_scene(Scene.JUST_UNDER), half) < 0.05 <= _share(_scene(Scene.JUST_OVER), half)


@pytest.mark.parametrize(
    "scene", [Scene.DOWN_5XX, Scene.REFUSED, Scene.HANGS, Scene.SLOW, Scene.DRIPS, Scene.LOOPS]
)
def test_a_down_site_always_fails(scene: Scene) -> None:
    assert _share(_scene(scene), timedelta(hours=6)) == 1.0


def test_a_sluggish_site_stays_below_the_limit() -> None:
    spec = _scene(Scene.SLUGGISH)
    assert _share(spec, timedelta(hours=5)) == 0.0
    assert 5 <= ask(PROVINCE, spec.home_url).delay <= 8


def test_sites_that_come_and_go_are_there_from_the_check_point_on() -> None:
    for scene in (Scene.FLAPPING, Scene.JUST_OVER, Scene.JUST_UNDER):
        spec = _scene(scene)
        for minutes in range(0, 600, 7):
            now = PROVINCE.check_point + timedelta(minutes=minutes)
            assert PROVINCE.answer(Query("GET", spec.host, "/", "", True), now).status == 200


def test_a_transient_address_fails_first_and_works_later() -> None:
    spec = next(spec for spec in PROVINCE.specs if "links_recover" in spec.look_alikes)
    query = Query("GET", spec.host, "/transient/zt.html", "", True)
    start = PROVINCE.check_point
    assert PROVINCE.answer(query, start).status == 503
    assert PROVINCE.answer(query, start + timedelta(seconds=20)).status == 503
    assert PROVINCE.answer(query, start + TRANSIENT_FOR).status == 200


def test_a_moved_site_is_found_whole_at_its_new_host() -> None:
    spec = _scene(Scene.MOVED)
    answer = ask(PROVINCE, spec.home_url)
    assert answer.status == 301
    assert dict(answer.headers)["Location"] == spec.moved_to
    assert ask(PROVINCE, spec.moved_to).status == 200


def test_robots_txt_closes_one_site() -> None:
    closed = [s for s in PROVINCE.specs if b"Disallow: /\n" in ask(PROVINCE, s.home_url + "robots.txt").body]
    assert [spec.scene for spec in closed] == [Scene.FORBIDDEN_BY_ROBOTS]


def test_hosts_outside_answer_as_configured() -> None:
    assert ask(PROVINCE, f"http://{DEAD_HOSTS[0]}/").manner is Manner.RESET
    assert ask(PROVINCE, "http://never.heard.of.example/").manner is Manner.RESET
    assert ask(PROVINCE, f"http://{FORBIDDEN_HOST}/").status == 403
    assert ask(PROVINCE, f"http://{GET_ONLY_HOST}/", "HEAD").status == 405
    assert ask(PROVINCE, f"http://{GET_ONLY_HOST}/").status == 200
    assert "真人" in ask(PROVINCE, f"http://{EXPIRED_HOST}/").body.decode()


def test_the_error_entrance_knows_registered_codes_only() -> None:
    code = PROVINCE.specs[0].site_code
    entrance = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code="
    assert ask(PROVINCE, entrance + code).status == 200
    assert ask(PROVINCE, entrance + "9999999999").status == 404


def test_every_oddity_is_linked_from_a_site_that_serves_it() -> None:
    linked = {name for spec in PROVINCE.specs for name in spec.oddities}
    assert linked == set(ODDITIES)
    for spec in PROVINCE.specs:
        for name in spec.oddities:
            answer = ask(PROVINCE, f"{spec.scheme}://{spec.host}{ODDITIES[name].path}")
            assert answer.body or answer.status in (301, 302), name


def test_a_bomb_is_small_on_the_wire() -> None:
    answer = ODDITIES["bomb"].answer("/bomb/data.html", "")
    assert len(answer.body) < 100_000
    assert len(gzip.decompress(answer.body)) > 50_000_000


@pytest.mark.parametrize("name", ["calendar", "growing_path", "parameters", "session_ids"])
def test_a_trap_leads_to_ever_new_addresses(name: str) -> None:
    spec = next(spec for spec in PROVINCE.specs if name in spec.oddities)
    url, seen = f"{spec.scheme}://{spec.host}{ODDITIES[name].path}", set[str]()
    for _ in range(30):
        links = [
            urljoin(url, link.replace("&amp;", "&"))
            for link in re.findall(r'href="([^"]+)"', ask(PROVINCE, url).body.decode())
        ]
        fresh = [link for link in links if link not in seen]
        assert fresh, f"{name} ends"
        url = fresh[-1]
        seen.update(links)
        assert urlsplit(url).netloc == spec.host
