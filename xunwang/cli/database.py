"""``xunwang database``: the embedded PostgreSQL, and moving data out and in."""

from __future__ import annotations

from pathlib import Path

import click

from xunwang.cli.console import cluster, database_held
from xunwang.cli.screen import console, fail, json_option, print_json, speaks_plainly
from xunwang.database import DatabaseError, connection_from_environment
from xunwang.database import dump as dump_to
from xunwang.database import load as load_from
from xunwang.database import upgrade as upgrade_to


@click.group(help="工作台的数据库：启动、停止、备份、恢复、升级。")
def database() -> None:
    """Group of the database commands."""


@database.command(help="启动内置数据库，直到执行stop。")
@speaks_plainly(DatabaseError)
def start() -> None:
    """Start the embedded server."""
    _embedded_only()
    cluster().start()
    console.print(f"数据库已启动：{cluster().connection().conninfo()}", soft_wrap=True)


@database.command(help="停止内置数据库。")
@speaks_plainly(DatabaseError)
def stop() -> None:
    """Stop the embedded server."""
    _embedded_only()
    cluster().stop()
    console.print("数据库已停止。")


@database.command(help="数据库在哪里、是否在运行。")
@json_option
@speaks_plainly(DatabaseError)
def status(as_json: bool) -> None:
    """Tell where the database is."""
    own = connection_from_environment()
    place = cluster()
    running = place.running() if own is None else True
    told = {
        "embedded": own is None,
        "address": (own or place.connection()).conninfo(secret=False),
        "running": running,
        "data": str(place.data) if own is None else "",
    }
    if as_json:
        print_json(told)
        return
    kind = "内置" if own is None else "本单位自有（DATABASE_URL）"
    console.print(f"{kind}；{'正在运行' if running else '没有运行'}；{told['address']}", soft_wrap=True)


@database.command(help="把全部数据备份到一个文件。")
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@speaks_plainly(DatabaseError, OSError)
def dump(file: Path) -> None:
    """Write a dump."""
    with database_held() as connection:
        dump_to(connection, file)
    console.print(f"已备份到 {file}（{file.stat().st_size:,}字节）。", soft_wrap=True)


@database.command(help="从备份文件恢复到空的数据库。")
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@speaks_plainly(DatabaseError)
def load(file: Path) -> None:
    """Read a dump."""
    with database_held() as connection:
        load_from(connection, file)
    console.print(f"已从 {file} 恢复。", soft_wrap=True)


@database.command(help="升级内置数据库的数据到现有程序的版本（先自动备份，旧数据保留）。")
@speaks_plainly(DatabaseError)
def upgrade() -> None:
    """Upgrade the data folder."""
    _embedded_only()
    kept = upgrade_to(cluster().home)
    console.print(
        f"已升级。旧数据保留在 {kept}，确认无误后可删除。" if kept else "已是最新版本。", soft_wrap=True
    )


def _embedded_only() -> None:
    if connection_from_environment() is not None:
        fail("已设置DATABASE_URL：数据库由本单位自行管理，此命令只用于内置数据库。")
