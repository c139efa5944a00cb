"""What happens to the home page of a faulty site, as a function of time alone.

Failures are laid over the week in slots, so that probes at any spacing see about the same share.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from xunwang.simulate.answer import HANG, RESET, Answer, html
from xunwang.simulate.dice import seed_of
from xunwang.simulate.spec import Manner, Scene, SiteSpec

WEEK = timedelta(days=7)
_BLOCK = 180
"""Minutes of a block of a flapping site, of which …"""
_AWAY = 36
"""… so many are an outage: 20 %."""
FAILED_HOURS = {Scene.JUST_UNDER: 8, Scene.JUST_OVER: 9}
"""Failing hours among the 168 of the week before the check point: 4.8 % and 5.4 %."""

_DOWN = html("<html><body>503 Service Unavailable</body></html>", 503)


def away(spec: SiteSpec, now: datetime, check_point: datetime) -> bool:
    """Whether the site is away at this instant; from the check point on it is there to be read."""
    since = now - (check_point - WEEK)
    if since >= WEEK:
        return False
    if spec.scene is Scene.FLAPPING:
        minutes = int(since.total_seconds() // 60)
        block, minute = divmod(minutes, _BLOCK)
        start = seed_of(spec.seed, "flap", block) % (_BLOCK - _AWAY)
        return start <= minute < start + _AWAY
    if spec.scene is Scene.HICCUPS:
        return timedelta(days=3, hours=5) <= since < timedelta(days=3, hours=6, minutes=40)
    if spec.scene in FAILED_HOURS and since >= timedelta(0):
        hour = int(since.total_seconds() // 3600)
        return hour in failed_hours(spec)
    return False


def failed_hours(spec: SiteSpec) -> frozenset[int]:
    """The failing hours of a site at the boundary, spread over the week; never the last one."""
    count = FAILED_HOURS[spec.scene]
    stride = 168 // count
    return frozenset(n * stride + seed_of(spec.seed, "hour", n) % (stride - 2) for n in range(count))


def interrupt(spec: SiteSpec, path: str, now: datetime, check_point: datetime) -> Answer | None:
    """The answer that a fault gives instead of the page; None when the page is to be served."""
    scene = spec.scene
    if scene is Scene.FINE:
        return None
    if scene is Scene.DOWN_5XX or away(spec, now, check_point):
        return _DOWN
    if scene is Scene.REFUSED:
        return RESET
    if scene is Scene.HANGS:
        return HANG
    if path != "/":
        return None
    if scene is Scene.LOOPS:
        return Answer(302, (("Location", spec.home_url + "?from=1"),), b"")
    if scene is Scene.DRIPS:
        return html("<html><body>正在加载</body></html>")._replace(manner=Manner.DRIP)
    if scene is Scene.MOVED:
        return Answer(301, (("Location", spec.moved_to),), b"")
    return None


def delay(spec: SiteSpec, path: str, now: datetime) -> float:
    """Seconds of the province's clock that the home page keeps waiting."""
    if path != "/":
        return 0.0
    turn = seed_of(spec.seed, "delay", int(now.timestamp()) // 60) % 100 / 100
    if spec.scene is Scene.SLOW:
        return 17.0 + 3.0 * turn
    if spec.scene is Scene.SLUGGISH:
        return 5.0 + 3.0 * turn
    return 0.0
