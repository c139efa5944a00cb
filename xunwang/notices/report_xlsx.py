"""The report as a workbook: results, scores, findings, what people still have to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from xunwang.notices.results_json import RESTRICTED
from xunwang.notices.view import AREAS, item_rows, number, site_view, task_rows, when
from xunwang.rules.verdict import finding_id
from xunwang.scoring.figures import category_of
from xunwang.scoring.records import RunResult
from xunwang.words import State

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MAX_CELL = 32_000


def write_report_xlsx(result: RunResult, path: Path) -> None:
    """Write the workbook. Text is never taken for a formula, whatever a crawled page says."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#ECEFF2", "border": 1, "text_wrap": True}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "plain": book.add_format({"valign": "top"}),
        }
        for name, head, widths, rows in _sheets(result):
            _sheet(book, name, head, widths, rows, formats)


def _sheets(result: RunResult) -> Iterable[tuple[str, Sequence[str], Sequence[int], Iterable[Sequence[Any]]]]:
    views = [site_view(index, site, result.edition) for index, site in enumerate(result.sites, start=1)]
    yield (
        "网站结果",
        ("序号", "网站名称", "首页网址", "类别", "地区", "标识码", "结果", "否决指标", "待定否决指标",
         "存在问题", "待复核", "无法判定", "已读页数", "未能读懂页数", "待人工（分钟）"),
        (6, 28, 32, 18, 12, 13, 8, 24, 30, 9, 9, 9, 9, 12, 12),
        (
            (view["number"], site.site.name, site.site.home_url, category_of(site), site.site.region,
             site.site.site_code, site.outcome.label, "、".join(site.veto_items),
             "、".join(site.open_veto_items), view["hits"], view["reviews"], view["unknowns"],
             view["pages"], site.coverage.not_understood, view["minutes"])
            for view, site in zip(views, result.sites, strict=True)
        ),
    )  # fmt: skip
    yield (
        "门户得分",
        ("排名", "网站名称", "类别", *(f"{area}扣分" for area in AREAS), "扣分项得分", "加分", "待定加分", "总分",
         "总分下限", "分值"),
        (6, 28, 18, 10, 10, 10, 10, 10, 8, 9, 8, 10, 10),
        (
            (site.rank or "", site.site.name, category_of(site), *view["areas"], number(site.deduct_score),
             number(site.bonus), number(site.open_bonus), number(site.total), number(site.total_low),
             "含未核定分值" if site.uses_unconfirmed_points else "已核定")
            for view, site in zip(views, result.sites, strict=True)
            if site.total is not None
        ),
    )  # fmt: skip
    yield (
        "指标结论",
        ("网站名称", "首页网址", "指标", "指标名称", "结论", "情况", "缺少", "数量"),
        (28, 32, 10, 36, 12, 50, 40, 7),
        _verdict_rows(result),
    )
    yield (
        "问题与证据",
        ("编号", "网站名称", "指标", "结论", "情况", "页面", "时间", "页面摘要值", "片段"),
        (14, 28, 10, 12, 60, 48, 17, 20, 60),
        _finding_rows(result),
    )
    yield (
        "指标汇总",
        ("指标", "名称", "要求", "存在问题", "待复核", "无法判定", "未发现"),
        (10, 40, 70, 9, 9, 9, 9),
        (
            (row["id"], row["title"], row["rule"], row["hit"], row["review"], row["unknown"], row["cleared"])
            for row in item_rows(result)
        ),
    )
    yield (
        "待人工事项",
        ("指标", "名称", "事项", "网站数", "线索数", "预计（分钟）"),
        (10, 36, 80, 9, 9, 12),
        (
            (row["id"], row["title"], row["instruction"], row["sites"], row["findings"], row["minutes"])
            for row in task_rows(result)
        ),
    )


def _verdict_rows(result: RunResult) -> Iterable[Sequence[Any]]:
    for site in result.sites:
        for item, verdict in site.verdicts.items():
            yield (site.site.name, site.site.home_url, item, result.edition.items[item].title,
                   verdict.state.label, verdict.measured, verdict.missing, verdict.amount)  # fmt: skip


def _finding_rows(result: RunResult) -> Iterable[Sequence[Any]]:
    for site in result.sites:
        for item, verdict in site.verdicts.items():
            state = "线索" if verdict.state is State.NEEDS_REVIEW else verdict.state.label
            for finding in verdict.findings:
                name = finding_id(site.site.home_url, item, finding)
                if finding.restricted or not finding.evidence:
                    summary = RESTRICTED if finding.restricted else finding.summary
                    yield (name, site.site.name, item, state, summary, "", "", "", "")
                    continue
                for evidence in finding.evidence:
                    yield (name, site.site.name, item, state, finding.summary, evidence.url,
                           when(evidence.at) if evidence.at else "", evidence.digest, evidence.fragment)  # fmt: skip


def _sheet(
    book: xlsxwriter.Workbook,
    name: str,
    head: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Any]],
    formats: dict[str, Any],
) -> None:
    sheet = book.add_worksheet(name)
    for column, (title, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, formats["head"])
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _cell(sheet, count, column, value, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, len(head) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, formats["plain"])
        return
    text = str(value)[:_MAX_CELL]
    if text.startswith(_FORMULA_STARTS):
        # A quote keeps other programmes, too, from reading hostile text as a formula on re-export.
        text = "'" + text
    sheet.write_string(row, column, text, formats["text"])
