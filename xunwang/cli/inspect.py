"""``xunwang inspect`` and ``xunwang resume``: the main job."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from xunwang.cli.collect import collect_and_report, is_collection, secrets_option
from xunwang.cli.live import LiveProgress, stop_on_interrupt
from xunwang.cli.network import fetch_settings, network_options
from xunwang.cli.result_table import print_result
from xunwang.cli.screen import (
    Instant,
    console,
    errors,
    fail,
    folder_argument,
    json_option,
    local,
    print_json,
    speaks_plainly,
    utc_stamp,
)
from xunwang.cli.system_clock import SystemClock
from xunwang.clock import Clock
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.secrets import SecretsError, read_secrets
from xunwang.engine.archive import Archive, ArchiveError
from xunwang.engine.availability import AvailabilityError, import_probes
from xunwang.engine.executors import ShardError
from xunwang.engine.judge import judge, promote_evidence
from xunwang.engine.run import Ending, inspect_run
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.engine.site_list import SiteList, SiteListError, read_site_list
from xunwang.notices.report import write_report
from xunwang.notices.results_json import results_json
from xunwang.pages.render import browser_problem
from xunwang.rules.edition import EditionError, load_edition
from xunwang.text import ListError

BROWSER_PAGES = 40
"""Pages of a site that ``--browser`` renders."""


@click.command(help="检查名单（CSV或XLSX）中的网站，写出报告。中断后用同样的命令继续。")
@click.argument("list_file", metavar="名单", type=click.Path(path_type=Path))
@click.option("--at", type=Instant(), help="监测时间点；默认为现在。")
@click.option(
    "--edition", "edition_file", type=click.Path(path_type=Path), help="指标版本文件；默认为2019年版。"
)
@click.option(
    "--runs",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="检查结果存放的文件夹。",
)
@click.option(
    "--pages", type=click.IntRange(1), default=3000, show_default=True, help="每个网站最多抓取的页数。"
)
@click.option(
    "--depth", type=click.IntRange(1, 50), default=8, show_default=True, help="距首页的最大点击次数。"
)
@click.option(
    "--hours", type=click.FloatRange(0.01), default=6.0, show_default=True, help="每个网站最长用时（小时）。"
)
@click.option(
    "--ignore-robots",
    metavar="依据",
    default="",
    help="不遵守robots.txt，并写明依据（主管单位检查其负责的网站时方可使用，记入检查档案）。",
)
@click.option(
    "--probes",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="已有的可用性探测记录（probe命令的文件夹，或其他探测系统的CSV）。可重复。",
)
@click.option("--words", type=click.Path(exists=True, file_okay=False), help="本单位自己的词库文件夹。")
@click.option(
    "--browser",
    is_flag=True,
    help=f"由脚本加载列表的首页和栏目页用Chromium渲染后再判定，每个网站至多{BROWSER_PAGES}页；不加时这类页面为“无法判定”。",
)
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="抓取进程数。")
@click.option(
    "--wait/--no-wait",
    default=False,
    show_default=True,
    help="等待链接复测全部完成（跨24小时）再结束；否则稍后用resume继续。",
)
@network_options
@json_option
@speaks_plainly(SiteListError, ArchiveError, EditionError, ListError, AvailabilityError, ShardError)
def inspect(list_file: Path, **options: Any) -> None:
    """Inspect the sites of a list."""
    clock = SystemClock()
    edition_file = options["edition_file"]
    load_edition(edition_file)
    listed = read_site_list(list_file)
    _tell_errors(listed, len(listed.sites))
    if not listed.sites:
        fail("名单中没有可用的行。")
    if options["browser"] and (problem := browser_problem()):
        fail(problem)
    archive = _open_or_create(list_file, listed, clock, options)
    if options["browser"] and not archive.settings.crawl.browser_pages:
        errors.print("[yellow]![/yellow] 该检查开始时未启用浏览器渲染，继续时也不启用。")
    for source in options["probes"]:
        for problem in import_probes(archive, source):
            errors.print(f"[yellow]![/yellow] {escape(str(problem))}")
    run_and_report(archive, clock, edition_file, wait=options["wait"], as_json=options["as_json"])


def _tell_errors(listed: SiteList, good: int) -> None:
    for problem in listed.errors:
        errors.print(f"[yellow]![/yellow] {escape(str(problem))}")
    if listed.errors:
        rows = len({problem.row for problem in listed.errors})
        errors.print(f"名单中有 {rows} 行未采用，其余 {good} 行继续检查。")


def _open_or_create(list_file: Path, listed: SiteList, clock: Clock, options: dict[str, Any]) -> Archive:
    """The unfinished run of this very list, or a new one."""
    digest = hashlib.sha256(list_file.read_bytes()).hexdigest()
    for folder in sorted(options["runs"].glob("*/manifest.json"), reverse=True):
        try:
            archive = Archive(folder.parent)
        except ArchiveError:
            continue  # Another run that is damaged or not ours must not keep this list from being inspected.
        if archive.manifest.get("list_digest") == digest and not archive.manifest.get("ended"):
            errors.print(f"继续未完成的检查 {escape(str(archive.folder))}")
            return archive
    now = clock.now()
    settings = _settings(options, options["at"] or now)
    folder = options["runs"] / f"{utc_stamp(now)}-{list_file.stem}"
    return Archive.create(
        folder, listed.sites, settings, now, {"list": list_file.name, "list_digest": digest}
    )


def _settings(options: dict[str, Any], check_point: datetime) -> RunSettings:
    names = ("contact", "rate", "connections", "allowed", "ca_file")
    fetch = fetch_settings(**{name: options[name] for name in names})
    crawl = CrawlSettings(
        max_pages=options["pages"],
        max_depth=options["depth"],
        max_seconds=options["hours"] * 3600,
        browser_pages=BROWSER_PAGES if options["browser"] else 0,
        obey_robots=not options["ignore_robots"],
        robots_override_reason=options["ignore_robots"],
    )
    return RunSettings(check_point, fetch, crawl, options["contact"], options["words"], options["processes"])


@click.command(help="继续一次未完成的检查或采集（被中断，或链接复测已到时间）。")
@folder_argument
@click.option(
    "--edition", "edition_file", type=click.Path(path_type=Path), help="指标版本文件；默认为2019年版。"
)
@click.option("--wait/--no-wait", default=False, help="等待链接复测全部完成再结束。")
@secrets_option
@json_option
@speaks_plainly(ArchiveError, EditionError, ListError, SecretsError, ShardError)
def resume(
    run: Path, edition_file: Path | None, wait: bool, secrets_file: Path | None, as_json: bool
) -> None:
    """Go on with an unfinished run, or an unfinished collection."""
    if is_collection(run):
        secrets = read_secrets(secrets_file, os.environ)
        collection = CollectionArchive(run)
        collect_and_report(collection, SystemClock(), load_edition(edition_file), secrets, as_json=as_json)
        return
    archive = Archive(run)
    if archive.manifest.get("simulated"):
        fail("这是模拟省的检查：请用不带参数的./run继续。")
    run_and_report(archive, SystemClock(), edition_file, wait=wait, as_json=as_json)


def run_and_report(
    archive: Archive, clock: Clock, edition_file: Path | None, *, wait: bool, as_json: bool
) -> None:
    """Fetch what is missing, judge, write the report, say where it is."""
    edition = load_edition(edition_file)
    _check_browser(archive)
    with stop_on_interrupt() as should_stop, LiveProgress(archive.sites, quiet=as_json) as progress:
        ending = inspect_run(archive, clock, progress=progress, should_stop=should_stop, wait=wait)
        if not ending.stopped:
            progress.phase("判定与报告", len(archive.sites))
            result = judge(archive, edition, on_site=lambda _: progress.step())
            promote_evidence(archive, result)
            paths = write_report(result, archive.folder)
    if ending.stopped:
        errors.print(
            f"已停止，未丢失任何已抓取的页面。继续：同样的命令，或 resume {escape(str(archive.folder))}"
        )
        raise SystemExit(130)
    if as_json:
        print_json(results_json(result))
        return
    print_result(result)
    for path in paths.values():
        console.print(f"已写出 [bold]{escape(str(path))}[/bold]")
    _tell_ending(archive, ending)


def _check_browser(archive: Archive) -> None:
    """A run that was begun with the browser is not silently finished without it."""
    if not archive.settings.crawl.browser_pages or all(archive.crawled(site) for site in archive.sites):
        return
    if problem := browser_problem():
        fail(f"该检查开始时启用了浏览器渲染。{problem}")


def _tell_ending(archive: Archive, ending: Ending) -> None:
    if ending.links_due is not None:
        console.print(
            f"还有 {ending.links_open} 个打不开的链接需复测（{local(ending.links_due)} 之后），"
            f"届时执行：resume {escape(str(archive.folder))}"
        )


__all__ = ["inspect", "resume", "run_and_report"]
