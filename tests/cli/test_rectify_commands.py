"""The commands of orders say what they do."""

from __future__ import annotations

from click.testing import CliRunner

from xunwang.cli.main import main


def test_the_commands_are_listed_and_explained() -> None:
    told = CliRunner().invoke(main, ["rectify", "--help"])
    assert told.exit_code == 0 and "recheck" in told.output and "escalate" in told.output
    told = CliRunner().invoke(main, ["rectify", "recheck", "--help"])
    assert told.exit_code == 0 and "--item" in told.output
