"""A simulated province with every defect there is, inspected from its list to the report; no console."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from xunwang.cli.inspect import run_and_report
from xunwang.cli.live import LiveProgress, stop_on_interrupt
from xunwang.cli.screen import console, errors
from xunwang.engine.archive import Archive
from xunwang.engine.availability import probe_run
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.engine.site_list import sites_from_rows
from xunwang.fetch.records import FetchSettings
from xunwang.simulate.platforms.process import RunningPlatforms
from xunwang.simulate.process import RunningProvince, start_province

PROBE_EVERY = timedelta(hours=1)
PROBE_FOR = timedelta(days=7)


def simulated_settings(province: RunningProvince) -> RunSettings:
    """Settings for the simulated province: everything is on loopback, nobody is disturbed by haste."""
    fetch = FetchSettings(
        gateway=province.gateway,
        ca_file=province.ca_file,
        resolve=province.addresses,
        allowed_networks=("127.0.0.0/8",),
        rate_per_host=1000.0,
        connections_per_host=6,
    )
    return RunSettings(province.settings.check_point, fetch, CrawlSettings())


def platform_settings(platforms: RunningPlatforms) -> FetchSettings:
    """Network of the simulated platforms: everything is on loopback, nobody is disturbed by haste."""
    return FetchSettings(
        gateway=platforms.gateway,
        ca_file=platforms.ca_file,
        resolve=dict(platforms.addresses),
        allowed_networks=("127.0.0.0/8",),
        rate_per_host=1000.0,
        connections_per_host=16,
    )


def inspect_province(sites: int, seed: int, runs: Path, *, as_json: bool = False) -> None:
    """Inspect a province in which every defect is planted, and write the report.

    Raises ArchiveError and ProvinceError; SystemExit 130 when it was stopped.
    """
    with start_province(sites=sites, seed=seed) as province:
        errors.print(
            f"模拟省已启动：{len(province.site_rows)} 个网站，"
            f"监测时间点 {province.settings.check_point:%Y-%m-%d %H:%M}（模拟时间）"
        )
        archive = _archive(province, runs / f"simulated-{sites}-seed{seed}")
        clock = province.clock
        with stop_on_interrupt() as should_stop, LiveProgress(archive.sites, quiet=as_json) as progress:
            probe_run(
                archive,
                clock,
                every=PROBE_EVERY,
                duration=PROBE_FOR,
                progress=progress,
                should_stop=should_stop,
            )
            stopped = should_stop()
        if stopped:
            errors.print("已停止。用同样的命令继续。")
            raise SystemExit(130)
        clock.sleep_until(province.settings.check_point)
        run_and_report(archive, clock, None, wait=True, as_json=as_json)
    if not as_json:
        console.print("与预埋问题对照：simulate score " + str(archive.folder))


def _archive(province: RunningProvince, folder: Path) -> Archive:
    settings = simulated_settings(province)
    if (folder / "manifest.json").is_file():
        archive = Archive(folder)
        if not archive.manifest.get("ended"):
            errors.print(f"继续未完成的检查 {folder}")
            archive.use_settings(settings)
            return archive
        number = 2
        while (folder.parent / f"{folder.name}-{number}").exists():
            number += 1
        folder = folder.parent / f"{folder.name}-{number}"
    rows = province.site_rows
    header = list(rows[0])
    listed = sites_from_rows([header, *([row[key] for key in header] for row in rows)])
    note = {
        "simulated": {
            "sites": province.settings.sites,
            "seed": province.settings.seed,
            "pages": province.settings.pages,
        },
        "title": "模拟省政府网站检查报告",
    }
    return Archive.create(folder, listed.sites, settings, province.settings.start, note)
