"""Reports of the small run, and of one into which hostile text was put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser

from xunwang.engine.archive import Archive
from xunwang.engine.judge import judge
from xunwang.notices.report import write_report
from xunwang.rules.edition import load_edition
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict
from xunwang.scoring.records import RunResult
from xunwang.words import State

HOSTILE = (
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://evil.example/","点此")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{{ 7 * 7 }}{% raw %}",
    "</style></svg><svg onload=alert(1)>",
    "]]>\x00\x08\u202e\ufffe&lt;b&gt;",
)


@dataclass(frozen=True)
class Report:
    """The three files, read."""

    result: RunResult
    folder: Path
    html: str
    page: LexborHTMLParser
    json: dict[str, Any]
    book: openpyxl.Workbook

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        """Rows of a sheet by the titles of its columns."""
        head, *rows = self.book[sheet].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    def cells(self) -> Iterator[Any]:
        """All cells of the workbook."""
        for sheet in self.book:
            for row in sheet.iter_rows():
                yield from row


def written(result: RunResult, folder: Path) -> Report:
    paths = write_report(result, folder)
    html = paths["report.html"].read_text("utf-8")
    return Report(
        result, folder, html, LexborHTMLParser(html), orjson.loads(paths["results.json"].read_bytes()),
        openpyxl.load_workbook(paths["report.xlsx"]),
    )  # fmt: skip


@pytest.fixture(scope="session")
def judged(small_run: Path) -> RunResult:
    """Results of the small run."""
    return judge(Archive(small_run), load_edition(None))


@pytest.fixture(scope="session")
def report(judged: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Its report."""
    return written(judged, tmp_path_factory.mktemp("report"))


def hostile_verdict(state: State, text: str) -> Verdict:
    evidence = Evidence(
        f"javascript:alert(1)//{text}", datetime(2020, 11, 30, tzinfo=UTC), "0" * 64, text, text
    )
    return Verdict(state, (Finding(text, (evidence,)),), text, text, (Task(text, (text,)),))


@pytest.fixture(scope="session")
def hostile(judged: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report in which crawled and entered text is hostile everywhere."""
    sites = []
    for one, text in zip(judged.sites * 2, HOSTILE, strict=False):
        site = replace(
            one.site, name=text, region=text, unit=text, site_code=text[:10], home_url=f"http://x/{text}"
        )
        verdicts = {item: hostile_verdict(verdict.state, text) for item, verdict in one.verdicts.items()}
        coverage = one.coverage._replace(complete=False, reason=text)
        vetoes = tuple(list(verdicts)[:1])
        sites.append(replace(one, site=site, verdicts=verdicts, coverage=coverage, veto_items=vetoes))
    manifest = {**judged.manifest, "title": HOSTILE[0], "robots_override_reason": HOSTILE[1]}
    result = replace(judged, sites=tuple(sites), run=HOSTILE[1], manifest=manifest)
    return written(result, tmp_path_factory.mktemp("hostile"))
