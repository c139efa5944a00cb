"""The pass in C over a page's tree gives what the rules in Python give, and does without when it has to."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from xunwang.pages import native
from xunwang.pages.blocks import media_of, read_block
from xunwang.pages.body import plain_last_line
from xunwang.pages.decode import decode
from xunwang.pages.guard import tame
from xunwang.pages.lines import block_text, drop_unseen, visible_lines
from xunwang.pages.native import build
from xunwang.pages.native.library import Library
from xunwang.pages.outline import EDITORS, outline_of, plain_outline

compiled = pytest.mark.skipif(native.LIBRARY is None, reason="no C compiler here")

PIECES = [
    "<p>", "</p>", "<br>", "<td>一", "</td>", "<table>", "</table>", "<div id=ZOOM>", "<div class='a TRS_Editor'>", "</div>",
    "<a href=/x.html>", "<a href='javascript:go()' onclick=\"window.open('/y')\">", "<a>", "<a href='#' title=题>", "</a>",
    "<img src=/a.png alt=图>", "<img alt='>' src=data:x>", "<svg>", "</svg>", "<math>", "<![CDATA[x]]>", "<template>", "</template>",
    "<noscript>", "</noscript>", "<script src=/s.js>var a = '<a href=/no>';</script>", "<style>p{}</style>", "<xmp>", "</xmp>",
    "<iframe src=/f.html></iframe>", "<select>", "<option value=/o>选", "<option value=1>", "</select>", "<title>标题", "</title>",
    "<meta name=SiteName content=某>", "<meta property='og:title'>", "<meta http-equiv=refresh content='0;url=/r'>", "<base href=/b/>",
    "<head>", "</head>", "<body>", "<frameset><frame src=/1>", "<plaintext>", "<!--", "-->", "<!-- .mp4 -->", "<video src=/v.mp4>",
    "<object>", "<x-echarts>", "<li>", "\n", " ", "\u3000", "\u00a0", "\u200b", "&nbsp;", "&lt;p&gt;", "&amp;lt;", "&#0;", "\x1c", "\u2003",
    "\ufeff", "正文，很长。", "a" * 900, "政" * 300, "<a href=/long>" + "长" * 900 + "</a>", "<textarea>", "</textarea>", "<area href=/ar>",
    "<h1>", "</h1>", "\r\n", "<td></td><th>", "😀", "<font color='<b>'>", "<span <p x=1>",
]  # fmt: skip


def same(html: str) -> None:
    """Compare both readings of a page."""
    tree = LexborHTMLParser(html)
    ours, plain = outline_of(tree), plain_outline(tree)
    assert (ours.head, ours.in_head, ours.hrefs) == (plain.head, plain.in_head, plain.hrefs)
    assert (ours.anchors, ours.others, ours.sources) == (plain.anchors, plain.others, plain.sources)
    named = [name for bit, name in enumerate(EDITORS) if ours.editors >> bit & 1]
    wanted = [node.mem_id for node in tree.css(",".join(EDITORS))]
    assert ([node.mem_id for node in tree.css(",".join(named))] if named else []) == wanted
    assert len(set(wanted)) <= ours.edited or ours.edited == -1
    other = LexborHTMLParser(html)
    drop_unseen(tree)
    other.strip_tags(["script", "style", "noscript", "template"], recursive=True)
    assert tree.html == other.html
    if ours.shown is not None:
        assert (ours.shown.split("\n") if ours.shown else []) == visible_lines(tree)
    for node in [tree.body, *tree.css("div,table,td,p,svg")[:6]]:
        if (
            node is not None and node.parent is not None
        ):  # a late frameset leaves the body outside of the page
            block, html_of = read_block(node, len(html)), node.html or ""
            assert block.text == block_text(html_of)
            assert media_of(block) == media_of(read_block(node, 1 << 30))
            assert native.LIBRARY is not None
            assert native.LIBRARY.chars(node, 500) in (min(500, len(node.text_lexbor() or "")), None)
            assert native.LIBRARY.last_line(node) in (plain_last_line(node), None)


@compiled
@given(st.lists(st.sampled_from(PIECES), max_size=40))
@example(["<p>", "<script src=/s.js>var a = '<a href=/no>';</script>", "<frameset><frame src=/1>"])
@settings(max_examples=600, deadline=None)
def test_any_markup_is_read_alike(pieces: list[str]) -> None:
    same(tame("".join(pieces)))


@compiled
def test_real_pages_are_read_alike(shared: Path) -> None:
    pages = [path.read_bytes() for path in sorted((shared / "data/pages").rglob("*.html"))]
    assert len(pages) >= 41
    for body in pages:
        same(tame(decode(body, None).text))


@compiled
@pytest.mark.parametrize(
    ("end", "known"), [("<p>末行<p> \n ", True), ("\n" * 3_500, False), ("长" * 3_500, False)]
)
def test_a_last_line_is_looked_for_where_python_looks_for_it(end: str, known: bool) -> None:
    node = LexborHTMLParser(f"<div><p>一\n二<p>三\n 四 {end}</div>").css_first("div")
    assert native.LIBRARY is not None
    assert node is not None
    assert native.LIBRARY.last_line(node) == (plain_last_line(node) if known else None)


BYTES = [b"<", b"a", b"\n", "政".encode(), "é".encode(), "😀".encode(), b"<textarea>", b"referrer", b"abcdefgh" * 3,
         b"\x00", b"\x80", b"\xc0\x80", b"\xed\xa0\x80", b"\xe4\xb8", b"\xf4\x90\x80\x80", b"\xf0\x8f\xbf\xbf", b"\xe0\x9f\xbf",
         "\ufffd".encode(), "\ufffe".encode(), b"\xff"]  # fmt: skip


@compiled
@given(st.lists(st.sampled_from(BYTES[:9]), max_size=30), st.lists(st.sampled_from(BYTES), max_size=2))
@settings(max_examples=600, deadline=None)
def test_bytes_are_surveyed_as_python_decodes_them(pieces: list[bytes], odd: list[bytes]) -> None:
    body = b"".join([*pieces, *odd, *pieces[:3]])
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "\0"
    assert native.LIBRARY is not None
    survey = native.LIBRARY.survey(body)
    if "\0" in text or "\ufffd" in text:
        assert survey is None
    else:
        words = sum(1 << bit for bit, word in enumerate(native.WORDS) if word in body)
        assert survey == (len(text), text.count("<"), words)


@compiled
def test_a_page_larger_than_the_buffer_is_read_whole() -> None:
    same("<body>" + "".join(f"<p><a href=/{number}.html>条目{number}</a>" for number in range(30_000)))


@compiled
def test_a_page_with_more_text_than_is_kept_is_read_by_the_rules_in_python() -> None:
    tree = LexborHTMLParser("<body><p>" + "长" * 500_000)
    assert outline_of(tree).shown is None


@compiled
def test_a_library_that_is_no_parser_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = build.library_file()
    assert path is not None
    monkeypatch.setattr("selectolax.lexbor.__file__", str(tmp_path / "other.so"))
    with pytest.raises(OSError, match="not as expected"):
        Library(str(path))


@compiled
def test_it_is_compiled_once(tmp_path: Path) -> None:
    first = build.library_file(tmp_path)
    assert first is not None
    made = first.stat().st_mtime_ns
    assert build.library_file(tmp_path) == first
    assert first.stat().st_mtime_ns == made
    assert stat.S_IMODE(first.stat().st_mode) == 0o700


@compiled
def test_a_file_that_others_may_have_written_is_not_loaded(tmp_path: Path) -> None:
    path = build.library_file(tmp_path)
    assert path is not None
    path.chmod(0o722)
    assert build.library_file(tmp_path) is None


def test_without_a_compiler_nothing_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "compilers", list)
    assert build.library_file(tmp_path) is None


def test_a_compiler_that_fails_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "asked"
    compiler = tmp_path / "cc"
    compiler.write_text(f"#!{sys.executable}\nopen({str(asked)!r}, 'a').write('x')\nraise SystemExit(1)\n")
    compiler.chmod(0o755)
    monkeypatch.setattr(build, "compilers", lambda: [[str(compiler)]])
    assert [build.library_file(tmp_path) for _ in range(3)] == [None] * 3
    assert asked.read_text() == "x"
    assert not list(tmp_path.glob("*.so"))


def test_it_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "XUNWANG_NATIVE", "0")
    assert build.library_file() is None


UNDERSTAND = """
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from xunwang.pages.as_json import page_json
from xunwang.pages.understand import Depth, understand
from xunwang.pages.urls import Joiner
from xunwang.pages.native import LIBRARY
joiner, now = Joiner(), datetime(2026, 11, 1, tzinfo=UTC)
print(LIBRARY is not None)
for depth in Depth:
    for path in sorted(Path(sys.argv[1]).rglob("*.html")):
        page = understand(path.read_bytes(), url="http://www.x.gov.cn/a/t20200101_1.html", now=now, joiner=joiner, depth=depth)
        print(path.name, sha256(repr(page_json(page)).encode()).hexdigest())
"""


@compiled
def test_pages_are_understood_alike_without_the_library(shared: Path) -> None:
    told = []
    for native_wanted in ("1", "0"):
        done = subprocess.run(
            [sys.executable, "-c", UNDERSTAND, str(shared / "data/pages")],
            env={**os.environ, "XUNWANG_NATIVE": native_wanted}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        told.append(done.stdout.splitlines())
    assert (told[0][0], told[1][0]) == ("True", "False")
    assert told[0][1:] == told[1][1:]
    assert len(told[0]) > 100
