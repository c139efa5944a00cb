"""Reads the cells of other probers' logs: times, durations, status, faults."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from xunwang.fetch.records import Fault
from xunwang.words import CHINA

_TIMES = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H时%M分%S秒", "%Y年%m月%d日%H时%M分",
    "%Y%m%d%H%M%S", "%Y.%m.%d %H:%M:%S",
)  # fmt: skip
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_EPOCH = re.compile(r"[0-9]{10}(?:\.[0-9]{1,6})?\Z|[0-9]{13}\Z")
_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s{0,3}(ms|毫秒|s|秒|sec|seconds)?\Z", re.IGNORECASE)
_STATUS = re.compile(r"([1-5][0-9]{2})(?:\s.{0,60})?\Z")
_NO_STATUS = frozenset({"", "0", "-1", "000", "-", "--", "none", "null", "无"})
_FINE = frozenset(
    {"", "正常", "成功", "无", "可访问", "ok", "success", "up", "true", "none", "null", "-", "--", "0"}
)
_FAULTS: tuple[tuple[str, Fault], ...] = (
    ("超时", Fault.TIMEOUT), ("timeout", Fault.TIMEOUT), ("timed out", Fault.TIMEOUT),
    ("域名", Fault.DNS), ("解析", Fault.DNS), ("dns", Fault.DNS), ("resolve", Fault.DNS),
    ("拒绝", Fault.REFUSED), ("refused", Fault.REFUSED),
    ("证书", Fault.TLS), ("ssl", Fault.TLS), ("tls", Fault.TLS), ("certificate", Fault.TLS),
    ("重置", Fault.RESET), ("reset", Fault.RESET),
    ("重定向", Fault.REDIRECT_LOOP), ("redirect", Fault.REDIRECT_LOOP),
)  # fmt: skip


class CellError(ValueError):
    """A cell can't be read; ``problem`` and ``remedy`` say in Chinese why and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def read_time(text: str) -> datetime:
    """Aware, UTC. Times without a zone are in Asia/Shanghai; ten or thirteen digits count from 1970."""
    when = _epoch(text) or _iso(text) or _written(text)
    if when is None:
        raise CellError("时间格式无法识别", "请写成 2026-03-01 08:30:00")
    when = when.replace(tzinfo=CHINA) if when.tzinfo is None else when
    try:
        when = when.astimezone(UTC)
    except OverflowError:
        when = _LATEST
    if not _EARLIEST <= when < _LATEST:
        raise CellError("时间不合理", "请核对年份")
    return when


def read_duration(text: str, factor: float) -> float:
    """Seconds; ``factor`` turns a number without a unit into seconds. 0.0 for an empty cell."""
    if not text:
        return 0.0
    match = _DURATION.match(text.replace(",", ""))
    if match is None:
        raise CellError("耗时不是数字", "请填写秒数，或写明单位，如 350ms、1.2s")
    unit = (match.group(2) or "").lower()
    if unit:
        factor = 0.001 if unit in ("ms", "毫秒") else 1.0
    return round(float(match.group(1)) * factor, 6)


def read_status(text: str) -> tuple[int, str]:
    """(HTTP status or 0, fault). A cell that says "正常" stands for 200."""
    if match := _STATUS.match(text):
        return int(match.group(1)), ""
    if text.lower() in _NO_STATUS:
        return 0, ""
    if text.lower() in _FINE:
        return 200, ""
    fault = read_fault(text)
    if text.lstrip("-").isdigit():
        raise CellError("不是 HTTP 状态码", "请填写 100 到 599 之间的数，没有应答时留空并填写错误信息")
    return 0, fault


def read_fault(text: str) -> str:
    """Name of the fault that the words speak of; ``connect`` for words that are not known."""
    words = text.lower()
    if words in _FINE or _STATUS.match(text):
        return ""
    return str(next((fault for word, fault in _FAULTS if word in words), Fault.CONNECT))


def _epoch(text: str) -> datetime | None:
    if not (text.isascii() and _EPOCH.match(text)):
        return None
    number = float(text)
    return datetime.fromtimestamp(number / 1000 if len(text) == 13 else number, UTC)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) > 10 and "-" in text[:8] else None
    except ValueError:
        return None


def _written(text: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=CHINA)
        except ValueError:
            continue
    return None
