"""The people of the demonstration: one to sign in as for each role, and those whom the script plays."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.registry.models import Unit
from xunwang.web.first_start import new_password

FILE = "demo-users.json"
_SCRIPTED = (
    ("script-1", "演示脚本复核员甲"),
    ("script-2", "演示脚本复核员乙"),
    ("script-3", "演示脚本复核员丙"),
)


@dataclass(frozen=True, slots=True)
class People:
    """Handles. The scripted reviewers may see everything, restricted findings included."""

    admin: User
    planner: User
    scripted: tuple[User, User, User]


def make_people(root: Unit, home: Path) -> People:
    """All of them, made once; the passwords are kept in a file that only its owner can read."""
    city = Unit.objects.filter(superior=root, level="city").order_by("pk").first() or root
    editor = Unit.objects.filter(level="county", kind="government").order_by("pk").first() or city
    wanted = (
        ("admin", "省级管理员", Role.PROVINCE_ADMIN, root),
        ("planner", "检查计划员", Role.PLANNER, root),
        ("reviewer", "复核员", Role.REVIEWER, root),
        ("city", f"{city.name}监管人员", Role.CITY_SUPERVISOR, city),
        ("editor", f"{editor.name}填报员", Role.UNIT_EDITOR, editor),
        ("auditor", "审计员", Role.AUDITOR, root),
    )
    passwords = read_passwords(home)
    with transaction.atomic():
        for name, label, role, unit in wanted:
            passwords.setdefault(name, new_password())
            _make(name, label, role, unit, passwords[name])
        scripted = tuple(_make(name, label, Role.PROVINCE_ADMIN, root, None) for name, label in _SCRIPTED)
        _keep(passwords, home)
    named = {user.username: user for user in User.objects.filter(username__in=["admin", "planner"])}
    return People(named["admin"], named["planner"], scripted)  # type: ignore[arg-type]


def read_passwords(home: Path) -> dict[str, str]:
    """User name → password of those whom a visitor may sign in as."""
    file = home / FILE
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def _make(name: str, label: str, role: Role, unit: Unit, password: str | None) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        # Nobody signs in as a scripted person: without a password there is no door.
        user = User.objects.create_user(name, password, name=label)
    Assignment.objects.get_or_create(user=user, role=role, unit=unit)
    return user


def _keep(passwords: dict[str, str], home: Path) -> None:
    unfinished = home / f"{FILE}.unfinished"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(passwords, file)
    unfinished.replace(home / FILE)
