"""An entry of the register against what was seen: pure, and careful with what is not known.

What could not be judged this time is in neither answer, so that an earlier difference stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from xunwang.engine.reality import DOWN, Seen
from xunwang.pages.urls import host_of, is_government, same_site
from xunwang.registry.reality_words import DifferenceKind
from xunwang.registry.vocabulary import Status
from xunwang.words import Sight

DEAD_LOOKS, DEAD_SPAN = 3, timedelta(hours=24)
"""A site is dead after so many looks without success in a row, over at least this span (repeat rule)."""
_PAGE = (
    DifferenceKind.NAME,
    DifferenceKind.META_CODE,
    DifferenceKind.FOOTER_CODE,
    DifferenceKind.SPONSOR,
    DifferenceKind.ICP,
)
_GENERIC = frozenset({"", "首页", "网站首页", "主页", "index", "home", "欢迎", "welcome"})
NOT_REGISTERED = "（未登记）"


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register says of a site. ``unit_names`` are name and short name of its unit."""

    status: Status
    name: str
    home_url: str
    unit_names: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    site_code: str = ""
    icp: str = ""
    other_hosts: frozenset[str] = frozenset()
    """Hosts of other sites in use: what leads there was merged into them."""

    @property
    def hosts(self) -> frozenset[str]:
        """All of the site's own."""
        return frozenset({host_of(self.home_url), *self.aliases})


@dataclass(frozen=True, slots=True)
class Down:
    """Looks at the home page without success, from the last one back to the last success; unknown ones left out."""

    looks: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def is_dead(self) -> bool:
        """Often enough, over long enough."""
        return (
            self.looks >= DEAD_LOOKS
            and self.first is not None
            and self.last is not None
            and self.last - self.first >= DEAD_SPAN
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One difference."""

    kind: DifferenceKind
    address: str
    registered: str
    seen: str


@dataclass(slots=True)
class Comparison:
    """What was found, and which kinds under which addresses were judged at all."""

    found: list[Found] = field(default_factory=list)
    judged: set[tuple[DifferenceKind, str]] = field(default_factory=set)


def compare(entry: Registered, home: Seen, aliases: Sequence[Seen], down: Down) -> Comparison:
    """Compare one site. ``aliases`` are looks at its other names; ``down`` counts ``home`` already."""
    result = Comparison()
    _state(entry, home, down, result)
    if home.sight is Sight.ANSWERS and entry.status is Status.RUNNING:
        _home(entry, home, result)
    for seen in aliases:
        _old_name(entry, seen, result)
    return result


def _state(entry: Registered, home: Seen, down: Down, result: Comparison) -> None:
    """Closed or suspended and still there, or running and not there (G-08)."""
    alive, dead = (DifferenceKind.ALIVE, home.url), (DifferenceKind.DEAD, home.url)
    if home.sight is Sight.ANSWERS:
        result.judged |= {alive, dead}
        if entry.status is Status.SUSPENDED:
            told = "临时下线期间仍可访问，请核对是否只有下线公告"
            result.found.append(Found(*alive, entry.status.label, f"{told}：{home.title or home.final_url}"))
        elif entry.status is Status.CLOSED and home.final_host not in entry.other_hosts:
            told = "疑似被他人占用，内容不良" if home.suspicious else "仍可访问"
            result.found.append(Found(*alive, entry.status.label, f"{told}：{home.title or home.final_url}"))
    elif home.sight in DOWN:
        result.judged.add(alive)
        if entry.status is not Status.RUNNING:
            result.judged.add(dead)
        elif down.is_dead and down.first is not None:
            result.judged.add(dead)
            told = f"自{down.first:%Y-%m-%d}起连续{down.looks}次无法访问（{home.sight.label} {home.detail}）"
            result.found.append(Found(*dead, entry.status.label, told))


def _home(entry: Registered, home: Seen, result: Comparison) -> None:
    redirect = (DifferenceKind.REDIRECT, home.url)
    result.judged.add(redirect)
    if not same_site(home.final_host, entry.hosts):
        result.found.append(Found(*redirect, host_of(entry.home_url), home.final_url))
        return  # what stands on another site is not compared with this entry
    result.judged |= {(kind, home.url) for kind in _PAGE}
    for kind, registered, seen in _of_page(entry, home):
        result.found.append(Found(kind, home.url, registered, seen))


def _of_page(entry: Registered, home: Seen) -> Iterator[tuple[DifferenceKind, str, str]]:
    stated = home.site_name or home.title
    if stated.strip().lower() not in _GENERIC and not _alike(stated, (entry.name, *entry.unit_names)):
        yield DifferenceKind.NAME, entry.name, stated
    for kind, code in (
        (DifferenceKind.META_CODE, home.site_code),
        (DifferenceKind.FOOTER_CODE, home.footer_code),
    ):
        if code and code.lower() != entry.site_code.lower():
            yield kind, entry.site_code or NOT_REGISTERED, code
    if home.sponsor and not _alike(home.sponsor, entry.unit_names):
        yield DifferenceKind.SPONSOR, entry.unit_names[0], home.sponsor
    if home.icp and _number(home.icp) != _number(entry.icp):
        yield DifferenceKind.ICP, entry.icp or NOT_REGISTERED, home.icp


def _old_name(entry: Registered, seen: Seen, result: Comparison) -> None:
    """G-04: a name given up must not lead to what is somebody else's."""
    if seen.sight is Sight.UNKNOWN:
        return
    old = (DifferenceKind.OLD_NAME, seen.url)
    result.judged.add(old)
    if seen.sight is not Sight.ANSWERS:
        return
    own = same_site(seen.final_host, entry.hosts | entry.other_hosts) and is_government(seen.final_host)
    stated = (seen.site_name, seen.title, seen.sponsor)
    alike = any(_alike(text, (entry.name, *entry.unit_names)) for text in stated if text)
    if seen.suspicious or not (own or alike):
        told = (
            f"{'疑似不良内容：' if seen.suspicious else ''}{seen.title or '（无标题）'}（{seen.final_url}）"
        )
        result.found.append(Found(*old, host_of(seen.url), told))


def _alike(stated: str, names: tuple[str, ...]) -> bool:
    text = re.sub(r"\s", "", stated)
    return any(name and (name in text or (len(text) >= 4 and text in name)) for name in names)


def _number(text: str) -> str:
    """The number of an ICP filing without the mark of the single site (-1)."""
    found = re.search(r"\d{6,12}", text)
    return found[0] if found else ""
