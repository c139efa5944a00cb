"""Commands that read a run: ``evaluate``, ``report``, ``show``, ``evidence``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.markup import escape

from xunwang.cli.collect import is_collection, report_collection
from xunwang.cli.evidence_page import RestrictedError, write_evidence
from xunwang.cli.result_table import print_result
from xunwang.cli.screen import (
    Instant,
    console,
    fail,
    folder_argument,
    json_option,
    local,
    print_json,
    speaks_plainly,
)
from xunwang.collect.archive import CollectionArchive
from xunwang.engine.archive import Archive, ArchiveError
from xunwang.engine.judge import judge, judge_site
from xunwang.fetch.evidence import EvidenceError
from xunwang.notices.report import write_report
from xunwang.notices.results_json import results_json, verdict_json
from xunwang.rules.edition import EditionError, load_edition
from xunwang.scoring.records import RunResult
from xunwang.words import State

_STYLES = {State.HIT: "red", State.NEEDS_REVIEW: "yellow", State.UNKNOWN: "dim", State.CLEAR: "green"}

edition_option = click.option(
    "--edition", "edition_file", type=click.Path(path_type=Path), help="指标版本文件；默认为2019年版。"
)
at_option = click.option("--at", type=Instant(), help="监测时间点；默认为检查时的时间点。")


def _judged(run: Path, edition_file: Path | None, at: datetime | None) -> RunResult:
    archive = Archive(run)
    edition = load_edition(edition_file)
    with console.status("正在判定…"):
        return judge(archive, edition, at)


@click.command(help="重新判定一次检查的结果，不访问网络；可换用其他指标版本或时间点。")
@folder_argument
@edition_option
@at_option
@json_option
@speaks_plainly(ArchiveError, EditionError)
def evaluate(run: Path, edition_file: Path | None, at: datetime | None, as_json: bool) -> None:
    """Judge again without fetching."""
    if is_collection(run):
        report_collection(CollectionArchive(run), load_edition(edition_file), at, as_json=as_json)
        return
    result = _judged(run, edition_file, at)
    if as_json:
        print_json(results_json(result))
    else:
        print_result(result)


@click.command(help="写出报告（report.html、report.xlsx、results.json）。")
@folder_argument
@edition_option
@at_option
@click.option(
    "--to", type=click.Path(file_okay=False, path_type=Path), help="写入的文件夹，默认为检查结果目录。"
)
@json_option
@speaks_plainly(ArchiveError, EditionError)
def report(run: Path, edition_file: Path | None, at: datetime | None, to: Path | None, as_json: bool) -> None:
    """Write the report."""
    result = _judged(run, edition_file, at)
    folder = to or run
    folder.mkdir(parents=True, exist_ok=True)
    paths = write_report(result, folder)
    if as_json:
        print_json({name: str(path) for name, path in paths.items()})
        return
    for path in paths.values():
        console.print(f"已写出 [bold]{escape(str(path))}[/bold]")


@click.command(help="显示一个网站的判定、问题和证据；可只看一项指标。")
@folder_argument
@click.argument("site")
@click.argument("indicator", required=False)
@edition_option
@at_option
@click.option("--restricted", is_flag=True, help="显示涉密线索的内容（限授权人员）。")
@json_option
@speaks_plainly(ArchiveError, EditionError)
def show(
    run: Path,
    site: str,
    indicator: str | None,
    edition_file: Path | None,
    at: datetime | None,
    restricted: bool,
    as_json: bool,
) -> None:
    """Show one site's verdicts."""
    archive = Archive(run)
    edition = load_edition(edition_file)
    found = archive.find_site(site)
    result = judge_site(archive, found, edition, at)
    items = [indicator] if indicator else list(result.verdicts)
    if indicator and indicator not in result.verdicts:
        known = "、".join(result.verdicts)
        fail(f"“{indicator}”不适用于该网站，或不是本版本的指标。可用：{known}")
    views = {
        item: verdict_json(found.home_url, item, result.verdicts[item], restricted=restricted)
        for item in items
    }
    if as_json:
        print_json({"site": found.name, "home_url": found.home_url, "verdicts": views})
        return
    console.print(f"[bold]{escape(found.name)}[/bold]　{found.home_url}　结果：{result.outcome.label}")
    for item in items:
        if indicator or result.verdicts[item].state is not State.CLEAR:
            _print_verdict(item, edition.items[item].title, result.verdicts[item].state, views[item])


def _print_verdict(item: str, title: str, state: State, view: dict) -> None:  # type: ignore[type-arg]
    console.print(f"\n[bold]{item}[/bold] {escape(title)}　[{_STYLES[state]}]{state.label}[/]")
    for key, label in (("measured", "情况"), ("missing", "缺少")):
        if view[key]:
            console.print(f"  {label}：{escape(view[key])}")
    for finding in view["findings"]:
        console.print(f"  · [cyan]{finding['id']}[/cyan] {escape(finding['summary'])}")
        for evidence in finding["evidence"]:
            at = local(datetime.fromisoformat(evidence["at"])) if evidence["at"] else ""
            console.print(f"      {escape(evidence['url'])}　{at}　{escape(evidence['note'])}", style="dim")
            if evidence["fragment"]:
                console.print(f"      “{escape(evidence['fragment'][:300])}”", style="dim")
    for task in view["tasks"]:
        console.print(f"  待办：{escape(task['instruction'])}")


@click.command(help="取出证据：按问题编号写出抓取时的页面，并标出所在位置。")
@folder_argument
@click.argument("finding")
@click.option(
    "--to", type=click.Path(file_okay=False, path_type=Path), help="写入的文件夹，默认为当前文件夹。"
)
@edition_option
@at_option
@click.option("--restricted", is_flag=True, help="取出涉密线索的证据（限授权人员）。")
@json_option
@speaks_plainly(ArchiveError, EditionError, EvidenceError, RestrictedError)
def evidence(
    run: Path,
    finding: str,
    to: Path | None,
    edition_file: Path | None,
    at: datetime | None,
    restricted: bool,
    as_json: bool,
) -> None:
    """Write out the page that a finding points to, as it was."""
    archive = Archive(run)
    result = _judged(run, edition_file, at)
    written = write_evidence(archive, result, finding, to or Path.cwd(), restricted=restricted)
    if written is None:
        fail(f"本次检查中没有编号为“{finding}”的问题。编号见report.html或show命令。")
    if as_json:
        print_json(written)
        return
    console.print(f"{escape(written['summary'])}")
    for file in written["files"]:
        console.print(f"已写出 [bold]{escape(file)}[/bold]")
    if not written["files"]:
        console.print("该问题的证据不是页面（如探测记录、DNS应答），见report.html中的说明。")
