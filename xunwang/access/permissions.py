"""The one place that says who may do what to which object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from xunwang.access.models import Assignment, User
from xunwang.access.roles import FOR_ALL_UNITS, GRANTABLE, Action, Role, roles_for

M = TypeVar("M", bound=Model)
Person = User | AnonymousUser
_OF_A_TOP = 2
"""Slashes in the path of a unit without a superior."""


class Governed(Protocol):
    """An object that belongs to a unit of the tree."""

    def governing_path(self) -> str:
        """Path of the unit whose subtree the object lies in, such as ``/1/7/``."""


def may(person: Person, action: Action, thing: Governed | None = None) -> bool:
    """True when one of the person's roles allows the action on ``thing``, or anywhere if None."""
    paths = paths_for(person, action)
    if thing is None:
        return bool(paths)
    own = thing.governing_path()
    return any(own.startswith(path) for path in paths)


def require(person: Person, action: Action, thing: Governed | None = None) -> None:
    """Raise PermissionDenied, with a Chinese message, unless :func:`may`."""
    if not may(person, action, thing):
        raise PermissionDenied(f"您的角色不能在这里“{action.label}”。需要时请联系省级管理员。")


def within(person: Person, action: Action, rows: QuerySet[M], path_field: str = "path") -> QuerySet[M]:
    """Those rows whose unit lies where the person may do it; ``path_field`` leads to the unit's path."""
    paths = paths_for(person, action)
    if not paths:
        return rows.none()
    wanted = Q()
    for path in paths:
        wanted |= Q(**{f"{path_field}__startswith": path})
    return rows.filter(wanted)


def acting_as(person: User, action: Action, thing: Governed) -> Role | None:
    """By which of the person's roles it may be done to ``thing``: the first, in their order; None: it may not."""
    own = thing.governing_path()
    held = {one.role for one in assignments_of(person) if own.startswith(one.path)}
    return next((role for role in GRANTABLE if role in roles_for(action) and role.value in held), None)


def paths_for(person: Person, action: Action) -> tuple[str, ...]:
    """Paths of the units over whose subtrees the person may do it; the widest ones only."""
    if not isinstance(person, User) or not person.is_active:
        return ()
    allowed = roles_for(action)
    widest = _widest(held.path for held in assignments_of(person) if held.role in allowed)
    if action in FOR_ALL_UNITS:
        widest = tuple(path for path in widest if path.count("/") <= _OF_A_TOP)
    return _narrowed(widest, person.narrowed_to)


def assignments_of(user: User) -> tuple[Assignment, ...]:
    """What the user was given; asked once for each loaded user."""
    known: tuple[Assignment, ...] | None = getattr(user, "_assignments_known", None)
    if known is None:
        prefetched = "assignments" in getattr(user, "_prefetched_objects_cache", {})
        known = tuple(user.assignments.all() if prefetched else user.assignments.select_related("unit"))
        user._assignments_known = known  # type: ignore[attr-defined]
    return known


def _narrowed(paths: Iterable[str], to: str) -> tuple[str, ...]:
    """What the paths and the subtree of ``to`` have in common."""
    kept = (to if to.startswith(path) else path for path in paths)
    return tuple(path for path in kept if path.startswith(to))


def _widest(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(set(paths), key=len):
        if not any(path.startswith(wider) for wider in kept):
            kept.append(path)
    return tuple(kept)
