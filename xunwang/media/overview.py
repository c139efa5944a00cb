"""The accounts of a quarter or a year at a glance: filed, checked, passed, asleep; by level, platform, region, kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign, CheckedAccount
from xunwang.inspection.planning.scope import region_names
from xunwang.inspection.results.standing import standing_of
from xunwang.inspection.stages import Stage
from xunwang.registry.models import Account
from xunwang.registry.platforms import platform_label
from xunwang.registry.vocabulary import Status, UnitLevel
from xunwang.rules.media.facts import AccountKind
from xunwang.rules.media.veto import not_updated
from xunwang.scoring.figures import Counts, counts_of, percent
from xunwang.words import ItemKind, Outcome, State

ASLEEP = not_updated.ITEM
"""No update before the check point."""
UNTOLD = "未填写"
_COUNTED = (Stage.REVIEW, Stage.FEEDBACK, Stage.APPEAL, Stage.FINAL, Stage.PUBLISHED)
_FINAL = (Stage.FINAL, Stage.PUBLISHED)
_ALL = "合计"


@dataclass(frozen=True, slots=True)
class Seen:
    """An account in the period: where it belongs, and the outcome of the last check that it was in."""

    key: int
    level: str
    platform: str
    region: str
    kind: str
    outcome: Outcome
    vetoes: tuple[str, ...]


class Line(NamedTuple):
    """A group."""

    filed: int
    """Live accounts of the register now."""
    counts: Counts
    """Of those that were checked, each once."""
    asleep: int

    @property
    def share(self) -> str:
        """How many of the filed were checked; a dash where more were checked than are filed by now."""
        return percent(self.counts.total, self.filed) if self.counts.total <= self.filed else "—"


class Overview(NamedTuple):
    """A period."""

    campaigns: tuple[Campaign, ...]
    """Checks whose check point lies in it, oldest first."""
    provisional: bool
    """Some of them are not final yet."""
    overall: Line
    groups: Mapping[str, tuple[Line, ...]]
    """By what is grouped, in Chinese."""
    vetoes: Mapping[str, int]
    """Unqualified accounts by indicator."""


def overview(person: User, since: datetime, until: datetime) -> Overview:
    """What the person may see of checks with ``since`` ≤ check point < ``until``; queries independent of the numbers."""
    rows = Campaign.objects.filter(check_point__gte=since, check_point__lt=until, stage__in=_COUNTED)
    campaigns = tuple(within(person, Action.SEE_CAMPAIGNS, rows, "unit__path").order_by("check_point", "pk"))
    seen = _seen(campaigns)
    filed = _filed(person)
    keys: dict[str, tuple[Callable[[Seen], str], int]] = {
        "级别": (lambda one: one.level, 0), "平台": (lambda one: one.platform, 1),
        "地区": (lambda one: one.region, 2), "类别": (lambda one: one.kind, 3),
    }  # fmt: skip
    return Overview(
        campaigns,
        any(one.stage not in _FINAL for one in campaigns),
        _line(_ALL, len(filed), seen),
        {
            name: _lines(seen, key, Counter(place[number] for place in filed))
            for name, (key, number) in keys.items()
        },
        dict(Counter(item for one in seen for item in one.vetoes).most_common()),
    )


def _seen(campaigns: Iterable[Campaign]) -> list[Seen]:
    """Each account once, as the last of the checks left it."""
    rows = CheckedAccount.objects.filter(campaign__in=[one.pk for one in campaigns]).select_related("account")
    last = {row.account_id: row for row in rows.order_by("campaign__check_point", "campaign_id")}
    vetoes = _vetoes(row for row in last.values() if row.outcome == Outcome.UNQUALIFIED)
    return [
        Seen(
            key=key or 0,
            level=UnitLevel(row.level).label,
            platform=platform_label(row.platform),
            region=row.region,
            kind=_kind(row.account.kind if row.account is not None else ""),
            outcome=Outcome(row.outcome),
            vetoes=vetoes.get(row.pk, ()),
        )
        for key, row in last.items()
    ]


def _vetoes(rows: Iterable[CheckedAccount]) -> dict[int, tuple[str, ...]]:
    """Vetoes as they stand after people have decided, by checked account."""
    stood = standing_of(list(rows))
    return {
        key: tuple(
            one.row.item
            for one in many
            if one.row.kind == ItemKind.VETO and one.verdict.state is State.HIT
        )
        for key, many in stood.items()
    }  # fmt: skip


def _filed(person: User) -> list[tuple[str, str, str, str]]:
    """Level, platform, region and kind of the live accounts of the person's part."""
    regions = region_names()
    rows = within(person, Action.SEE_REGISTER, Account.objects.exclude(status=Status.CLOSED), "unit__path")
    return [
        (UnitLevel(level).label, platform_label(platform), regions[unit], _kind(kind))
        for level, platform, unit, kind in rows.order_by("pk").values_list(
            "unit__level", "platform", "unit_id", "kind"
        )
    ]


def _kind(value: str) -> str:
    return AccountKind(value).label if value else UNTOLD


def _lines(seen: Iterable[Seen], key: Callable[[Seen], str], filed: Mapping[str, int]) -> tuple[Line, ...]:
    members: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        members[key(one)].append(one)
    names = sorted({*members, *filed}, key=lambda name: (-filed.get(name, 0), name))
    return tuple(_line(name, filed.get(name, 0), members.get(name, [])) for name in names)


def _line(name: str, filed: int, members: list[Seen]) -> Line:
    return Line(filed, counts_of(name, members), sum(ASLEEP in one.vetoes for one in members))
