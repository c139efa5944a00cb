"""``xunwang backup`` and ``xunwang restore``."""

from __future__ import annotations

from pathlib import Path

import click

from xunwang import __version__
from xunwang.cli.console import database_held
from xunwang.cli.screen import console, json_option, print_json, speaks_plainly
from xunwang.cli.system_clock import SystemClock
from xunwang.database import DatabaseError, Manifest, back_up, data_home
from xunwang.database import restore as put_back


@click.command(help="把数据库、上传文件和密钥备份到一个文件。可在工作台运行时进行。")
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-runs", is_flag=True, help="连同检查档案（抓取的页面和证据）一起备份。")
@json_option
@speaks_plainly(DatabaseError, OSError)
def backup(file: Path, with_runs: bool, as_json: bool) -> None:
    """Write a backup."""
    with database_held() as connection:
        made = back_up(
            connection, data_home(), file, now=SystemClock().now(), program=__version__, with_runs=with_runs
        )
    _tell(made, as_json, f"已备份到 {file}（{file.stat().st_size:,}字节）")


@click.command(help="把备份恢复到空的数据文件夹（新的XUNWANG_HOME）和空的数据库，并核对摘要。")
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@speaks_plainly(DatabaseError, OSError)
def restore(file: Path, as_json: bool) -> None:
    """Put a backup back."""
    home = data_home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with database_held() as connection:
        made = put_back(connection, home, file)
    _tell(made, as_json, f"已从 {file} 恢复，摘要全部一致")


def _tell(made: Manifest, as_json: bool, sentence: str) -> None:
    rows = sum(int(digest.split(":")[0]) for digest in made.tables.values())
    if as_json:
        told = {"made_at": made.made_at, "program": made.program, "files": len(made.files)}
        print_json({**told, "tables": dict(made.tables), "rows": rows})
        return
    console.print(
        f"{sentence}：{len(made.tables)}张数据表共{rows:,}行，{len(made.files)}个文件。", soft_wrap=True
    )
