"""The command line: ``xunwang`` (and ``./run``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import click

from xunwang import __version__
from xunwang.cli.lazy import LazyGroup, Place
from xunwang.engine.open_files import allow_many_files

_HELP = """巡网：检查政府网站，逐项判定并保留证据。

不带命令时，演示2020年全省检查（310个网站、2606个政务新媒体），然后打开工作台。
"""


class _Commands(LazyGroup):
    """All commands, in the order in which they are listed."""

    places: ClassVar[Mapping[str, Place]] = {
        "inspect": Place("xunwang.cli.inspect", "检查名单（CSV或XLSX）中的网站，写出报告"),
        "collect": Place("xunwang.cli.collect", "采集名单（CSV或XLSX）中政务新媒体账号的发布内容并判定"),
        "resume": Place("xunwang.cli.inspect", "继续一次未完成的检查或采集"),
        "probe": Place("xunwang.cli.probe", "对名单中网站的首页做间隔探测，记录可用性"),
        "evaluate": Place("xunwang.cli.results", "重新判定一次检查的结果，不访问网络"),
        "report": Place("xunwang.cli.results", "写出报告（report.html、report.xlsx、results.json）"),
        "show": Place("xunwang.cli.results", "显示一个网站的判定、问题和证据"),
        "evidence": Place("xunwang.cli.results", "取出证据：按问题编号写出抓取时的页面，并标出所在位置"),
        "page": Place("xunwang.cli.page", "理解一个页面（本地文件或网址）"),
        "scan": Place("xunwang.cli.scan", "用词库检查文件或文件夹中的文字（网页或文本）"),
        "edition": Place("xunwang.cli.edition", "指标版本"),
        "simulate": Place("xunwang.cli.simulate", "模拟省：用于演示、测试和测速，含预埋问题"),
        "demo": Place("xunwang.cli.demo", "演示2020年全省检查，完成后打开工作台"),
        "bench": Place("xunwang.cli.bench", "测速：在同一次运行中与Scrapy、LinkChecker、wget比较"),
        "serve": Place("xunwang.cli.serve", "启动工作台"),
        "worker": Place("xunwang.cli.worker", "运行后台作业（检查、探测、定时工作）"),
        "database": Place("xunwang.cli.database", "工作台的数据库：启动、停止、备份、恢复、升级"),
        "backup": Place("xunwang.cli.backup", "把数据库、上传文件和密钥备份到一个文件"),
        "restore": Place("xunwang.cli.backup", "把备份恢复到空的数据文件夹"),
        "audit": Place("xunwang.cli.audit", "审计日志"),
        "rectify": Place("xunwang.cli.rectify", "整改：复查、逾期上报"),
        "register": Place("xunwang.cli.register", "名录：导入、导出单位、网站和政务新媒体"),
    }


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--fast", is_flag=True, help="用较小的模拟省演示（仅用于不带命令时）。")
@click.option("--full", is_flag=True, help="演示全部310个网站，即默认（仅用于不带命令时）。")
@click.version_option(__version__, message="xunwang %(version)s")
@click.pass_context
def main(ctx: click.Context, fast: bool, full: bool) -> None:
    """Entry point."""
    allow_many_files()
    if ctx.invoked_subcommand is None:
        from xunwang.cli.demo import demo

        ctx.invoke(demo, fast=fast and not full)
