"""The page of all indicators, written from an edition's rows: ``docs/indicators.md``.

``python -m xunwang.rules.describe > docs/indicators.md`` writes it anew; a test demands that it is current.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from xunwang.rules.edition import Edition, Item, load_edition
from xunwang.rules.item import NEW_MEDIA, SAMPLE
from xunwang.rules.registry import indicators
from xunwang.words import ItemKind

_ROOT = Path(__file__).parents[2]
_CONFIDENCE = {
    "text": "有公开文本",
    "partial": "部分有公开文本，其余凭记忆或推断",
    "memory": "凭记忆，待核",
    "memory-low": "凭记忆，数字或位置存疑",
}
_COMPARISON = {">=": "达到{}（含）", ">": "超过{}", "==": "为{}", "<": "少于{}", SAMPLE: "抽查{}个"}
_SUBJECTS = {"portal": "门户网站", "site": "所有政府网站", NEW_MEDIA: "政务新媒体"}
_UNITS = {
    "occurrence": "处数", "incident": "起数", "percent_of_probes_failing_at_15s": "打不开次数所占百分比",
    "updates": "更新条数", "columns": "栏目数", "channels": "渠道数", "months_unanswered": "未回应月数",
    "services": "办事入口和指南数", "items_missing_4_or_more_classes": "要素严重缺失的事项数",
    "missing_classes_each": "每个事项缺失的要素类数", "column": "栏目数", "items": "更新条数", "entry": "入口数",
    "activities": "活动次数", "sampled_documents": "政策文件", "sampled_pairs": "文件与解读", "accounts": "账号数",
    "sampled_items": "办事事项", "sampled_titles": "标题", "letters": "公开的留言件数", "answers": "公开的答复件数",
    "block": "统计栏目数", "working_days": "工作日数", "successful_test": "成功的测试次数", "function": "可用的功能数",
    "reachable": "可访问的页面数", "place": "处", "field": "项", "case": "件", "violation": "处", "element": "项",
    "link": "个链接", "page": "个页面", "browser": "种浏览器", "posts": "发布条数", "app": "客户端数", "functions": "有效的互动功能数",
}  # fmt: skip
_HEAD = """# 指标说明：{title}

本页由指标版本文件自动生成，请勿手改：改 `xunwang/rules/editions/{id}.yaml` 后运行
`python -m xunwang.rules.describe > docs/indicators.md`。规则依据：{document}；最近一次核对：{review}。

- 监测时间点之前的期限按北京时间整日计算，首尾两日均计入；没有发布日期的信息视为未更新。
- 凡注明“未核定”的分值不是正式分值，只为使扣分项合计{deduct}分、加分项合计{bonus}分，待取得正式文本后更换。
- “自动判定”由程序得出结论；“机器初筛、人工确认”由程序列出线索和证据、由人作结论；“人工检查”由程序列入检查清单。
- 缺少数据时结论为“无法判定”，并写明缺什么；无法判定和待人工复核的，不计为通过。

## 计分

任一单项否决成立即不合格，不再计分。部门网站只判单项否决。门户网站扣分项{deduct}分，同一指标扣分不超过其上限；
低于{fail}分不合格，高于{above}分的加计加分项（至多{bonus}分）。没有对外办事服务的，不检查办事服务（{service}分），
其余得分乘以{factor}。栏目已因未更新在其他指标扣分的，“其他栏目”不再扣分。

政务新媒体只判单项否决，有一项成立即不合格，不计分；“日常管理要求”只列问题、促整改，不影响是否合格。
"""


def describe(edition: Edition) -> str:
    """The page in Markdown, one section an indicator."""
    parts = [_head(edition)]
    for part, items in groupby(edition.items.values(), key=lambda item: item.level1):
        parts.append(f"\n## {part}\n")
        parts.extend(_section(item) for item in items)
    parts.append("\n## 出处\n\n| 代号 | 文本 |\n|---|---|\n")
    parts.extend(f"| {name} | {text} |\n" for name, text in edition.sources.items())
    return "".join(parts)


def _head(edition: Edition) -> str:
    return _HEAD.format(
        title=edition.title,
        id=edition.id,
        document=edition.document,
        review=edition.last_review or "未注明",
        deduct=edition.deduct_total,
        bonus=edition.bonus_total,
        fail=edition.fail_below,
        above=edition.bonus_above,
        service=edition.service_points,
        factor="{}/{}".format(*edition.no_service_factor),
    )


def _section(item: Item) -> str:
    rows = "".join(f"| {name} | {text} |\n" for name, text in _facts(item))
    return f"\n### {item.id} {item.title}\n\n{item.rule}\n\n| | |\n|---|---|\n{rows}"


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    yield "所属", f"{item.level1} · {item.level2}"
    services = "（没有对外办事服务的单位不检查）" if item.service else ""
    yield "适用", _SUBJECTS[item.subject] + services
    yield "判定", item.method.label
    yield "期限", _window(item)
    yield "限值", _limit(item)
    if item.parameters:
        notes = item.parameter_notes
        told = (
            f"`{name}` = {number}：{notes.get(name, '未说明')}" for name, number in item.parameters.items()
        )
        yield "参数", "<br>".join(told)
    yield "分值", points_text(item)
    yield "证据", item.evidence
    yield "出处", f"{'、'.join(item.source)}；{_CONFIDENCE[item.confidence]}"
    if item.note:
        yield "备注", item.note
    if path := _cases(item):
        yield "案例", f"[{path.name}](../{path.relative_to(_ROOT).as_posix()})"


def rule_facts(item: Item) -> Iterator[tuple[str, str]]:
    """What decides about the item: how, since when, from where on, and what it costs."""
    yield "判定", item.method.label
    yield "期限", _window(item)
    yield "限值", _limit(item)
    yield "分值", points_text(item)


def _window(item: Item) -> str:
    spans = [
        f"{number}{unit}"
        for number, unit in ((item.window_days, "天"), (item.window_months, "个月"))
        if number is not None
    ]
    return f"监测时间点前{'、'.join(spans)}" if spans else "不限"


def _limit(item: Item) -> str:
    unit = _UNITS.get(item.unit, item.unit)
    if item.operator is None or item.threshold is None:
        return f"按{unit}计" if unit else "由人判断"
    compared = _COMPARISON[item.operator].format(item.threshold)
    return f"{compared}{unit}" if item.operator == SAMPLE else f"{unit}{compared}"


def points_text(item: Item) -> str:
    """What the item costs or brings, in Chinese; placeholders are marked 未核定."""
    if item.kind is ItemKind.VETO:
        return "单项否决"
    if item.kind is ItemKind.DUTY:
        return "不计分，不影响是否合格"
    verb = "扣" if item.kind is ItemKind.DEDUCT else "加"
    if item.points_each is None:
        return f"至多{verb}{item.cap}分" + ("" if item.points_confirmed else "（未核定）")
    told = f"每次{verb}{item.points_each}分" + ("" if item.points_confirmed else "（未核定）")
    return f"{told}，上限{item.cap}分" + ("" if item.cap_confirmed else "（未核定）")


def _cases(item: Item) -> Path | None:
    evaluate = indicators().get(item.id)
    if evaluate is None:
        return None
    *folders, name = evaluate.__module__.split(".")
    return _ROOT.joinpath(*folders, f"{name}.cases.yaml")


if __name__ == "__main__":
    print(describe(load_edition()), end="")
