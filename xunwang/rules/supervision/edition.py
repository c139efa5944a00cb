"""Editions of the S-* table: dated data, read and checked here.

Unlike the website table, points that are not confirmed have no placeholder: nobody should be assessed on a guess.
They are null, shown as 未核定, and a person says what an occurrence costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from xunwang.rules.edition import EditionError, changes, parsed, text_in
from xunwang.rules.edition_rows import Row
from xunwang.rules.item import Item
from xunwang.words import ItemKind, Method

SHIPPED = Path(__file__).with_name("editions")
DEFAULT = "supervision-2019"
SUBJECT = "supervisor"
_TOP = frozenset({"id", "title", "document", "last_review", "sources", "scoring", "items"})
_SCORING = ("deduct_total", "bonus_total", "fail_below", "bonus_above")
_OPERATORS = ("==", ">=", ">", "<")
_CONFIDENCES = ("text", "partial", "memory", "memory-low")
_KNOWN = {item.name for item in fields(Item)} - {
    "points_confirmed", "cap_confirmed", "subject", "service", "window_days", "group",
}  # fmt: skip
_NUMBER = re.compile(r"S-(V|D|B)-\d{2}")
_LETTER = {ItemKind.VETO: "V", ItemKind.DEDUCT: "D", ItemKind.BONUS: "B"}


@dataclass(frozen=True, slots=True)
class SupervisionEdition:
    """A dated set of S-* indicators with the constants of R-08."""

    id: str
    title: str
    document: str
    items: dict[str, Item]
    """By id, in the order of the table."""
    deduct_total: Decimal
    bonus_total: Decimal
    fail_below: Decimal
    bonus_above: Decimal
    last_review: date | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


def load_supervision_edition(path: Path | None = None) -> SupervisionEdition:
    """Read an edition file; without one, the shipped one of 2019. Raises :class:`EditionError`."""
    return edition_in(text_in(path or SHIPPED / f"{DEFAULT}.yaml"))


def edition_in(text: str) -> SupervisionEdition:
    """The edition that a file's text is. Raises :class:`EditionError`."""
    raw = parsed(text)
    problems = [f"不认识的字段“{name}”，请改正或删去" for name in sorted(raw.keys() - _TOP, key=str)]
    items = _items(raw.get("items"), problems)
    edition = _edition(raw, items, problems)
    if problems:
        raise EditionError(problems)
    return edition


def own_edition(text: str) -> SupervisionEdition:
    """An edition that an office wants to assess by: sound by itself, and with all that the rules of today read.

    Raises :class:`EditionError` with everything that is wrong.
    """
    edition, problems = edition_in(text), []
    if edition.id in {one.id for one in shipped_editions()}:
        problems.append(f"id“{edition.id}”与随附的版本相同，请另取编号，以免混淆")
    for identifier, shipped in shipped_edition(DEFAULT).items.items():
        if identifier in edition.items:
            problems += _left_to_rules(edition.items[identifier], shipped)
    if problems:
        raise EditionError(problems)
    return edition


def describe_own(edition: SupervisionEdition) -> Iterator[str]:
    """What an office's edition changes against the shipped one, one Chinese sentence a field."""
    shipped = shipped_edition(DEFAULT)
    yield from changes("计分规则", shipped, edition, _SCORING)
    for identifier, old in shipped.items.items():
        new = edition.items.get(identifier)
        if new is None:
            yield f"{identifier} {old.title}：不再考核"
        else:
            yield from changes(f"{identifier} {old.title}", old, new, [item.name for item in fields(Item)])
    for identifier, new in edition.items.items():
        if identifier not in shipped.items:
            yield f"{identifier} {new.title}：新增，由人工判定"


def _left_to_rules(item: Item, shipped: Item) -> Iterator[str]:
    """What the rule of an item reads, and does not find as it needs it."""
    if shipped.threshold is not None:
        for name in ("operator", "unit"):
            if getattr(item, name) != getattr(shipped, name):
                yield f"{item.id}：{name}应为“{getattr(shipped, name)}”，系统按此判定"
    for name in ("threshold", "window_months"):
        if getattr(shipped, name) is not None and getattr(item, name) is None:
            yield f"{item.id}：{name}不能缺少，系统判定时要用"
    for name in sorted(shipped.parameters.keys() - item.parameters.keys()):
        yield f"{item.id}：缺少参数“{name}”，系统判定时要用"
    for name in sorted(item.parameters.keys() - shipped.parameters.keys()):
        yield f"{item.id}：系统判定不用参数“{name}”，请删去"


@cache
def shipped_edition(identifier: str) -> SupervisionEdition:
    """A shipped edition by its id. Raises :class:`EditionError` when there is none."""
    path = SHIPPED / f"{identifier}.yaml"
    if not re.fullmatch(r"[\w-]{1,40}", identifier) or not path.is_file():
        raise EditionError([f"没有“{identifier}”这一版监管考核指标"])
    return load_supervision_edition(path)


def shipped_editions() -> tuple[SupervisionEdition, ...]:
    """All shipped editions, newest first."""
    return tuple(shipped_edition(path.stem) for path in sorted(SHIPPED.glob("*.yaml"), reverse=True))


def _items(rows: Any, problems: list[str]) -> dict[str, Item]:
    if not isinstance(rows, list) or not rows:
        problems.append("items：应为指标列表，每项以“- id: 编号”开头")
        return {}
    found: dict[str, Item] = {}
    for number, values in enumerate(rows, start=1):
        identifier = values.get("id") if isinstance(values, dict) else None
        if not isinstance(identifier, str) or not _NUMBER.fullmatch(identifier):
            problems.append(f"items第{number}项：id应为S-V-01、S-D-01、S-B-01这样的编号")
        elif identifier in found:
            problems.append(f"{identifier}：重复出现，请删去一处")
        elif (item := _item(Row(identifier, values, problems))) is not None:
            found[identifier] = item
    return found


def _item(row: Row) -> Item | None:
    before = len(row.problems)
    for name in sorted(row.values.keys() - _KNOWN, key=str):
        row.problems.append(f"{row.name}：不认识的字段“{name}”，请改正或删去")
    kind, method = row.choice("kind", tuple(ItemKind), None), row.choice("method", tuple(Method), None)
    for name, value in (("kind", kind), ("method", method)):
        if value is None:
            row.wrong(name, "不能缺少")
    if kind is None or method is None:
        return None
    item = _built(row, ItemKind(kind), Method(method))
    if len(row.problems) == before:
        _check(row, item)
    return item if len(row.problems) == before else None


def _built(row: Row, kind: ItemKind, method: Method) -> Item:
    points, cap = row.points("points_each"), row.points("cap")
    unit = row.text("unit", "")
    return Item(
        id=row.name,
        title=row.text("title", None),
        rule=row.text("rule", None),
        level1=row.text("level1", None),
        level2=row.text("level2", None),
        group=row.name,
        kind=kind,
        subject=SUBJECT,
        method=method,
        operator=row.choice("operator", _OPERATORS, None),
        threshold=row.number("threshold", None, whole=not unit.startswith("percent")),
        unit=unit,
        window_days=None,
        window_months=row.window("window_months", None),
        points_each=points,
        cap=cap,
        points_confirmed=kind is ItemKind.VETO or points is not None,
        cap_confirmed=cap is not None,
        service=False,
        confidence=row.choice("confidence", _CONFIDENCES, None) or "memory-low",
        source=row.sources(()),
        note=row.text("note", ""),
        evidence=row.text("evidence", ""),
        parameters=row.parameters(None),
        parameter_notes=row.words("parameter_notes", {}),
    )


def _check(row: Row, item: Item) -> None:
    """What the fields of a row say together."""
    if not row.name.startswith(f"S-{_LETTER[item.kind]}-"):
        row.wrong("kind", "与编号不符：V为单项否决、D为扣分、B为加分")
    if (item.operator is None) != (item.threshold is None):
        row.wrong("threshold", "比较方式和限值应同时给出")
    if item.kind is ItemKind.VETO and (item.points_each, item.cap) != (None, None):
        row.wrong("points_each", "单项否决没有分值")
    if item.points_each is not None and item.cap is not None and item.points_each > item.cap:
        row.wrong("points_each", f"每次{item.points_each}分超过上限{item.cap}分，请改其一")
    if item.kind is ItemKind.BONUS and item.cap is None:
        row.wrong("cap", "加分项必须有上限")
    for name in item.parameter_notes.keys() ^ item.parameters.keys():
        row.wrong("parameter_notes", f"参数“{name}”应既有数值又有说明")
    if not item.source:
        row.wrong("source", "应写明出处")


def _edition(raw: Mapping[str, Any], items: dict[str, Item], problems: list[str]) -> SupervisionEdition:
    row = Row("版本", raw, problems)
    identifier = str(raw.get("id", ""))
    if not re.fullmatch(r"[\w-]{1,40}", identifier):
        row.wrong("id", "应为版本编号（字母、数字、汉字或连字符，40字以内）")
    title, document = row.text("title", None), row.text("document", None)
    sources = row.words("sources", {})
    scoring = raw.get("scoring")
    constants = Row("scoring", scoring if isinstance(scoring, dict) else {}, problems)
    totals = {name: constants.points(name) for name in _SCORING}
    for name, value in totals.items():
        if value is None:
            constants.wrong(name, "不能缺少")
    for item in items.values():
        for source in item.source:
            if source not in sources:
                problems.append(f"{item.id}：出处“{source}”没有说明，请在文件的sources中写明")
    numbers = {name: value or Decimal(0) for name, value in totals.items()}
    return SupervisionEdition(
        identifier, title, document, items, **numbers, last_review=row.day("last_review"), sources=sources
    )
