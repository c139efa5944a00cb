"""The engine's part of the demonstration: a week of probes, the crawl, the verdicts, and their intake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from xunwang.cli.demo.inspection_only import PROBE_EVERY, PROBE_FOR, simulated_settings
from xunwang.cli.demo.register import DemoError
from xunwang.cli.demo.scene import TAKEN_IN_AT, Scene
from xunwang.cli.live import LiveProgress, stop_on_interrupt
from xunwang.engine.archive import Archive
from xunwang.engine.availability import probe_run
from xunwang.engine.judge import judge, promote_evidence
from xunwang.engine.run import inspect_run
from xunwang.inspection.editions import edition_of
from xunwang.inspection.engine_sites import engine_sites
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Campaign
from xunwang.inspection.running.recorded import record_run
from xunwang.notices.report import write_report
from xunwang.simulate.plan import Story
from xunwang.simulate.process import RunningProvince, start_province

RUN = "demo-2020"


class Stopped(Exception):  # noqa: N818 -- nothing went wrong
    """The person has interrupted; the same command goes on."""


def inspect_campaign(campaign: Campaign, scene: Scene, runs: Path, *, quiet: bool) -> None:
    """Inspect the campaign's sites, served on loopback, and take the results in. Goes on where it was stopped.

    Raises Stopped, DemoError, and what the province's start raises.
    """
    with start_province(sites=scene.sites, seed=scene.seed, story=Story.YEAR_2020) as province:
        archive = _archive(campaign, scene, province, runs / RUN)
        clock = province.clock
        with stop_on_interrupt() as should_stop, LiveProgress(archive.sites, quiet=quiet) as progress:
            probe_run(
                archive, clock, every=PROBE_EVERY, duration=PROBE_FOR, progress=progress,
                should_stop=should_stop,
            )  # fmt: skip
            if should_stop():
                raise Stopped
            clock.sleep_until(province.settings.check_point)
            ending = inspect_run(archive, clock, progress=progress, should_stop=should_stop, wait=True)
            if ending.stopped:
                raise Stopped
            progress.phase("判定与报告", len(archive.sites))
            result = judge(archive, edition_of(campaign), on_site=lambda _: progress.step())
            promote_evidence(archive, result)
            write_report(result, archive.folder)
    with transaction.atomic():
        take(campaign, from_run(result), campaign.created_by, TAKEN_IN_AT)
        record_run(campaign, archive, campaign.created_by, TAKEN_IN_AT)


def _archive(campaign: Campaign, scene: Scene, province: RunningProvince, folder: Path) -> Archive:
    settings = simulated_settings(province)
    sites = engine_sites(campaign)
    intervals = {spec.home_url: dict(spec.intervals) for spec in scene.specs}
    if (folder / "manifest.json").is_file():
        archive = Archive(folder)
        if {site.home_url for site in archive.sites} != {site.home_url for site in sites}:
            raise DemoError(f"“{folder}”中是另一次检查。请换一个--home，或删除该文件夹。")
        archive.use_settings(settings)
        return archive
    # How often a column is renewed is declared by its office; the register does not hold it.
    note: dict[str, Any] = {
        "simulated": {"sites": scene.sites, "seed": scene.seed, "pages": 0, "story": Story.YEAR_2020.value},
        "title": campaign.title,
    }
    declared = tuple(replace(site, intervals=intervals.get(site.home_url, {})) for site in sites)
    return Archive.create(folder, declared, settings, province.settings.start, note)
