"""Whether and when a failed request is tried again."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from xunwang.fetch.answers import Answer
from xunwang.fetch.jobs import Job
from xunwang.fetch.records import TRANSIENT, Fault, FetchSettings

_BUSY = frozenset({429, 502, 503, 504})
_NOT_SENT = frozenset({Fault.DNS, Fault.REFUSED, Fault.CONNECT})
_REPEATABLE = frozenset({"GET", "HEAD"})
LONGEST_PAUSE = 60.0
"""Seconds. A server that asks for a longer pause is left alone: its answer stands."""


def pause_before_retry(
    job: Job, answer: Answer, settings: FetchSettings, now: datetime, dice: random.Random
) -> float | None:
    """Clock seconds to wait before the next try, or None when the answer stands.

    Only what may pass by itself is tried again, and only what is safe to repeat: a form that may
    have reached the server is not sent twice.
    """
    if job.tries > settings.retries:
        return None
    if job.method not in _REPEATABLE and answer.fault not in _NOT_SENT:
        return None
    if answer.fault not in TRANSIENT and not is_busy(answer):
        return None
    pause = settings.backoff * 2 ** (job.tries - 1) * dice.uniform(0.75, 1.25)
    asked = asked_pause(answer, now) if is_busy(answer) else 0.0
    return None if asked > LONGEST_PAUSE else min(max(pause, asked), LONGEST_PAUSE)


def is_busy(answer: Answer) -> bool:
    """The server says that it can't answer now."""
    return answer.fault is Fault.NONE and answer.status in _BUSY


def asked_pause(answer: Answer, now: datetime) -> float:
    """Seconds that Retry-After asks for; 0 where it says nothing readable."""
    value = answer.first("retry-after").strip()[:64]
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
