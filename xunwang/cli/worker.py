"""``xunwang worker``: the process that runs background jobs."""

from __future__ import annotations

import os

import click

from xunwang.cli.console import console_ready
from xunwang.cli.screen import console, fail, speaks_plainly
from xunwang.cli.system_clock import SystemClock
from xunwang.database import DatabaseError
from xunwang.engine.open_files import allow_many_files
from xunwang.inspection.running.equipment import EquipmentError, equipment_of_office
from xunwang.web.orphan import leave_with_server, server_is_gone


@click.command(help="运行后台作业（检查、探测、定时工作）。serve已带一个；单独运行时serve请加--no-worker。")
@speaks_plainly(DatabaseError)
def worker() -> None:
    """Run jobs until interrupted."""
    allow_many_files()
    leave_with_server()
    if server_is_gone():
        return
    try:
        equipment = equipment_of_office(os.environ, SystemClock())
    except EquipmentError as error:
        fail(str(error))
    with console_ready():
        from xunwang.jobs.worker import run_worker

        equipment.runs.mkdir(parents=True, exist_ok=True, mode=0o700)
        console.print("后台作业进程已启动（按Ctrl-C停止）。", soft_wrap=True)
        run_worker(equipment)
