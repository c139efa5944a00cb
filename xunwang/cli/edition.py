"""``xunwang edition check``: is an edition file sound, and what does it change?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.markup import escape

from xunwang.cli.screen import console, errors, json_option, print_json
from xunwang.rules.edition import EditionError, describe_differences, load_edition


@click.group(help="指标版本。")
def edition() -> None:
    """Group of the edition commands."""


@edition.command(help="检查指标版本文件，列出全部问题和与上级版本的差别。")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def check(file: Path, as_json: bool) -> None:
    """Check an edition file."""
    try:
        loaded = load_edition(file)
    except EditionError as error:
        if as_json:
            print_json({"ok": False, "problems": list(error.problems)})
        else:
            for problem in error.problems:
                errors.print(f"[red]×[/red] {escape(problem)}", markup=True)
            errors.print(f"共 {len(error.problems)} 个问题，请改正后重试。")
        sys.exit(1)
    differences = list(describe_differences(loaded))
    if as_json:
        print_json({"ok": True, "id": loaded.id, "items": len(loaded.items), "differences": differences})
        return
    console.print(
        f"[green]√[/green] {escape(loaded.title)}（{escape(loaded.id)}）：{len(loaded.items)}项指标，格式无误。"
    )
    for difference in differences:
        console.print(f"  · {escape(difference)}")
    unconfirmed = sum(not item.points_confirmed for item in loaded.items.values())
    console.print(f"其中 {unconfirmed} 项分值未核定。")
