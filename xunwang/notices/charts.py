"""The one chart module: Vega-Lite specifications rendered to SVG, for pages and documents alike."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import vl_convert

from xunwang.notices.tiles import tiles_for
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


_LOWEST_TOP = 5
"""Top of an axis that counts: below it, ticks would fall between whole numbers."""
KEPT = 128
"""Rendered charts that a process keeps: a page that is asked for again draws nothing."""
_BANDS = (
    (80, "80以下", "#e3ebf3"),
    (90, "80–90", "#b9cfe4"),
    (95, "90–95", "#7fa8cd"),
    (100, "95–100", "#3f78ae"),
)
_FULL = ("100", "#1f4e79")
_DARK = frozenset({"95–100", "100"})
"""Bands whose tiles carry white letters."""
_INNER = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the same as a table, for those who cannot see it, and for paper."""

    title: str
    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_of_regions(rates: Sequence[tuple[str, float, str]], title: str) -> Chart:
    """A schematic map, one tile a region, with its pass rate. Rows: (region, per cent, the rate in words)."""
    tiles = tiles_for([region for region, _, _ in rates])
    values = [
        {"地区": region, "合格率": words, "档": (band := _band(rate)), "列": tiles[region][0], "行": tiles[region][1],
         "深": band in _DARK}
        for region, rate, words in rates
    ]  # fmt: skip
    columns = 1 + max((column for column, _ in tiles.values()), default=0)
    lines = 1 + max((row for _, row in tiles.values()), default=0)
    axis = {"axis": None}
    place = {
        "x": {"field": "列", "type": "ordinal", "scale": {"domain": list(range(columns)), "paddingInner": 0.06}, **axis},
        "y": {"field": "行", "type": "ordinal", "scale": {"domain": list(range(lines)), "paddingInner": 0.08}, **axis},
    }  # fmt: skip
    bands = [(name, colour) for _, name, colour in _BANDS] + [_FULL]
    scale = {"domain": [name for name, _ in bands], "range": [colour for _, colour in bands]}
    ink = {"condition": {"test": "datum['深']", "value": "#ffffff"}, "value": _INK}
    svg = _svg({
        "data": {"values": values},
        "width": 620,
        "height": {"step": 62},
        "encoding": place,
        "layer": [
            {"mark": {"type": "rect", "cornerRadius": 3},
             "encoding": {"color": {"field": "档", "type": "ordinal", "scale": scale,
                                    "legend": {"title": "合格率（%）", "orient": "top"}}}},
            {"mark": {"type": "text", "dy": -9, "fontSize": 14, "limit": 140},
             "encoding": {"text": {"field": "地区", "type": "nominal"}, "color": ink}},
            {"mark": {"type": "text", "dy": 11, "fontSize": 13, "limit": 140},
             "encoding": {"text": {"field": "合格率", "type": "nominal"}, "color": ink}},
        ],
    }, title)  # fmt: skip
    return _chart(title, svg, ("地区", "合格率"), ((region, words) for region, _, words in rates))


def chart_of_scores(bins: Mapping[str, int], title: str) -> Chart:
    """Number of portals by score band."""
    rows = ((band, str(count)) for band, count in bins.items())
    return _chart(title, score_distribution(bins, title), ("得分", "门户网站数"), rows)


def chart_of_problems(rows: Sequence[tuple[str, str, int]], title: str) -> Chart:
    """Number of sites and accounts by indicator and state. Rows: (indicator, state label, number)."""
    svg = problems_by_item(rows, title, "网站、账号数（个）")
    table = ((item, state, str(count)) for item, state, count in rows)
    return _chart(title, svg, ("指标", "状态", "网站、账号数"), table)


def chart_of_rounds(rows: Sequence[tuple[str, str, float, str]], title: str) -> Chart:
    """Lines: pass rates over rounds. Rows, oldest first: (round, series, per cent, the rate in words)."""
    values = [{"检查": name, "对象": series, "合格率": rate} for name, series, rate, _ in rows]
    rounds = list(dict.fromkeys(name for name, _, _, _ in rows))
    series = list(dict.fromkeys(name for _, name, _, _ in rows))
    scale = {"domain": series, "range": ["#1f4e79", "#b45f06", "#2f7d5b"][: len(series)]}
    svg = _svg({
        "data": {"values": values},
        "width": 620,
        "height": 190,
        "mark": {"type": "line", "point": True, "strokeWidth": 2},
        "encoding": {
            "x": {"field": "检查", "type": "ordinal", "sort": rounds, "title": None,
                  "axis": {"labelAngle": 0, "labelLimit": 130}},
            "y": {"field": "合格率", "type": "quantitative", "title": "合格率（%）", "scale": {"domain": [0, 100]}},
            "color": {"field": "对象", "type": "nominal", "scale": scale},
            "shape": {"field": "对象", "type": "nominal", "scale": {"domain": series}},
        },
    }, title)  # fmt: skip
    table = ((name, series_, words) for name, series_, _, words in rows)
    return _chart(title, svg, ("检查", "对象", "合格率"), table)


def chart_of_days(rows: Sequence[tuple[date, int]], title: str, what: str) -> Chart:
    """Columns: how many on each day, from the first to the last; days without any are in the picture only."""
    values = [{"日期": day.isoformat(), what: count} for day, count in rows]
    top = max([_LOWEST_TOP, *(count for _, count in rows)])
    svg = _svg({
        "data": {"values": values},
        "width": 620,
        "height": 150,
        "mark": {"type": "bar", "color": "#2a5d8f"},
        "encoding": {
            "x": {"field": "日期", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": None,
                  "axis": {"format": "%m-%d", "labelAngle": 0, "labelOverlap": True}},
            "y": {"field": what, "type": "quantitative", "title": what, "axis": {"tickMinStep": 1},
                  "scale": {"domain": [0, top], "nice": True}},
        },
    }, title)  # fmt: skip
    return _chart(title, svg, ("日期", what), ((day.isoformat(), str(count)) for day, count in rows))


def chart_of_figure(rows: Sequence[tuple[date, int]], title: str, what: str) -> Chart:
    """A line: a figure over time, oldest first. Its axis need not begin at nought: jumps are what one looks for."""
    values = [{"日期": day.isoformat(), what: value} for day, value in rows]
    svg = _svg({
        "data": {"values": values},
        "width": 620,
        "height": 150,
        "mark": {"type": "line", "point": True, "strokeWidth": 2, "color": "#1f4e79"},
        "encoding": {
            "x": {"field": "日期", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": None,
                  "axis": {"format": "%Y-%m-%d", "labelAngle": 0, "labelOverlap": True, "tickCount": 6}},
            "y": {"field": what, "type": "quantitative", "title": what, "scale": {"zero": False, "nice": True},
                  "axis": {"tickMinStep": 1}},
        },
    }, title)  # fmt: skip
    return _chart(title, svg, ("日期", what), ((day.isoformat(), f"{value:,}") for day, value in rows))


def _chart(title: str, svg: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Chart:
    """The picture is one thing to assistive technology: its parts are in the table."""
    head, end, rest = svg.partition(">")
    return Chart(title, head + end + _INNER.sub("", rest), heads, tuple(rows))


def _band(rate: float) -> str:
    return next((name for limit, name, _ in _BANDS if rate < limit), _FULL[0])


def chart_of_outcomes(rows: Sequence[tuple[str, Outcome, int]], title: str, what: str) -> Chart:
    """Stacked bars: outcomes of each group. Rows: (group, outcome, count); ``what`` is counted."""
    table = ((group, outcome.label, str(count)) for group, outcome, count in rows)
    return _chart(title, outcomes_by_group(rows, title, what), ("分组", "结果", what), table)


def outcomes_by_group(
    rows: Iterable[tuple[str, Outcome, int]], title: str, what: str = "网站数（个）"
) -> str:
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
            "x": {"field": "数量", "type": "quantitative", "title": what, "axis": {"tickMinStep": 1}},
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
            "y": {"field": "数量", "type": "quantitative", "title": "门户网站数（个）", "axis": {"tickMinStep": 1},
                  "scale": {"domain": [0, max(_LOWEST_TOP, *bins.values())], "nice": True}},
        },
    }, title)  # fmt: skip


def problems_by_item(rows: Iterable[tuple[str, str, int]], title: str, what: str = "网站数（个）") -> str:
    """Bars: ``what`` by indicator and state, as SVG. Rows: (indicator, state label, number)."""
    values = [{"指标": item, "状态": state, "数量": count} for item, state, count in rows]
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
            "x": {"field": "数量", "type": "quantitative", "title": what, "axis": {"tickMinStep": 1}},
            "color": {"field": "状态", "type": "nominal", "scale": colours},
        },
    }, title)  # fmt: skip


def _svg(spec: dict[str, Any], title: str) -> str:
    """Render; the title becomes the picture's accessible name and the size follows the page.

    The specification with its data is the key under which the picture is kept.
    """
    full = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec}
    svg = _rendered(json.dumps(full, ensure_ascii=False, sort_keys=True))
    return svg.replace("<svg ", f'<svg role="img" aria-label="{html.escape(title)}" ', 1)


@lru_cache(maxsize=KEPT)
def _rendered(spec: str) -> str:
    svg: str = vl_convert.vegalite_to_svg(spec)
    return re.sub(r'<svg ([^>]*?)width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"', r"<svg \1", svg, count=1)
