"""The forms of the two annual tables: dated data, read and checked here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from xunwang.rules.unique_keys import UniqueKeyLoader
from xunwang.supervision.vocabulary import TableKind
from xunwang.words import Word

HERE = Path(__file__).with_name("forms")
_CONFIDENCES = frozenset({"text", "memory"})


class FieldKind(Word):
    """What stands in a field."""

    TEXT = "text", "文字"
    COUNT = "count", "整数"
    DECIMAL = "decimal", "小数"
    YES_NO = "yes_no", "是否"


class CheckRule(Word):
    """What must hold between fields."""

    SUM = "sum", "合计相符"
    AT_MOST = "at_most", "不大于"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    id: str
    label: str
    kind: FieldKind
    confidence: str
    """``text``, or ``memory``: shown as 未核定."""
    unit: str = ""
    known: str = ""
    """Name of the value that the system knows; see :mod:`xunwang.supervision.annual.known`."""
    locked: bool = False
    """The value is the register's and not for the unit to write."""
    optional: bool = False

    @property
    def unconfirmed(self) -> bool:
        """Recalled: the official form may call it otherwise."""
        return self.confidence != "text"


class Section(NamedTuple):
    """A group of fields."""

    id: str
    title: str
    confidence: str
    fields: tuple[FormField, ...]


class Check(NamedTuple):
    """A rule over fields: ``total`` equals the sum of ``parts``, or is at most the one of them."""

    rule: CheckRule
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an annual table."""

    id: str
    title: str
    document: str
    jump_percent: int
    """A count that differs by more than this from last year's is asked about."""
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]

    def fields(self) -> Iterator[FormField]:
        """All fields in their order."""
        for section in self.sections:
            yield from section.fields

    def field(self, name: str) -> FormField:
        """A field by its id. Raises KeyError."""
        return {one.id: one for one in self.fields()}[name]


@cache
def form_of(kind: TableKind) -> Form:
    """The form of a kind of table. Raises ValueError when the shipped file is wrong; a test reads both."""
    text = (HERE / f"{kind.value}.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.load(text, UniqueKeyLoader)  # noqa: S506 - a safe loader
    form = Form(
        raw["id"],
        raw["title"],
        raw["document"],
        raw["jump_percent"],
        tuple(_section(one) for one in raw["sections"]),
        tuple(_check(one) for one in raw["checks"]),
    )
    _prove(form)
    return form


def _section(raw: Mapping[str, Any]) -> Section:
    fields = tuple(FormField(**{**one, "kind": FieldKind(one["kind"])}) for one in raw["fields"])
    return Section(raw["id"], raw["title"], raw["confidence"], fields)


def _check(raw: Mapping[str, Any]) -> Check:
    rule = CheckRule(raw["rule"])
    if rule is CheckRule.SUM:
        return Check(rule, raw["total"], tuple(raw["parts"]))
    return Check(rule, raw["field"], (raw["limit"],))


def _prove(form: Form) -> None:
    names = [one.id for one in form.fields()]
    if len(names) != len(set(names)) or not all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names):
        raise ValueError(f"{form.id}: fields need names of their own")
    for check in form.checks:
        for name in (check.total, *check.parts):
            if form.field(name).kind is not FieldKind.COUNT:
                raise ValueError(f"{form.id}: a check needs counts, {name} is none")
    for one in form.fields():
        if one.confidence not in _CONFIDENCES or (one.locked and not one.known):
            raise ValueError(f"{form.id}: {one.id} has no confidence, or is locked without a source")
