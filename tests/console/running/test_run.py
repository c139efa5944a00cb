"""A campaign's sites are fetched, judged and taken in, step by step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.province import Province
from tests.console.running.simulated import Office, simulated_office
from xunwang.engine.archive import Archive
from xunwang.engine.judge import judge
from xunwang.inspection.editions import edition_of
from xunwang.inspection.intake import from_run
from xunwang.inspection.models import Finding, Intake, ItemVerdict, RunSite
from xunwang.inspection.running.words import RunStatus, SiteState
from xunwang.inspection.stages import Stage


@pytest.fixture
def office(province: Province, tmp_path: Path) -> object:
    with simulated_office(province, tmp_path / "runs") as office:
        yield office


def test_three_sites_are_inspected_and_the_campaign_goes_to_review(office: Office, tmp_path: Path) -> None:
    run = office.drive(office.start(max_pages=60))
    assert (run.status, run.problem) == (RunStatus.DONE, "")
    assert set(run.sites.values_list("state", flat=True)) == {SiteState.TAKEN}
    office.round_.campaign.refresh_from_db()
    assert office.round_.campaign.stage == Stage.REVIEW
    archive = Archive(tmp_path / "runs" / run.name)
    assert archive.sealed
    told = from_run(judge(archive, edition_of(office.round_.campaign)))
    verdicts = {
        (row.checked.home_url, row.item): row.state for row in ItemVerdict.objects.select_related("checked")
    }
    assert verdicts == {(s.key, i): v.state for s in told.results for i, v in s.verdicts.items()}
    assert Finding.objects.count() > 10
    assert set(Finding.objects.values_list("run", flat=True)) == {run.name}
    for row in RunSite.objects.select_related("site"):
        assert row.pages == row.site.pages or not row.site.complete
        assert row.started_at <= row.ended_at
    assert RunSite.objects.filter(pages__gt=20, size__gt=10_000).count() >= 2
    assert Intake.objects.get().by is None
