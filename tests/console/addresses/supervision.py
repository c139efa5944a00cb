"""Assessment of supervisors: overview, ledger, logs, assessment, annual tables."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from tests.console.addresses import Arguments
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload
from xunwang.registry.models import Unit, WebSite
from xunwang.supervision.assessment.moves import open_year
from xunwang.supervision.ledger.record import Message, record_report
from xunwang.supervision.logs.entries import Entry, enter
from xunwang.supervision.models import AnnualTable, ErrorReport, LogEntry, Statement
from xunwang.supervision.vocabulary import Log, Opinion, TableKind

YEAR = 2020
PAGES = {
    "supervision": "APSU", "supervisor": "APSU", "assessments_open": "AP", "supervision_edition": "APSU",
    "assessment_decide": "AP", "assessment_step": "AP", "assessment_state": "AS", "assessment_answer": "AP",
    "log_declare": "AS", "log_entry_new": "AS", "log_entries": "APSU", "log_entry": "APSU",
    "log_entry_withdraw": "AS", "supervision_proof": "APSU",
    "error_reports": "APSU", "error_report": "APSU", "error_report_new": "AS", "error_report_edit": "AS",
    "error_report_import": "AS", "error_report_template": "AS",
    "annual_tables": "APSEU", "annual_table": "APSEU", "annual_table_file": "APSEU", "annual_tables_prepare": "ASE",
    "annual_table_save": "ASE", "annual_table_sign": "ASE", "annual_table_publish": "ASE",
    "annual_table_reopen": "ASE",
}  # fmt: skip
POST_ONLY = {
    "assessment_decide", "assessment_step", "assessment_state", "assessment_answer",
    "log_declare", "log_entry_withdraw", "annual_tables_prepare", "annual_table_save", "annual_table_sign",
    "annual_table_publish", "annual_table_reopen",
}  # fmt: skip
DATA = {
    "log_declare": {"log": "training"},
    "log_entry_withdraw": {"reason": "重复"},
    "assessment_step": {"move": "freeze"},
    "assessment_answer": {"text": "已核实"},
}


def written(province: Province, unit: Unit) -> tuple[ErrorReport, LogEntry]:
    """A message and a training of a unit."""
    admin, now = province.user(Role.PROVINCE_ADMIN), timezone.now()
    message = Message(f"ZC-{unit.pk}", unit, "首页链接打不开", now)
    entry = Entry(unit, YEAR, Log.TRAINING, date(YEAR, 6, 1), "业务培训", count=60)
    proof = Upload("签到表.pdf", b"%PDF-1.7 ...")
    return record_report(message, admin, now), enter(entry, [proof], admin, now)


def _arguments(province: Province, unit: Unit) -> Arguments:
    report, entry = written(province, unit)
    (assessment,) = open_year([unit], YEAR, province.user(Role.PROVINCE_ADMIN), timezone.now())
    statement = Statement.objects.create(
        assessment=assessment, opinion=Opinion.OBJECTS, text="已按期公开", at=timezone.now(),
        by=province.user(Role.CITY_SUPERVISOR),
    )  # fmt: skip
    of_year, proof = [unit.pk, YEAR], entry.proofs.get()
    return {
        "supervisor": of_year, "log_declare": of_year, "log_entry_new": [*of_year, "training"],
        "assessment_decide": [assessment.pk], "assessment_step": [assessment.pk],
        "assessment_state": [assessment.pk], "assessment_answer": [statement.pk],
        "log_entry": [entry.pk], "log_entry_withdraw": [entry.pk], "supervision_proof": [proof.pk],
        "error_report": [report.pk], "error_report_edit": [report.pk],
    }  # fmt: skip


def _tables(unit: Unit, site: WebSite) -> Arguments:
    table = AnnualTable.objects.create(kind=TableKind.SITE, unit=unit, site=site, year=YEAR)
    names = (
        "annual_table",
        "annual_table_save",
        "annual_table_sign",
        "annual_table_publish",
        "annual_table_reopen",
    )
    return {"annual_table_file": [table.pk, "docx"], **{name: [table.pk] for name in names}}


def arguments(province: Province) -> Arguments:
    """The city's message, log and assessment; the department's annual table."""
    tables = _tables(province.department, province.department_site)
    years = {"assessments_open": [YEAR], "supervision_edition": [YEAR], "annual_tables_prepare": [YEAR]}
    return {**_arguments(province, province.city), **tables, **years}


def elsewhere(province: Province) -> Arguments:
    """Those of another city, and the province's annual table."""
    return {**_arguments(province, province.other_city), **_tables(province.root, province.portal)}
