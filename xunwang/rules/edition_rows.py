"""Reads the rows of an edition file field by field, noting everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from xunwang.rules.item import NEW_MEDIA, SAMPLE, Item
from xunwang.words import ItemKind, Method

_OPERATORS = ("==", ">=", ">", "<", SAMPLE)
_SUBJECTS = ("site", "portal", NEW_MEDIA)
_CONFIDENCES = ("text", "partial", "memory", "memory-low")
_KNOWN = {item.name for item in fields(Item)} - {"points_confirmed", "cap_confirmed"} | {
    "placeholder_points_each",
    "placeholder_cap",
    "points_confidence",
    "drop",
}
_LARGEST = 10**6
_DECIMALS = -2
"""Points have at most two decimals: scores are told in hundredths."""


class Row:
    """The fields of a row; every problem names the row, the field, the value and the remedy."""

    def __init__(self, name: str, values: Mapping[str, Any], problems: list[str]) -> None:
        self.name = name
        self.values = values
        self.problems = problems

    def wrong(self, field: str, remedy: str) -> None:
        """Note a problem with a field."""
        value = self.values.get(field)
        if "." in field:
            outer, _, inner = field.partition(".")
            value = self.values[outer].get(inner)
        self.problems.append(f"{self.name}：{field}的值“{'' if value is None else value}”不对，{remedy}")

    def text(self, field: str, default: str | None) -> str:
        """A text; without default it must not be empty."""
        value = self.values.get(field, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.wrong(field, "应为文字，且不能缺少" if default is None else "应为文字")
            return ""
        return value

    def choice(self, field: str, allowed: tuple[str, ...], default: str | None) -> str | None:
        """One of a few words."""
        value: str | None = self.values.get(field, default)
        if value is not None and value not in allowed:
            self.wrong(field, f"应为{'、'.join(allowed)}之一")
            return allowed[0]
        return value

    def number(self, field: str, default: Decimal | None, *, whole: bool = False) -> Decimal | None:
        """A number that is not negative."""
        return self._number(field, self.values.get(field, default), whole)

    def points(self, field: str) -> Decimal | None:
        """Points, exact to a hundredth."""
        number = self.number(field, None)
        if number is not None and int(number.as_tuple().exponent) < _DECIMALS:
            self.wrong(field, "分值最多两位小数")
        return number

    def window(self, field: str, default: int | None) -> int | None:
        """The length of a window: a whole number of at least 1."""
        number = self.number(field, None if default is None else Decimal(default), whole=True)
        if number == 0:
            self.wrong(field, "应为不小于1的整数")
        return None if number is None else int(number)

    def yes(self, field: str, default: bool) -> bool:
        """True or false."""
        value = self.values.get(field, default)
        if not isinstance(value, bool):
            self.wrong(field, "应为true或false")
            return default
        return value

    def parameters(self, parent: Mapping[str, Decimal] | None) -> dict[str, Decimal]:
        """Whole numbers by name; a derivation may only change those that its parent's rule reads."""
        given = self.values.get("parameters", {})
        if not isinstance(given, dict):
            self.wrong("parameters", "应为“名称: 数”的列表")
            return {}
        found = dict(parent or {})
        for name, value in given.items():
            field = f"parameters.{name}"
            if parent is not None and name not in parent:
                self.wrong(field, f"上级版本没有这个参数，可用：{'、'.join(parent) or '无'}")
                continue
            number = self._number(field, value, whole=True)
            if number is not None:
                found[str(name)] = number
        return found

    def words(self, field: str, default: Mapping[str, str]) -> dict[str, str]:
        """Texts by name, over those of the parent."""
        given = self.values.get(field, {})
        if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
            self.wrong(field, "应为“名称: 说明”的列表")
            return dict(default)
        return {**default, **{str(name): text for name, text in given.items()}}

    def day(self, field: str) -> date | None:
        """A day, or none."""
        value = self.values.get(field)
        if value is not None and type(value) is not date:
            self.wrong(field, "应为日期，如2020-11-30")
            return None
        return value

    def sources(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """Short names of the texts that the row comes from."""
        value = self.values.get("source", list(default))
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.wrong("source", "应为出处代号的列表，如[CHK22, PC15]")
            return ()
        return tuple(value)

    def _number(self, field: str, value: Any, whole: bool) -> Decimal | None:
        if value is None:
            return None
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or not 0 <= number <= _LARGEST:
            self.wrong(field, "应为不小于0的数")
            return None
        if whole and number != number.to_integral_value():
            self.wrong(field, "应为整数")
            return None
        return number


def read_item(values: Mapping[str, Any], parent: Item | None, problems: list[str]) -> Item | None:
    """The row as an item, over its parent's fields in a derivation; None when something is wrong."""
    before = len(problems)
    row = Row(values["id"], values, problems)
    for name in sorted(values.keys() - _KNOWN, key=str):
        problems.append(f"{row.name}：不认识的字段“{name}”，请改正或删去；可用：{'、'.join(sorted(_KNOWN))}")
    kind = row.choice("kind", tuple(ItemKind), parent.kind if parent else None)
    method = row.choice("method", tuple(Method), parent.method if parent else None)
    subject = row.choice("subject", _SUBJECTS, parent.subject if parent else None)
    for name, value in (("kind", kind), ("method", method), ("subject", subject)):
        if value is None:
            row.wrong(name, "不能缺少")
    if len(problems) > before or kind is None or method is None or subject is None:
        return None
    item = _item(row, ItemKind(kind), Method(method), subject, parent)
    if len(problems) == before:  # a field that could not be read would only be told twice
        _check(row, item)
    return item if len(problems) == before else None


def _item(row: Row, kind: ItemKind, method: Method, subject: str, parent: Item | None) -> Item:
    points = _points(row, kind, parent)
    unit = row.text("unit", parent.unit if parent else "")
    return Item(
        id=row.name,
        title=row.text("title", parent.title if parent else None),
        rule=row.text("rule", parent.rule if parent else None),
        level1=row.text("level1", parent.level1 if parent else None),
        level2=row.text("level2", parent.level2 if parent else None),
        group=row.text("group", parent.group if parent else row.name.split(".")[0]),
        kind=kind,
        subject=subject,
        method=method,
        operator=row.choice("operator", _OPERATORS, parent.operator if parent else None),
        # Only shares are measured in fractions; a limit of 4.5 columns is a slip of the pen.
        threshold=row.number(
            "threshold", parent.threshold if parent else None, whole=not unit.startswith("percent")
        ),
        unit=unit,
        window_days=row.window("window_days", parent.window_days if parent else None),
        window_months=row.window("window_months", parent.window_months if parent else None),
        points_each=points.each,
        cap=points.cap,
        points_confirmed=points.each_confirmed,
        cap_confirmed=points.cap_confirmed,
        service=row.yes("service", parent.service if parent else False),
        confidence=row.choice("confidence", _CONFIDENCES, parent.confidence if parent else None)
        or "memory-low",
        source=row.sources(parent.source if parent else ()),
        note=row.text("note", parent.note if parent else ""),
        evidence=row.text("evidence", parent.evidence if parent else ""),
        parameters=row.parameters(parent.parameters if parent else None),
        parameter_notes=row.words("parameter_notes", parent.parameter_notes if parent else {}),
    )


def _check(row: Row, item: Item) -> None:
    """What the fields of a row say together."""
    if item.operator is not None and item.threshold is None:
        row.wrong("threshold", "有operator时必须给出限值")
    if item.operator is None and item.threshold is not None:
        row.wrong("operator", "有threshold时必须给出比较方式")
    for name in item.parameter_notes.keys() - item.parameters.keys():
        row.wrong("parameter_notes", f"没有名为“{name}”的参数")
    if item.kind is ItemKind.DEDUCT and item.points_each is None:
        row.wrong("points_each", "扣分项必须有分值（未核实的写placeholder_points_each）")
    if item.kind in (ItemKind.DEDUCT, ItemKind.BONUS) and item.cap is None:
        row.wrong("cap", "扣分项和加分项必须有上限（未核实的写placeholder_cap）")
    if item.subject == NEW_MEDIA and item.kind in (ItemKind.DEDUCT, ItemKind.BONUS):
        row.wrong("kind", "政务新媒体不计分（R-01），应为veto或duty")
    if item.points_each is not None and item.cap is not None and item.points_each > item.cap:
        row.wrong("points_each", f"每次{item.points_each}分超过上限{item.cap}分，请改其一")


class _Points(NamedTuple):
    """What a row costs or brings, and what of it is confirmed."""

    each: Decimal | None
    cap: Decimal | None
    each_confirmed: bool
    cap_confirmed: bool


def _points(row: Row, kind: ItemKind, parent: Item | None) -> _Points:
    """Confirmed values before placeholders, a derivation's own before its parent's.

    A province that sets its own weights has decided them: they are confirmed. A bonus row with a cap only
    is as confirmed as its cap.
    """
    known = _Points(None, None, False, False)
    if parent is not None:
        known = _Points(parent.points_each, parent.cap, parent.points_confirmed, parent.cap_confirmed)
    each, each_confirmed = _value(row, "points_each", known.each, known.each_confirmed)
    cap, cap_confirmed = _value(row, "cap", known.cap, known.cap_confirmed)
    if kind in (ItemKind.VETO, ItemKind.DUTY):
        return _Points(each, cap, True, True)
    if kind is ItemKind.BONUS and each is None:
        each_confirmed = cap_confirmed
    return _Points(each, cap, each_confirmed, cap_confirmed)


def _value(row: Row, field: str, known: Decimal | None, confirmed: bool) -> tuple[Decimal | None, bool]:
    own, guess = row.points(field), row.points(f"placeholder_{field}")
    if own is not None:
        return own, True
    return (guess, False) if guess is not None else (known, confirmed)
