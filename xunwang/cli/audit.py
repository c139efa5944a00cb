"""``xunwang audit verify``: has anybody touched the audit log?"""

from __future__ import annotations

import sys

import click
from rich.markup import escape

from xunwang.cli.console import console_ready
from xunwang.cli.screen import console, errors, fail, json_option, print_json, speaks_plainly
from xunwang.database import DatabaseError


@click.group(help="审计日志。")
def audit() -> None:
    """Group of the audit commands."""


@audit.command(help="逐条重新计算审计日志的摘要链。退出码：0完好，1有问题。")
@click.option("--noted", metavar="序号:摘要", default="", help="以前核验时记下的那一行；末尾被删去也能查出。")
@json_option
@speaks_plainly(DatabaseError)
def verify(noted: str, as_json: bool) -> None:
    """Verify the chain."""
    with console_ready(tables=False):
        from xunwang.audit import verify as chain

        try:
            head = chain.Head.parse(noted) if noted else None
        except ValueError as error:
            fail(str(error))
        found = chain.verify(head)
    if as_json:
        print_json({"ok": not found.problems, "head": str(found.head), "problems": list(found.problems)})
    elif found.problems:
        for problem in found.problems:
            errors.print(f"[red]×[/red] {escape(problem)}")
    else:
        console.print(f"[green]√[/green] {found.head.position}条，摘要链完好。请另行记下：")
        console.print(str(found.head), soft_wrap=True)
    sys.exit(1 if found.problems else 0)
