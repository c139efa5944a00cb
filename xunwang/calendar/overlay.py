"""The editable table of holidays that lies over the packaged one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from xunwang.calendar.errors import OverlayError

SHIPPED = Path(__file__).with_name("holidays.yaml")


class Overlay(NamedTuple):
    """Days whose status the file states, and years that it publishes as a whole."""

    days: Mapping[date, bool]
    """True for a working day."""
    years: frozenset[int]


def of_days(rest: Iterable[date], work: Iterable[date]) -> dict[date, bool]:
    """Status of days as :class:`Overlay` has it, from those off and those worked."""
    return dict.fromkeys(rest, False) | dict.fromkeys(work, True)


def read_overlay(path: Path) -> Overlay:
    """Read an overlay file (format: see ``holidays.yaml``).

    Raises ``OverlayError`` naming file, year and value when the file is not of that form.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise OverlayError(f"{path.name}：读不出内容（{error}）；请保存为UTF-8编码的YAML文件") from error
    table = content.get("years", {}) if isinstance(content, dict) else None
    if not isinstance(table, dict):
        raise OverlayError(f"{path.name}：缺少“years:”一节；格式见随附的holidays.yaml")
    days: dict[date, bool] = {}
    for year, entry in table.items():
        days.update(_days_of(path.name, year, entry))
    whole = frozenset(year for year, entry in table.items() if entry.get("published", False) is True)
    return Overlay(days, whole)


def _days_of(name: str, year: Any, entry: Any) -> dict[date, bool]:
    if not isinstance(year, int) or not isinstance(entry, dict):
        raise OverlayError(f"{name}：年份“{year}”一节有误；应为四位年份，下列published、source、rest、work")
    if not entry.get("source"):
        raise OverlayError(f"{name}：{year}年没有写明来源（source）；请填写节假日通知的文号或网址")
    days: dict[date, bool] = {}
    for key, working in (("rest", False), ("work", True)):
        for value in entry.get(key) or ():
            if not isinstance(value, date) or abs(value.year - year) > 1:
                raise OverlayError(f"{name}：{year}年{key}中的“{value}”不是该年的日期；请写成{year}-05-01")
            if value in days:
                raise OverlayError(f"{name}：{value}在{year}年中重复出现；同一天只能写在rest或work之一")
            days[value] = working
    return days
