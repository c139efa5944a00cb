"""What the office knows of accounts besides a collection, for judging it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from xunwang.collect.facts.build import NOTHING_GIVEN, Given
from xunwang.collect.judge import Beside
from xunwang.media.collecting.register_rows import RegisterRows
from xunwang.media.facts import checks_of, followers_of, incidents_of, key_of
from xunwang.media.models import Collection
from xunwang.media.vocabulary import AccountState
from xunwang.registry.models import Account
from xunwang.rules.media import facts

LOOKED_BACK = timedelta(days=365)
"""How long before the collection's end checks and incidents still say something; each indicator has its own window."""


def beside_of(collection: Collection, known_at: datetime) -> Beside:
    """Checks, incidents, followers and the register's rows of a collection's accounts, as known at ``known_at``."""
    accounts = Account.objects.filter(collected__collection=collection).select_related("unit")
    by_key: Mapping[str, Account] = {key_of(account): account for account in accounts}
    rows = RegisterRows()
    since = collection.until - LOOKED_BACK

    def given(one: facts.Account) -> Given:
        account = by_key.get(one.key)
        return NOTHING_GIVEN if account is None else given_for(account, since, known_at)

    def register(one: facts.Account) -> facts.Account:
        account = by_key.get(one.key)
        return one if account is None else rows.row(account)

    without = accounts.filter(collected__collection=collection, collected__state=AccountState.NO_WAY)
    others = tuple(row for _, row in rows.rows(without.order_by("pk")))
    return Beside(given, register, others)


def given_for(account: Account, since: datetime, until: datetime) -> Given:
    """What people wrote down and collections saw of one account in ``since`` ≤ t ≤ ``until``."""
    return Given(
        checks_of(account, since, until), incidents_of(account, since, until), followers_of(account, until)
    )
