"""The province's units and its accounts of new media, as an office would hand them in.

The accounts of a province of 310 sites are 2,606: 183 of the province's own departments and 2,423 of cities,
counties and theirs. Fewer sites have as many fewer. What they publish is served by
:mod:`xunwang.simulate.platforms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.places import PROVINCE, Place, city_offices
from xunwang.simulate.plan import FULL
from xunwang.simulate.spec import SiteSpec
from xunwang.words import Level, SiteKind

ACCOUNTS, PROVINCIAL = 2606, 183
PLATFORMS = ("wechat", "weibo", "douyin", "toutiao", "kuaishou", "wechat_video")
"""In the order in which offices open them."""
APP, MINI_PROGRAM = "app", "mini_program"
PUBLISHING, SERVICE = "publishing", "service"
_COUNTY_OFFICES = 8
_THIRD = 2
_EVERY_APP, _EVERY_MINI_PROGRAM = 16, 36
"""Of so many units one has a client, or a mini program, in place of its third account: a few dozen in all."""
_OPENED_FIRST, _OPENED_WITHIN = date(2013, 3, 1), 2300


class UnitSpec(NamedTuple):
    """A unit; ``superior`` is the name of the one above, empty for the province."""

    name: str
    level: Level
    kind: str
    region_code: str
    superior: str


class AccountSpec(NamedTuple):
    """An account as it is filed; what its platform shows may differ."""

    name: str
    platform: str
    unit: str
    identifier: str
    """What the platform knows it by; the name of the package for a mobile client."""
    level: Level
    region_code: str
    kind: str
    """``publishing`` or ``service``."""
    subject: str
    """Verified subject."""
    introduction: str
    opened_on: date
    filed_on: date
    number: int
    """Serial in the province, from 0."""

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
    opened = [*_opened(upper, provincial), *_opened(lower, whole - provincial)]
    return [_filed(number, *row) for number, row in enumerate(opened)]


def _opened(units: Sequence[UnitSpec], count: int) -> Iterator[tuple[UnitSpec, str, int]]:
    # No more than the units can have: a small province may come out with a few fewer.
    for number in range(min(count, len(units) * len(PLATFORMS))):
        yield units[number % len(units)], _platform(*divmod(number, len(units))), number


def _platform(turn: int, place: int) -> str:
    if turn == _THIRD and place % _EVERY_APP == _EVERY_APP // 3:
        return APP
    if turn == _THIRD and place % _EVERY_MINI_PROGRAM == _EVERY_MINI_PROGRAM // 2:
        return MINI_PROGRAM
    return PLATFORMS[turn]


def _filed(serial: int, unit: UnitSpec, platform: str, number: int) -> AccountSpec:
    name = unit.name.removesuffix("人民政府") + ("发布" if unit.kind == "government" else "")
    dice = Dice(seed_of("account", platform, unit.name))
    opened = _OPENED_FIRST + timedelta(days=dice.number(_OPENED_WITHIN))
    service = platform in (APP, MINI_PROGRAM) or (unit.kind == "department" and dice.number(3) == 0)
    does = "提供政务服务，解答群众咨询" if service else "发布权威政务信息，回应群众关切"
    identifier = f"{platform}-{unit.region_code}-{number}"
    return AccountSpec(
        name=name,
        platform=platform,
        unit=unit.name,
        identifier=f"cn.gov.yunze.r{unit.region_code}n{number}.client" if platform == APP else identifier,
        level=unit.level,
        region_code=unit.region_code,
        kind=SERVICE if service else PUBLISHING,
        subject=unit.name,
        introduction=f"{unit.name}官方账号，{does}。",
        opened_on=opened,
        filed_on=opened + timedelta(days=dice.between(5, 60)),
        number=serial,
    )


def _government(place: Place) -> str:
    return f"{place.full}人民政府"
