"""The command line: ``xunwang`` (and ``./run``)."""

from __future__ import annotations

import click

from xunwang import __version__
from xunwang.cli.audit import audit
from xunwang.cli.bench import bench
from xunwang.cli.database import database
from xunwang.cli.demo import demo
from xunwang.cli.edition import edition
from xunwang.cli.inspect import inspect, resume
from xunwang.cli.page import page
from xunwang.cli.probe import probe
from xunwang.cli.register import register
from xunwang.cli.results import evaluate, evidence, report, show
from xunwang.cli.scan import scan
from xunwang.cli.serve import serve
from xunwang.cli.simulate import simulate
from xunwang.engine.open_files import allow_many_files

_HELP = """巡网：检查政府网站，逐项判定并保留证据。

不带命令时，启动模拟省（默认40个网站）并完整检查一遍，写出报告。
"""


@click.group(
    invoke_without_command=True, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--full", is_flag=True, help="检查模拟省全部310个网站（仅用于不带命令时）。")
@click.version_option(__version__, message="xunwang %(version)s")
@click.pass_context
def main(ctx: click.Context, full: bool) -> None:
    """Entry point."""
    allow_many_files()
    if ctx.invoked_subcommand is None:
        ctx.invoke(demo, sites=310 if full else 40)


for command in (
    inspect,
    resume,
    probe,
    evaluate,
    report,
    show,
    evidence,
    page,
    scan,
    edition,
    simulate,
    demo,
    bench,
    serve,
    database,
    audit,
    register,
):
    main.add_command(command)
