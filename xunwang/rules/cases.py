"""Cases of the indicators as data: a site's facts in, the verdict out, readable by a lawyer.

A ``*.cases.yaml`` file beside an indicator is a list of cases::

    - name: thirteen days old is still an update
      at: 2020-11-30T10:00+08:00
      facts:
        columns: [{type: news, newest: -13d}]
      expect: clear

Only what matters is written; everything else has a default (see ``DEFAULTS``). ``-13d`` and ``-6m`` are days
and calendar months before the check point, with ``+1h`` style hours for times; a number instead of a list
means so many entries with all defaults, and ``times: 4`` in an entry so many of its kind; ``probes`` may be
written as ``{days: 7, per_day: 24, failed: 9}``, evenly spread or, with ``every: 10``, that many minutes apart
from the beginning of each day. ``item`` overrides single fields of the edition's row.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from xunwang.calendar.windows import months_before
from xunwang.rules.edition import Item
from xunwang.rules.facts import (
    Column,
    Coverage,
    FooterSeen,
    GuideSeen,
    Home,
    ItemSeen,
    LetterSeen,
    Mailbox,
    PolicySeen,
    Probe,
    SearchQuery,
    SearchTest,
    Seen,
    Site,
    SiteFacts,
)
from xunwang.words import CHINA, State

HOME = "http://www.example.gov.cn/"
Defaults = Mapping[type, Mapping[str, Any]]
DEFAULTS: Defaults = {
    Site: {"name": "示例市人民政府", "home_url": HOME, "kind": "portal", "level": "city",
           "region_code": "990100", "site_code": "9901000001"},
    Coverage: {"pages": 100, "complete": True, "home": {}},
    Home: {"items": 20, "newest": "-1d"},
    Column: {"name": "栏目", "level": 1, "items": 20, "reachable": True},
    ItemSeen: {"title": "最新信息"},
    Mailbox: {"name": "市长信箱", "type": "enquiries", "has_form": True, "form_reachable": True},
    LetterSeen: {"title": "关于供暖的咨询", "asked": "-20d", "answered": "-18d", "is_answered": True,
                 "department": "市住房城乡建设局", "answer": "您好，来信收悉。经核实，供暖将于本周恢复。",
                 "detailed": True},
    GuideSeen: {"name": "食品经营许可"},
    PolicySeen: {"title": "示例市人民政府关于印发规划的通知", "day": "-30d", "own": True},
    FooterSeen: {"is_home": True},
    SearchTest: {"has_form": True},
    SearchQuery: {"title": "关于开展检查的通知", "expected": f"{HOME}a.html", "found": True, "answered": True},
}  # fmt: skip
_RELATIVE = re.compile(r"([+-])(\d{1,4})([hdm])")
F = TypeVar("F")
Build = Callable[[Mapping[str, Any], datetime], F]
"""Makes facts from the few values that a case writes, and its instant."""


@dataclass(frozen=True, slots=True)
class Case(Generic[F]):
    """One case, ready to be judged. The facts are those of a site, or of a supervising unit."""

    name: str
    at: datetime
    facts: F
    overrides: Mapping[str, Any]
    expect: State
    expect_amount: int | None
    """Occurrences that the findings stand for; None: not said."""
    expect_missing: str
    """Words that the reason of an unknown verdict contains."""

    def item(self, row: Item) -> Item:
        """The edition's row with the case's own fields."""
        changes = dict(self.overrides)
        for name in ("threshold", "points_each", "cap"):
            if changes.get(name) is not None:
                changes[name] = Decimal(str(changes[name]))
        if "parameters" in changes:
            given = {name: Decimal(str(value)) for name, value in changes["parameters"].items()}
            changes["parameters"] = {**row.parameters, **given}
        return replace(row, **changes)


class CaseError(ValueError):
    """A case file can't be read; the message names file, case and field."""


def read_cases(path: Path) -> Iterator[Case[SiteFacts]]:
    """The cases of a website indicator's file. Raises :class:`CaseError`."""
    return read_cases_of(path, build_facts)


def read_cases_of(path: Path, build: Build[F]) -> Iterator[Case[F]]:
    """The cases of a file, with the facts that ``build`` makes. Raises :class:`CaseError`."""
    for number, raw in enumerate(_read(path), start=1):
        try:
            yield _case(raw, build)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CaseError(f"{path.name}, case {number} ({raw.get('name', '?')}): {error!r}") from error


def _read(path: Path) -> list[dict[str, Any]]:
    # Our own files are trusted, and libyaml reads them ten times faster.
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or []


def _case(raw: dict[str, Any], build: Build[F]) -> Case[F]:
    unknown = raw.keys() - {"name", "at", "facts", "item", "expect", "expect_amount", "expect_missing"}
    if unknown:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))}")
    at = moment(raw["at"])
    return Case(
        raw["name"],
        at,
        build(raw.get("facts") or {}, at),
        raw.get("item") or {},
        State(raw["expect"]),
        raw.get("expect_amount"),
        raw.get("expect_missing", ""),
    )


def build_facts(values: Mapping[str, Any], at: datetime) -> SiteFacts:
    """Facts from the few values that a case writes."""
    given = {"site": {}, "coverage": {}, **values}
    if isinstance(given.get("probes"), Mapping):
        given["probes"] = list(_probes(given["probes"], at))
    return build_record(SiteFacts, given, at, DEFAULTS)


def build_record(kind: type[F], given: Mapping[str, Any], at: datetime, defaults: Defaults) -> F:
    """A record of any kind from plain values; ``defaults`` by the types of the records within."""
    built: F = _Builder(at, defaults).record(kind, given)
    return built


_PLAN = frozenset({"days", "per_day", "every", "failed", "seconds", "vantages", "status", "fault"})


def _probes(plan: Mapping[str, Any], at: datetime) -> Iterator[Probe]:
    """Probes of full days before the check point, the failed ones first."""
    unknown = plan.keys() - _PLAN
    if unknown:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))} of probes")
    days, per_day = plan["days"], plan.get("per_day", 24)
    gap = timedelta(minutes=plan["every"]) if "every" in plan else timedelta(days=1) / per_day
    status, seconds = plan.get("status", 0), plan.get("seconds", 15.0)
    fault = plan.get("fault", "" if status else "timeout")
    for number in range(days * per_day):
        day, place = divmod(number, per_day)
        moment = at - timedelta(days=days - day) + gap * place
        for name in plan.get("vantages", ["一号监测点"]):
            if number < plan.get("failed", 0):
                yield Probe(moment, name, seconds, status, fault)
            else:
                yield Probe(moment, name, 0.8, 200, "")


class _Builder:
    """Builds records from plain values by the types of their fields."""

    def __init__(self, at: datetime, defaults: Defaults) -> None:
        self._at = at
        self._defaults = defaults
        self._count = 0

    def record(self, kind: type, given: Mapping[str, Any]) -> Any:
        hints = _hints(kind)
        unknown = given.keys() - hints.keys()
        if unknown:
            raise ValueError(f"{kind.__name__} has no field {', '.join(sorted(map(str, unknown)))}")
        self._count += 1
        values = {**self._defaults.get(kind, {}), **given}
        if values.get("blank"):
            values.setdefault("newest", None)
            values["items"] = given.get("items", 0)
        built = {}
        for name, hint in hints.items():
            if name in values:
                built[name] = self.value(hint, values[name])
            elif not _has_default(kind, name):
                built[name] = self._default(kind, hint, name)
        return kind(**built)

    def _default(self, kind: type, hint: Any, name: str) -> Any:
        if kind is Seen:
            return {"url": f"{HOME}{self._count}.html", "at": self._at}[name]
        if name == "url":
            return f"{HOME}{self._count}.html"
        if hint is datetime:
            return self._at
        return self.value(hint, {} if hint is Seen else _empty(hint))

    def value(self, hint: Any, raw: Any) -> Any:
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):
            choices = [choice for choice in get_args(hint) if choice is not type(None)]
            return None if raw is None else self.value(choices[0], raw)
        if origin is tuple:
            return self._tuple(get_args(hint), raw)
        if origin is frozenset:
            return frozenset(self.value(get_args(hint)[0], part) for part in raw)
        if origin is not None and issubclass(origin, Mapping):
            key, value = get_args(hint)
            return {self.value(key, name): self.value(value, part) for name, part in raw.items()}
        return self._plain(hint, raw)

    def _tuple(self, parts: tuple[Any, ...], raw: Any) -> tuple[Any, ...]:
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(self.value(parts[0], part) for part in _repeated(raw))
        return tuple(self.value(part, value) for part, value in zip(parts, raw, strict=True))

    def _plain(self, hint: Any, raw: Any) -> Any:
        if isinstance(raw, hint) and hint not in (date, datetime):
            return raw
        if hint is datetime:
            return moment(raw, self._at)
        if hint is date:
            return raw if type(raw) is date else moment(raw, self._at).astimezone(CHINA).date()
        if isinstance(hint, type) and issubclass(hint, Enum):
            return hint(raw)
        if hint is ItemSeen and not isinstance(raw, Mapping):
            return self.record(ItemSeen, {"day": raw})
        if hint is Seen and isinstance(raw, str):
            return self.record(Seen, {"url": raw})
        if _is_record(hint):
            return self.record(hint, raw)
        if hint is float and isinstance(raw, int):
            return float(raw)
        if not isinstance(raw, hint):
            raise ValueError(f"{raw!r} is no {hint.__name__}")
        return raw


def _repeated(raw: Any) -> Iterator[Any]:
    """The entries of a list, or that many empty ones; an entry with ``times`` is taken so often."""
    for part in ({} for _ in range(raw)) if isinstance(raw, int) else raw:
        if isinstance(part, Mapping) and "times" in part:
            one = {name: value for name, value in part.items() if name != "times"}
            yield from (one for _ in range(part["times"]))
        else:
            yield part


def _is_record(hint: Any) -> bool:
    return is_dataclass(hint) or (isinstance(hint, type) and hasattr(hint, "_fields"))


def _empty(hint: Any) -> Any:
    """The value that says nothing, for a field without default."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None
    if origin in (tuple, frozenset):
        return ()
    if origin is not None:
        return {}
    return {bool: False, int: 0, float: 0.0, str: ""}.get(hint, {} if _is_record(hint) else None)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _has_default(kind: type, name: str) -> bool:
    if is_dataclass(kind):
        item = next(item for item in fields(kind) if item.name == name)
        return item.default is not MISSING or item.default_factory is not MISSING
    return name in kind._field_defaults  # type: ignore[attr-defined]


def moment(raw: Any, at: datetime | None = None) -> datetime:
    """A time: absolute, a day (its beginning in China), or relative to the check point."""
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=CHINA)
    if isinstance(raw, date):
        return datetime.combine(raw, time(), CHINA)
    found = _RELATIVE.fullmatch(str(raw))
    if not found:
        moment = datetime.fromisoformat(str(raw))
        return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    if at is None:
        raise ValueError("the check point itself can't be relative")
    sign, number, unit = (1 if found[1] == "+" else -1), int(found[2]), found[3]
    if unit == "m":
        if sign > 0:
            raise ValueError("months only run backwards")
        return datetime.combine(months_before(at, number).start, time(), CHINA)
    step = timedelta(hours=number) if unit == "h" else timedelta(days=number)
    return at + sign * step
