"""What people wrote down about an account, as the indicators take it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db.models import QuerySet

from xunwang.media.models import HandCheck, Incident, ProfilePoint
from xunwang.media.vocabulary import AppUse, Tried
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account
from xunwang.rules.facts import Seen
from xunwang.rules.media import facts

MOST_CHECKS = 50
"""Of one account; the newest."""
_WORDS = {Tried.WORKS: "", Tried.FAILS: "不能用", Tried.NOT_OFFERED: "未开设"}


def checks_between(account: Account, since: datetime, until: datetime) -> QuerySet[HandCheck]:
    """Checks made in ``since`` ≤ t ≤ ``until`` that were not withdrawn, newest first."""
    rows = HandCheck.objects.filter(account=account, at__gte=since, at__lte=until, withdrawal=None)
    return rows.select_related("by").prefetch_related("functions", "pictures")


def checks_to_facts(rows: Iterable[HandCheck]) -> tuple[facts.HandCheck, ...]:
    """Checks as the indicators take them; at most :data:`MOST_CHECKS`."""
    return tuple(_check(row) for row in islice(rows, MOST_CHECKS))


def incidents_of(account: Account, since: datetime, until: datetime) -> tuple[facts.Incident, ...]:
    """Incidents that happened in ``since`` ≤ t ≤ ``until`` and were not withdrawn, newest first."""
    rows: QuerySet[Incident] = Incident.objects.filter(
        account=account, at__gte=since, at__lte=until, withdrawal=None
    )
    return tuple(_incident(row) for row in rows.prefetch_related("files"))


def followers_of(account: Account, until: datetime) -> tuple[facts.Point, ...]:
    """How many follow the account, oldest first."""
    rows = ProfilePoint.objects.filter(account=account, at__lte=until, followers__isnull=False)
    told = rows.order_by("at").values_list("at", "followers")
    return tuple(facts.Point(at, value) for at, value in told if value is not None)


def _check(row: HandCheck) -> facts.HandCheck:
    return facts.HandCheck(
        at=row.at,
        by=row.by.name,
        last_post=row.last_post,
        no_posts=row.no_posts,
        functions=tuple(
            facts.FunctionTried(
                Interaction(one.function), one.result == Tried.WORKS, _WORDS[Tried(one.result)]
            )
            for one in row.functions.all()
        ),
        message_sent=row.message_sent,
        message_answered=row.message_answered,
        answer_helps=row.answer_helps,
        starts=None if not row.app else row.app == AppUse.WORKS,
        note="；".join(part for part in (_app_words(row), row.note) if part),
        pictures=tuple(picture.digest for picture in row.pictures.all()),
    )


def _app_words(row: HandCheck) -> str:
    return AppUse(row.app).label if row.app and row.app != AppUse.WORKS else ""


def _incident(row: Incident) -> facts.Incident:
    files = list(row.files.all())
    seen = Seen(row.url, row.noted_at, files[0].digest if files else "")
    return facts.Incident(row.kind, row.at, row.text, seen)
