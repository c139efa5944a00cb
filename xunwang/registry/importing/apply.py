"""Store what a plan says, in one transaction."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, NamedTuple

from django.db import models, transaction

from xunwang.registry.importing.columns import Table
from xunwang.registry.importing.plan import Plan, Verdict, plan
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.services import lock_register
from xunwang.registry.snapshot import Register, UnitRow

_MODELS: dict[str, type[models.Model]] = {"units": Unit, "sites": WebSite, "accounts": Account}
_REFERENCES = ("superior_id", "supervising_unit_id", "unit_id")


class Applied(NamedTuple):
    """What was done."""

    plan: Plan
    created: int
    updated: int


def apply(table: Table, rows: list[list[str]]) -> Applied:
    """Plan again on the register of this moment and store every row without errors.

    Raises :class:`xunwang.engine.spreadsheet.SpreadsheetError`.
    """
    with transaction.atomic():
        lock_register()
        planned = plan(table, rows, Register.load())
        keys: dict[int, int] = {}
        model = _MODELS[table.name]
        for entry in planned.rows:
            if entry.row is None or entry.verdict not in (Verdict.CREATE, Verdict.UPDATE):
                continue
            number = entry.row.id
            if entry.verdict is Verdict.CREATE:
                stored = model(**_values(asdict(entry.row), keys))
            else:
                stored = model._default_manager.get(pk=number)
                for name in entry.changes:
                    setattr(stored, name, _key(name, getattr(entry.row, name), keys))
            stored.save()
            if isinstance(entry.row, UnitRow):
                keys[number] = stored.pk
    return Applied(planned, planned.count(Verdict.CREATE), planned.count(Verdict.UPDATE))


def _values(row: dict[str, Any], keys: dict[int, int]) -> dict[str, Any]:
    return {name: _key(name, value, keys) for name, value in row.items() if name != "id"}


def _key(name: str, value: Any, keys: dict[int, int]) -> Any:
    """Units of the same file have their keys only now."""
    return keys.get(value, value) if name in _REFERENCES else value
