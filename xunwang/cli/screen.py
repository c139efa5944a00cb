"""What the commands print: one console, one way to fail, one way to give JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
import orjson
from rich.console import Console
from rich.markup import escape

from xunwang.words import CHINA

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

P = ParamSpec("P")
R = TypeVar("R")


def fail(message: str, code: int = 2) -> NoReturn:
    """Say in the user's words what is wrong, and leave."""
    errors.print(f"[red]错误：[/red]{escape(message)}", markup=True, soft_wrap=True)
    sys.exit(code)


def speaks_plainly(*known: type[Exception]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator: the named errors become a message instead of a traceback."""

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        @wraps(command)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return command(*args, **kwargs)
            except known as error:
                fail(str(error))

        return call

    return decorate


def print_json(value: Any) -> None:
    """JSON on standard output, nothing else."""
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.buffer.flush()


class Instant(click.ParamType[datetime]):
    """A time as people write it; without a zone it is Beijing time."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601 or ``YYYY-MM-DD``; a bare day means its end."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == 10:
                day = date.fromisoformat(value)
                return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=CHINA)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是有效时间，请写成2020-11-30或2020-11-30T10:00+08:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


json_option = click.option("--json", "as_json", is_flag=True, help="输出JSON，供程序读取。")
folder_argument = click.argument("run", type=click.Path(path_type=Path))


def local(moment: datetime) -> str:
    """A time as pages show it, in Beijing time."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def utc_stamp(moment: datetime) -> str:
    """A time as part of a folder name."""
    return moment.astimezone(CHINA if moment.tzinfo else UTC).strftime("%Y%m%d-%H%M%S")
