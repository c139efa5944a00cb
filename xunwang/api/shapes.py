"""Types that all parts share: keys, texts, pages of a list, versions."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

import orjson
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Path, Schema
from pydantic import AfterValidator, AliasChoices, AwareDatetime, BaseModel, ConfigDict

from xunwang.api.problems import ApiError, Trouble
from xunwang.inspection.errors import StaleError

T = TypeVar("T")
M = TypeVar("M", bound=Model)
LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON keeps exact."""


def _in_reach(value: Any) -> Any:
    if not 2000 <= value.year <= 2099:
        raise ValueError("年份应在2000至2099之间")
    return value


Key = Annotated[int, Path(ge=1, le=LARGEST)]
"""Key of a thing, in an address."""
Ref = Annotated[int, Field(ge=1, le=LARGEST)]
"""Key of a thing, in a body or a filter."""
Day = Annotated[date, AfterValidator(_in_reach)]
DayKey = Annotated[date, Path(), AfterValidator(_in_reach)]
"""A day, in an address."""
Instant = Annotated[AwareDatetime, AfterValidator(_in_reach)]
Line = Annotated[str, Field(min_length=1, max_length=120)]
Note = Annotated[str, Field(max_length=2000)]
Seconds = Annotated[int, Field(ge=0, le=3600)]
IfMatch = Annotated[
    str,
    Header(
        "",
        alias="If-Match",
        max_length=200,
        description="读取时 ETag 的值。必须提供，缺少时返回 428，不一致时返回 412",
    ),
]


class Given(Schema):
    """A body. What it does not know, it refuses: a misspelt field would be lost in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=200, description="每页条数")
    cursor: str = Field("", max_length=100, description="上一页返回的 next；首页不填")


class Page(Schema, Generic[T]):
    """A part of a list. ``next`` is empty on the last page."""

    items: list[T]
    next: str = Field(description="下一页的 cursor；没有下一页时为空")


def key_of(name: str, title: str) -> Any:
    """The field for the key of a related thing, of a row as well as of what was made from one."""
    return Field(validation_alias=AliasChoices(f"{name}_id", name), title=title)


def page(rows: QuerySet[M], paging: Paging, show: Callable[[M], T], *, newest: bool = False) -> Page[T]:
    """A page in the order of the keys, which stays whole while rows are added. One query."""
    rows = rows.order_by("-pk" if newest else "pk")
    if paging.cursor:
        after = _opened(paging.cursor)
        rows = rows.filter(pk__lt=after) if newest else rows.filter(pk__gt=after)
    found = list(rows[: paging.limit + 1])
    more = found[paging.limit - 1].pk if len(found) > paging.limit else None
    return Page(
        items=[show(row) for row in found[: paging.limit]], next="" if more is None else _sealed(more)
    )


def tagged(response: HttpResponse, shown: BaseModel) -> Any:
    """``shown``, with its version in the head of the answer."""
    response["ETag"] = etag(shown)
    return shown


def require_unchanged(match: str, shown: BaseModel) -> None:
    """Raise unless the request builds upon ``shown``, which is what the person would read now."""
    if not match:
        raise ApiError("version_required")
    if match != etag(shown):
        raise StaleError("已被他人修改，请重新读取后再改。")


def etag(shown: BaseModel) -> str:
    """Version of what is shown: equal as long as nothing of it has changed."""
    return f'"{hashlib.sha256(dumps(shown.model_dump())).hexdigest()[:32]}"'


def dumps(data: Any) -> bytes:
    """JSON with keys in a fixed order; decimals as text."""
    return orjson.dumps(data, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def loads(request: HttpRequest) -> Any:
    """The body. Raises ValueError for what is no JSON, and for NUL, which the database keeps nowhere."""
    data = orjson.loads(request.body)
    if b"\\u0000" in request.body and "\x00" in "".join(_texts(data)):
        raise ValueError("NUL")
    return data


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        return [text for item in data.items() for part in item for text in _texts(part)]
    return [text for part in data for text in _texts(part)] if isinstance(data, list) else []


def _sealed(key: int) -> str:
    return base64.urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def _opened(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise _no_cursor() from error
    if not text.isdecimal() or len(text) > 18:
        raise _no_cursor()
    return int(text)


def _no_cursor() -> ApiError:
    return ApiError("invalid", "", [Trouble(field="cursor", message="应为上一页返回的 next。")])
