"""Which role may do which operation of the interface: one module a part, each with its own lines.

A module has ``OPERATIONS`` (operation: letters of the roles, see :mod:`tests.console.addresses`), and may have
``BODIES`` (what to send, by operation, as a function of the world), ``QUERIES`` (what to ask for), ``arguments(world)`` (the parts of the address
by name, by operation) of things that all roles reach, and ``elsewhere(world)`` of things outside of the city.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any

from tests.console.api.world import World

Arguments = Mapping[str, Mapping[str, object]]

_PARTS = tuple(importlib.import_module(f"{__name__}.{part.name}") for part in pkgutil.iter_modules(__path__))
OPERATIONS: dict[str, str] = {name: letters for part in _PARTS for name, letters in part.OPERATIONS.items()}
BODIES: dict[str, Callable[[World], Any]] = {
    name: body for part in _PARTS for name, body in getattr(part, "BODIES", {}).items()
}
QUERIES: dict[str, dict[str, str]] = {
    name: query for part in _PARTS for name, query in getattr(part, "QUERIES", {}).items()
}


def arguments(world: World) -> dict[str, Mapping[str, object]]:
    """Parts of the addresses, of things that all roles reach."""
    return {name: given for part in _PARTS for name, given in part.arguments(world).items()}


def elsewhere(world: World) -> dict[str, Mapping[str, object]]:
    """Parts of the addresses, of things outside of the city."""
    return {
        name: given
        for part in _PARTS
        if hasattr(part, "elsewhere")
        for name, given in part.elsewhere(world).items()
    }
