"""``xunwang scan``: the word lists over a file or a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from xunwang.cli.screen import console, errors, fail, json_option, print_json, speaks_plainly
from xunwang.cli.system_clock import SystemClock
from xunwang.pages.decode import decode
from xunwang.pages.understand import understand
from xunwang.text import ListError
from xunwang.text.cache import user_cache
from xunwang.text.scanner import Hit
from xunwang.text.stored import load_scanner
from xunwang.words import Grade

_PAGES = {".html", ".htm", ".shtml", ".xhtml"}
_TEXTS = {".txt", ".md", ".csv", ".tsv", ".json", ".jsonl"}
_LARGEST = 32 * 1024 * 1024


@click.command(
    help="用词库检查文件或文件夹中的文字（网页或文本）：错别字、不规范表述、涉密标志、个人信息、不良信息。"
)
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--lists", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="本单位自己的词库文件夹，与自带词库一并使用。")  # fmt: skip
@click.option("--hints/--no-hints", default=True, show_default=True, help="是否显示把握不大的提示。")
@json_option
@speaks_plainly(ListError)
def scan(source: Path, folder: Path | None, hints: bool, as_json: bool) -> None:
    """Scan files."""
    if not source.exists():
        fail(f"找不到“{source}”。请检查路径。")
    scanner = load_scanner(folder, user_cache())
    rows = [
        _row(path, hit)
        for path, title, text in _texts(source)
        for hit in scanner.scan(text, title)
        if hints or hit.grade is Grade.ERROR
    ]
    if as_json:
        print_json(rows)
        return
    table = Table("文件", "类别", "把握", "原文", "建议", "上下文")
    for row in rows:
        row |= {"file": _shown(source, Path(row["file"]))}
        table.add_row(*(str(row[key]).replace("[", "\\[") for key in ("file", "concern_label", "grade_label",
                                                                      "match", "suggestion", "fragment")))  # fmt: skip
    console.print(table)
    console.print(f"共 {len(rows)} 处。")


def _shown(source: Path, path: Path) -> str:
    return str(path.relative_to(source)) if source.is_dir() else path.name


def _row(path: Path, hit: Hit) -> dict[str, Any]:
    return {
        "file": str(path),
        "concern": str(hit.concern),
        "concern_label": hit.concern.label,
        "grade": str(hit.grade),
        "grade_label": hit.grade.label,
        "rule": hit.rule,
        "start": hit.start,
        "end": hit.end,
        "match": hit.match,
        "suggestion": hit.suggestion or "",
        "fragment": hit.fragment,
    }


def _texts(source: Path) -> Iterator[tuple[Path, str, str]]:
    """(file, title, text) of everything readable."""
    files = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
    now = SystemClock().now()
    for path in files:
        suffix = path.suffix.lower()
        if source.is_dir() and suffix not in _PAGES | _TEXTS:
            continue
        if path.stat().st_size > _LARGEST:
            errors.print(f"“{escape(str(path))}”超过{_LARGEST // 1024 // 1024} MiB，未检查。")
            continue
        body = path.read_bytes()
        if suffix in _PAGES:
            page = understand(body, url=f"http://localhost/{path.name}", now=now)
            yield path, page.title or "", page.text
        else:
            yield path, "", decode(body, None).text
