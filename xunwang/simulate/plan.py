"""Which sites there are, and which of them carry which defect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from xunwang.simulate.blueprint import populate
from xunwang.simulate.defects import apply_defects
from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.places import (
    PROVINCE,
    Office,
    Place,
    cities,
    city_offices,
    counties,
    province_offices,
)
from xunwang.simulate.spec import SiteSpec
from xunwang.words import CHINA, Level, SiteKind

CHECK_POINT = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
FULL = 310
UNQUALIFIED_2020 = 14
SMALLEST_WITH_DEFECTS = 40


class Story(Enum):
    """What the province is to show."""

    DEFECTS = "defects"
    """Every defect there is, so that every indicator is tried."""
    YEAR_2020 = "2020"
    """A province as the notice of 2020 tells: one site in 22 is unqualified, nearly all explain policies."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a province is made from."""

    seed: int = 1
    sites: int = 40
    """From 40 up to 310 with defects; fewer are clean sites for measurements."""
    pages: int = 0
    """About so many pages a site; 0 for the usual 60 to 150."""
    check_point: datetime = CHECK_POINT
    story: Story = Story.DEFECTS

    @property
    def heavy(self) -> bool:
        """Articles of 30 to 60 KB made up as real ones are, as the benchmark wants them."""
        return self.pages >= 1000

    @property
    def start(self) -> datetime:
        """Where the province's clock stands at first.

        A week and an hour before the check point, so that the week of probes lies before it.
        """
        return self.check_point - timedelta(days=7, hours=1)


@dataclass(frozen=True, slots=True)
class _Seat:
    """A site's place in the province."""

    kind: SiteKind
    level: Level
    place: Place
    city: Place
    office: Office | None
    number: int
    """Serial in its place, for the site code."""


def plan(settings: Settings) -> list[SiteSpec]:
    """All sites of a province, defects planted. Raises ValueError for a number out of range."""
    if not 1 <= settings.sites <= FULL:
        raise ValueError(f"模拟省份的网站数应为1至{FULL}，现为{settings.sites}")
    specs = [_site(settings, n, seat) for n, seat in enumerate(_choose(settings.sites))]
    for spec in specs:
        populate(spec, settings.pages, explains=settings.story is Story.YEAR_2020)
    if settings.story is Story.YEAR_2020:
        apply_defects(specs, vetoes=unqualified_of(len(specs)))
    elif settings.sites >= SMALLEST_WITH_DEFECTS:
        apply_defects(specs)
    return specs


def unqualified_of(sites: int) -> int:
    """How many sites of a province of 2020 do not pass: 14 of 310, and the like of fewer, at least one."""
    return max(1, (sites * UNQUALIFIED_2020 + FULL // 2) // FULL)


def _choose(count: int) -> list[_Seat]:
    """The seats of a province of that size; all four kinds are kept, in the proportions of 310."""
    kinds = [
        list(_city_portals()),
        list(_province_departments()),
        list(_city_departments()),
        list(_county_portals()),
    ]
    if count == FULL:
        return [seat for seats in kinds for seat in seats]
    if count < 4:
        return kinds[3][:count]
    wanted = [max(1, round(len(seats) * count / FULL)) for seats in kinds]
    if count >= SMALLEST_WITH_DEFECTS:
        wanted[0] = max(wanted[0], min(10, count // 13))
        wanted[3] = max(wanted[3], min(60, count // 4))
    wanted[2] += count - sum(wanted)
    return [seat for seats, number in zip(kinds, wanted, strict=True) for seat in _spread(seats, number)]


def _spread(seats: list[_Seat], number: int) -> list[_Seat]:
    """So many seats, spread over all of them, so that a small province has every kind of office."""
    return [seats[n * len(seats) // number] for n in range(number)]


def _city_portals() -> Iterator[_Seat]:
    for city in cities():
        yield _Seat(SiteKind.PORTAL, Level.CITY, city, city, None, 1)


def _province_departments() -> Iterator[_Seat]:
    for number, office in enumerate(province_offices(), 2):
        yield _Seat(SiteKind.DEPARTMENT, Level.PROVINCE, PROVINCE, PROVINCE, office, number)


def _city_departments() -> Iterator[_Seat]:
    for number, office in enumerate(city_offices(), 2):
        for city in cities():
            yield _Seat(SiteKind.DEPARTMENT, Level.CITY, city, city, office, number)


def _county_portals() -> Iterator[_Seat]:
    for county, city in counties():
        yield _Seat(SiteKind.PORTAL, Level.COUNTY, county, city, None, 1)


_FAMILIES = ("lists", "tables", "cards", "jpage", "plain")
_CODECS = {
    "lists": (("utf-8", "utf-8"), ("utf-8", "utf-8"), ("gb18030", "gb2312")),
    "tables": (("gb2312", "gb2312"), ("gbk", "gb2312"), ("gbk", "gbk")),
    "cards": (("utf-8", "utf-8"), ("utf-8", "utf-8"), ("utf-8", "UTF-8")),
    "jpage": (("utf-8", "UTF-8"), ("gbk", "gb2312"), ("utf-8", "UTF-8")),
    "plain": (("gb18030", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "")),
}


def _site(settings: Settings, index: int, seat: _Seat) -> SiteSpec:
    seed = seed_of(settings.seed, seat.place.code, seat.number)
    dice = Dice(seed_of(seed, "site"))
    family = _FAMILIES[index % len(_FAMILIES)]
    codec, declared = dice.pick(_CODECS[family])
    if seat.office is None:
        unit = f"{seat.place.full}人民政府"
        host, services = f"www.{seat.place.slug}.gov.cn", True
    else:
        unit = seat.place.full + seat.office.suffix
        host, services = f"{seat.office.slug}.{seat.place.slug}.gov.cn", seat.office.has_services
    return SiteSpec(
        index=index,
        seed=seed,
        scheme="https" if dice.number(4) == 0 and not settings.heavy else "http",
        host=host,
        name=unit,
        unit=unit,
        kind=seat.kind,
        level=seat.level,
        place=seat.place,
        city=seat.city,
        site_code=f"{seat.place.code}{seat.number:04d}",
        has_services=services,
        family=family,
        codec=codec,
        declared=declared,
        header_charset=dice.number(3) > 0,
        gzip=dice.number(8) == 0 and not settings.heavy,
    )
