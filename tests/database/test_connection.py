"""The office's own server is told by DATABASE_URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from xunwang.database import (
    Connection,
    DatabaseError,
    connection_from_environment,
    data_home,
    require_version,
)


def test_no_address_means_the_embedded_server() -> None:
    assert connection_from_environment({}) is None


def test_an_address_is_read_with_its_options() -> None:
    url = "postgresql://inspector:p%40ss@db.example:6432/xunwang?sslmode=verify-full"
    assert connection_from_environment({"DATABASE_URL": url}) == Connection(
        "xunwang", "inspector", "p@ss", "db.example", "6432", {"sslmode": "verify-full"}
    )


def test_the_password_is_in_no_representation_and_in_no_command_line() -> None:
    found = Connection("xunwang", "inspector", "secret word")
    assert "secret" not in repr(found)
    assert "secret" not in found.conninfo(secret=False)
    assert "secret" in found.conninfo()


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "postgresql://host:1", "xunwang", "postgresql://h/b?nonsense=1"]
)
def test_a_wrong_address_is_told(url: str) -> None:
    with pytest.raises(DatabaseError, match="DATABASE_URL"):
        connection_from_environment({"DATABASE_URL": url})


def test_a_server_out_of_reach_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="连不上数据库"):
        require_version(Connection("xunwang", host=str(tmp_path)))


def test_the_home_folder_is_an_absolute_path(tmp_path: Path) -> None:
    assert data_home({"XUNWANG_HOME": str(tmp_path / "a" / ".." / "b")}) == tmp_path / "b"
    assert data_home({}) == Path.home() / ".xunwang"
