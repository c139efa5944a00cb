"""The page of the S-* indicators, written from the edition's rows: ``docs/supervision-indicators.md``.

``python -m xunwang.rules.supervision.describe > docs/supervision-indicators.md`` writes it anew; a test demands
that it is current.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from xunwang.rules.item import Item
from xunwang.rules.supervision.edition import SupervisionEdition, load_supervision_edition
from xunwang.rules.supervision.registry import supervision_indicators
from xunwang.words import ItemKind

_ROOT = Path(__file__).parents[3]
_CONFIDENCE = {
    "text": "有公开文本",
    "partial": "部分有公开文本，其余凭记忆或推断",
    "memory": "凭记忆，待核",
    "memory-low": "凭记忆，数字或位置存疑",
}
_HEAD = """# 监管考核指标说明：{title}

本页由指标版本文件自动生成，请勿手改：改 `xunwang/rules/supervision/editions/{id}.yaml` 后运行
`python -m xunwang.rules.supervision.describe > docs/supervision-indicators.md`。规则依据：{document}；最近一次核对：{review}。

任一单项否决成立即不合格，不再计分。扣分项{deduct}分，低于{fail}分不合格；高于{above}分的加计加分项（至多{bonus}分）。
分值未核定的指标不自动扣分：判定成立后由考核人定分并写明理由，结果标“含未核定分值”；定分之前得分只显示范围。
没有登记、也没有确认“已登记齐全”的，结论为“无法判定”，不计为通过。
"""


def describe_supervision(edition: SupervisionEdition) -> str:
    """The page in Markdown, one section an indicator."""
    parts = [
        _HEAD.format(
            title=edition.title,
            id=edition.id,
            document=edition.document,
            review=edition.last_review or "未注明",
            deduct=edition.deduct_total,
            bonus=edition.bonus_total,
            fail=edition.fail_below,
            above=edition.bonus_above,
        )
    ]
    for part, items in groupby(edition.items.values(), key=lambda item: item.level1):
        parts.append(f"\n## {part}\n")
        parts.extend(_section(item) for item in items)
    parts.append("\n## 出处\n\n| 代号 | 文本 |\n|---|---|\n")
    parts.extend(f"| {name} | {text} |\n" for name, text in edition.sources.items())
    return "".join(parts)


def supervision_points(item: Item) -> str:
    """What an item costs or brings, in Chinese; what is not confirmed is said to be so."""
    if item.kind is ItemKind.VETO:
        return "单项否决"
    verb = "扣" if item.kind is ItemKind.DEDUCT else "加"
    most = f"，至多{verb}{item.cap}分" if item.cap is not None else ""
    each = f"每次{verb}{item.points_each}分" if item.points_each is not None else "分值未核定"
    return each + most


def _section(item: Item) -> str:
    rows = "".join(f"| {name} | {text} |\n" for name, text in _facts(item))
    return f"\n### {item.id} {item.title}\n\n{item.rule}\n\n| | |\n|---|---|\n{rows}"


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    yield "所属", f"{item.level1} · {item.level2}"
    yield "判定", item.method.label
    if item.window_months is not None:
        yield "期限", f"{item.window_months}个月"
    if item.operator is not None:
        yield "限值", f"{item.operator} {item.threshold}"
    for name, number in item.parameters.items():
        yield "参数", f"`{name}` = {number}：{item.parameter_notes[name]}"
    yield "分值", supervision_points(item)
    yield "证据", item.evidence
    yield "出处", f"{'、'.join(item.source)}；{_CONFIDENCE[item.confidence]}"
    if item.note:
        yield "备注", item.note
    path = _cases(item)
    yield "案例", f"[{path.name}](../{path.relative_to(_ROOT).as_posix()})"


def _cases(item: Item) -> Path:
    module = supervision_indicators()[item.id].__module__
    return (_ROOT / Path(*module.split("."))).with_suffix(".cases.yaml")


if __name__ == "__main__":
    print(describe_supervision(load_supervision_edition()), end="")
