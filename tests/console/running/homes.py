"""Where a server that a test starts finds its database and keeps its files."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.running.databases import database_url
from xunwang.database import Cluster


def _of_this_home(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XUNWANG", "DJANGO"))}
    return {**kept, "XUNWANG_HOME": str(home), "DATABASE_URL": ""}


@pytest.fixture
def fresh_machine(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a machine on which nothing was ever started: its database is the embedded one."""
    home = tmp_path / "home"
    yield _of_this_home(home)
    if home.is_dir():
        Cluster(home).stop()


@pytest.fixture
def office(committed: None, tmp_path: Path) -> dict[str, str]:
    """The environment of an office with a server of its own: its database is that of the test."""
    return {**_of_this_home(tmp_path / "home"), "DATABASE_URL": database_url()}


@pytest.fixture
def free_port() -> int:
    """Nobody listens on it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
