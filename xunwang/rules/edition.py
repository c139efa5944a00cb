"""Editions of the indicator table: dated data, read and checked here.

An edition is a YAML file. A province derives its own with ``derives: "2019"``, an id, a title and
``items:`` rows that override single fields of the parent's rows (``drop: true`` takes a row out).
Problems are collected and told all at once, each with row, field, value and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from xunwang.words import ItemKind, Method

SHIPPED = Path(__file__).with_name("editions")
DEFAULT = "2019"
_MAX_BYTES = 2_000_000
_OPERATORS = ("==", ">=", ">", "<", "sample_size")
_SUBJECTS = ("site", "portal")
_CONFIDENCES = ("text", "partial", "memory", "memory-low")


@dataclass(frozen=True, slots=True)
class Item:
    """An indicator: one row of an edition."""

    id: str
    title: str
    """Chinese, as pages show it."""
    rule: str
    """The rule in plain Chinese words, with its window and limit."""
    level1: str
    level2: str
    group: str
    """Deductions are capped by group (R-04): ``W-D-11`` for W-D-11.1 and W-D-11.2."""
    kind: ItemKind
    subject: str
    """``site`` (every website) or ``portal``."""
    method: Method
    operator: str | None
    """``>=``, ``>``, ``==``, ``<`` or ``sample_size``."""
    threshold: Decimal | None
    unit: str
    window_days: int | None
    window_months: int | None
    points_each: Decimal | None
    """Points an occurrence costs (or brings); None for veto, and for bonus rows that have only a cap."""
    cap: Decimal | None
    points_confirmed: bool
    """False: shown as 未核定."""
    service: bool
    """Not checked where the department has no outward services (R-05)."""
    confidence: str
    source: tuple[str, ...]
    note: str
    evidence: str
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    """Further thresholds that the rule needs, by name."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated set of indicators with the constants of its scoring rules."""

    id: str
    """``2019``, or the name of a province's own derivation."""
    title: str
    document: str
    """国办秘函〔2019〕19号."""
    items: dict[str, Item]
    """By id, in the order of the table; website rows only (subjects ``site`` and ``portal``)."""
    deduct_total: Decimal
    bonus_total: Decimal
    fail_below: Decimal
    bonus_above: Decimal
    service_points: Decimal
    no_service_factor: tuple[int, int]
    """(numerator, denominator) of R-05."""
    derived_from: str | None = None


class EditionError(Exception):
    """An edition file is not usable; ``problems`` lists all reasons in Chinese."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("指标版本文件有问题：" + "；".join(problems))
        self.problems = tuple(problems)


def load_edition(path: Path | None = None) -> Edition:
    """Read an edition file; without one, the shipped edition of 2019. Raises :class:`EditionError`."""
    return _load(path or SHIPPED / f"{DEFAULT}.yaml")


def describe_differences(edition: Edition) -> Iterator[str]:
    """What a derived edition changes against its parent, one Chinese sentence a field."""
    if edition.derived_from is None:
        return
    parent = _load(SHIPPED / f"{edition.derived_from}.yaml")
    for identifier, old in parent.items.items():
        new = edition.items.get(identifier)
        if new is None:
            yield f"{identifier} {old.title}：不再检查"
            continue
        for item in fields(Item):
            before, after = getattr(old, item.name), getattr(new, item.name)
            if before != after:
                yield f"{identifier} {old.title}：{item.name} 由 {_shown(before)} 改为 {_shown(after)}"
    for identifier in edition.items.keys() - parent.items.keys():
        yield f"{identifier}：新增"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "、".join(f"{key}={number}" for key, number in value.items()) or "无"
    return "无" if value is None else str(value)


def _load(path: Path) -> Edition:
    raw = _read(path)
    problems: list[str] = []
    parent = _parent_of(raw, problems)
    rows = _rows(raw, problems)
    if parent is None:
        items = {row["id"]: item for row in rows if (item := _item(row, None, problems)) is not None}
    else:
        items = _derived(rows, parent, problems)
    edition = _edition(raw, parent, items, problems)
    _check_whole(items, problems)
    if problems or edition is None:
        raise EditionError(problems)
    return edition


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise EditionError([f"文件超过{_MAX_BYTES // 1_000_000}MB，不是指标版本文件"])
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EditionError([f"打不开“{path}”（{error.strerror}），请检查路径"]) from error
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f"第{where.line + 1}行附近" if where else "文件"
        raise EditionError([f"{line}不是有效的YAML，请检查缩进、冒号和引号（UTF-8编码）"]) from error
    if not isinstance(raw, dict):
        raise EditionError(["文件顶层应为“名称: 值”，至少包含id、title和items"])
    return raw


def _parent_of(raw: Mapping[str, Any], problems: list[str]) -> Edition | None:
    name = raw.get("derives")
    if name is None:
        return None
    path = SHIPPED / f"{name}.yaml"
    if not re.fullmatch(r"[\w-]{1,40}", str(name)) or not path.is_file():
        known = "、".join(sorted(shipped.stem for shipped in SHIPPED.glob("*.yaml")))
        problems.append(f"derives：“{name}”不是自带的版本，可用：{known}")
        return None
    return _load(path)


def _rows(raw: Mapping[str, Any], problems: list[str]) -> list[dict[str, Any]]:
    rows = raw.get("items", [])
    if not isinstance(rows, list) or (not rows and "derives" not in raw):
        problems.append("items：应为指标列表，每项以“- id: 编号”开头")
        return []
    good: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        identifier = row.get("id") if isinstance(row, dict) else None
        if not isinstance(identifier, str) or not identifier.strip():
            problems.append(f"items第{number}项：缺少id，请写明指标编号，如W-V-02")
        elif identifier in seen:
            problems.append(f"{identifier}：重复出现，请删去一处")
        else:
            seen.add(identifier)
            good.append(row)
    return good


def _derived(rows: list[dict[str, Any]], parent: Edition, problems: list[str]) -> dict[str, Item]:
    items = dict(parent.items)
    for row in rows:
        identifier = row["id"]
        if identifier not in items:
            problems.append(f"{identifier}：上级版本{parent.id}没有该指标，请核对编号")
        elif row.get("drop"):
            del items[identifier]
        else:
            item = _item(row, items[identifier], problems)
            if item is not None:
                items[identifier] = item
    return items


class _Row:
    """Reads the fields of a row, noting what is wrong with them."""

    def __init__(self, values: Mapping[str, Any], problems: list[str]) -> None:
        self.values = values
        self.problems = problems

    def wrong(self, name: str, remedy: str) -> None:
        self.problems.append(f"{self.values['id']}：{name}的值“{self.values.get(name)}”不对，{remedy}")

    def text(self, name: str, default: str | None) -> str:
        value = self.values.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.wrong(name, "应为文字")
            return ""
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: str | None) -> str | None:
        value: str | None = self.values.get(name, default)
        if value is not None and value not in allowed:
            self.wrong(name, f"应为{'、'.join(allowed)}之一")
            return allowed[0]
        return value

    def number(self, name: str, default: Decimal | None, *, whole: bool = False) -> Decimal | None:
        return self._number(name, self.values.get(name, default), whole)

    def _number(self, name: str, value: Any, whole: bool) -> Decimal | None:
        if value is None:
            return None
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else None
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite() or number < 0 or abs(number) > 10**6:
            self.wrong(name, "应为不小于0的数")
            return None
        if whole and number != number.to_integral_value():
            self.wrong(name, "应为整数")
            return None
        return number

    def whole(self, name: str, default: int | None) -> int | None:
        number = self.number(name, None if default is None else Decimal(default), whole=True)
        return None if number is None else int(number)

    def yes(self, name: str, default: bool) -> bool:
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            self.wrong(name, "应为true或false")
            return default
        return value

    def parameters(self, default: Mapping[str, Decimal]) -> dict[str, Decimal]:
        given = self.values.get("parameters", {})
        if not isinstance(given, dict):
            self.wrong("parameters", "应为“名称: 数”的列表")
            return dict(default)
        found = dict(default)
        for name, value in given.items():
            number = self._number(f"parameters.{name}", value, False)
            if number is not None:
                found[str(name)] = number
        return found


_KNOWN = {item.name for item in fields(Item)} | {
    "placeholder_points_each",
    "placeholder_cap",
    "points_confidence",
    "drop",
}


def _item(values: dict[str, Any], parent: Item | None, problems: list[str]) -> Item | None:
    before = len(problems)
    row = _Row(values, problems)
    for name in values.keys() - _KNOWN:
        problems.append(f"{values['id']}：不认识的字段“{name}”，可用：{'、'.join(sorted(_KNOWN))}")
    kind = row.choice("kind", tuple(ItemKind), str(parent.kind) if parent else None)
    method = row.choice("method", tuple(Method), str(parent.method) if parent else None)
    subject = row.choice("subject", _SUBJECTS, parent.subject if parent else None)
    for name, value in (("kind", kind), ("method", method), ("subject", subject)):
        if value is None:
            row.wrong(name, "不能缺少")
    points, cap, confirmed = _points(row, parent)
    if len(problems) > before or kind is None or method is None or subject is None:
        return None
    return _checked(
        row,
        Item(
            id=values["id"],
            title=row.text("title", parent.title if parent else None),
            rule=row.text("rule", parent.rule if parent else None),
            level1=row.text("level1", parent.level1 if parent else None),
            level2=row.text("level2", parent.level2 if parent else None),
            group=row.text("group", parent.group if parent else values["id"].split(".")[0]),
            kind=ItemKind(kind),
            subject=subject,
            method=Method(method),
            operator=row.choice("operator", _OPERATORS, parent.operator if parent else None),
            threshold=row.number("threshold", parent.threshold if parent else None),
            unit=row.text("unit", parent.unit if parent else ""),
            window_days=row.whole("window_days", parent.window_days if parent else None),
            window_months=row.whole("window_months", parent.window_months if parent else None),
            points_each=points,
            cap=cap,
            points_confirmed=confirmed,
            service=row.yes("service", bool(parent.service if parent else None)),
            confidence=row.choice("confidence", _CONFIDENCES, parent.confidence if parent else None)
            or "memory-low",
            source=_sources(row, parent),
            note=row.text("note", parent.note if parent else ""),
            evidence=row.text("evidence", parent.evidence if parent else ""),
            parameters=row.parameters(parent.parameters if parent else {}),
        ),
        before,
    )


def _checked(row: _Row, item: Item, before: int) -> Item | None:
    if item.operator is not None and item.threshold is None:
        row.wrong("threshold", "有operator时必须给出限值")
    if item.kind is ItemKind.DEDUCT and item.points_each is None:
        row.wrong("points_each", "扣分项必须有分值（未核实的写placeholder_points_each）")
    if item.kind is not ItemKind.VETO and item.cap is None:
        row.wrong("cap", "扣分项和加分项必须有上限（未核实的写placeholder_cap）")
    return item if len(row.problems) == before else None


def _points(row: _Row, parent: Item | None) -> tuple[Decimal | None, Decimal | None, bool]:
    """(points, cap, confirmed): confirmed values before placeholders, a derivation's own before both."""
    points, cap = row.number("points_each", None), row.number("cap", None)
    guess, guess_cap = row.number("placeholder_points_each", None), row.number("placeholder_cap", None)
    if parent is not None:
        confirmed = True if points is not None else parent.points_confirmed and guess is None
        return (
            points if points is not None else guess if guess is not None else parent.points_each,
            cap if cap is not None else guess_cap if guess_cap is not None else parent.cap,
            confirmed,
        )
    confirmed = points is not None or row.values.get("kind") == ItemKind.VETO
    return (points if points is not None else guess, cap if cap is not None else guess_cap, confirmed)


def _sources(row: _Row, parent: Item | None) -> tuple[str, ...]:
    value = row.values.get("source", list(parent.source) if parent else [])
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        row.wrong("source", "应为出处代号的列表，如[CHK22, PC15]")
        return ()
    return tuple(value)


def _edition(
    raw: Mapping[str, Any], parent: Edition | None, items: dict[str, Item], problems: list[str]
) -> Edition | None:
    row = _Row({**raw, "id": raw.get("id", "版本")}, problems)
    identifier, title = str(raw.get("id", "")), row.text("title", None)
    if not re.fullmatch(r"[\w-]{1,40}", identifier):
        problems.append("id：请给出版本编号（字母、数字、汉字或连字符）")
    if parent is not None:
        made = replace(parent, id=identifier, title=title, items=items, derived_from=parent.id)
        scoring = raw.get("scoring", {})
    else:
        zero = Decimal(0)
        made = Edition(
            identifier, title, row.text("document", None), items, zero, zero, zero, zero, zero, (1, 1)
        )
        scoring = raw.get("scoring")
    if not isinstance(scoring, dict):
        problems.append("scoring：应为计分规则，包括deduct_total、fail_below等")
        return None
    return _with_scoring(made, scoring, problems, whole=parent is None)


_SCORING = ("deduct_total", "bonus_total", "fail_below", "bonus_above", "service_points")


def _with_scoring(
    edition: Edition, scoring: Mapping[str, Any], problems: list[str], *, whole: bool
) -> Edition:
    row = _Row({**scoring, "id": "scoring"}, problems)
    values: dict[str, Any] = {}
    for name in _SCORING:
        number = row.number(name, None)
        if number is not None:
            values[name] = number
        elif whole and name not in scoring:
            row.wrong(name, "不能缺少")
    for name in scoring.keys() - {*_SCORING, "no_service_factor"}:
        problems.append(f"scoring：不认识的字段“{name}”")
    if whole or "no_service_factor" in scoring:
        found = re.fullmatch(r"(\d{1,3})/([1-9]\d{0,2})", str(scoring.get("no_service_factor")))
        if found:
            values["no_service_factor"] = (int(found[1]), int(found[2]))
        else:
            row.wrong("no_service_factor", "应写成分数，如4/3")
    return replace(edition, **values)


def _check_whole(items: Mapping[str, Item], problems: list[str]) -> None:
    """No occurrence may cost more than its row allows."""
    for item in items.values():
        if item.points_each is not None and item.cap is not None and item.points_each > item.cap:
            problems.append(f"{item.id}：每次扣{item.points_each}分，超过上限{item.cap}分，请改其一")
