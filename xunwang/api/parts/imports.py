"""Import of the register: what a table would do, and doing it."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Router, Schema

from xunwang.access.roles import Action
from xunwang.api.operations import operation
from xunwang.api.problems import ApiError
from xunwang.api.shapes import Given, IfMatch, dumps
from xunwang.inspection.errors import StaleError
from xunwang.registry.importing import TABLES, Plan, Verdict, apply, plan
from xunwang.registry.services import lock_register
from xunwang.registry.snapshot import Register

router = Router(tags=["导入名录"])
SHOWN = 1000
Kind = Annotated[Literal["units", "sites", "accounts"], Path()]


class Rows(Given):
    """A table. The first rows may hold a title; the header is found by its names."""

    rows: list[list[Annotated[str, Field(max_length=2000)]]] = Field(min_length=1, max_length=20_006)


class FieldChange(Schema):
    """A field that would change."""

    field: str
    before: Any
    after: Any


class CellError(Schema):
    """A cell that can't be taken over."""

    row: int = Field(description="行号，从1起")
    column: str
    value: str
    remedy: str


class RowOut(Schema):
    """What becomes of a row."""

    row: int
    verdict: Verdict
    title: str
    changes: list[FieldChange]
    errors: list[CellError]
    warnings: list[str]


class PlanOut(Schema):
    """What the table does to the register. Rows without a change are left out."""

    create: int
    update: int
    same: int
    refused: int
    ignored: list[str] = Field(description="未识别、不导入的列")
    rows: list[RowOut]
    more: int = Field(description="未列出的行数")


@operation(
    router,
    "POST /imports/{kind}/preview",
    Action.IMPORT_REGISTER,
    PlanOut,
    "预览导入（不写入）",
    for_all_units=True,
)
def import_preview(request: HttpRequest, kind: Kind, body: Rows, response: HttpResponse) -> PlanOut:
    """What would happen now; its ETag is what applying asks for."""
    planned = plan(TABLES[kind], body.rows, Register.load())
    response["ETag"] = _version(planned)
    return _shown(planned)


@operation(
    router,
    "POST /imports/{kind}/apply",
    Action.IMPORT_REGISTER,
    PlanOut,
    "导入（须先预览，结果与预览一致）",
    for_all_units=True,
)
def import_apply(request: HttpRequest, kind: Kind, match: IfMatch, body: Rows) -> PlanOut:
    """Do what the preview said; refused when it would be something else by now."""
    if not match:
        raise ApiError("version_required")
    lock_register()
    planned = plan(TABLES[kind], body.rows, Register.load())
    if match != _version(planned):
        raise StaleError("名录或表格与预览时不同，请重新预览后再导入。")
    return _shown(apply(TABLES[kind], body.rows).plan)


def _version(planned: Plan) -> str:
    rows = [[row.number, row.verdict, row.title, row.changes] for row in planned.rows]
    return f'"{hashlib.sha256(dumps([planned.table.name, rows])).hexdigest()[:32]}"'


def _shown(planned: Plan) -> PlanOut:
    rows = [row for row in planned.rows if row.verdict is not Verdict.SAME]
    return PlanOut(
        create=planned.count(Verdict.CREATE),
        update=planned.count(Verdict.UPDATE),
        same=planned.count(Verdict.SAME),
        refused=planned.count(Verdict.ERROR),
        ignored=list(planned.ignored),
        rows=[
            RowOut(
                row=row.number,
                verdict=row.verdict,
                title=row.title,
                changes=[
                    FieldChange(field=name, before=old, after=new) for name, (old, new) in row.changes.items()
                ],
                errors=[
                    CellError(row=one.row, column=one.column, value=one.value, remedy=one.remedy)
                    for one in row.errors
                ],
                warnings=list(row.warnings),
            )
            for row in rows[:SHOWN]
        ],
        more=max(0, len(rows) - SHOWN),
    )
