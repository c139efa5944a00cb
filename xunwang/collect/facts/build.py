"""Puts an account's facts together: what its ways have shown, its row in the register, what people noted.

Reads no posts: counts come from the tallies, lists from the summaries. A post that two ways have collected counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from xunwang.calendar.working_days import local_day
from xunwang.collect.endings import Kept
from xunwang.collect.facts import lists
from xunwang.collect.facts.tally import BODY, EDITED, OFF_DUTY, REPOST, UNLISTED, Row, day_of, unpacked
from xunwang.collect.interface import Span
from xunwang.posts.records import Shows
from xunwang.rules.facts import Seen
from xunwang.rules.media.facts import (
    Account,
    AccountFacts,
    AppSeen,
    HandCheck,
    Incident,
    Listing,
    Point,
    PostSeen,
    ProfileSeen,
    WayTried,
)

NOT_TRIED = "not tried"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Given:
    """What an office knows of an account besides its collection."""

    checks: tuple[HandCheck, ...] = ()
    """Newest first."""
    incidents: tuple[Incident, ...] = ()
    followers: tuple[Point, ...] = ()
    """Of earlier collections, oldest first."""


NOTHING_GIVEN = Given()


class _Counts(NamedTuple):
    """What the rows of all ways add up to."""

    posts: int
    days: Mapping[date, int]
    undated: int
    with_body: int
    deleted: int
    edited: int
    hits: int
    reposts: int
    unlisted: int
    off_duty: int
    newest: int | None
    """Seconds since 1970, of the newest that can still be seen."""


def account_facts(
    account: Account, kept: Sequence[Kept], span: Span, given: Given = NOTHING_GIVEN
) -> AccountFacts:
    """Facts of one account. ``account`` is its row in the register, ``kept`` what its ways have shown."""
    counts = _counts(kept, span)
    profile = _profile(kept)
    reposts = lists.reposts(kept, span.until)
    return AccountFacts(
        account=account,
        ways=tuple(
            WayTried(one.way, one.at, one.read.shown, one.read.message or one.read.reason) for one in kept
        ),
        listing=_listing(kept, span),
        posts=counts.posts,
        days=counts.days,
        counted_from=span.since,
        newest=_newest(kept, counts.newest, span.until),
        undated=counts.undated,
        total=_total(kept),
        with_body=counts.with_body,
        deleted=counts.deleted,
        edited=counts.edited,
        profile=profile,
        followers=_followers(kept, given.followers),
        engagement=lists.engagement(kept, span.until),
        text_hits=lists.text_hits(kept, span.until),
        text_hit_count=counts.hits,
        link_hits=lists.link_hits(kept, span.until),
        reposts=reposts,
        repost_count=counts.reposts,
        unlisted_reposts=counts.unlisted,
        off_duty=lists.off_duty(kept, span.until),
        off_duty_count=counts.off_duty,
        comments=lists.comments(kept, span.until),
        app=_app(kept),
        checks=given.checks,
        incidents=given.incidents,
    )


def _listing(kept: Sequence[Kept], span: Span) -> Listing | None:
    """How far the posts are known by all ways together: the latest listing, and those that it joins on to."""
    found = [
        Listing(one.way, one.read.since, one.read.until, "" if one.read.complete else one.read.reason)
        for one in kept
        if Shows.POSTS in one.read.shown
    ]
    if not found:
        return None
    latest = local_day(max(one.until for one in found))
    late = datetime.max.replace(tzinfo=UTC)
    best, *others = sorted(
        found, key=lambda one: (local_day(one.until) != latest, one.reason != "", one.since or late)
    )
    for other in sorted(others, key=lambda one: one.until, reverse=True):
        if _reaches_further(other, best):
            whole = other.since is not None and other.since <= span.since
            best = best._replace(since=other.since, reason="" if whole else other.reason)
    return best


def _reaches_further(other: Listing, best: Listing) -> bool:
    """The other listing begins earlier, and ends where the best one has begun: no gap lies between."""
    if other.since is None or best.since is None:
        return False
    return other.since < best.since <= other.until


def _counts(kept: Sequence[Kept], span: Span) -> _Counts:
    since, until = span.since.timestamp(), span.until.timestamp()
    ways = [list(unpacked(one.tally)) for one in kept]
    rows = [row for way in ways for row in way]
    live = list(_once([[row for row in way if row.live] for way in ways]))
    dated = [row for row in live if row.dated and since <= row.at < until]
    undated = list(_undated(ways))
    counted = [*dated, *undated]
    gone = {row.same for row in rows if not row.live and (not row.dated or since <= row.at < until)}
    seen = {row.same for row in live}
    return _Counts(
        posts=len(counted),
        days=dict(sorted(Counter(day_of(row.at) for row in dated).items())),
        undated=len(undated),
        with_body=_marked(counted, BODY),
        deleted=len(gone - seen),
        edited=_marked(counted, EDITED),
        hits=sum(row.hits for row in counted),
        reposts=_marked(counted, REPOST),
        unlisted=_marked(counted, UNLISTED),
        off_duty=_marked(counted, OFF_DUTY),
        newest=max((row.at for row in live if row.dated and row.at < until), default=None),
    )


def _once(ways: Iterable[Sequence[Row]]) -> Iterator[Row]:
    """Each post once: of two ways that have it, the one that knows its body, else the first."""
    found: dict[tuple[int, int], list[Row]] = {}
    for way in ways:
        mine: dict[tuple[int, int], list[Row]] = {}
        for row in way:
            mine.setdefault(row.same, []).append(row)
        for same, rows in mine.items():
            first = found.get(same)
            if first is None or (rows[0].marks & BODY and not first[0].marks & BODY):
                found[same] = rows
    return (row for rows in found.values() for row in rows)


def _undated(ways: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Posts without a time, but for those of which another way tells the time."""
    for number, way in enumerate(ways):
        others = {
            row.title for other, rows in enumerate(ways) if other != number for row in rows if row.dated
        }
        yield from (row for row in way if row.live and not row.dated and row.title not in others)


def _marked(rows: Iterable[Row], mark: int) -> int:
    return sum(1 for row in rows if row.marks & mark)


def _newest(kept: Sequence[Kept], newest: int | None, until: datetime) -> PostSeen | None:
    """The newest post as the summaries have it; where that one has gone, the newest of the tally, without its title."""
    told = (lists.post_seen(one, one.summary["newest"]) for one in kept if one.summary["newest"] is not None)
    posts = [post for post in told if post.at is None or post.at < until]
    best = max(posts, key=lambda post: post.at or _EPOCH, default=None)
    if newest is None or (best is not None and best.at is not None and best.at.timestamp() >= newest):
        return best
    first = kept[0]
    return PostSeen("", "", _EPOCH + timedelta(seconds=newest), Seen("", first.at), first.way)


def _profile(kept: Sequence[Kept]) -> ProfileSeen | None:
    one = max((one for one in kept if one.read.profile is not None), key=lambda one: one.at, default=None)
    if one is None or one.read.profile is None:
        return None
    shown = one.read.profile
    return ProfileSeen(
        shown.name, shown.subject, shown.introduction, shown.followers, shown.functions, shown.closed, shown.moved_to,
        Seen(shown.url, one.at, shown.digest), one.way,
    )  # fmt: skip


def _total(kept: Sequence[Kept]) -> int | None:
    told = [(one.at, one.read.profile.posts) for one in kept if one.read.profile is not None]
    return max(((at, posts) for at, posts in told if posts is not None), default=(None, None))[1]


def _followers(kept: Sequence[Kept], earlier: Sequence[Point]) -> tuple[Point, ...]:
    now = [
        Point(one.at, one.read.profile.followers)
        for one in kept
        if one.read.profile is not None and one.read.profile.followers is not None
    ]
    return tuple(sorted({point.at: point for point in (*earlier, *now)}.values()))


def _app(kept: Sequence[Kept]) -> AppSeen | None:
    one = next((one for one in kept if one.read.store is not None or one.read.package is not None), None)
    if one is None:
        return None
    store, package = one.read.store, one.read.package
    # A package that was handed in says nothing of the store's: that it can be downloaded was seen only if it was.
    seen = package is not None and Shows.APP in one.read.shown
    download = one.read.message or one.read.reason or ("" if seen else NOT_TRIED)
    digest = (store.digest if store is not None else "") or (package.digest if package is not None else "")
    return AppSeen(
        store, package, download, {host.host: host.over_ipv6 for host in one.read.hosts},
        Seen(store.url if store is not None else "", one.at, digest),
    )  # fmt: skip
