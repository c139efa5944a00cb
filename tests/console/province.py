"""A small province: a tree of units with sites and accounts, and a user for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from xunwang.access.models import Assignment, User
from xunwang.access.roles import GRANTABLE, Role
from xunwang.calendar import PACKAGED_YEARS
from xunwang.holidays.entering import Arrangement, enter_year
from xunwang.registry.models import Account, Contact, Unit, WebSite

PASSWORD = "松花江畔 2020 correct"


@dataclass
class Province:
    """Handles of what was made."""

    root: Unit
    city: Unit
    county: Unit
    department: Unit
    other_city: Unit
    portal: WebSite
    city_portal: WebSite
    department_site: WebSite
    account: Account
    users: dict[Role, User]

    def user(self, role: Role) -> User:
        """The user who holds the role."""
        return self.users[role]


def make_unit(name: str, level: str, code: str, superior: Unit | None, kind: str = "government") -> Unit:
    return Unit.objects.create(name=name, level=level, kind=kind, region_code=code, superior=superior)


def make_site(unit: Unit, name: str, host: str, code: str, kind: str = "portal") -> WebSite:
    return WebSite.objects.create(unit=unit, name=name, home_url=f"http://{host}/", kind=kind, site_code=code)


def make_province() -> Province:
    """About ten units."""
    root = make_unit("白山省人民政府", "province", "220000", None)
    city = make_unit("松江市人民政府", "city", "220100", root)
    county = make_unit("临江县人民政府", "county", "220122", city)
    department = make_unit("松江市教育局", "city", "220100", city, "department")
    other_city = make_unit("北河市人民政府", "city", "220200", root)
    portal = make_site(root, "白山省人民政府网", "www.bs.gov.cn", "2200000001")
    city_portal = make_site(city, "松江市人民政府网", "www.songjiang.gov.cn", "2201000001")
    department_site = make_site(
        department, "松江市教育局网站", "jyj.songjiang.gov.cn", "2201000012", "department"
    )
    account = Account.objects.create(
        unit=department, platform="wechat", name="松江教育", subject="松江市教育局", identifier="gh_1"
    )
    Contact.objects.create(unit=department, role="liaison", name="王联络", phone="0431-88888888")
    places = {
        Role.PROVINCE_ADMIN: root, Role.PLANNER: root, Role.REVIEWER: root, Role.AUDITOR: root,
        Role.CITY_SUPERVISOR: city, Role.UNIT_EDITOR: department,
    }  # fmt: skip
    users: dict[Role, User] = {role: User(username=role.value, name=role.label) for role in GRANTABLE}
    users[Role.PUBLIC] = User(username="public", name="public")
    for user in users.values():
        user.set_password(PASSWORD)
    User.objects.bulk_create(users.values())
    Assignment.objects.bulk_create(
        Assignment(user=users[role], role=role.value, unit=place) for role, place in places.items()
    )
    return Province(
        root, city, county, department, other_city, portal, city_portal, department_site, account, users
    )


def enter_coming_years(province: Province) -> None:
    """Let deadlines from today on be counted whatever the day: the holidays of the first year that nobody
    knows yet, and of those after it up to next year."""
    now = timezone.now()
    first = max(PACKAGED_YEARS) + 1
    for year in range(first, max(first, now.year + 1) + 1):
        rest = tuple(date(year, *day) for day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)))
        enter_year(Arrangement(year, "为测试设想", rest, ()), province.user(Role.PROVINCE_ADMIN), now)


def make_user(name: str, role: Role, unit: Unit) -> User:
    user = User.objects.create_user(name, PASSWORD, name=role.label)
    Assignment.objects.create(user=user, role=role.value, unit=unit)
    return user
