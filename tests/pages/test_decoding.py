"""Declared against real encodings, and the public conformance tests."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.pages.decode import decode, prescan, whatwg_name

CHINESE = "<p>吉林省人民政府办公厅关于政府网站检查情况的通报，各市（州）人民政府</p>"


def page(declared: str, codec: str, text: str = CHINESE) -> bytes:
    return f'<html><head><meta charset="{declared}"></head>{text}'.encode(codec)


@pytest.mark.parametrize(
    ("body", "http", "encoding"),
    [
        (page("gb2312", "gbk"), None, "gb18030"),
        (page("gbk", "gb18030", CHINESE + "㐀𠀀"), None, "gb18030"),
        (page("utf-8", "utf-8"), None, "utf-8"),
        (page("utf-8", "gbk"), None, "gb18030"),
        (page("gb2312", "utf-8"), None, "utf-8"),
        (page("gb2312", "gbk"), "utf-8", "gb18030"),
        (page("utf-8", "utf-8"), "gb2312", "utf-8"),
        (page("iso-8859-1", "gbk", CHINESE * 5), None, "gb18030"),
        (page("gb2312", "gbk", CHINESE * 5), "iso-8859-1", "gb18030"),
        (CHINESE.encode("gbk") * 20, None, "gb18030"),
        (CHINESE.encode("utf-8"), None, "utf-8"),
        (("\ufeff" + CHINESE).encode("utf-16-le"), None, "utf-16le"),
        (page("utf-8", "utf-16-le"), None, "utf-16le"),
        (page("utf-8", "utf-16-be"), None, "utf-16be"),
        (page("big5", "big5", "<p>臺灣的網頁內容，歷史悠久的學校與圖書館</p>"), None, "big5"),
        (page("x-unknown", "gbk", CHINESE * 5), None, "gb18030"),
        (page("utf-16", "utf-8"), None, "utf-8"),
        (b"<p>plain</p>", None, "utf-8"),
    ],
)
def test_the_real_encoding_wins_over_the_declared_one(body: bytes, http: str | None, encoding: str) -> None:
    decoded = decode(body, http)
    assert decoded.encoding == encoding
    assert "\ufffd" not in decoded.text


def test_what_is_declared_is_kept_as_it_was_stated() -> None:
    assert decode(page("GB2312", "utf-8"), None).declared == "gb2312"
    assert decode(page("gbk", "gbk"), "UTF-8").declared == "utf-8"
    assert decode(b"<p>x", None).declared is None


def test_two_characters_that_happen_to_be_utf8_are_read_as_declared() -> None:
    assert "联通" in decode("<meta charset=gb2312><p>联通</p>".encode("gbk"), None).text


def test_a_declaration_beyond_the_first_kilobyte_is_found() -> None:
    body = f"<head>{'<!-- filler -->' * 400}<meta charset=gbk></head>{CHINESE}".encode("gbk")
    assert body.find(b"charset") > 1024
    assert prescan(body) == "gbk"


def test_a_cut_or_garbled_character_does_not_change_the_encoding() -> None:
    body = page("utf-8", "utf-8", CHINESE * 20)
    cut = decode(body[:-6].rstrip(b"</p>")[:-1], None)
    assert cut.encoding == "utf-8"
    broken = page("gb2312", "gbk", CHINESE * 20).replace("检".encode("gbk"), b"\xff\xff", 1)
    assert decode(broken, None).encoding == "gb18030"


@given(
    st.binary(max_size=2000), st.sampled_from([None, "", "utf-8", "gb2312", "utf-16", "x", "big5", "é" * 50])
)
def test_no_bytes_break_the_decoder(body: bytes, http: str | None) -> None:
    decoded = decode(body, http)
    assert isinstance(decoded.text, str)
    assert whatwg_name(decoded.encoding) is not None


@given(st.text(alphabet="政府网站工作报告abc<>，。１２", min_size=20, max_size=300))
def test_gbk_pages_come_back_whole(text: str) -> None:
    body = f"<meta charset=gb2312>{text}".encode("gbk")
    assert decode(body, None).text.endswith(text)


def _cases(file: Path) -> Iterator[tuple[bytes, str]]:
    for part in re.split(rb"(?m)^#data\n", file.read_bytes())[1:]:
        data, expected = part.split(b"\n#encoding\n", 1)
        yield data, expected.split(b"\n")[0].strip().decode()


def test_html5lib_encoding_tests(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table: dict[str, tuple[int, int]] = {}
    for name in ("tests1.dat", "tests2.dat", "test-yahoo-jp.dat"):
        passed = total = 0
        for data, expected in _cases(shared / "data/html5lib/encoding" / name):
            total += 1
            # The suite's default is windows-1252; ours for undeclared bytes is what they are.
            stated = "utf-8" if data.startswith(b"\xef\xbb\xbf") else prescan(data) or "windows-1252"
            passed += whatwg_name(stated) == whatwg_name(expected)
        table[name] = passed, total
    with capsys.disabled():
        print("\nhtml5lib encoding:", ", ".join(f"{name} {ok}/{all_}" for name, (ok, all_) in table.items()))
    assert all(passed == total for passed, total in table.values()), table


def test_genuine_gb2312_and_big5_files(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table: dict[str, tuple[int, int]] = {}
    for folder, encoding in (("GB2312", "gb18030"), ("Big5", "big5")):
        files = sorted((shared / "data/encodings" / folder).iterdir())
        right = [decode(file.read_bytes(), http).encoding for file in files for http in (None, "utf-8")]
        table[folder] = right.count(encoding), len(right)
    with capsys.disabled():
        print("\ngenuine files, undeclared and declared utf-8:", json.dumps(table))
    assert all(passed == total for passed, total in table.values()), table
