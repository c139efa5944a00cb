"""Commands are imported when they are called, and the list of them tells the truth."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from xunwang.cli.main import main

CONTEXT = click.Context(main)
NAMES = main.list_commands(CONTEXT)


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


@pytest.mark.parametrize("asked", [["--help"], ["--version"]])
def test_the_list_imports_nothing_heavy(asked: list[str]) -> None:
    code = (
        "import sys\nfrom xunwang.cli.main import main\n"
        f"main({asked!r}, standalone_mode=False)\n"
        "print('loaded', *(name for name in sys.modules if name in ('pyarrow', 'pycurl', 'jinja2', 'rich')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].strip() == "loaded"
