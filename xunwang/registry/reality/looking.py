"""Looking at the sites of the register, and keeping what does not agree. The network is asked outside of transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from xunwang.clock import Clock
from xunwang.engine.reality import DOWN, Names, Seen, look
from xunwang.fetch.records import FetchSettings
from xunwang.pages.urls import host_of
from xunwang.registry.models import Difference, DifferenceEvent, Look, WebSite
from xunwang.registry.reality.compare import Comparison, Down, Found, Registered, compare
from xunwang.registry.reality_words import DifferenceKind, DifferenceState
from xunwang.registry.services import lock_register
from xunwang.registry.vocabulary import LIVE, Status
from xunwang.words import Sight

EVERY = timedelta(hours=20)
"""A site looked at less long ago is not due."""
_AT_ONCE = 20
"""Sites compared in one transaction."""
_REMEMBERED = 12
"""Looks back that tell how long a site has been down."""


@dataclass(frozen=True, slots=True)
class Network:
    """How the network is asked; ``names`` None: by the system's resolver."""

    settings: FetchSettings
    clock: Clock
    names: Names | None = None


def compare_due(now: datetime, network: Network) -> int:
    """Compare every site that was not looked at of late; gives how many. For a daily job; twice does no harm."""
    rows = WebSite.objects.exclude(status=Status.PLANNED).annotate(last=Max("looks__at"))
    due = rows.filter(Q(last=None) | Q(last__lte=now - EVERY))
    return compare_sites(list(due.order_by("pk").values_list("pk", flat=True)), now, network)


def compare_sites(keys: Sequence[int], now: datetime, network: Network) -> int:
    """Look at these sites and compare them with their entries; gives how many were."""
    sites = list(WebSite.objects.filter(pk__in=keys).exclude(status=Status.PLANNED))
    if not sites:
        return 0
    urls = [url for site in sites for url in (site.home_url, *_old_urls(site))]
    seen = look(urls, network.settings, network.clock, network.names)
    keys_seen = [site.pk for site in sites]
    return sum(
        _compare_some(keys_seen[start : start + _AT_ONCE], seen, now)
        for start in range(0, len(keys_seen), _AT_ONCE)
    )


def _compare_some(keys: Sequence[int], seen: Mapping[str, Seen], now: datetime) -> int:
    """In short transactions: nobody waits long to change the register."""
    with transaction.atomic():
        # As the register is now: somebody may have changed it meanwhile.
        lock_register()
        current = WebSite.objects.filter(pk__in=keys).select_related("unit")
        hosts = _live_hosts()
        done = [site for site in current if {site.home_url, *_old_urls(site)} <= seen.keys()]
        for site in done:
            _compare(site, seen, hosts, now)
        _several(done, now)
    return len(done)


def _compare(site: WebSite, seen: Mapping[str, Seen], hosts: Mapping[str, int], now: datetime) -> None:
    looks = {
        url: _keep(site, seen[url], is_home=url == site.home_url, now=now)
        for url in (site.home_url, *_old_urls(site))
    }
    entry = Registered(
        status=Status(site.status),
        name=site.name,
        home_url=site.home_url,
        unit_names=tuple(name for name in (site.unit.name, site.unit.short_name) if name),
        aliases=tuple(site.aliases),
        site_code=site.site_code,
        icp=site.icp_number,
        other_hosts=frozenset(host for host, owner in hosts.items() if owner != site.pk),
    )
    result = compare(entry, seen[site.home_url], [seen[url] for url in _old_urls(site)], _down(site))
    _store(site, result, looks, now)


def _store(site: WebSite, result: Comparison, looks: Mapping[str, Look], now: datetime) -> None:
    known = {(one.kind, one.address): one for one in Difference.objects.select_for_update().filter(site=site)}
    found = {(one.kind.value, one.address): one for one in result.found}
    for place, one in found.items():
        _seen_again(site, known.get(place), one, looks[one.address], now)
    for kind, address in result.judged:
        before = known.get((kind.value, address))
        if before is not None and (kind.value, address) not in found:
            _is_gone(before, now)
    for (kind_, address), before in known.items():
        # An address that is no longer the site's has nothing more to say.
        if address not in looks and kind_ != DifferenceKind.SEVERAL:
            _is_gone(before, now)


def _seen_again(site: WebSite, before: Difference | None, one: Found, look: Look, now: datetime) -> None:
    if before is None:
        made = Difference.objects.create(
            site=site, kind=one.kind, address=one.address, registered=one.registered[:300], seen=one.seen[:600],
            look=look, first_seen_at=now, last_seen_at=now,
        )  # fmt: skip
        DifferenceEvent.objects.create(difference=made, at=now, state=made.state, note=made.seen)
        return
    changed = (before.registered, before.seen) != (one.registered[:300], one.seen[:600])
    # A site that stays dead is dead for longer every day: that alone opens nothing again.
    anew = before.state == DifferenceState.GONE or (
        changed and before.state == DifferenceState.EXPLAINED and one.kind is not DifferenceKind.DEAD
    )
    before.registered, before.seen = one.registered[:300], one.seen[:600]
    before.look, before.last_seen_at = look, now
    if anew:
        before.state, before.reason, before.first_seen_at = DifferenceState.OPEN, "", now
        before.decided_by = before.decided_at = before.filing = None
        before.version += 1
        DifferenceEvent.objects.create(difference=before, at=now, state=before.state, note=before.seen)
    before.save()


def _is_gone(before: Difference, now: datetime) -> None:
    if before.state == DifferenceState.GONE:
        return
    before.state, before.last_seen_at = DifferenceState.GONE, now
    before.version += 1
    before.save()
    DifferenceEvent.objects.create(difference=before, at=now, state=before.state, note="再次核对时已一致")


def _several(sites: Iterable[WebSite], now: datetime) -> None:
    """G-05: of a unit's sites that answer, all but the first are too many, unless an exception was approved."""
    units = {site.unit_id for site in sites}
    rows = WebSite.objects.filter(unit__in=units, exemption="").exclude(status=Status.PLANNED).order_by("pk")
    by_unit: dict[int, list[tuple[WebSite, Look]]] = {}
    for site in rows:
        last = site.looks.filter(is_home=True).exclude(sight=Sight.UNKNOWN).first()
        if last is not None and last.sight == Sight.ANSWERS and host_of(last.final_url) == site.host:
            by_unit.setdefault(site.unit_id, []).append((site, last))
    answering = {site.pk for those in by_unit.values() for site, _ in those}
    for those in by_unit.values():
        first = those[0][0]
        for site, last in those[1:]:
            told = Found(
                DifferenceKind.SEVERAL,
                site.home_url,
                f"同一单位的“{first.name}”",
                f"两个网站都可访问：{last.title or site.host}",
            )
            before = Difference.objects.filter(site=site, kind=told.kind, address=told.address).first()
            _seen_again(site, before, told, last, now)
    firsts = {those[0][0].pk for those in by_unit.values()}
    ended = Difference.objects.filter(site__unit__in=units, kind=DifferenceKind.SEVERAL)
    for one in ended.filter(Q(site__in=firsts) | ~Q(site__in=answering)):
        _is_gone(one, now)


def _down(site: WebSite) -> Down:
    known = site.looks.filter(is_home=True).exclude(sight=Sight.UNKNOWN)
    recent: list[datetime] = []
    for at, sight in known.values_list("at", "sight")[:_REMEMBERED]:
        if sight not in DOWN:
            break
        recent.append(at)
    return Down(len(recent), recent[-1], recent[0]) if recent else Down()


def _keep(site: WebSite, seen: Seen, *, is_home: bool, now: datetime) -> Look:
    values = {one.name: getattr(seen, one.name) for one in fields(Seen) if one.name != "at"}
    return Look.objects.create(site=site, is_home=is_home, at=now, **values)


def _old_urls(site: WebSite) -> list[str]:
    return [f"http://{host}/" for host in site.aliases if host and host != site.host]


def _live_hosts() -> dict[str, int]:
    rows = WebSite.objects.filter(status__in=sorted(LIVE)).order_by()
    return dict(rows.values_list("host", "pk"))
