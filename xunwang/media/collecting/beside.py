"""What the office knows of accounts besides a collection, for judging it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from xunwang.access.models import User
from xunwang.calendar.working_days import local_day
from xunwang.collect.facts.build import NOTHING_GIVEN, Given
from xunwang.collect.judge import Beside
from xunwang.inspection.models import Campaign
from xunwang.inspection.review.people import reviews
from xunwang.media.collecting.register_rows import RegisterRows
from xunwang.media.facts import checks_between, checks_to_facts, followers_of, incidents_of
from xunwang.media.models import Collection, HandCheck
from xunwang.media.vocabulary import AccountState
from xunwang.registry.models import Account
from xunwang.rules.media import facts

LOOKED_BACK = timedelta(days=365)
"""How long before the collection's end incidents still say something; each indicator has its own window."""


def beside_of(collection: Collection, known_at: datetime) -> Beside:
    """Checks, incidents, followers and the register's rows of a collection's accounts, as known at ``known_at``."""
    collected = collection.accounts.select_related("account__unit").order_by("account_id")
    by_key: Mapping[str, Account] = {one.key: one.account for one in collected}
    rows = RegisterRows()
    since = collection.until - LOOKED_BACK
    counts = Counting(collection.campaign)

    def given(one: facts.Account) -> Given:
        account = by_key.get(one.key)
        return NOTHING_GIVEN if account is None else given_for(account, counts, since, known_at)

    def register(one: facts.Account) -> facts.Account:
        account = by_key.get(one.key)
        if account is None:
            return one
        # Nobody gets out of a check by what he files, or has set right, after the check point.
        return replace(
            rows.row(account),
            key=one.key,
            status=one.status,
            opened_on=one.opened_on,
            closed_on=one.closed_on,
        )

    without = [one for one in collected if one.state == AccountState.NO_WAY]
    others = tuple(replace(rows.row(one.account), key=one.key) for one in without)
    return Beside(given, register, others)


def given_for(account: Account, counts: Counting, since: datetime, until: datetime) -> Given:
    """What people wrote down and collections saw of one account in ``since`` ≤ t ≤ ``until``."""
    checks = checks_to_facts(counts.of(account, since, until))
    return Given(checks, incidents_of(account, since, until), followers_of(account, until))


class Counting:
    """Which checks by hand count for a campaign: its own, and those that its reviewers made in its period.

    What a supervising office notes about its own accounts, and what was seen in an earlier round, clears nobody here.
    """

    def __init__(self, campaign: Campaign | None) -> None:
        self._campaign = campaign
        self._reviews: dict[int, bool] = {}

    def of(self, account: Account, since: datetime, until: datetime) -> list[HandCheck]:
        """The checks made in ``since`` ≤ t ≤ ``until`` that count, newest first."""
        return [one for one in checks_between(account, since, until) if self._counts(one)]

    def _counts(self, check: HandCheck) -> bool:
        if self._campaign is None or check.campaign_id is not None:
            return self._campaign is None or check.campaign_id == self._campaign.pk
        return local_day(check.at) >= self._campaign.period_start and self._is_reviewer(check.by)

    def _is_reviewer(self, person: User) -> bool:
        assert self._campaign is not None
        if person.pk not in self._reviews:
            self._reviews[person.pk] = reviews(person, self._campaign)
        return self._reviews[person.pk]
