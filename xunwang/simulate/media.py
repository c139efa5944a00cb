"""The province's units and its accounts of new media, as an office would hand them in.

The accounts of a province of 310 sites are 2,606: 183 of the province's own departments and 2,423 of cities,
counties and theirs. Fewer sites have as many fewer. Nothing of them is served here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xunwang.simulate.places import PROVINCE, Place, city_offices
from xunwang.simulate.plan import FULL
from xunwang.simulate.spec import SiteSpec
from xunwang.words import Level, SiteKind

ACCOUNTS, PROVINCIAL = 2606, 183
PLATFORMS = ("wechat", "weibo", "douyin", "toutiao", "kuaishou", "wechat_video")
"""In the order in which offices open them."""
_COUNTY_OFFICES = 8


class UnitSpec(NamedTuple):
    """A unit; ``superior`` is the name of the one above, empty for the province."""

    name: str
    level: Level
    kind: str
    region_code: str
    superior: str


class AccountSpec(NamedTuple):
    """An account."""

    name: str
    platform: str
    unit: str
    identifier: str
    level: Level

    @property
    def key(self) -> str:
        """Platform and name: no two have both."""
        return f"{self.platform}:{self.name}"


def units_of(specs: Sequence[SiteSpec]) -> list[UnitSpec]:
    """The units of those sites and the governments above them, each after the one above."""
    top = UnitSpec(_government(PROVINCE), Level.PROVINCE, "government", PROVINCE.code, "")
    found = {top.name: top}
    for spec in specs:
        city = _government(spec.city)
        if spec.level is not Level.PROVINCE:
            found.setdefault(city, UnitSpec(city, Level.CITY, "government", spec.city.code, top.name))
        kind = "government" if spec.kind is SiteKind.PORTAL else "department"
        above = top.name if spec.level is Level.PROVINCE or spec.unit == city else city
        found.setdefault(spec.unit, UnitSpec(spec.unit, spec.level, kind, spec.place.code, above))
        if spec.level is Level.COUNTY:
            for office in city_offices()[:_COUNTY_OFFICES]:
                name = spec.place.full + office.suffix
                found[name] = UnitSpec(name, Level.COUNTY, "department", spec.place.code, spec.unit)
    return list(found.values())


def accounts_of(specs: Sequence[SiteSpec]) -> list[AccountSpec]:
    """The accounts of those units: one a unit and platform, first platforms first."""
    units = units_of(specs)
    whole = (len(specs) * ACCOUNTS + FULL // 2) // FULL
    provincial = (len(specs) * PROVINCIAL + FULL // 2) // FULL
    upper = [unit for unit in units if unit.level is Level.PROVINCE]
    lower = [unit for unit in units if unit.level is not Level.PROVINCE]
    return [*_opened(upper, provincial), *_opened(lower, whole - provincial)]


def _opened(units: Sequence[UnitSpec], count: int) -> Iterator[AccountSpec]:
    # No more than the units can have: a small province may come out with a few fewer.
    for number in range(min(count, len(units) * len(PLATFORMS))):
        unit = units[number % len(units)]
        platform = PLATFORMS[number // len(units)]
        name = unit.name.removesuffix("人民政府") + ("发布" if unit.kind == "government" else "")
        yield AccountSpec(name, platform, unit.name, f"{platform}-{unit.region_code}-{number}", unit.level)


def _government(place: Place) -> str:
    return f"{place.full}人民政府"
