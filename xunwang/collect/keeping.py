"""Puts together what is kept of an account at its end, with what the collection before knew of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from xunwang.collect.ending_codec import Read, write_ending
from xunwang.collect.endings import Kept
from xunwang.collect.facts.summary import carried
from xunwang.collect.facts.tally import merged, number_of, packed, unpacked
from xunwang.collect.interface import Span, Trouble
from xunwang.collect.lane import AccountLane
from xunwang.collect.plain import dumps, sound
from xunwang.collect.tables import micros

_MOST = 2**63


class Earlier(NamedTuple):
    """The same account by the same way in the collection before."""

    collection: str
    kept: Kept


class Finished(NamedTuple):
    """An account at its end: its row among the endings, and the summary in it."""

    ending: dict[str, Any]
    summary: dict[str, Any]
    digests: set[str]
    """Stored bytes that were carried over with the earlier one's profile."""


def finished(lane: AccountLane, earlier: Earlier | None, span: Span) -> Finished:
    """What to keep of a lane that has come to its end."""
    read = _read(lane, earlier, span)
    summary = lane.summary.values()
    rows = list(lane.tally.values())
    if earlier is not None:
        since = span.since.timestamp()
        before = (row for row in unpacked(earlier.kept.tally) if row.at >= since or not row.dated)
        rows = merged(before, lane.tally)
        summary = carried(earlier.kept.summary, summary, lambda key: number_of(key) in lane.tally, span)
    outcome = lane.outcome
    assert outcome is not None
    followers = None if read.profile is None else read.profile.followers
    if followers is not None and not 0 <= followers < _MOST:
        followers = None
    ending = {
        "account": lane.source.account,
        "way": lane.source.way,
        "at": micros(outcome.at),
        "trouble": read.trouble or "",
        "complete": read.complete,
        "unchanged": read.unchanged,
        "posts": len(lane.tally),
        "followers": followers,
        "requests": lane.requests,
        "bytes": lane.bytes,
        "seconds": lane.seconds,
        "ending": dumps(_told(read)).decode(),
        "summary": dumps(summary).decode(),
        "tally": packed(rows),
    }
    carried_profile = {read.profile.digest} if read.unchanged and read.profile is not None else set()
    return Finished(ending, summary, carried_profile - {""})


def _read(lane: AccountLane, earlier: Earlier | None, span: Span) -> Read:
    outcome = lane.outcome
    assert outcome is not None
    ending, before = outcome.ending, None if earlier is None else earlier.kept.read
    until = min(lane.known_until or outcome.at, span.until)
    if ending is None:
        return Read(
            outcome.trouble or Trouble.INCOMPLETE, outcome.message, outcome.retry_at,
            shown=frozenset() if before is None else before.shown,
            complete=False, reason=outcome.message,
            since=None if before is None else before.since,
            until=span.since if before is None else before.until,
            memory={} if before is None else before.memory,
            unchanged=False, carried="" if earlier is None else earlier.collection,
            profile=lane.profile, store=lane.store_page, package=lane.package, hosts=tuple(lane.hosts.values()),
        )  # fmt: skip
    since = ending.since
    joins = before is not None and (ending.unchanged or _joins(since, before))
    if before is not None and joins and before.since is not None:
        since = before.since if since is None else min(since, before.since)
    whole = ending.complete or (since is not None and since <= span.since)
    kept = before if before is not None and ending.unchanged else None
    return Read(
        None, "", None,
        shown=ending.shown | (kept.shown if kept else frozenset()),
        complete=whole, reason="" if whole else ending.reason, since=since, until=until,
        memory=ending.memory or (kept.memory if kept else {}), unchanged=ending.unchanged,
        carried="" if earlier is None else earlier.collection,
        profile=lane.profile or (kept.profile if kept else None),
        store=lane.store_page or (kept.store if kept else None),
        package=lane.package or (kept.package if kept else None),
        hosts=tuple(lane.hosts.values()) or (kept.hosts if kept else ()),
    )  # fmt: skip


def _told(read: Read) -> dict[str, Any]:
    """What is told of the end, fit for rows and pages; what a collector remembers is its own."""
    values = write_ending(read)
    told: dict[str, Any] = sound({name: value for name, value in values.items() if name != "memory"})
    return told | {"memory": values["memory"]}


def _joins(since: datetime | None, before: Read) -> bool:
    """The new listing reaches back to where the earlier one ended, so that there is no gap between the two."""
    return since is not None and since <= before.until
