"""An annual table as all its outputs show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from xunwang.calendar.working_days import local_day
from xunwang.supervision.annual.checks import shown
from xunwang.supervision.annual.forms import form_of
from xunwang.supervision.models import AnnualTable
from xunwang.supervision.vocabulary import TableKind, TableState

UNCONFIRMED = "未核定"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What neither XML nor a spreadsheet may hold."""


class Line(NamedTuple):
    """A field: ``value`` is empty where nothing was filled in."""

    label: str
    value: str
    unconfirmed: bool


class Part(NamedTuple):
    """A section of the form."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableDocument:
    """Everything that stands in the document."""

    title: str
    subtitle: str
    """（2020年度）."""
    parts: tuple[Part, ...]
    signature: str
    note: str
    is_draft: bool
    """Not signed: every output says so."""

    @property
    def name(self) -> str:
        """For the file, without ending."""
        return f"{self.title}{self.subtitle}"


def document_of(table: AnnualTable) -> TableDocument:
    """The table as it is now."""
    form = form_of(TableKind(table.kind))
    parts = tuple(
        Part(
            section.title,
            tuple(
                Line(
                    f"{field.label}（单位：{field.unit}）" if field.unit else field.label,
                    clean(shown(field, table.values.get(field.id))),
                    field.unconfirmed,
                )
                for field in section.fields
            ),
        )
        for section in form.sections
    )
    signed = f"单位负责人：{table.signed_name}" if table.signed_at else "单位负责人："
    day = f"填报日期：{local_day(table.signed_at):%Y年%m月%d日}" if table.signed_at else "填报日期："
    return TableDocument(
        form.title,
        f"（{table.year}年度）",
        parts,
        clean(f"{signed}　　{day}"),
        f"依据：{form.document}。标有“{UNCONFIRMED}”的栏目，其名称尚待与正式表样核对。",
        table.state == TableState.DRAFT,
    )


def clean(text: str) -> str:
    """Without characters that the outputs can't hold."""
    return _CONTROL.sub("", text)
