"""The result of a collection on the screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from rich.markup import escape
from rich.table import Table

from xunwang.cli.screen import console, local
from xunwang.collect.judge import JudgedAccount
from xunwang.rules.edition import Edition
from xunwang.words import CHINA, Outcome, State

_STYLES = {Outcome.QUALIFIED: "green", Outcome.UNQUALIFIED: "red", Outcome.PENDING: "yellow"}
_FIRST = {Outcome.UNQUALIFIED: 0, Outcome.PENDING: 1, Outcome.QUALIFIED: 2}
_LONGEST = 40


def print_accounts(
    judged: Sequence[JudgedAccount], check_point: datetime, edition: Edition, rows: int = 60
) -> None:
    """The accounts, unqualified first, with their newest post, verdicts and troubles; then the figures."""
    table = Table(title=f"采集结果（监测时间点 {local(check_point)}，{edition.title}）", title_justify="left")
    for name in ("账号", "平台", "结果", "最新发布", "条数", "否决", "待复核", "无法判定", "采集问题"):
        numeric = name in ("条数", "待复核", "无法判定")
        narrow = name not in ("账号", "否决", "采集问题")
        table.add_column(name, justify="right" if numeric else "left", no_wrap=narrow)
    for one in sorted(judged, key=lambda one: _FIRST[one.result.outcome])[:rows]:
        table.add_row(*_cells(one))
    console.print(table)
    if len(judged) > rows:
        console.print(f"（仅显示前{rows}个账号，全部见results.json）")
    outcomes = Counter(one.result.outcome for one in judged)
    hours = sum(one.result.minutes for one in judged) / 60
    console.print(
        f"共 {len(judged)} 个账号：合格 {outcomes[Outcome.QUALIFIED]}，不合格 {outcomes[Outcome.UNQUALIFIED]}，"
        f"待定 {outcomes[Outcome.PENDING]}；发布内容 {sum(one.posts for one in judged)} 条；待人工约 {hours:.1f} 小时。"
    )


def _cells(one: JudgedAccount) -> tuple[str, ...]:
    result = one.result
    states = Counter(verdict.state for verdict in result.verdicts.values())
    trouble = "；".join(one.troubles) or ("" if one.complete else one.reason)
    newest = one.newest.at if one.newest is not None else None
    return (
        escape(result.account.name),
        escape(result.account.platform_label),
        f"[{_STYLES[result.outcome]}]{result.outcome.label}[/]",
        newest.astimezone(CHINA).date().isoformat() if newest is not None else "—",
        str(one.posts),
        " ".join(result.veto_items),
        str(states[State.NEEDS_REVIEW]),
        str(states[State.UNKNOWN]),
        escape(trouble if len(trouble) <= _LONGEST else f"{trouble[:_LONGEST]}…"),
    )
