"""``xunwang bench``: our whole inspection against well-known crawlers, in one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from xunwang.cli.screen import fail

_PROGRAM = Path(__file__).resolve().parents[2] / "bench" / "run.py"


@click.command(help="测速：在同一次运行中与Scrapy、LinkChecker、wget比较，并测量内存随页数的变化。")
@click.option("--quick", is_flag=True, help="约一分钟的简版。")
@click.option("--json", "as_json", is_flag=True, help="只输出JSON。")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="把结果写入该JSON文件。")
def bench(quick: bool, as_json: bool, to: Path | None) -> None:
    """Run the benchmark of the source checkout."""
    if not _PROGRAM.is_file():
        fail("测速程序只随源代码提供：请在源代码目录中执行./run bench。")
    command = [sys.executable, str(_PROGRAM)]
    command += ["--quick"] if quick else []
    command += ["--json"] if as_json else []
    command += ["--to", str(to)] if to else []
    sys.exit(subprocess.call(command))
