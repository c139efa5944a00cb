"""Judging a sealed archive and taking the results in, some sites at a time, each share whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import DatabaseError, transaction

from xunwang.engine.archive import Archive
from xunwang.engine.judge import judge, promote_evidence
from xunwang.inspection.editions import edition_of
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Run, RunSite
from xunwang.inspection.running.words import SiteState
from xunwang.rules.facts import Site

_SHARE = 10
"""Sites that are judged and taken in together."""
_log = logging.getLogger(__name__)


def take_sites(
    run: Run, archive: Archive, now: Callable[[], datetime], should_stop: Callable[[], bool]
) -> bool:
    """Judge and take in what is not taken in yet; False when stopped before the end.

    A site that can't be judged is marked as failed, with the reason, and keeps nobody from going on. Raises
    InspectionError where the campaign takes no results, DatabaseError.
    """
    by_url = {site.home_url: site for site in archive.sites}
    rows = list(run.sites.filter(state=SiteState.JUDGING).select_related("site"))
    for share in _shares(rows):
        if should_stop():
            return False
        try:
            _take(run, archive, share, by_url, now())
        except (InspectionError, DatabaseError):
            raise
        except Exception:
            _log.exception("judging a share of run %s failed, its sites are judged one by one", run.pk)
            for row in share:
                _take_alone(run, archive, row, by_url, now())
    return True


def _shares(rows: Sequence[RunSite]) -> Iterator[Sequence[RunSite]]:
    for start in range(0, len(rows), _SHARE):
        yield rows[start : start + _SHARE]


def _take_alone(run: Run, archive: Archive, row: RunSite, by_url: dict[str, Site], now: datetime) -> None:
    try:
        _take(run, archive, [row], by_url, now)
    except (InspectionError, DatabaseError):
        raise
    except Exception as error:
        _log.exception("site %s of run %s can't be judged", row.site.home_url, run.pk)
        problem = f"无法判定（{type(error).__name__}：{error}）"[:2_000]
        RunSite.objects.filter(pk=row.pk).update(state=SiteState.FAILED, problem=problem, ended_at=now)


def _take(
    run: Run, archive: Archive, share: Sequence[RunSite], by_url: dict[str, Site], now: datetime
) -> None:
    sites = [by_url[row.site.home_url] for row in share]
    result = judge(archive, edition_of(run.campaign), sites=sites)
    promote_evidence(archive, result)
    reasons = {site.site.home_url: site.coverage.reason for site in result.sites}
    with transaction.atomic():
        take(run.campaign, from_run(result), None, now)
        for row in share:
            row.state, row.problem = SiteState.TAKEN, reasons.get(row.site.home_url, "")
            row.ended_at = row.ended_at or now
        RunSite.objects.bulk_update(share, ["state", "problem", "ended_at"])
