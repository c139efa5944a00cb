"""The register in memory, as the rules look at it: a province is some thousand rows.

Entry by hand and import look at the same snapshot with the same rules, so they can't disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice

from xunwang.pages.urls import host_of
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.names import stem
from xunwang.registry.platforms import BUILT_IN, PlatformFacts, load_further
from xunwang.registry.vocabulary import LIVE, UnitKind, UnitLevel, WechatType

_ANY_TYPE = ("", *WechatType)


@dataclass(slots=True)
class UnitRow:
    """A unit; ``id`` is negative for one that is not stored yet."""

    id: int
    name: str
    level: str
    kind: str
    region_code: str
    short_name: str = ""
    superior_id: int | None = None
    supervising_unit_id: int | None = None
    is_active: bool = True
    former_names: list[str] = field(default_factory=list)
    administrative: bool | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The full name and the short one, as far as there is one."""
        return (self.name, self.short_name) if self.short_name else (self.name,)


@dataclass(slots=True)
class SiteRow:
    """A website."""

    id: int
    unit_id: int
    name: str
    home_url: str
    kind: str
    site_code: str = ""
    aliases: list[str] = field(default_factory=list)
    icp_number: str = ""
    security_number: str = ""
    has_services: bool = True
    status: str = "running"
    exemption: str = ""

    @property
    def host(self) -> str:
        """Host of the home page."""
        return host_of(self.home_url)

    @property
    def live(self) -> bool:
        """Not closed."""
        return self.status in LIVE


@dataclass(slots=True)
class AccountRow:
    """An account."""

    id: int
    unit_id: int
    platform: str
    name: str
    identifier: str = ""
    subject: str = ""
    status: str = "running"
    exemption: str = ""
    wechat_type: str = ""
    kind: str = ""
    introduction: str = ""
    page_url: str = ""
    former_names: list[str] = field(default_factory=list)
    supervising_unit_id: int | None = None
    state_reason: str = ""
    opened_on: date | None = None
    filed_on: date | None = None
    closed_on: date | None = None

    @property
    def live(self) -> bool:
        """Not closed."""
        return self.status in LIVE


class Register:
    """All units, sites and accounts, found by what makes them unique. ``further`` gives the office's own platforms."""

    def __init__(
        self,
        units: Iterable[UnitRow] = (),
        sites: Iterable[SiteRow] = (),
        accounts: Iterable[AccountRow] = (),
        further: Callable[[], Mapping[str, PlatformFacts]] = dict,
    ) -> None:
        self._further = further
        self.units = {unit.id: unit for unit in units}
        self.sites = {site.id: site for site in sites}
        self.accounts = {account.id: account for account in accounts}
        self._governments: dict[int, UnitRow] = {}
        self.unit_by_name = {unit.name: unit for unit in self.units.values()}
        self._sites_of: dict[int, list[SiteRow]] = {}
        self.site_by_host: dict[str, SiteRow] = {}
        self.site_by_code: dict[str, SiteRow] = {}
        self._counted: dict[tuple[int, str, str], list[AccountRow]] = {}
        self._live_units: Counter[int] = Counter()
        self._alike: dict[str, dict[int, list[AccountRow]]] = {}
        self.account_by_name: dict[tuple[str, str], AccountRow] = {}
        for site in self.sites.values():
            self._note_site(site)
        for account in self.accounts.values():
            self._note_account(account)

    @classmethod
    def load(cls) -> Register:
        """Three queries; one more where a platform that is not built in comes up."""
        return cls(
            (UnitRow(**row) for row in Unit.objects.values(*_names(UnitRow))),
            (SiteRow(**row) for row in WebSite.objects.values(*_names(SiteRow))),
            (AccountRow(*row) for row in Account.objects.order_by("pk").values_list(*_names(AccountRow))),
            load_further,
        )

    def put(self, row: UnitRow | SiteRow | AccountRow) -> None:
        """Add a row, or replace the one of the same id."""
        if isinstance(row, UnitRow):
            before = self.units.get(row.id)
            if before is not None:
                self.unit_by_name.pop(before.name, None)
            self.units[row.id] = self.unit_by_name[row.name] = row
            self._governments.clear()
        elif isinstance(row, SiteRow):
            self._forget_site(row.id)
            self.sites[row.id] = row
            self._note_site(row)
        else:
            self._forget_account(row.id)
            self.accounts[row.id] = row
            self._note_account(row)

    def live_sites_of(self, unit_id: int) -> list[SiteRow]:
        """The unit's sites that are not closed."""
        return [site for site in self._sites_of.get(unit_id, ()) if site.live]

    def counted_with(self, account: AccountRow, wechat_type: str | None = None) -> AccountRow | None:
        """Another account of the unit on the platform that N-03 counts: in use, without an approved exception.

        Of WeChat's two types only the same and the unknown; with ``wechat_type`` only that one.
        """
        own = account.wechat_type
        for kind in (wechat_type,) if wechat_type is not None else (own, "") if own else _ANY_TYPE:
            for row in self._counted.get((account.unit_id, account.platform, kind), ()):
                if row.id != account.id:
                    return row
        return None

    def has_live_account(self, unit_id: int) -> bool:
        """Whether the unit has an account that is not closed."""
        return self._live_units[unit_id] > 0

    def government_of(self, unit: UnitRow) -> UnitRow:
        """The unit itself if it is a government, else the nearest above; the unit itself where there is none."""
        if unit.kind == UnitKind.GOVERNMENT:
            return unit
        if unit.id not in self._governments:
            governments = (above for above in self.above(unit) if above.kind == UnitKind.GOVERNMENT)
            self._governments[unit.id] = next(governments, unit)
        return self._governments[unit.id]

    def region_of(self, unit: UnitRow) -> str:
        """The city that the unit belongs to; empty for the province's own. A county without a city is its own."""
        chain = [unit, *self.above(unit)]
        below = [one for one in chain if one.level != UnitLevel.PROVINCE]
        return (below[-1].short_name or below[-1].name) if below else ""

    def alike(self, account: AccountRow, most: int = 3) -> list[AccountRow]:
        """Accounts in use of other units whose names people may take for this one, at most ``most``."""
        by_unit = self._alike.get(stem(account.name), {})
        if len(by_unit) == 1 and account.unit_id in by_unit:  # nearly all
            return []
        others = (rows[0] for unit_id, rows in by_unit.items() if unit_id != account.unit_id and rows)
        return list(islice(others, most))

    @cached_property
    def platforms(self) -> Mapping[str, PlatformFacts]:
        """All platforms by code."""
        return {**BUILT_IN, **self._further()}

    def platform(self, code: str) -> PlatformFacts | None:
        """A platform; None for a code that nobody knows."""
        return BUILT_IN.get(code) or self.platforms.get(code)

    def platform_label(self, code: str) -> str:
        """Name of a platform; a code that nobody knows stands for itself."""
        known = self.platform(code) if code else None
        return known.label if known is not None else code

    def above(self, unit: UnitRow) -> Iterator[UnitRow]:
        """The superiors, nearest first. Ends at a circle."""
        seen = {unit.id}
        current = unit.superior_id
        while current is not None and current not in seen and current in self.units:
            seen.add(current)
            yield self.units[current]
            current = self.units[current].superior_id

    def _note_site(self, site: SiteRow) -> None:
        self._sites_of.setdefault(site.unit_id, []).append(site)
        if site.live:
            self.site_by_host[site.host] = site
            if site.site_code:
                self.site_by_code[site.site_code] = site

    def _forget_site(self, number: int) -> None:
        before = self.sites.pop(number, None)
        if before is None:
            return
        self._sites_of[before.unit_id].remove(before)
        for index, key in ((self.site_by_host, before.host), (self.site_by_code, before.site_code)):
            if index.get(key) is before:
                del index[key]

    def _note_account(self, account: AccountRow) -> None:
        if account.live:
            if not account.exemption:
                self._counted.setdefault(_counted_as(account), []).append(account)
            self.account_by_name[account.platform, account.name] = account
            self._live_units[account.unit_id] += 1
            self._alike.setdefault(stem(account.name), {}).setdefault(account.unit_id, []).append(account)

    def _forget_account(self, number: int) -> None:
        before = self.accounts.pop(number, None)
        if before is None:
            return
        if before.live:
            if not before.exemption:
                self._counted[_counted_as(before)].remove(before)
            self._live_units[before.unit_id] -= 1
            self._alike[stem(before.name)][before.unit_id].remove(before)
        if self.account_by_name.get((before.platform, before.name)) is before:
            del self.account_by_name[before.platform, before.name]


def _counted_as(account: AccountRow) -> tuple[int, str, str]:
    return account.unit_id, account.platform, account.wechat_type


def _names(row: type[UnitRow] | type[SiteRow] | type[AccountRow]) -> tuple[str, ...]:
    return tuple(row.__dataclass_fields__)
