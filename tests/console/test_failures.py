"""When the database is gone or full, people read what happened and what to do."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connections
from django.test import Client, RequestFactory

from xunwang.web.pages.problems import broken, no_database

pytestmark = pytest.mark.server


def test_a_server_out_of_reach_is_told_on_every_page(committed: None, tmp_path: Path) -> None:
    settings = connections["default"].settings_dict
    before = settings["HOST"], settings["PORT"]
    connections["default"].close()
    settings["HOST"], settings["PORT"] = str(tmp_path), "1"
    try:
        for address in ("/health/", "/"):
            client = Client(raise_request_exception=False)
            client.cookies["sessionid"] = "x" * 32
            answer = client.get(address)
            assert answer.status_code == 503
            assert "暂时连不上数据库" in answer.content.decode()
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    finally:
        settings["HOST"], settings["PORT"] = before


def test_a_full_disk_is_told_to_whom_it_concerns() -> None:
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file: No space left on device")
    answer = no_database(error)
    assert answer.status_code == 503
    assert "服务器磁盘已满" in answer.content.decode()


def test_any_other_error_is_a_plain_page_without_its_details() -> None:
    with pytest.raises(ValueError, match="secret"):
        try:
            raise ValueError("secret detail")
        except ValueError:
            answer = broken(RequestFactory().get("/"))
            raise
    assert answer.status_code == 500
    assert "系统出现错误" in answer.content.decode()
    assert "secret" not in answer.content.decode()
