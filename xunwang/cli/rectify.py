"""``xunwang rectify``: rechecks and missed deadlines, by hand or from an office's own scheduler."""

from __future__ import annotations

import os

import click

from xunwang.cli.console import console_ready
from xunwang.cli.live import stop_on_interrupt
from xunwang.cli.screen import console, fail, json_option, print_json, speaks_plainly
from xunwang.cli.system_clock import SystemClock
from xunwang.database import DatabaseError
from xunwang.engine.open_files import allow_many_files


@click.group(help="整改：复查、逾期上报。后台作业进程会自动办理，这里用于手工办理。")
def rectify() -> None:
    """Group of the commands of orders."""


@rectify.command(
    help="复查到时间的整改问题：再次打开问题所在的页面或账号，按同一指标判定。中断后再次执行即继续。"
)
@click.option(
    "--item", type=click.IntRange(1), help="只复查这一项（整改通知页面上的项目编号），不论是否到时间。"
)
@json_option
@speaks_plainly(DatabaseError)
def recheck(item: int | None, as_json: bool) -> None:
    """Look again at what is due."""
    allow_many_files()
    clock = SystemClock()
    with console_ready(), stop_on_interrupt() as should_stop:
        from xunwang.audit.acting import acting
        from xunwang.inspection.running.equipment import EquipmentError, equipment_of_office
        from xunwang.rectify.rechecking import Settings, due_items, hurry, recheck_due

        try:
            settings = Settings.of(equipment_of_office(os.environ, clock), should_stop)
        except EquipmentError as error:
            fail(str(error))
        with acting(None, "cli"):
            if item is not None and not hurry(item, clock.now()):
                fail("没有这一项，或该项已撤销。")
            done = recheck_due(clock.now(), settings, only=item)
        left = due_items(clock.now()).count()
    if as_json:
        print_json({"done": done, "left": left})
    else:
        console.print(f"完成复查 {done} 项，还有 {left} 项待复查。")


@rectify.command(help="把逾期未反馈的整改上报上级或监管单位，每个期限只报一次。")
@json_option
@speaks_plainly(DatabaseError)
def escalate(as_json: bool) -> None:
    """Tell the units above."""
    with console_ready():
        from xunwang.audit.acting import acting
        from xunwang.rectify.escalating import escalate_overdue

        with acting(None, "cli"):
            told = escalate_overdue(SystemClock().now())
    if as_json:
        print_json({"told": told})
    else:
        console.print(f"已上报 {told} 件逾期整改。")
