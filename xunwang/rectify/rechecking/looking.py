"""What is asked about an item: of the engine where it is a website's, of the collectors where it is an account's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from xunwang.access.models import User
from xunwang.access.roles import Action, Role
from xunwang.calendar.working_days import local_day
from xunwang.collect import recheck as accounts
from xunwang.collect.archive import FOLDER as COLLECTIONS
from xunwang.collect.facts.build import Given
from xunwang.collect.interface import Source
from xunwang.collect.runner import Means
from xunwang.collect.ways import collectors
from xunwang.engine import recheck as sites
from xunwang.engine.evidence import archive_name
from xunwang.inspection.editions import edition_of
from xunwang.inspection.engine_sites import engine_site
from xunwang.inspection.review.people import reviews
from xunwang.media.collecting.register_rows import RegisterRows
from xunwang.media.collecting.sources import secrets_among, source_of, ways_of
from xunwang.media.facts import checks_between, checks_to_facts, followers_of, incidents_of
from xunwang.media.models import AccountWay
from xunwang.rectify.models import Item, Order
from xunwang.rectify.moving import may_from_above
from xunwang.rectify.rechecking.settings import Settings
from xunwang.registry.models import Account
from xunwang.rules import item as rules
from xunwang.rules.recheck import RESTRICTED, Rechecked
from xunwang.rules.verdict import Evidence, Finding
from xunwang.words import Cure


def look_again(item: Item, folder: Path, settings: Settings) -> Rechecked:
    """Look again at the item. ``folder`` is new, or that of an earlier call that is gone on with.

    Raises ArchiveError as the two that do it.
    """
    if item.restricted:
        return _person(RESTRICTED)
    indicator = edition_of(item.order.campaign).items.get(item.indicator)
    if indicator is None:
        return _person("此项不由系统复查，请人工核对。")
    if item.checked.account is not None:
        return _account(item, item.checked.account, indicator, (folder, settings))
    if item.checked.site_id is None:
        return _person("此项不由系统复查，请人工核对。")
    question = sites.Question(engine_site(item.checked), indicator, _finding(item))
    return sites.recheck(folder, question, settings.run, settings.clock, settings.should_stop)


def _account(item: Item, account: Account, indicator: rules.Item, place: tuple[Path, Settings]) -> Rechecked:
    folder, settings = place
    found_in = _run_of(item)
    row, ways = RegisterRows().row(account), ways_of(account)
    sources = tuple(source_of(row.key, way) for way in ways)
    asked = accounts.asked_in(folder, sources)
    question = accounts.Question(
        row,
        sources,
        indicator,
        _finding(item),
        given=_given(item, account, settings.clock.now()),
        found_in=settings.archives / COLLECTIONS / found_in if found_in else None,
        found_as=item.checked.key,
    )
    means = Means(collectors(), settings.clock, secrets=secrets_among(ways, {account.pk: row.key}, asked))
    done = accounts.recheck(folder, question, settings.collection, means, settings.should_stop)
    return done._replace(told=f"{done.told}{_entered(ways, asked)}") if done.fetched else done


def _entered(ways: Iterable[AccountWay], asked: Iterable[Source]) -> str:
    """What whoever accepts should know: where the unit itself has said where to look."""
    addresses = {(source.way, source.address) for source in asked if source.way in accounts.LIVE}
    return "".join(
        f"复查用的“{way.get_way_display()}”由主办单位{way.set_by.name}于{local_day(way.set_at)}填写。"
        for way in ways
        if way.set_as == Role.UNIT_EDITOR and (way.way, way.address) in addresses
    )


def _run_of(item: Item) -> str:
    """Name of the collection that made the finding; empty where a person did, or for a name that is none."""
    run = item.finding.run if item.finding is not None else ""
    return run if archive_name(run) else ""


def _given(item: Item, account: Account, now: datetime) -> Given:
    """What people who do not belong to the unit have seen since the answer."""
    since = _answered_at(item)
    checks = [one for one in checks_between(account, since, now) if _counts(one.by, item.order)]
    return Given(checks_to_facts(checks), incidents_of(account, since, now), followers_of(account, now))


def _counts(person: User, order: Order) -> bool:
    """The look of somebody who may accept the order, or who reviews its campaign."""
    return may_from_above(person, Action.ACCEPT_ORDERS, order) or reviews(person, order.campaign)


def _answered_at(item: Item) -> datetime:
    """What people saw before the order was answered says nothing about the answer."""
    last = item.replies.order_by("-id").first()
    return item.order.issued_at if last is None else last.at


def _finding(item: Item) -> Finding:
    if item.finding is None:
        return Finding(item.problem, (Evidence(item.url, None),) if item.url else ())
    shown = tuple(_evidence(row) for row in item.finding.evidence)
    return Finding(item.finding.summary, shown, item.finding.amount, item.finding.restricted)


def _evidence(row: dict[str, Any]) -> Evidence:
    at = datetime.fromisoformat(row["at"]) if row.get("at") else None
    return Evidence(
        row.get("url") or "", at, row.get("digest") or "", row.get("fragment") or "", row.get("note") or ""
    )


def _person(told: str) -> Rechecked:
    return Rechecked(Cure.UNKNOWN, told, fetched=False)
