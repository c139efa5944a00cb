"""Commands are imported when they are called, and the list of them tells the truth."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from xunwang.cli.main import main

CONTEXT = click.Context(main)
NAMES = main.list_commands(CONTEXT)
HEAVY = {
    "chinese_calendar", "daachorse", "django", "docx", "jinja2", "lxml", "ninja", "pyarrow", "pycurl", "pypdf",
    "python_calamine", "resiliparse", "rich", "selectolax", "trafilatura", "typst", "vl_convert", "xlsxwriter",
}  # fmt: skip
"""What understands pages, fetches, keeps and writes: a process that does none of it does not load it."""


@pytest.mark.parametrize("name", NAMES)
def test_the_list_says_what_the_command_says_of_itself(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert command.name == name
    shown = CliRunner().invoke(main, ["--help"]).output
    line = next(line for line in shown.splitlines() if line.split()[:1] == [name])
    first = " ".join(line.split()[1:])
    assert first
    assert (command.help or "").startswith(first)


def test_an_unknown_command_is_refused() -> None:
    assert main.get_command(CONTEXT, "nonsense") is None
    result = CliRunner().invoke(main, ["nonsense"])
    assert result.exit_code == 2
    assert "nonsense" in result.output


def loaded_by(code: str, **environment: str) -> set[str]:
    """Which of the heavy packages a process has loaded that did this."""
    told = f"import sys\n{code}\nprint('loaded', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return HEAVY & set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("asked", [["--help"], ["--version"]])
def test_the_list_imports_nothing_heavy(asked: list[str]) -> None:
    code = f"from xunwang.cli.main import main\nmain({asked!r}, standalone_mode=False)"
    assert loaded_by(code) == set()


def test_what_every_process_of_the_console_sets_up_imports_only_the_framework(tmp_path: Path) -> None:
    place = {"DJANGO_SETTINGS_MODULE": "xunwang.web.settings", "XUNWANG_HOME": str(tmp_path)}
    assert loaded_by("import django\ndjango.setup()", **place) == {"django"}
