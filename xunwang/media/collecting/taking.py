"""What a collection's archive says of its accounts, taken into their rows."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from xunwang.calendar.working_days import local_day
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.endings import Kept
from xunwang.collect.facts.build import account_facts
from xunwang.collect.interface import Span
from xunwang.media.models import AccountWay, CollectedAccount, Collection, ProfilePoint
from xunwang.media.vocabulary import AccountState
from xunwang.posts.records import Profile
from xunwang.registry.models import Account
from xunwang.rules.media import facts as facts_of

TAKEN_AT_A_TIME = 100
_FIELDS = ["state", "shown", "complete", "reason", "trouble", "problem", "posts", "newest_at", "newest_title",
           "newest_url", "seconds", "at"]  # fmt: skip
_LONG = 500


def take_accounts(collection: Collection, archive: CollectionArchive, leaving: Callable[[], bool]) -> bool:
    """Take in what waits, some accounts a transaction; False when it was stopped before the end."""
    while not leaving():
        waiting = CollectedAccount.objects.filter(collection=collection, state=AccountState.WAITING)
        rows = list(waiting.select_related("account").order_by("account_id")[:TAKEN_AT_A_TIME])
        if not rows:
            return True
        with transaction.atomic():
            _take(rows, archive)
    return False


def _take(rows: list[CollectedAccount], archive: CollectionArchive) -> None:
    ways = {
        (way.account_id, way.way): way
        for way in AccountWay.objects.filter(account__in=[row.account_id for row in rows]).defer("sealed")
    }
    changed: list[AccountWay] = []
    points: list[ProfilePoint] = []
    for row in rows:
        endings = archive.endings(row.key)
        _describe(row, endings, archive.settings.span)
        for kept in endings:
            way = ways.get((row.account_id, kept.way.value))
            if way is not None:
                changed.append(_noted(way, kept))
            if kept.read.profile is not None and not kept.read.trouble:
                points.append(_point(row.account_id, kept, kept.read.profile))
    CollectedAccount.objects.bulk_update(rows, _FIELDS)
    AccountWay.objects.bulk_update(changed, ["tried_at", "succeeded_at", "trouble", "problem"])
    ProfilePoint.objects.bulk_create(points, ignore_conflicts=True)


def _describe(row: CollectedAccount, endings: list[Kept], span: Span) -> None:
    """The row of what all ways together have shown; a post that two ways have counts once."""
    good = [kept for kept in endings if kept.read.trouble is None]
    bad = [kept for kept in endings if kept.read.trouble is not None]
    facts = account_facts(bare(row.key, row.account), endings, span)
    row.state = AccountState.COLLECTED if good else AccountState.FAILED
    row.shown = sorted({str(shows) for kept in good for shows in kept.read.shown})
    row.complete = facts.listing is not None and not facts.listing.reason
    row.reason = facts.listing.reason[:_LONG] if facts.listing is not None else ""
    row.trouble = str(bad[0].read.trouble) if bad else ""
    row.problem = "；".join(_said(kept) for kept in bad)[:_LONG]
    if not endings:
        row.problem = "采集开始时没有可用的采集方式。"
    row.posts = facts.posts
    row.seconds = sum(kept.seconds for kept in endings)
    row.at = max((kept.at for kept in endings), default=None)
    newest = facts.newest
    row.newest_at = newest.at if newest is not None else None
    row.newest_title = newest.title[:300] if newest is not None else ""
    row.newest_url = newest.seen.url[:1000] if newest is not None else ""


def _said(kept: Kept) -> str:
    """The trouble with the way's name before it, once."""
    named = kept.read.message.startswith(kept.way.label)
    return kept.read.message if named else f"{kept.way.label}：{kept.read.message}"


def bare(key: str, account: Account) -> facts_of.Account:
    """Enough of the register's row for counting; ``key``: what the archive calls it."""
    return facts_of.Account(key, account.name, account.platform, "", "")


def _noted(way: AccountWay, kept: Kept) -> AccountWay:
    way.tried_at = kept.at
    way.trouble = str(kept.read.trouble or "")
    way.problem = kept.read.message[:_LONG]
    if kept.read.trouble is None:
        way.succeeded_at = kept.at
    return way


def _point(account: int, kept: Kept, profile: Profile) -> ProfilePoint:
    return ProfilePoint(
        account_id=account, way=kept.way, day=local_day(kept.at), at=kept.at, name=profile.name[:200],
        subject=None if profile.subject is None else profile.subject[:200], followers=profile.followers,
        posts=profile.posts, closed=profile.closed[:300], digest=profile.digest,
    )  # fmt: skip
