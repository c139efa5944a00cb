"""``xunwang demo``, and what ``./run`` does without a command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import click
from rich.panel import Panel
from rich.table import Table

from xunwang.cli.demo.inspection_only import inspect_province
from xunwang.cli.screen import console, errors, fail, json_option, print_json, speaks_plainly
from xunwang.database import DatabaseError
from xunwang.engine.archive import ArchiveError
from xunwang.simulate.process import ProvinceError

FULL, FAST = 310, 24


@click.command(
    help="演示2020年全省检查，完成后打开工作台：建立名录、制定计划、检查模拟省的网站、从模拟平台采集抽查的新媒体并判定、"
    "核定、通报、整改。手机核查、复核和申诉由脚本按预埋真值完成并注明。中断后用同样的命令继续。"
)
@click.option("--fast", is_flag=True, help=f"较小的模拟省（{FAST}个网站）。")
@click.option("--sites", type=click.IntRange(8, FULL), help=f"网站数，默认{FULL}个。")
@click.option("--seed", type=int, default=1, show_default=True, help="模拟省的种子数。")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="演示数据的文件夹，默认为runs/demo-2020-网站数。与正式数据互不影响。",
)
@click.option("--serve/--no-serve", default=True, help="完成后打开工作台。给出--json时不打开。")
@click.option("--port", type=click.IntRange(0, 65535), default=8020, show_default=True, help="工作台端口。")
@click.option(
    "--inspect-only", is_flag=True, help="只检查并写出报告，不用数据库和工作台；预埋全部种类的问题。"
)
@click.option(
    "--runs",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="检查结果存放的文件夹。",
)
@json_option
@speaks_plainly(ArchiveError, ProvinceError, DatabaseError)
def demo(
    fast: bool = False,
    sites: int | None = None,
    seed: int = 1,
    home: Path | None = None,
    serve: bool = True,
    port: int = 8020,
    inspect_only: bool = False,
    runs: Path = Path("runs"),
    as_json: bool = False,
) -> None:
    """Play the demonstration."""
    if inspect_only:
        inspect_province(sites or 40, seed, runs, as_json=as_json)
        return
    number = sites or (FAST if fast else FULL)
    place = (home or runs / f"demo-2020-{number}{f'-seed{seed}' if seed != 1 else ''}").resolve()
    _own_place(place)
    told, sampled = _play(number, seed, place, quiet=as_json)
    if as_json:
        print_json(told)
        return
    _show(told, place)
    if serve:
        _serve(Shown(number, seed, tuple(sampled)), place, port)


def _own_place(place: Path) -> None:
    """The demonstration never touches an office's data, whatever the environment says."""
    if os.environ.get("DATABASE_URL"):
        fail("已设置DATABASE_URL。演示只使用自己的内置数据库，请先取消该环境变量。")
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["XUNWANG_HOME"] = str(place)
    os.environ["XUNWANG_LOOPBACK_TRIAL"] = "1"


def _play(number: int, seed: int, place: Path, *, quiet: bool) -> tuple[dict[str, Any], list[str]]:
    """What it came to, and the keys of the sampled accounts."""
    from xunwang.cli.console import console_ready

    with console_ready():
        from xunwang.cli.demo.engine import Stopped
        from xunwang.cli.demo.register import DemoError
        from xunwang.cli.demo.round import Round, headline
        from xunwang.cli.demo.scene import Scene

        say = (lambda _: None) if quiet else lambda text: errors.print(f"[bold]▸[/bold] {text}")
        round_ = Round(Scene(number, seed), place, quiet, say)
        try:
            campaign = round_.play()
        except Stopped:
            errors.print("已停止，未丢失已完成的部分。用同样的命令继续。")
            raise SystemExit(130) from None
        except DemoError as error:
            fail(str(error))
        sampled = [one.key for one in campaign.accounts.all()]
        return {**headline(campaign), "script": round_.counts, "documents": round_.documents}, sampled


def _show(told: dict[str, Any], place: Path) -> None:
    sites, accounts = told["sites"], told["accounts"]
    table = Table(title="2020年全省检查（演示）", show_header=False, title_justify="left")
    table.add_row("检查网站", f"{sites['checked']}个，合格{sites['qualified']}个，合格率{sites['rate']}")
    table.add_row("其中", "、".join(f"{name}{count}个" for name, count in sites["by_kind"].items()))
    table.add_row(
        "抽查新媒体",
        f"备案{accounts['filed']}个，抽查{accounts['sampled']}个（{accounts['share']}），"
        f"合格{accounts['qualified']}个，合格率{accounts['rate']}",
    )
    table.add_row("开设政策解读栏目", told["interpretation_share"])
    table.add_row("5个工作日内答复", told["replied_5_days"])
    table.add_row("1个工作日内答复", f"{told['replied_1_day']}个网站")
    console.print(table)
    for path in told["documents"]:
        console.print(f"已写出 {path}", soft_wrap=True)
    console.print(f"演示数据在 {place}", soft_wrap=True)


class Shown(NamedTuple):
    """The province that goes on living behind the console."""

    sites: int
    seed: int
    sampled: tuple[str, ...]


def _serve(shown: Shown, place: Path, port: int) -> None:
    from xunwang.cli.demo.people import read_passwords
    from xunwang.cli.demo.worker import province_of_today
    from xunwang.cli.serve import serve, start_servers_afresh

    start_servers_afresh()
    lines = [f"{name:<9}{password}" for name, password in read_passwords(place).items()]
    console.print(Panel("\n".join(lines), title="演示账号（用户名　密码）", expand=False))
    with province_of_today(*shown, place):
        click.get_current_context().invoke(
            serve, loopback=True, address="127.0.0.1", port=port, workers=2, no_worker=True
        )
