"""The one chart module: Vega-Lite specifications rendered to SVG, for pages and documents alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import vl_convert

from xunwang.words import Outcome

FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
OUTCOME_COLOURS = {Outcome.QUALIFIED: "#2f7d5b", Outcome.PENDING: "#c9a227", Outcome.UNQUALIFIED: "#b23a35"}
_INK = "#26313d"
_LINE = "#d9dfe5"
_CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {"labelColor": _INK, "titleColor": _INK, "gridColor": _LINE, "domainColor": _LINE, "tickColor": _LINE,
             "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
    "legend": {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 12, "orient": "top", "title": None},
}  # fmt: skip


def outcomes_by_group(rows: Iterable[tuple[str, Outcome, int]], title: str) -> str:
    """Stacked bars: number of sites by outcome for each group, as SVG. Rows: (group, outcome, count)."""
    values = [
        {"组": group, "结果": outcome.label, "数量": count, "序": order}
        for order, outcome_rows in enumerate([list(rows)])
        for group, outcome, count in outcome_rows
    ]
    groups = list(dict.fromkeys(value["组"] for value in values))
    scale = {
        "domain": [outcome.label for outcome in OUTCOME_COLOURS],
        "range": list(OUTCOME_COLOURS.values()),
    }
    return _svg({
        "data": {"values": values},
        "title": None,
        "width": 620,
        "height": {"step": 26},
        "mark": {"type": "bar", "height": 15},
        "encoding": {
            "y": {"field": "组", "type": "nominal", "sort": groups, "title": None,
                  "axis": {"labelLimit": 220, "ticks": False, "domain": False}},
            "x": {"field": "数量", "type": "quantitative", "title": "网站数（个）", "axis": {"tickMinStep": 1}},
            "color": {"field": "结果", "type": "nominal", "scale": scale},
            "order": {"field": "结果", "sort": "descending"},
        },
    }, title)  # fmt: skip


def score_distribution(bins: Mapping[str, int], title: str) -> str:
    """Columns: number of portals by score band, as SVG."""
    values = [{"得分": band, "数量": count} for band, count in bins.items()]
    return _svg({
        "data": {"values": values},
        "width": 620,
        "height": 180,
        "mark": {"type": "bar", "color": "#2a5d8f"},
        "encoding": {
            "x": {"field": "得分", "type": "nominal", "sort": list(bins), "title": "得分区间",
                  "axis": {"labelAngle": 0}},
            "y": {"field": "数量", "type": "quantitative", "title": "门户网站数（个）", "axis": {"tickMinStep": 1}},
        },
    }, title)  # fmt: skip


def problems_by_item(rows: Iterable[tuple[str, str, int]], title: str) -> str:
    """Bars: number of sites by indicator and state, as SVG. Rows: (indicator, state label, sites)."""
    values = [{"指标": item, "状态": state, "网站数": count} for item, state, count in rows]
    items = list(dict.fromkeys(value["指标"] for value in values))
    colours = {"domain": ["存在问题", "待人工复核"], "range": ["#b23a35", "#c9a227"]}
    return _svg({
        "data": {"values": values},
        "width": 520,
        "height": {"step": 20},
        "mark": {"type": "bar", "height": 12},
        "encoding": {
            "y": {"field": "指标", "type": "nominal", "sort": items, "title": None,
                  "axis": {"labelLimit": 300, "ticks": False, "domain": False}},
            "x": {"field": "网站数", "type": "quantitative", "title": "网站数（个）", "axis": {"tickMinStep": 1}},
            "color": {"field": "状态", "type": "nominal", "scale": colours},
        },
    }, title)  # fmt: skip


def _svg(spec: dict[str, Any], title: str) -> str:
    """Render; the title becomes the picture's accessible name and the size follows the page."""
    full = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec}
    svg: str = vl_convert.vegalite_to_svg(full)
    svg = re.sub(r'<svg ([^>]*?)width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"', r"<svg \1", svg, count=1)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
