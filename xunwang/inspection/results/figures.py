"""The figures of a campaign that the notice tells: counts and shares, sites and accounts, replies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Count

from xunwang.inspection.blind import told_as
from xunwang.inspection.enquiries import ReplyFigures, reply_figures
from xunwang.inspection.models import Campaign, Finding
from xunwang.inspection.models.sampling import Population
from xunwang.inspection.results.standing import Scored
from xunwang.inspection.vocabulary import Status
from xunwang.registry.vocabulary import UnitLevel
from xunwang.scoring.figures import Counts, category_of, counts_by, percent, rate_range
from xunwang.scoring.records import SiteResult
from xunwang.words import ColumnType, Outcome

WHOLE = "合计"


def figures_of(campaign: Campaign, scored: Sequence[Scored]) -> dict[str, Any]:
    """All figures as JSON values. Shares are per cent with two decimals, rounded half up.

    ``sites``: ``overall``, ``by_category``, ``by_level``, ``by_kind``, ``by_region``, ``vetoes``;
    ``accounts``: ``filed``, ``sampled``, ``share``, ``qualified``, ``rate``, ``by_level``, ``by_region``, ``vetoes``;
    ``replies``: ``asked``, ``answered``, ``within_5_days``, ``share_5_days``, ``within_1_day``;
    ``interpretation``: ``known``, ``with_column``, ``share``.
    """
    results = [one.result for one in scored]
    return {
        "sites": {
            "overall": _counts(counts_by(results, lambda _: WHOLE))[0] if results else None,
            "by_category": _by(results, category_of),
            "by_level": _by(results, lambda result: result.site.level.label),
            "by_kind": _by(results, lambda result: result.site.kind.label),
            "by_region": _by(results, lambda result: result.site.region),
            "vetoes": dict(Counter(item for result in results for item in result.veto_items)),
        },
        "accounts": _accounts(campaign),
        "replies": _replies(reply_figures(campaign)),
        "interpretation": _interpretation(campaign),
    }


def _interpretation(campaign: Campaign) -> dict[str, Any]:
    """Sites with a column of policy interpretation, among those of which it is known.

    A column that was found is there, however the crawl ended; that there is none is known only of a site
    that was seen to its end.
    """
    rows = campaign.sites.exclude(column_types=None).values_list("column_types", "complete")
    has = [ColumnType.INTERPRETATION.value in (types or ()) for types, _ in rows]
    known = sum(there or complete for there, (_, complete) in zip(has, rows, strict=True))
    return {"known": known, "with_column": sum(has), "share": percent(sum(has), known)}


def _by(results: Iterable[SiteResult], key: Callable[[SiteResult], str]) -> list[dict[str, Any]]:
    return _counts(counts_by(results, key))


def _counts(counts: Iterable[Counts]) -> list[dict[str, Any]]:
    return [
        {
            "group": one.group,
            "checked": one.total,
            "qualified": one.qualified,
            "unqualified": one.unqualified,
            "pending": one.pending,
            "rate": one.rate,
        }
        for one in counts
    ]


def _accounts(campaign: Campaign) -> dict[str, Any]:
    rows = list(campaign.accounts.values_list("level", "region", "outcome"))
    record = campaign.samplings.filter(population=Population.ACCOUNTS).first()
    filed = sum(stratum["population"] for stratum in record.strata) if record else 0
    qualified = sum(outcome == Outcome.QUALIFIED for _, _, outcome in rows)
    pending = sum(outcome == Outcome.PENDING for _, _, outcome in rows)
    return {
        "filed": filed,
        "sampled": len(rows),
        "share": percent(len(rows), filed),
        "qualified": qualified,
        "pending": pending,
        "rate": rate_range(qualified, pending, len(rows)),
        "by_level": _groups([(UnitLevel(level).label, outcome) for level, _, outcome in rows]),
        "by_region": _groups([(region, outcome) for _, region, outcome in rows]),
        "vetoes": _account_vetoes(campaign),
    }


def _account_vetoes(campaign: Campaign) -> dict[str, int]:
    """Accounts by confirmed veto; one query."""
    confirmed = Finding.objects.filter(
        told_as(Status.CONFIRMED),
        campaign=campaign,
        checked__account__isnull=False,
        is_veto=True,
        withdrawn=False,
    )
    return dict(confirmed.order_by("item").values_list("item").annotate(Count("checked", distinct=True)))


def _groups(rows: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    groups: dict[str, list[str]] = {}
    for name, outcome in rows:
        groups.setdefault(name, []).append(outcome)
    return [
        {
            "group": name,
            "sampled": len(outcomes),
            "qualified": (qualified := outcomes.count(Outcome.QUALIFIED)),
            "pending": (pending := outcomes.count(Outcome.PENDING)),
            "rate": rate_range(qualified, pending, len(outcomes)),
        }
        for name, outcomes in groups.items()
    ]


def _replies(replies: ReplyFigures) -> dict[str, Any]:
    return {
        "asked": replies.asked,
        "answered": replies.answered,
        "within_5_days": replies.within_5_days,
        "share_5_days": percent(replies.within_5_days, replies.asked),
        "within_1_day": replies.within_1_day,
    }
