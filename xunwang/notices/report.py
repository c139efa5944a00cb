"""The report of a run as HTML, workbook and JSON, from one result object."""

from __future__ import annotations

from pathlib import Path

import orjson

from xunwang.notices.report_html import report_html
from xunwang.notices.report_xlsx import write_report_xlsx
from xunwang.notices.results_json import results_json
from xunwang.scoring.records import RunResult


def write_report(result: RunResult, folder: Path) -> dict[str, Path]:
    """Write ``results.json``, ``report.html`` and ``report.xlsx`` into a folder; returns their paths."""
    paths = {name: folder / name for name in ("results.json", "report.html", "report.xlsx")}
    paths["results.json"].write_bytes(orjson.dumps(results_json(result), option=orjson.OPT_INDENT_2))
    paths["report.html"].write_text(report_html(result), encoding="utf-8")
    write_report_xlsx(result, paths["report.xlsx"])
    return paths
