"""The operators' page tells every variable, every command and the roles as they are."""

from __future__ import annotations

import re
from pathlib import Path

import click

from xunwang.cli.main import main
from xunwang.web.roles_table import roles_table

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def test_every_environment_variable_is_documented() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "xunwang").rglob("*.py"))
    used = set(re.findall(r'"(XUNWANG_[A-Z_]+|DATABASE_URL)"', code))
    assert len(used) >= 8
    assert {name for name in used if f"`{name}`" not in PAGE} == set()


def test_the_table_of_roles_is_the_one_that_holds() -> None:
    shown = PAGE.split("<!-- roles -->")[1].split("<!-- /roles -->")[0].strip()
    assert shown == roles_table(), "run python -m xunwang.web.roles_table and paste"


def test_every_command_of_the_console_is_documented() -> None:
    for name in ("serve", "database", "audit", "register"):
        command = main.commands[name]
        parts = command.commands if isinstance(command, click.Group) else {"": command}
        for part in parts:
            word = f"{name} {part}".strip()
            assert word in PAGE or f"`{part}`" in PAGE, word
