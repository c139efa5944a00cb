"""``xunwang audit verify``: has anybody touched the audit log, or written past it?"""

from __future__ import annotations

import sys
from itertools import chain as chain_of
from itertools import islice

import click
from rich.markup import escape

from xunwang.cli.console import console_ready
from xunwang.cli.screen import console, errors, fail, json_option, print_json, speaks_plainly
from xunwang.database import DatabaseError

_MOST = 20
"""Problems of the rows that are told."""
_NOT_OURS = (
    "数据库里没有工作台的数据，或者是其他版本的。请核对XUNWANG_HOME或DATABASE_URL；升级后请先启动一次工作台。"
)


@click.group(help="审计日志。")
def audit() -> None:
    """Group of the audit commands."""


@audit.command(help="逐条重新计算审计日志的摘要链，并核对现有数据与日志一致。退出码：0完好，1有问题。")
@click.option("--noted", metavar="序号:摘要", default="", help="以前核验时记下的那一行；末尾被删去也能查出。")
@json_option
@speaks_plainly(DatabaseError)
def verify(noted: str, as_json: bool) -> None:
    """Verify the chain, and what stands in the tables by it."""
    with console_ready(tables=False):
        from django.db import ProgrammingError

        from xunwang.audit import verify as chain
        from xunwang.audit.rows import unlogged_changes
        from xunwang.inspection.results.unexplained import unexplained_statuses

        try:
            head = chain.Head.parse(noted) if noted else None
        except ValueError as error:
            fail(str(error))
        try:
            found = chain.verify(head)
            problems = [*found.problems, *islice(chain_of(unlogged_changes(), unexplained_statuses()), _MOST)]
        except ProgrammingError:  # a table or column is not there; looking changes nothing, hence makes none
            fail(_NOT_OURS)
    if as_json:
        print_json({"ok": not problems, "head": str(found.head), "problems": problems})
    elif problems:
        for problem in problems:
            errors.print(f"[red]×[/red] {escape(problem)}")
    else:
        console.print(f"[green]√[/green] {found.head.position}条，摘要链完好，现有数据与之一致。请另行记下：")
        console.print(str(found.head), soft_wrap=True)
    sys.exit(1 if problems else 0)
