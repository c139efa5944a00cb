"""``xunwang register``: import and export of the register."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.markup import escape

from xunwang.cli.console import console_ready
from xunwang.cli.screen import console, errors, json_option, print_json, speaks_plainly
from xunwang.cli.system_clock import SystemClock
from xunwang.database import DatabaseError
from xunwang.engine.settings import RunSettings
from xunwang.engine.spreadsheet import SpreadsheetError, read_rows
from xunwang.inspection.running.equipment import EquipmentError, equipment_of_office

KINDS = {"units": "单位", "sites": "网站", "accounts": "政务新媒体"}
kind_argument = click.argument("kind", metavar="units|sites|accounts", type=click.Choice(list(KINDS)))


@click.group(help="名录：导入、导出单位、网站和政务新媒体。")
def register() -> None:
    """Group of the register commands."""


@register.command("import", help="导入CSV或XLSX。有错的行逐行说明，其余照常导入；重复导入不会重复登记。")
@kind_argument
@click.argument("file", metavar="文件", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看结果，不写入。")
@json_option
@speaks_plainly(DatabaseError, SpreadsheetError)
def import_(kind: str, file: Path, dry_run: bool, as_json: bool) -> None:
    """Import a table. Exit status 1 when rows were refused."""
    rows = read_rows(file)
    with console_ready():
        from xunwang.audit.acting import acting
        from xunwang.registry.importing import TABLES, Verdict, apply, plan
        from xunwang.registry.snapshot import Register

        with acting(None, "cli"):
            table = TABLES[kind]
            done = plan(table, rows, Register.load()) if dry_run else apply(table, rows).plan
    counts = {verdict.value: done.count(verdict) for verdict in Verdict}
    if as_json:
        problems = [
            {"row": e.row, "column": e.column, "value": e.value, "remedy": e.remedy} for e in done.errors
        ]
        print_json({"dry_run": dry_run, **counts, "ignored_columns": done.ignored, "errors": problems})
    else:
        for error in done.errors:
            errors.print(f"[yellow]![/yellow] {escape(str(error))}", soft_wrap=True)
        told = "，".join(f"{verdict.label}{counts[verdict.value]}" for verdict in Verdict)
        console.print(f"{KINDS[kind]}{'（试运行，未写入）' if dry_run else ''}：{told}。")
    sys.exit(1 if done.errors else 0)


@register.command(help="每天执行一次：到期的临时下线生效，并列出逾期未恢复的网站。")
@speaks_plainly(DatabaseError)
def due() -> None:
    """Let the calendar act on the filings."""
    with console_ready():
        from django.utils import timezone

        from xunwang.audit.acting import acting
        from xunwang.registry.filings import carry_out_due, overdue_suspensions, start_due_suspensions

        today = timezone.localdate()
        with acting(None, "cli"):
            started = start_due_suspensions(today)
            done = carry_out_due(today)
        late = [
            f"{filing.subject_name}（应于{filing.until_date}恢复）" for filing in overdue_suspensions(today)
        ]
    console.print(f"临时下线生效{started}件；新媒体到期办理{done}件；逾期未恢复{len(late)}件。")
    for line in late:
        console.print(f"  · {escape(line)}", soft_wrap=True)


@register.command(help="现在核对名录与实际：域名、跳转、首页标签和页脚；后台作业每天自动执行一次。")
@json_option
@speaks_plainly(DatabaseError, EquipmentError)
def compare(as_json: bool) -> None:
    """Compare every site that was not looked at of late."""
    with console_ready():
        from django.utils import timezone

        from xunwang.audit.acting import acting
        from xunwang.registry.models import Difference
        from xunwang.registry.reality import Network, compare_due
        from xunwang.registry.reality_words import STANDING

        equipment = equipment_of_office(os.environ, SystemClock())
        settings = RunSettings(timezone.now(), equipment.fetch, contact=equipment.contact).with_contact()
        with acting(None, "cli"):
            count = compare_due(timezone.now(), Network(settings.fetch, equipment.clock))
        standing = Difference.objects.filter(state__in=sorted(STANDING)).count()
    if as_json:
        print_json({"compared": count, "standing": standing})
    else:
        console.print(f"核对了{count}个网站；名录与实际不符、待处理的共{standing}处。")


@register.command(help="导出为XLSX或CSV（按文件后缀）；可原样导入。")
@kind_argument
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@speaks_plainly(DatabaseError, OSError)
def export(kind: str, file: Path) -> None:
    """Export a table."""
    with console_ready():
        from xunwang.audit.acting import acting, record
        from xunwang.registry.exporting import csv_bytes, everything, rows_of, xlsx_bytes
        from xunwang.registry.importing import TABLES

        table = TABLES[kind]
        rows = list(rows_of(table, everything(table)))
        with acting(None, "cli"):
            record("export", everything(table).model._meta.db_table, f"{len(rows) - 1}行")
    file.write_bytes(csv_bytes(rows) if file.suffix.lower() == ".csv" else xlsx_bytes(table.label, rows))
    console.print(f"已导出{len(rows) - 1}行到 {file}。", soft_wrap=True)
