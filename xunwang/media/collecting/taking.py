"""What a collection's archive says of its accounts, taken into their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from django.db import transaction

from xunwang.calendar.working_days import local_day
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.endings import Kept
from xunwang.media.facts import key_of
from xunwang.media.models import AccountWay, CollectedAccount, Collection, ProfilePoint
from xunwang.media.vocabulary import AccountState
from xunwang.posts.records import Profile

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
        endings = archive.endings(key_of(row.account))
        _describe(row, endings)
        for kept in endings:
            way = ways.get((row.account_id, kept.way.value))
            if way is not None:
                changed.append(_noted(way, kept))
            if kept.read.profile is not None and not kept.read.trouble:
                points.append(_point(row.account_id, kept, kept.read.profile))
    CollectedAccount.objects.bulk_update(rows, _FIELDS)
    AccountWay.objects.bulk_update(changed, ["tried_at", "succeeded_at", "trouble", "problem"])
    ProfilePoint.objects.bulk_create(points, ignore_conflicts=True)


def _describe(row: CollectedAccount, endings: list[Kept]) -> None:
    """The row of what all ways together have shown."""
    good = [kept for kept in endings if kept.read.trouble is None]
    bad = [kept for kept in endings if kept.read.trouble is not None]
    best = max(good, key=lambda kept: (kept.read.complete, kept.posts), default=None)
    row.state = AccountState.COLLECTED if best is not None else AccountState.FAILED
    row.shown = sorted({str(shows) for kept in good for shows in kept.read.shown})
    row.complete = best is not None and best.read.complete
    row.reason = best.read.reason[:_LONG] if best is not None else ""
    row.trouble = str(bad[0].read.trouble) if bad else ""
    row.problem = "；".join(f"{kept.way.label}：{kept.read.message}" for kept in bad)[:_LONG]
    if not endings:
        row.problem = "采集开始时没有可用的采集方式。"
    row.posts = best.posts if best is not None else 0
    row.seconds = sum(kept.seconds for kept in endings)
    row.at = max((kept.at for kept in endings), default=None)
    newest = _newest(good)
    row.newest_at = newest[0] if newest else None
    row.newest_title, row.newest_url = (newest[1][:300], newest[2][:1000]) if newest else ("", "")


def _newest(endings: Iterable[Kept]) -> tuple[datetime, str, str] | None:
    told = [kept.summary["newest"] for kept in endings if kept.summary.get("newest")]
    if not told:
        return None
    at, _, title, url, *_ = max(told, key=lambda one: one[0])
    return (
        datetime.fromtimestamp(at / 1_000_000, UTC),
        str(title).replace("\x00", ""),
        str(url).replace("\x00", ""),
    )


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
