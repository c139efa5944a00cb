"""Rows of the register as a collection and the indicators take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from xunwang.inspection.planning.scope import region_names
from xunwang.media.figures import figures_of_accounts
from xunwang.registry.models import Account
from xunwang.registry.rules import Figures
from xunwang.registry.vocabulary import Status, UnitLevel
from xunwang.rules.media import facts
from xunwang.rules.media.facts import AccountKind
from xunwang.words import Level

MOST_PEERS = 40
_OF_PEERS = ("unit_id", "platform", "name", "wechat_type", "exemption")
_LEVELS = {
    UnitLevel.PROVINCE: Level.PROVINCE,
    UnitLevel.CITY: Level.CITY,
    UnitLevel.COUNTY: Level.COUNTY,
}


class RegisterRows:
    """Makes the rows; holds the whole register's accounts for telling who is whose peer."""

    def __init__(self) -> None:
        self._regions = region_names()
        self._of_unit: dict[int, list[Account]] = defaultdict(list)
        self._of_name: dict[str, list[Account]] = defaultdict(list)
        for account in Account.objects.exclude(status=Status.CLOSED).only(*_OF_PEERS):
            self._of_unit[account.unit_id].append(account)
            self._of_name[account.name].append(account)
        self._figures = figures_of_accounts()

    def rows(self, accounts: Iterable[Account]) -> Iterator[tuple[Account, facts.Account]]:
        """Each account with its row. Accounts come with their units."""
        for account in accounts:
            yield account, self.row(account)

    def row(self, account: Account) -> facts.Account:
        """One account."""
        unit = account.unit
        return facts.Account(
            key=account.key,
            name=account.name,
            platform=account.platform,
            platform_label=account.get_platform_display(),
            unit=unit.name,
            unit_short=unit.short_name,
            level=_LEVELS.get(UnitLevel(unit.level)),
            region=self._regions[unit.pk],
            identifier=account.identifier,
            subject=account.subject,
            introduction=account.introduction,
            kind=AccountKind(account.kind) if account.kind else None,
            filed_on=account.filed_on,
            opened_on=account.opened_on,
            closed_on=account.closed_on,
            status=account.status,
            peers=tuple(self._peers(account)),
        )

    def _peers(self, account: Account) -> Iterator[facts.Peer]:
        others = {one.pk: one for one in self._of_unit[account.unit_id] + self._of_name[account.name]}
        others.pop(account.pk, None)
        for one in list(others.values())[:MOST_PEERS]:
            same = one.unit_id == account.unit_id
            known = self._figures.get(one.pk, Figures())
            yield facts.Peer(
                one.key,
                one.platform,
                one.name,
                same,
                known.followers,
                known.posts_year,
                _allowed(account, one),
            )


def _allowed(one: Account, other: Account) -> bool:
    """As the register's own constraint ``one_unit_one_account`` has it."""
    two_types = bool(one.wechat_type and other.wechat_type) and one.wechat_type != other.wechat_type
    return two_types or bool(one.exemption or other.exemption)
