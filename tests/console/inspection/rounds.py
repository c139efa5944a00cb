"""A campaign over the small province, with people for everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.console.province import Province, make_site, make_unit, make_user
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.models import Campaign
from xunwang.inspection.moves import move
from xunwang.inspection.planning.plan import Plan, create
from xunwang.inspection.stages import Move
from xunwang.registry.models import Account, Unit
from xunwang.scoring.sampling import ANY

CHECK_POINT = datetime(2020, 11, 30, 2, 0, tzinfo=UTC)
NOW = datetime(2020, 12, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Round:
    """Handles of what was made. The planner and the reviewers hold their roles over the province."""

    campaign: Campaign
    province: Province
    admin: User
    planner: User
    reviewers: tuple[User, User, User]

    def go(self, *steps: Move, now: datetime = NOW, note: str = "理由") -> Campaign:
        """Take steps, one after the other."""
        for step in steps:
            move(self.campaign, step, self.planner, now, note)
        return self.campaign


def plan_for(unit: Unit, /, **changes: Any) -> Plan:
    """A usable plan."""
    values: dict[str, Any] = {
        "unit": unit, "title": "2020年检查", "period_start": date(2020, 10, 1), "period_end": date(2020, 12, 31),
        "check_point": CHECK_POINT, "seed": "2020-10", "account_shares": {ANY: Decimal("0.35")},
    }  # fmt: skip
    return Plan(**(values | changes))


def make_round(province: Province, **changes: Any) -> Round:
    planner = province.user(Role.PLANNER)
    names = ("reviewer", "second", "third")
    reviewers = (
        province.user(Role.REVIEWER),
        *(_reviewer(name, province) for name in names[1:]),
    )
    campaign = create(plan_for(province.root, **changes), planner, NOW)
    return Round(campaign, province, province.user(Role.PROVINCE_ADMIN), planner, reviewers)  # type: ignore[arg-type]


def _reviewer(name: str, province: Province) -> User:
    """The reviewer of that name; several rounds of a province share theirs."""
    known = User.objects.filter(username=name).first()
    return known or make_user(name, Role.REVIEWER, province.root)


def make_round_of(province: Province, title: str, **changes: Any) -> Campaign:
    """A campaign in draft, without further people; all accounts are in its sample."""
    plan = plan_for(province.root, title=title, **({"account_shares": {ANY: Decimal(1)}} | changes))
    return create(plan, province.user(Role.PROVINCE_ADMIN), NOW)


def add_sites(province: Province, count: int) -> None:
    """More sites of city departments."""
    for number in range(count):
        unit = make_unit(f"松江市第{number}局", "city", "220100", province.city, "department")
        make_site(
            unit,
            f"松江市第{number}局网站",
            f"j{number}.songjiang.gov.cn",
            f"2201{number + 100:06d}",
            "department",
        )


def add_accounts(unit: Unit, count: int, platform: str = "weibo") -> None:
    """Accounts of schools of a unit, one each."""
    for number in range(count):
        school = make_unit(
            f"{unit.name}{platform}{number}校", unit.level, unit.region_code, unit, "institution"
        )
        Account.objects.create(unit=school, platform=platform, name=f"{unit.name}{platform}{number}")
