"""The interface as a whole: every module of ``parts`` adds its operations by its ``router``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from xunwang.api import parts
from xunwang.api.description import Description
from xunwang.api.problems import answer_with_problems
from xunwang.api.shapes import dumps, loads

PREFIX = "/api/1/"


class _Json(BaseRenderer):
    """As versions are computed from."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return dumps(data)


class _Reader(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return loads(request)


def _whole() -> NinjaAPI:
    api = NinjaAPI(
        title="巡网接口",
        version="1",
        description="政府网站监管工作台的程序接口。权限与页面相同，由令牌的持有人和范围决定。",
        docs_url=None,
        openapi_url=None,
        parser=_Reader(),
        renderer=_Json(),
        urls_namespace="api",
    )
    for found in sorted(pkgutil.iter_modules(parts.__path__), key=lambda part: part.name):
        api.add_router("", importlib.import_module(f"{parts.__name__}.{found.name}").router)
    answer_with_problems(api)
    return api


api = _whole()


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description."""
    return Description(api, PREFIX)


def openapi(request: HttpRequest) -> HttpResponse:
    """The description, for programmes."""
    return HttpResponse(dumps(schema()), content_type="application/json")
