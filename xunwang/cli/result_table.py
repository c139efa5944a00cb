"""The result of a run on the screen."""

from __future__ import annotations

from collections import Counter

from rich.markup import escape
from rich.table import Table

from xunwang.cli.screen import console, local
from xunwang.notices.view import number
from xunwang.scoring.figures import category_of, coverage_of, figures_of
from xunwang.scoring.records import RunResult, SiteResult
from xunwang.words import Outcome, State

_STYLES = {Outcome.QUALIFIED: "green", Outcome.UNQUALIFIED: "red", Outcome.PENDING: "yellow"}

_WIDE = 110
"""Characters of a terminal that has room for the category."""


def print_result(result: RunResult, rows: int = 60) -> None:
    """Figures, then the sites: unqualified first, then by score."""
    table = Table(
        title=f"检查结果（监测时间点 {local(result.check_point)}，{result.edition.title}）",
        title_justify="left",
    )
    names = ["网站", "类别", "结果", "总分", "否决", "问题", "待复核", "无法判定", "页数"]
    shown = [name for name in names if name != "类别" or console.width >= _WIDE]
    for name in shown:
        numeric = name in ("总分", "问题", "待复核", "无法判定", "页数")
        narrow = name not in ("网站", "否决")
        table.add_column(
            name, justify="right" if numeric else "left", no_wrap=narrow, min_width=None if narrow else 10
        )
    for site in sorted(result.sites, key=_order)[:rows]:
        table.add_row(*(cell for name, cell in zip(names, _cells(site), strict=True) if name in shown))
    console.print(table)
    if len(result.sites) > rows:
        console.print(f"（仅显示前{rows}个网站，全部见报告）")
    overall = figures_of(result).overall
    hours = sum(site.minutes for site in result.sites) / 60
    console.print(
        f"共 {overall.total} 个网站：合格 {overall.qualified}，不合格 {overall.unqualified}，待定 {overall.pending}；"
        f"合格率 {overall.rate}；待人工约 {hours:.1f} 小时。"
    )
    if unread := coverage_of(result).not_understood:
        console.print(f"[yellow]![/yellow] 有 {unread} 个页面已打开但程序未能读懂，未参与判定，见报告。")


def _order(site: SiteResult) -> tuple[int, float, str]:
    first = {Outcome.UNQUALIFIED: 0, Outcome.PENDING: 1, Outcome.QUALIFIED: 2}[site.outcome]
    return first, -float(site.total or 0), site.site.name


def _cells(site: SiteResult) -> tuple[str, ...]:
    states = Counter(verdict.state for verdict in site.verdicts.values())
    return (
        escape(site.site.name),
        category_of(site),
        f"[{_STYLES[site.outcome]}]{site.outcome.label}[/]",
        number(site.total),
        " ".join(site.veto_items),
        str(states[State.HIT]),
        str(states[State.NEEDS_REVIEW]),
        str(states[State.UNKNOWN]),
        str(site.coverage.pages),
    )
