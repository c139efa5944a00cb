"""A province's rows: campaigns over the simulated sites, with as many candidates as asked for.

The findings are made by the services that take in an engine's run, so that every row is as in an office.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.inspection.engine_sites import engine_sites
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Campaign
from xunwang.inspection.moves import move
from xunwang.inspection.planning.plan import Plan, create
from xunwang.inspection.stages import Move
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.rules.edition import Edition, load_edition
from xunwang.rules.facts import Coverage, Site
from xunwang.rules.registry import applies
from xunwang.rules.verdict import Evidence, Finding, State, Verdict, clear
from xunwang.scoring import rank, score_site
from xunwang.scoring.records import RunResult
from xunwang.simulate.plan import Settings, plan
from xunwang.simulate.spec import SiteSpec
from xunwang.words import SiteKind

FIRST_DAY = date(2019, 1, 1)
QUARTER = timedelta(days=91)
ITEMS = ("W-D-02", "W-D-03", "W-D-05", "W-D-09.1", "W-V-05.1")
"""Which indicators the candidates are of: links, texts, columns, and a veto."""


@dataclass(frozen=True, slots=True)
class People:
    """Who plans and who reviews."""

    planner: User
    reviewers: tuple[User, ...]


def make_register(sites: int, accounts: int) -> Unit:
    """Units and sites of the simulated province, with ``accounts`` accounts; the province's own unit."""
    specs = plan(Settings(sites=sites))
    root = Unit.objects.create(name="某省人民政府", level="province", kind="government", region_code="990000")
    cities: dict[str, Unit] = {}
    units = [_unit_of(spec, root, cities) for spec in specs]
    for spec, unit in zip(specs, units, strict=True):
        WebSite.objects.create(
            unit=unit, name=spec.name, home_url=spec.home_url, kind=spec.kind.value,
            site_code=spec.site_code, has_services=spec.has_services,
        )  # fmt: skip
    _make_accounts(units, accounts)
    return root


def _make_accounts(units: Sequence[Unit], count: int) -> None:
    # One account a unit and platform: schools and the like have the rest.
    platforms = ("wechat", "weibo", "douyin", "toutiao")
    for number in range(0, count, len(platforms)):
        above = units[number % len(units)]
        school = Unit.objects.create(
            name=f"第{number}学校", level=above.level, kind="institution", region_code=above.region_code,
            superior=above,
        )  # fmt: skip
        Account.objects.bulk_create(
            Account(
                unit=school,
                platform=platform,
                name=f"账号{number}{platform}",
                identifier=f"{platform}{number}",
            )
            for platform in platforms[: count - number]
        )


def _unit_of(spec: SiteSpec, root: Unit, cities: dict[str, Unit]) -> Unit:
    code = spec.city.code
    if code not in cities and spec.level.value != "province":
        cities[code] = Unit.objects.create(
            name=spec.city.full + "人民政府", level="city", kind="government", region_code=code, superior=root
        )
    if spec.kind is SiteKind.PORTAL and spec.level.value == "city":
        return cities[code]
    kind = "government" if spec.kind is SiteKind.PORTAL else "department"
    superior = cities.get(code, root) if spec.level.value != "province" else root
    return Unit.objects.create(
        name=f"{spec.unit}（{spec.site_code}）", level=spec.level.value, kind=kind,
        region_code=spec.place.code, superior=superior,
    )  # fmt: skip


def make_people(root: Unit) -> People:
    """A planner and two reviewers."""

    def person(name: str, role: Role) -> User:
        user = User.objects.create_user(name, None, name=role.label)
        Assignment.objects.create(user=user, role=role.value, unit=root)
        return user

    return People(
        person("planner", Role.PLANNER),
        (person("reviewer", Role.REVIEWER), person("second", Role.REVIEWER)),
    )


def make_campaigns(root: Unit, people: People, campaigns: int, findings: int) -> list[Campaign]:
    """Campaigns a quarter apart, each with its share of ``findings``, all ready for review."""
    each = findings // campaigns
    return [_campaign(root, people, number, each) for number in range(campaigns)]


def _campaign(root: Unit, people: People, number: int, findings: int) -> Campaign:
    start = FIRST_DAY + QUARTER * number
    check_point = datetime(start.year, start.month, start.day, 2, tzinfo=UTC) + timedelta(days=60)
    wanted = Plan(
        unit=root, title=f"第{number + 1}次检查", period_start=start, period_end=start + QUARTER,
        check_point=check_point, seed=str(number), account_shares={"*": Decimal("0.35")},
    )  # fmt: skip
    campaign = create(wanted, people.planner, check_point)
    for step in (Move.PLAN, Move.START):
        move(campaign, step, people.planner, check_point)
    take(campaign, from_run(_run(campaign, check_point, findings)), people.planner, check_point)
    move(campaign, Move.REVIEW, people.planner, check_point)
    return campaign


def _run(campaign: Campaign, check_point: datetime, findings: int) -> RunResult:
    edition = load_edition()
    sites = engine_sites(campaign)
    shares = _shares(findings, len(sites))
    results = tuple(
        score_site(
            site,
            Coverage(120, True, "", None),
            _verdicts(site, edition, check_point, share),
            tuple(item.id for item in edition.site_items.values() if not applies(item, site)),
            edition,
        )
        for site, share in zip(sites, shares, strict=True)
    )
    started = check_point - timedelta(days=7)
    name = f"load-{campaign.pk}"
    return RunResult(name, check_point, started, check_point, edition, rank(results), {"program": "bench"})


def _shares(total: int, places: int) -> list[int]:
    whole, rest = divmod(total, places)
    return [whole + (n < rest) for n in range(places)]


def _verdicts(site: Site, edition: Edition, at: datetime, count: int) -> Mapping[str, Verdict]:
    verdicts = {item.id: clear("正常") for item in edition.items.values() if applies(item, site)}
    wanted = [item for item in ITEMS if item in verdicts]
    for item, share in zip(wanted, _shares(count, len(wanted)), strict=True):
        found = tuple(_findings(site, item, at, share))
        if found:
            verdicts[item] = replace(verdicts[item], state=State.NEEDS_REVIEW, findings=found)
    return verdicts


def _findings(site: Site, item: str, at: datetime, count: int) -> Iterator[Finding]:
    for number in range(count):
        page = f"{site.home_url}art/{item}/{number}.html"
        seen: Sequence[Evidence] = (Evidence(page, at, "d" * 64, f"片段{number % 40}", "见标记处"),)
        yield Finding(f"{item}的第{number + 1}处问题", tuple(seen))
