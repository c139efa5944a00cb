"""Who may open which address: one module a part of the console, each with its own lines.

A module has ``PAGES`` (name of the address: letters of the roles, see :data:`LETTERS`), and may have
``POST_ONLY``, ``OPEN_TO_ALL`` (no sign-in needed), ``PUBLIC`` (those of them that strangers read), ``OWN_ACCOUNT``, ``DATA`` (what to post, by name),
``arguments(province)`` (arguments of the addresses, by name, of objects that all roles reach) and
``elsewhere(province)`` (arguments of objects outside the subtree of the department's people).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence

from tests.console.province import Province
from xunwang.access.roles import Role

LETTERS = {
    "A": Role.PROVINCE_ADMIN, "P": Role.PLANNER, "R": Role.REVIEWER, "S": Role.CITY_SUPERVISOR,
    "E": Role.UNIT_EDITOR, "U": Role.AUDITOR, "N": Role.PUBLIC,
}  # fmt: skip
EVERYBODY = "".join(LETTERS)

Arguments = Mapping[str, Sequence[object]]

_PARTS = tuple(importlib.import_module(f"{__name__}.{part.name}") for part in pkgutil.iter_modules(__path__))


def _union(name: str) -> frozenset[str]:
    return frozenset().union(*(getattr(part, name, ()) for part in _PARTS))


PAGES: dict[str, str] = {name: letters for part in _PARTS for name, letters in part.PAGES.items()}
DATA: dict[str, dict[str, str]] = {
    name: data for part in _PARTS for name, data in getattr(part, "DATA", {}).items()
}
POST_ONLY = _union("POST_ONLY")
OPEN_TO_ALL = _union("OPEN_TO_ALL")
PUBLIC = _union("PUBLIC")
OWN_ACCOUNT = _union("OWN_ACCOUNT")


def arguments(province: Province) -> dict[str, list[object]]:
    """Arguments of every address that has some, of objects that all roles reach."""
    return {
        name: list(given)
        for part in _PARTS
        if hasattr(part, "arguments")
        for name, given in part.arguments(province).items()
    }


def elsewhere(province: Province) -> dict[str, list[object]]:
    """Arguments of objects outside the subtree of the department's people."""
    return {
        name: list(given)
        for part in _PARTS
        if hasattr(part, "elsewhere")
        for name, given in part.elsewhere(province).items()
    }
