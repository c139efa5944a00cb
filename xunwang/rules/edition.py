"""Editions of the indicator table: dated data, read and checked here.

An edition is a YAML file. A province derives its own with ``derives: "2019"``, an id, a title and
``items:`` rows that override single fields of the parent's rows (``drop: true`` takes a row out).
Problems are collected and told all at once, each with row, field, value and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from xunwang.rules.edition_rows import Row, read_item
from xunwang.rules.item import NEW_MEDIA, Item
from xunwang.rules.unique_keys import UniqueKeyLoader

__all__ = [
    "DEFAULT",
    "SHIPPED",
    "Edition",
    "EditionError",
    "Item",
    "changes",
    "describe_differences",
    "load_edition",
    "parsed",
    "text_in",
]

SHIPPED = Path(__file__).with_name("editions")
DEFAULT = "2019"
_MAX_BYTES = 2_000_000
_TOP = frozenset({"id", "title", "document", "derives", "last_review", "sources", "scoring", "items"})
_SCORING = ("deduct_total", "bonus_total", "fail_below", "bonus_above", "service_points")
_IN_RULE = ("operator", "threshold", "window_days", "window_months", "parameters")
"""Fields whose numbers the words of a rule usually tell."""
_LABELS = {
    "title": "名称", "rule": "规则", "level1": "一级分类", "level2": "二级分类", "group": "扣分分组",
    "kind": "类别", "subject": "适用范围", "method": "判定方式", "operator": "比较方式", "threshold": "限值",
    "unit": "计量单位", "window_days": "期限（天）", "window_months": "期限（月）", "points_each": "每次分值",
    "cap": "分值上限", "points_confirmed": "分值已核定", "cap_confirmed": "上限已核定", "service": "无对外服务的部门不检查",
    "confidence": "可靠程度", "source": "出处", "note": "备注", "evidence": "证据", "parameters": "参数",
    "parameter_notes": "参数说明",
    "deduct_total": "扣分项总分", "bonus_total": "加分项总分", "fail_below": "低于此分不合格",
    "bonus_above": "高于此分计加分", "service_points": "办事服务分值", "no_service_factor": "无对外服务折算系数",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated set of indicators with the constants of its scoring rules."""

    id: str
    """``2019``, or the name of a province's own derivation."""
    title: str
    document: str
    """国办秘函〔2019〕19号."""
    items: dict[str, Item]
    """By id, in the order of the table: rows of websites, then of accounts of new media."""
    deduct_total: Decimal
    bonus_total: Decimal
    fail_below: Decimal
    bonus_above: Decimal
    service_points: Decimal
    no_service_factor: tuple[int, int]
    """(numerator, denominator) of R-05."""
    derived_from: str | None = None
    last_review: date | None = None
    """Day on which somebody last held the rows against the texts."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """The texts behind the short names in the rows."""

    @property
    def site_items(self) -> dict[str, Item]:
        """The rows of websites (subjects ``site`` and ``portal``)."""
        return {name: item for name, item in self.items.items() if item.subject != NEW_MEDIA}

    @property
    def account_items(self) -> dict[str, Item]:
        """The rows of accounts of new media."""
        return {name: item for name, item in self.items.items() if item.subject == NEW_MEDIA}


class EditionError(Exception):
    """An edition file is not usable; ``problems`` lists all reasons in Chinese."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("指标版本文件有问题：" + "；".join(problems))
        self.problems = tuple(problems)


def load_edition(path: Path | None = None) -> Edition:
    """Read an edition file; without one, the shipped edition of 2019. Raises :class:`EditionError`."""
    path = path or SHIPPED / f"{DEFAULT}.yaml"
    # Our own files are trusted, and libyaml reads them ten times faster.
    raw = parsed(text_in(path), yaml.CSafeLoader if path.parent == SHIPPED else UniqueKeyLoader)
    problems = [
        f"不认识的字段“{name}”，请改正或删去；可用：{'、'.join(sorted(_TOP))}"
        for name in sorted(raw.keys() - _TOP, key=str)
    ]
    parent = _parent_of(raw, problems)
    items = _items(_rows(raw, problems), parent, problems)
    edition = _edition(raw, parent, items, problems)
    if problems or edition is None:
        raise EditionError(problems)
    return edition


def describe_differences(edition: Edition) -> Iterator[str]:
    """What a derived edition changes against its parent, one Chinese sentence a field."""
    if edition.derived_from is None:
        return
    parent = load_edition(SHIPPED / f"{edition.derived_from}.yaml")
    yield from changes("计分规则", parent, edition, (*_SCORING, "no_service_factor"))
    for identifier, old in parent.items.items():
        new = edition.items.get(identifier)
        if new is None:
            yield f"{identifier} {old.title}：不再检查"
            continue
        name = f"{identifier} {old.title}"
        yield from changes(name, old, new, [item.name for item in fields(Item)])
        if old.rule == new.rule and any(getattr(old, key) != getattr(new, key) for key in _IN_RULE):
            yield f"{name}：限值或期限已改，规则文字没有改，请核对rule"


def changes(name: str, old: Any, new: Any, names: Iterable[str]) -> Iterator[str]:
    """One Chinese sentence for each of the fields in which two rows, or two editions, differ."""
    for key in names:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield f"{name}：{_LABELS[key]} 由“{_shown(before)}”改为“{_shown(after)}”"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "、".join(f"{key}={part}" for key, part in value.items()) or "无"
    if isinstance(value, tuple):
        return "/".join(map(str, value))
    return "无" if value is None else str(value)


def text_in(path: Path) -> str:
    """An edition file's text. Raises :class:`EditionError`."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise EditionError([f"文件超过{_MAX_BYTES // 1_000_000}MB，不是指标版本文件"])
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EditionError([f"打不开“{path}”（{error.strerror}），请检查路径"]) from error
    except UnicodeDecodeError as error:
        raise EditionError(["文件不是UTF-8编码，请另存为UTF-8"]) from error


def parsed(text: str, loader: type[yaml.CSafeLoader | yaml.SafeLoader] = UniqueKeyLoader) -> dict[str, Any]:
    """What an edition's text says, by name. Raises :class:`EditionError`."""
    try:
        raw = yaml.load(text, loader)  # noqa: S506 - all of them are safe
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f"第{where.line + 1}行附近" if where else "文件"
        told = getattr(error, "problem", "")
        more = f"：{told}" if isinstance(error, yaml.constructor.ConstructorError) and told else ""
        raise EditionError([f"{line}不是有效的YAML，请检查缩进、冒号和引号（UTF-8编码）{more}"]) from error
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
        raise EditionError([*problems, f"derives：“{name}”不是自带的版本，可用：{known}"])
    return load_edition(path)


def _rows(raw: Mapping[str, Any], problems: list[str]) -> list[dict[str, Any]]:
    rows = raw.get("items", [])
    if not isinstance(rows, list) or (not rows and "derives" not in raw):
        problems.append("items：应为指标列表，每项以“- id: 编号”开头")
        return []
    good: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows, start=1):
        identifier = row.get("id") if isinstance(row, dict) else None
        if not isinstance(identifier, str) or not identifier.strip():
            problems.append(f"items第{number}项：缺少id，请写明指标编号，如W-V-02")
        elif identifier in good:
            problems.append(f"{identifier}：重复出现，请删去一处")
        else:
            good[identifier] = row
    return list(good.values())


def _items(rows: list[dict[str, Any]], parent: Edition | None, problems: list[str]) -> dict[str, Item]:
    """The rows as items, over those of the parent in a derivation."""
    items = dict(parent.items) if parent else {}
    for row in rows:
        identifier = row["id"]
        if parent is not None and identifier not in parent.items:
            problems.append(f"{identifier}：上级版本{parent.id}没有该指标，请核对编号")
        elif parent is not None and row.get("drop") is True:
            del items[identifier]
        elif (item := read_item(row, items.get(identifier), problems)) is not None:
            items[identifier] = item
    return items


def _edition(
    raw: Mapping[str, Any], parent: Edition | None, items: dict[str, Item], problems: list[str]
) -> Edition | None:
    row = Row("版本", raw, problems)
    identifier = str(raw.get("id", ""))
    if not re.fullmatch(r"[\w-]{1,40}", identifier):
        row.wrong("id", "应为版本编号（字母、数字、汉字或连字符，40字以内）")
    told: dict[str, Any] = {
        "id": identifier,
        "title": row.text("title", None),
        "document": row.text("document", parent.document if parent else None),
        "items": items,
        "derived_from": parent.id if parent else None,
        "last_review": row.day("last_review"),
        "sources": row.words("sources", parent.sources if parent else {}),
    }
    scoring = raw.get("scoring", {} if parent else None)
    if isinstance(scoring, dict):
        told.update(_scoring(scoring, problems, whole=parent is None))
    else:
        problems.append("scoring：应为计分规则，包括deduct_total、fail_below等")
    for item in items.values():
        for name in item.source:
            if name not in told["sources"]:
                problems.append(f"{item.id}：出处“{name}”没有说明，请在文件的sources中写明")
    return None if problems else replace(parent, **told) if parent else Edition(**told)


def _scoring(scoring: Mapping[str, Any], problems: list[str], *, whole: bool) -> dict[str, Any]:
    """The constants of the scoring rules that the file gives; ``whole``: it must give all."""
    row = Row("scoring", scoring, problems)
    values: dict[str, Any] = {}
    for name in _SCORING:
        number = row.points(name)
        if number is not None:
            values[name] = number
        elif whole and name not in scoring:
            row.wrong(name, "不能缺少")
    for name in sorted(scoring.keys() - {*_SCORING, "no_service_factor"}, key=str):
        problems.append(f"scoring：不认识的字段“{name}”，请改正或删去")
    if whole or "no_service_factor" in scoring:
        found = re.fullmatch(r"(\d{1,3})/([1-9]\d{0,2})", str(scoring.get("no_service_factor")))
        if found:
            values["no_service_factor"] = (int(found[1]), int(found[2]))
        else:
            row.wrong("no_service_factor", "应写成分数，如4/3")
    return values
