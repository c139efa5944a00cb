"""What must hold in an annual table: sums, limits, the register, what the system counted, last year's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xunwang.supervision.annual.forms import Check, CheckRule, FieldKind, Form, FormField

Values = Mapping[str, Any]
_SMALL = 10
"""Below this neither year's figure is asked about: a jump from 2 to 4 says nothing."""


class Problem(NamedTuple):
    """``blocking``: it can't be signed. Otherwise whoever signs explains it."""

    field: str
    message: str
    blocking: bool


def problems_of(form: Form, values: Values, known: Values, last_year: Values | None) -> list[Problem]:
    """All that is wrong or to be explained, in the order of the form. ``last_year``: None where there is no table."""
    return [
        *_missing(form, values),
        *(problem for check in form.checks for problem in _against(form, check, values)),
        *_against_system(form, values, known),
        *(_jumps(form, values, last_year) if last_year is not None else ()),
    ]


def missing_fields(form: Form, values: Values) -> int:
    """How many fields that must be filled in are not."""
    return sum(1 for _ in _missing(form, values))


def _missing(form: Form, values: Values) -> Iterator[Problem]:
    for field in form.fields():
        if not field.optional and values.get(field.id) in (None, ""):
            remedy = "请在名录中登记" if field.locked else "没有填写"
            yield Problem(field.id, f"“{field.label}”{remedy}", True)


def _against(form: Form, check: Check, values: Values) -> Iterator[Problem]:
    numbers = [values.get(name) for name in (check.total, *check.parts)]
    if not all(isinstance(number, int) for number in numbers):
        return
    total, *parts = numbers
    label = form.field(check.total).label
    others = "、".join(form.field(name).label for name in check.parts)
    if check.rule is CheckRule.SUM and total != sum(parts):  # type: ignore[arg-type]
        yield Problem(check.total, f"“{label}”为{total}，与{others}之和{sum(parts)}不符", True)  # type: ignore[arg-type]
    elif check.rule is CheckRule.AT_MOST and total > parts[0]:  # type: ignore[operator]
        yield Problem(check.total, f"“{label}”为{total}，大于“{others}”的{parts[0]}", True)


def _against_system(form: Form, values: Values, known: Values) -> Iterator[Problem]:
    for field in form.fields():
        value = values.get(field.id)
        if field.known not in known or value in (None, "") or value == known[field.known]:
            continue
        told = shown(field, known[field.known]) or "空"
        if field.locked:
            yield Problem(field.id, f"“{field.label}”与名录不一致（名录为{told}），请重新保存", True)
        elif field.kind is not FieldKind.TEXT:
            yield Problem(field.id, f"“{field.label}”填{shown(field, value)}，系统数据为{told}", False)


def _jumps(form: Form, values: Values, last_year: Values) -> Iterator[Problem]:
    for field in form.fields():
        now, before = values.get(field.id), last_year.get(field.id)
        if field.kind is not FieldKind.COUNT or not isinstance(now, int) or not isinstance(before, int):
            continue
        if max(now, before) >= _SMALL and abs(now - before) * 100 > form.jump_percent * before:
            yield Problem(
                field.id, f"“{field.label}”上年为{before}，今年为{now}，变化超过{form.jump_percent}%", False
            )


def shown(field: FormField, value: Any) -> str:
    """A value as it stands in the table."""
    if value is None or value == "":
        return ""
    if field.kind is FieldKind.YES_NO:
        return "是" if value else "否"
    return str(value)
