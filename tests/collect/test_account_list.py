"""The office's list of accounts: a bad row is told with its remedy, the good ones go on."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from xunwang.collect.account_list import AccountListError, accounts_from_rows, read_account_list
from xunwang.collect.secrets import VARIABLE, SecretsError, read_secrets
from xunwang.posts.records import Way
from xunwang.rules.media.facts import AccountKind
from xunwang.words import Level

HEAD = ["平台", "账号名称", "主办单位", "采集方式", "地址", "层级", "类别", "备案日期", "选项"]


def test_rows_of_one_account_are_its_ways_in_order() -> None:
    feed = [
        "微信",
        "甲发布",
        "甲县人民政府",
        "订阅源",
        "http://a.example/",
        "县",
        "信息发布类",
        "2019-03-01",
        "a=1；b=2",
    ]
    api = ["微信公众号", "甲发布", "甲县人民政府", "微信公众平台接口", "", "", "", "", ""]
    found = accounts_from_rows([HEAD, feed, api])
    assert not found.errors
    (one,) = found.accounts
    assert one.account.key == "wechat:甲发布" and one.account.platform_label == "微信公众号"
    assert (one.account.level, one.account.kind) == (Level.COUNTY, AccountKind.PUBLISHING)
    assert one.account.filed_on == date(2019, 3, 1)
    assert [source.way for source in one.sources] == [Way.FEED, Way.WECHAT_API]
    assert one.sources[0].options == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["", "甲", "单位", "订阅源", "x"], "平台"),
        (["微博", "", "单位", "订阅源", "x"], "账号名称"),
        (["微博", "甲", "", "订阅源", "x"], "主办单位"),
        (["微博", "甲", "单位", "爬虫", "x"], "采集方式"),
        (["微博", "甲", "单位", "人工查看", "x"], "采集方式"),
        (["微博", "甲", "单位", "订阅源", ""], "地址"),
        (["微博", "甲", "单位", "订阅源", "x", "国际"], "层级"),
        (["微博", "甲", "单位", "订阅源", "x", "", "其他类"], "类别"),
        (["微博", "甲", "单位", "订阅源", "x", "", "", "去年"], "备案日期"),
        (["微博", "甲", "单位", "订阅源", "x", "", "", "", "没有等号"], "选项"),
    ],
)
def test_a_bad_cell_is_told_and_the_other_rows_go_on(row: list[str], column: str) -> None:
    good = ["微博", "乙", "单位", "订阅源", "http://b.example/"]
    found = accounts_from_rows([HEAD, row, good])
    assert [one.account.name for one in found.accounts] == ["乙"]
    assert [(error.row, error.column) for error in found.errors] == [(2, column)]
    assert found.errors[0].remedy


def test_a_way_that_is_there_twice_and_a_unit_that_differs_are_told() -> None:
    rows = [
        ["微博", "甲", "单位", "订阅源", "http://a.example/"],
        ["微博", "甲", "单位", "订阅源", "http://b.example/"],
        ["微博", "甲", "别的单位", "文件导入", "a.xlsx"],
    ]
    found = accounts_from_rows([HEAD, *rows])
    assert [error.row for error in found.errors] == [3, 4]
    assert len(found.accounts[0].sources) == 1


def test_a_header_without_a_needed_column_is_refused() -> None:
    with pytest.raises(AccountListError, match="采集方式"):
        accounts_from_rows([["平台", "账号名称", "主办单位"]])
    with pytest.raises(AccountListError, match="空"):
        accounts_from_rows([])


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "账号.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD[:5])
        sheet.write_row(1, 0, ["头条", "甲", "单位", "feed", "http://a.example/"])
    (one,) = read_account_list(path).accounts
    assert one.account.key == "toutiao:甲"
    with pytest.raises(AccountListError, match="找不到"):
        read_account_list(tmp_path / "没有.csv")


def test_secrets_come_from_a_file_of_ones_own_or_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text('{"wechat:甲": {"app_id": "file"}}')
    path.chmod(0o600)
    environment = {VARIABLE: '{"wechat:甲": {"app_id": "env"}, "wechat:乙": {"app_id": "env"}}'}
    assert read_secrets(path, environment) == {
        "wechat:甲": {"app_id": "file"},
        "wechat:乙": {"app_id": "env"},
    }
    assert read_secrets(None, {}) == {}


@pytest.mark.parametrize("text", ["{", "[]", '{"a": "secret"}', '{"a": {"b": 5}}'])
def test_secrets_that_cant_be_read_are_refused_without_being_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(SecretsError) as told:
        read_secrets(path, {})
    assert 'secret"' not in str(told.value)


def test_secrets_that_others_can_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text("{}")
    path.chmod(0o640)
    with pytest.raises(SecretsError, match="chmod 600"):
        read_secrets(path, {})
    with pytest.raises(SecretsError, match="不能读取"):
        read_secrets(tmp_path / "none.json", dict(os.environ) | {VARIABLE: ""})
