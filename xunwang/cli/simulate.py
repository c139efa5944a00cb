"""``xunwang simulate``: serve the simulated province, tell its truth, score a run against it."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from rich.table import Table

from xunwang.cli.score import score as score_run
from xunwang.cli.score import score_accounts
from xunwang.cli.screen import console, fail, folder_argument, json_option, print_json, speaks_plainly
from xunwang.cli.simulated_accounts import collect_simulated
from xunwang.collect.judge import judge_accounts
from xunwang.engine.archive import Archive, ArchiveError
from xunwang.engine.judge import judge
from xunwang.rules.edition import load_edition
from xunwang.simulate.plan import Settings, plan
from xunwang.simulate.platforms.casting import Playbill
from xunwang.simulate.platforms.process import start_platforms
from xunwang.simulate.platforms.truth import truth_of as accounts_truth
from xunwang.simulate.process import ProvinceError
from xunwang.simulate.roster import write_list
from xunwang.simulate.server import serve as serve_province
from xunwang.simulate.truth import truth as truth_of

sites_option = click.option(
    "--sites", type=click.IntRange(1, 310), default=40, show_default=True, help="网站数。"
)
seed_option = click.option("--seed", type=int, default=1, show_default=True, help="种子数。")
pages_option = click.option(
    "--pages", type=click.IntRange(0), default=0, help="每个网站约多少页；0为常规规模。"
)


@click.group(help="模拟省：用于演示、测试和测速，含预埋问题。")
def simulate() -> None:
    """Group of the simulation commands."""


@simulate.command(help="在本机提供模拟省的全部网站，直到Ctrl-C。")
@sites_option
@seed_option
@pages_option
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="写入名单和证书的文件夹。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="HTTP端口；0为任意空闲端口。")
def serve(sites: int, seed: int, pages: int, folder: Path | None, port: int) -> None:
    """Serve the province."""
    settings = Settings(seed=seed, sites=sites, pages=pages)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        write_list(plan(settings), folder / "sites.csv")
    serve_province(settings, folder, ports=(port, 0))


@simulate.command(help="写出模拟省预埋问题的真值（JSON）。")
@sites_option
@seed_option
@pages_option
def truth(sites: int, seed: int, pages: int) -> None:
    """Print the truth."""
    print_json(truth_of(Settings(seed=seed, sites=sites, pages=pages)))


@simulate.command(help="把一次对模拟省的检查与预埋问题对照：逐项给出查准率和查全率。")
@folder_argument
@click.option(
    "--truth",
    "truth_file",
    type=click.Path(exists=True, path_type=Path),
    help="真值文件；默认由种子数重新生成。",
)
@json_option
@speaks_plainly(ArchiveError)
def score(run: Path, truth_file: Path | None, as_json: bool) -> None:
    """Score a run."""
    archive = Archive(run)
    planted = archive.manifest.get("simulated")
    if truth_file is None and not planted:
        fail("这不是对模拟省的检查，没有真值可对照。")
    known = json.loads(truth_file.read_text()) if truth_file else truth_of(Settings(**(planted or {})))
    rows = score_run(judge(archive, load_edition(None)), known)
    if as_json:
        print_json(rows)
    else:
        _print(rows)


@simulate.command(help="采集模拟平台上的全部账号并判定，与预埋问题对照：逐项给出查准率和查全率。")
@sites_option
@seed_option
@click.option("--folder", type=click.Path(path_type=Path), help="保留采集结果的新文件夹；默认用后即删。")
@json_option
@speaks_plainly(ArchiveError, ProvinceError)
def accounts(sites: int, seed: int, folder: Path | None, as_json: bool) -> None:
    """Collect, judge and score the accounts."""
    bill, edition = Playbill(Settings(seed=seed, sites=sites)), load_edition(None)
    with TemporaryDirectory(prefix="xunwang-accounts-") as temporary, start_platforms(bill) as running:
        archive = collect_simulated(running, folder or Path(temporary) / "accounts")
        judged = (one.result for one in judge_accounts(archive, edition))
        rows = score_accounts(judged, edition, accounts_truth(bill))
    if as_json:
        print_json(rows)
    else:
        _print(rows)


def _print(rows: dict[str, dict[str, Any]]) -> None:
    table = Table("指标", "方式", "预埋", "发现", "误报", "查准率", "查全率", "漏报与误报")
    for item, row in rows.items():
        wrong = [f"漏 {site}" for site in row["missed_sites"][:3]] + [
            f"误 {site}" for site in row["false_sites"][:3]
        ]
        wrong += [f"应为无法判定 {site}" for site in row["not_unknown"][:3]]
        style = "red" if wrong else ""
        rates = ["—" if row[key] is None else f"{row[key]:.3f}" for key in ("precision", "recall")]
        counts = [str(row[key]) for key in ("planted", "found", "false_alarms")]
        table.add_row(item, row["method"], *counts, *rates, "\n".join(wrong), style=style)
    console.print(table)
