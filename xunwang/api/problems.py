"""What went wrong, in one shape: a code for programmes, a Chinese sentence for people (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import JsonValue

from xunwang.calendar import CalendarNotPublished
from xunwang.engine.spreadsheet import SpreadsheetError
from xunwang.holidays.entering import ArrangementError
from xunwang.inspection.errors import InspectionError, ObstaclesError, StaleError
from xunwang.media.errors import MediaError
from xunwang.rectify.errors import RectifyError
from xunwang.rectify.errors import StaleError as StaleOrderError
from xunwang.registry.filings import FilingError
from xunwang.registry.services import RegisterError
from xunwang.rules.edition import EditionError

MEDIA_TYPE = "application/problem+json"
Handler = Callable[[HttpRequest, Any], HttpResponse]
CODES = {
    "malformed": (400, "请求无法解析"),
    "unauthenticated": (401, "没有提供有效的令牌"),
    "forbidden": (403, "没有权限"),
    "read_only": (403, "令牌只能读取"),
    "missing": (404, "不存在，或不在管理范围内"),
    "method": (405, "此地址不支持这种请求方法"),
    "obstacles": (409, "还有事项没有办完"),
    "refused": (409, "现在不能这样办理"),
    "conflict": (409, "与已有的记录冲突"),
    "stale": (412, "已被他人修改，请重新读取后再改"),
    "too_large": (413, "请求内容过大"),
    "media_type": (415, "请求内容应为 application/json"),
    "invalid": (422, "内容不符合要求"),
    "rules": (422, "违反名录规则"),
    "version_required": (428, "修改须用 If-Match 写明所依据的版本"),
    "too_many": (429, "请求过于频繁"),
    "broken": (500, "系统出现错误，没有保存"),
    "unavailable": (503, "暂时不能使用"),
}
"""Code: status and what it means. The documentation shows this table."""


class Trouble(Schema):
    """One thing that is wrong."""

    field: str = Field(description="所在的字段；与单个字段无关时为空")
    message: str = Field(description="中文说明")
    rule: str = Field(default="", description="违反的规则编号，如 G-05")


class Problem(Schema):
    """An answer that tells of a failure."""

    code: str = Field(
        description="供程序判断的代码", json_schema_extra={"enum": list[JsonValue](sorted(CODES))}
    )
    status: int = Field(description="HTTP状态码")
    title: str = Field(description="代码的含义")
    detail: str = Field(description="中文说明，可直接显示给使用者")
    errors: list[Trouble] = Field(description="逐条问题；可能为空")


class ApiError(Exception):
    """A failure with its code."""

    def __init__(self, code: str, detail: str = "", errors: Sequence[Trouble] = ()) -> None:
        super().__init__(detail or f"{CODES[code][1]}。")
        self.code = code
        self.errors = errors


def problem(code: str, detail: str = "", errors: Iterable[Trouble] = ()) -> HttpResponse:
    """The answer."""
    status, title = CODES[code]
    body = Problem(code=code, status=status, title=title, detail=detail or f"{title}。", errors=list(errors))
    return HttpResponse(orjson.dumps(body.model_dump()), status=status, content_type=MEDIA_TYPE)


def answer_with_problems(api: NinjaAPI) -> None:
    """Give the interface its answers to every error of the services."""
    for kind, handler in (
        (ApiError, lambda _, e: problem(e.code, str(e), e.errors)),
        (ValidationError, lambda _, e: _invalid(e.errors)),
        (AuthenticationError, lambda _, e: problem("unauthenticated")),
        (HttpError, lambda _, e: problem("malformed")),
        (PermissionDenied, lambda _, e: problem("forbidden", str(e))),
        (Http404, lambda _, e: problem("missing")),
        (StaleError, lambda _, e: problem("stale", str(e))),
        (ObstaclesError, lambda _, e: problem("obstacles", str(e), _each(e.obstacles))),
        (StaleOrderError, lambda _, e: problem("stale", str(e))),
        (RectifyError, lambda _, e: problem("refused", str(e))),
        (InspectionError, lambda _, e: problem("refused", str(e))),
        (MediaError, lambda _, e: problem("refused", str(e))),
        (FilingError, lambda _, e: problem("refused", str(e))),
        (CalendarNotPublished, lambda _, e: problem("refused", f"{e}。")),
        (ArrangementError, lambda _, e: problem("invalid", "", _each(e.problems))),
        (RegisterError, lambda _, e: problem("rules", str(e), _broken_rules(e))),
        (SpreadsheetError, lambda _, e: problem("invalid", str(e))),
        (EditionError, lambda _, e: problem("invalid", str(e))),
        (IntegrityError, lambda _, e: problem("conflict", _conflict(str(e)))),
    ):
        api.add_exception_handler(kind, _undoing(handler))


def _undoing(handler: Handler) -> Handler:
    """What the operation wrote before it failed is undone: the error does not reach Django's transaction."""

    def undo(request: HttpRequest, error: Any) -> HttpResponse:
        if connection.in_atomic_block:
            connection.set_rollback(True)
        return handler(request, error)

    return undo


def of_status(status: int) -> str:
    """The code for an answer that Django itself gave."""
    known = {404: "missing", 405: "method", 403: "forbidden", 413: "too_large", 429: "too_many"}
    if status >= 500:
        return "unavailable" if status == 503 else "broken"
    return known.get(status, "malformed")


def _each(sentences: Iterable[str]) -> list[Trouble]:
    return [Trouble(field="", message=sentence) for sentence in sentences]


def _broken_rules(error: RegisterError) -> list[Trouble]:
    return [
        Trouble(field=one.field, message=f"{one.message}。{one.remedy}", rule=one.rule)
        for one in error.problems
    ]


_WORDS = {
    "missing": "缺少此项",
    "extra_forbidden": "没有这一项，或不能在此修改",
    "string_too_long": "过长",
    "string_too_short": "不能为空",
    "greater_than_equal": "小于允许的最小值",
    "less_than_equal": "大于允许的最大值",
    "enum": "不是允许的值",
    "too_long": "项数过多",
    "too_short": "项数过少",
}
_KINDS = (("int", "应为整数"), ("date", "日期时间格式不对"), ("bool", "应为 true 或 false"), ("list", "应为数组"),
          ("string", "应为符合要求的文字"), ("decimal", "应为数值"), ("model", "应为对象"), ("dict", "应为对象"))  # fmt: skip


def _invalid(errors: Iterable[dict[str, Any]]) -> HttpResponse:
    troubles = []
    for error in errors:
        kind = str(error.get("type", ""))
        said = str(error["msg"]).removeprefix("Value error, ")
        by_kind = next((words for beginning, words in _KINDS if kind.startswith(beginning)), "不符合要求")
        words = said if kind == "value_error" else _WORDS.get(kind, by_kind)
        where = [
            str(part) for part in error.get("loc", ()) if part not in ("body", "query", "path", "header")
        ]
        troubles.append(Trouble(field=".".join(where[1:] if len(where) > 1 else where), message=f"{words}。"))
    return problem("invalid", errors=troubles)


def _conflict(text: str) -> str:
    for name, said in (
        ("one_open_filing", "已有一件未办结的备案，请先办结或撤回。"),
        ("filing_days_in_order", "截止日期早于起始日期，请更正。"),
    ):
        if name in text:
            return said
    return "与已有的记录冲突，没有保存。"


def forbidden_field(names: Iterable[str]) -> ApiError:
    """For fields that this person may not set."""
    return ApiError(
        "invalid", "", [Trouble(field=name, message="不能在此修改，或您无权修改此项。") for name in names]
    )
