"""What the double reviews say about the reviewers, and what reviewing costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from xunwang.access.models import User
from xunwang.inspection.models import Campaign, Decision
from xunwang.inspection.vocabulary import Round
from xunwang.scoring.agreement import Agreement, agreement


@dataclass(frozen=True, slots=True)
class Effort:
    """Decisions of one person, or on one indicator."""

    name: str
    decisions: int
    seconds: int

    @property
    def minutes_each(self) -> float:
        """Minutes a decision."""
        return self.seconds / 60 / self.decisions if self.decisions else 0.0

    @property
    def hours(self) -> float:
        """All of it."""
        return self.seconds / 3600


def blind_agreement(campaign: Campaign) -> Agreement:
    """Agreement of the blind sample: each finding's very first decision against the blind one. One query."""
    return agreement(_pairs(campaign))


def _pairs(campaign: Campaign) -> Iterator[tuple[str, str]]:
    rows = Decision.objects.filter(
        campaign=campaign, finding__double=True, round__in=(Round.FIRST, Round.BLIND)
    )
    firsts: dict[int, str] = {}
    blind: dict[int, str] = {}
    for finding, occasion, choice in rows.order_by("id").values_list("finding_id", "round", "choice"):
        (firsts if occasion == Round.FIRST else blind).setdefault(finding, choice)
    return ((firsts[finding], choice) for finding, choice in blind.items())


def effort_by_person(campaign: Campaign) -> list[Effort]:
    """What each reviewer did, busiest first. One query."""
    return _efforts(Decision.objects.filter(campaign=campaign), "by__name", "by")


def effort_of(campaign: Campaign, person: User) -> Effort:
    """What one person did. One query."""
    sums = Decision.objects.filter(campaign=campaign, by=person).aggregate(
        decisions=Count("pk"), seconds=Sum("seconds")
    )
    return Effort(person.name, sums["decisions"], sums["seconds"] or 0)


def effort_by_item(campaign: Campaign) -> list[Effort]:
    """What each indicator cost, dearest first. One query."""
    return _efforts(Decision.objects.filter(campaign=campaign), "verdict__item")


def _efforts(rows: QuerySet[Decision], name: str, *more: str) -> list[Effort]:
    sums = rows.values(name, *more).annotate(decisions=Count("pk"), seconds=Sum("seconds"))
    return [
        Effort(row[name], row["decisions"], row["seconds"]) for row in sums.order_by("-seconds", name, *more)
    ]
