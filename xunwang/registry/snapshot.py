"""The register in memory, as the rules look at it: a province is some thousand rows.

Entry by hand and import look at the same snapshot with the same rules, so they can't disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xunwang.pages.urls import host_of
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.vocabulary import LIVE


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

    @property
    def live(self) -> bool:
        """Not closed."""
        return self.status in LIVE


class Register:
    """All units, sites and accounts, found by what makes them unique."""

    def __init__(
        self,
        units: Iterable[UnitRow] = (),
        sites: Iterable[SiteRow] = (),
        accounts: Iterable[AccountRow] = (),
    ) -> None:
        self.units = {unit.id: unit for unit in units}
        self.sites = {site.id: site for site in sites}
        self.accounts = {account.id: account for account in accounts}
        self.unit_by_name = {unit.name: unit for unit in self.units.values()}
        self._sites_of: dict[int, list[SiteRow]] = {}
        self.site_by_host: dict[str, SiteRow] = {}
        self.site_by_code: dict[str, SiteRow] = {}
        self._accounts_of: dict[tuple[int, str], list[AccountRow]] = {}
        self.account_by_name: dict[tuple[str, str], AccountRow] = {}
        for site in self.sites.values():
            self._note_site(site)
        for account in self.accounts.values():
            self._note_account(account)

    @classmethod
    def load(cls) -> Register:
        """Three queries."""
        return cls(
            (UnitRow(**row) for row in Unit.objects.values(*_names(UnitRow))),
            (SiteRow(**row) for row in WebSite.objects.values(*_names(SiteRow))),
            (AccountRow(**row) for row in Account.objects.values(*_names(AccountRow))),
        )

    def put(self, row: UnitRow | SiteRow | AccountRow) -> None:
        """Add a row, or replace the one of the same id."""
        if isinstance(row, UnitRow):
            before = self.units.get(row.id)
            if before is not None:
                self.unit_by_name.pop(before.name, None)
            self.units[row.id] = self.unit_by_name[row.name] = row
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

    def live_accounts_of(self, unit_id: int, platform: str) -> list[AccountRow]:
        """The unit's accounts on the platform that are not closed."""
        return [row for row in self._accounts_of.get((unit_id, platform), ()) if row.live]

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
        self._accounts_of.setdefault((account.unit_id, account.platform), []).append(account)
        if account.live:
            self.account_by_name[account.platform, account.name] = account

    def _forget_account(self, number: int) -> None:
        before = self.accounts.pop(number, None)
        if before is None:
            return
        self._accounts_of[before.unit_id, before.platform].remove(before)
        if self.account_by_name.get((before.platform, before.name)) is before:
            del self.account_by_name[before.platform, before.name]


def _names(row: type[UnitRow] | type[SiteRow] | type[AccountRow]) -> tuple[str, ...]:
    return tuple(row.__dataclass_fields__)
