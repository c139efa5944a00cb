"""``xunwang collect``: posts of accounts of new media, collected, checked and judged; and going on with it."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import orjson
from rich.markup import escape

from xunwang.cli.account_table import print_accounts
from xunwang.cli.live import stop_on_interrupt
from xunwang.cli.live_collect import LiveCollectProgress
from xunwang.cli.network import fetch_settings, network_options
from xunwang.cli.screen import (
    Instant,
    console,
    errors,
    fail,
    json_option,
    print_json,
    speaks_plainly,
    utc_stamp,
)
from xunwang.cli.system_clock import SystemClock
from xunwang.clock import Clock
from xunwang.collect.account_list import AccountListError, read_account_list
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import Span
from xunwang.collect.judge import judge_accounts
from xunwang.collect.plan import SecretsOf, Wanted
from xunwang.collect.runner import Means
from xunwang.collect.runner import collect as run_collection
from xunwang.collect.secrets import SecretsError, read_secrets
from xunwang.collect.settings import CollectionSettings
from xunwang.collect.ways import collectors
from xunwang.engine.archive import ArchiveError, write_atomically
from xunwang.notices.accounts_json import CollectionHead, accounts_json
from xunwang.rules.edition import Edition, EditionError, load_edition
from xunwang.text import ListError

DEFAULT_DAYS = 90
"""Days before ``--until`` that are collected unless said otherwise: a quarter's check."""

secrets_option = click.option(
    "--secrets",
    "secrets_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="凭据文件（JSON，仅本人可读）；也可放在环境变量XUNWANG_COLLECT_SECRETS中。名单中不写凭据。",
)


@click.command(help="采集名单（CSV或XLSX）中政务新媒体账号的发布内容并判定。中断后用同样的命令继续。")
@click.argument("list_file", metavar="名单", type=click.Path(path_type=Path))
@click.option("--since", type=Instant(), help=f"采集自此时起的内容；默认为截止时间前{DEFAULT_DAYS}天。")
@click.option("--until", type=Instant(), help="采集到此时为止的内容，也是监测时间点；默认为现在。")
@click.option(
    "--edition", "edition_file", type=click.Path(path_type=Path), help="指标版本文件；默认为2019年版。"
)
@click.option(
    "--collections",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("collections"),
    show_default=True,
    help="采集结果存放的文件夹。",
)
@click.option("--uploads", type=click.Path(file_okay=False, path_type=Path), help="导入文件所在的文件夹。")
@click.option(
    "--previous",
    type=click.Path(file_okay=False, path_type=Path),
    help="上一次采集的结果目录：从它接着采集，识别修改和删除。",
)
@secrets_option
@click.option("--words", type=click.Path(exists=True, file_okay=False), help="本单位自己的词库文件夹。")
@click.option(
    "--hours",
    type=click.FloatRange(0.01),
    default=6.0,
    show_default=True,
    help="等待平台限额恢复的最长时间（小时）。",
)
@network_options
@json_option
@speaks_plainly(AccountListError, ArchiveError, EditionError, ListError, SecretsError)
def collect(list_file: Path, **options: Any) -> None:
    """Collect the accounts of a list."""
    clock = SystemClock()
    edition = load_edition(options["edition_file"])
    secrets = read_secrets(options["secrets_file"], os.environ)
    listed = read_account_list(list_file)
    for problem in listed.errors:
        errors.print(f"[yellow]![/yellow] {escape(str(problem))}")
    if listed.errors:
        rows = len({problem.row for problem in listed.errors})
        errors.print(f"名单中有 {rows} 行未采用，其余 {len(listed.accounts)} 个账号继续采集。")
    if not listed.accounts:
        fail("名单中没有可用的行。")
    archive = _open_or_create(list_file, listed.accounts, clock, options)
    collect_and_report(archive, clock, edition, secrets, as_json=options["as_json"])


def _open_or_create(
    list_file: Path, accounts: tuple[Wanted, ...], clock: Clock, options: dict[str, Any]
) -> CollectionArchive:
    """The unfinished collection of this very list and span, or a new one."""
    asked = [list_file.read_bytes(), repr((options["since"], options["until"])).encode()]
    digest = hashlib.sha256(b"\0".join(asked)).hexdigest()
    for manifest in sorted(options["collections"].glob("*/manifest.json"), reverse=True):
        try:
            archive = CollectionArchive(manifest.parent)
        except ArchiveError:
            continue
        if archive.manifest.get("list_digest") == digest and not archive.sealed:
            errors.print(f"继续未完成的采集 {escape(str(archive.folder))}")
            return archive
    now = clock.now()
    notes = {
        "list": list_file.name,
        "list_digest": digest,
        "uploads": _absolute(options["uploads"] or list_file.parent),
        "previous_folder": _absolute(options["previous"]),
    }
    folder = options["collections"] / f"{utc_stamp(now)}-{list_file.stem}"
    return CollectionArchive.create(folder, accounts, _settings(options, now), now, notes)


def _absolute(path: Path | None) -> str:
    return "" if path is None else str(path.resolve())


def _settings(options: dict[str, Any], now: datetime) -> CollectionSettings:
    names = ("contact", "rate", "connections", "allowed", "ca_file")
    until = options["until"] or now
    since = options["since"] or until - timedelta(days=DEFAULT_DAYS)
    if since >= until:
        fail("起始时间（--since）应早于截止时间（--until）。")
    return CollectionSettings(
        Span(since, until, now),
        fetch_settings(**{name: options[name] for name in names}),
        seconds=options["hours"] * 3600,
        word_lists=options["words"],
    )


def is_collection(folder: Path) -> bool:
    """The folder is that of a collection, not of an inspection of sites."""
    try:
        return bool(orjson.loads((folder / "manifest.json").read_bytes()).get("what") == "collection")
    except (OSError, ValueError, AttributeError):
        return False


def collect_and_report(
    archive: CollectionArchive, clock: Clock, edition: Edition, secrets: SecretsOf, *, as_json: bool
) -> None:
    """Collect what is missing, judge, write the results, say where they are."""
    previous = archive.manifest.get("previous_folder")
    means = Means(
        collectors(),
        clock,
        secrets=secrets,
        uploads=Path(archive.manifest["uploads"]) if archive.manifest.get("uploads") else None,
        previous=CollectionArchive(Path(previous)) if previous and not archive.sealed else None,
    )
    with stop_on_interrupt() as should_stop, LiveCollectProgress(quiet=as_json) as progress:
        ended = run_collection(archive, means, progress=progress, should_stop=should_stop)
    if ended.stopped:
        errors.print(
            f"已停止，未丢失任何已采集完的账号。继续：同样的命令，或 resume {escape(str(archive.folder))}"
        )
        raise SystemExit(130)
    report_collection(CollectionArchive(archive.folder), edition, None, as_json=as_json)


def report_collection(
    archive: CollectionArchive, edition: Edition, at: datetime | None, *, as_json: bool
) -> None:
    """Judge a finished collection, write ``results.json`` and show what came out."""
    if not archive.sealed:
        fail(f"采集尚未完成，请先执行 resume {archive.folder}")
    manifest = archive.manifest
    created = datetime.fromisoformat(manifest["created"])
    head = CollectionHead(
        archive.name, at or archive.settings.span.until, created, datetime.fromisoformat(manifest["sealed"]),
        {"program": manifest["program"], "title": manifest.get("title", ""), "sealed": manifest["sealed"]},
    )  # fmt: skip
    judged = list(judge_accounts(archive, edition, at))
    results = accounts_json(head, edition, judged)
    path = archive.folder / "results.json"
    write_atomically(path, orjson.dumps(results, option=orjson.OPT_INDENT_2))
    if as_json:
        print_json(results)
        return
    print_accounts(judged, head.check_point, edition)
    console.print(f"已写出 [bold]{escape(str(path))}[/bold]")
