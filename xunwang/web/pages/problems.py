"""Pages for what went wrong: each says what happened and what to do."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from psycopg.errors import DiskFull

from xunwang.web.people import came_from
from xunwang.web.strangers import public_page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    said = str(exception) if exception and exception.args else "您没有这项权限。需要时请联系省级管理员。"
    return _page(request, 403, "没有权限", said)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    if request.path.startswith(reverse("public_notices")):
        said = "没有这个页面，它的内容可能已更正或撤回。请从检查通报的首页查找。"
        shown = {"title": "没有找到", "said": said, "base": "public/base.html"}
        return public_page("problem.html", shown, 404)
    return _page(request, 404, "没有找到", "页面不存在，或不在您的管理范围内。请检查地址，或从左侧导航进入。")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was too old, or not ours."""
    said = "页面打开后您重新登录过，或来源不明，所填内容没有提交。请返回刚才的页面，核对后重新提交。"
    return _page(request, 403, "表单已失效", said)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 without the database. Asks no database: it may be what is broken."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return no_database(error)
    said = "系统出现错误，已记入日志，您的修改没有保存。请稍后重试；仍不成功时请联系管理员并说明操作时间。"
    return render(None, "problem_bare.html", {"title": "系统错误", "said": said}, status=500)


def no_database(error: OperationalError | InterfaceError) -> HttpResponse:
    """503: the disk is full or the server gone."""
    full = isinstance(error.__cause__, DiskFull) or "No space left on device" in str(error)
    said = (
        "服务器磁盘已满，数据无法保存。请管理员清理磁盘或扩容；此前保存的数据未受影响。"
        if full
        else "暂时连不上数据库，您的修改没有保存。请稍后重试；仍不成功时请联系管理员。"
    )
    return render(None, "problem_bare.html", {"title": "暂时不能使用", "said": said}, status=503)


def _page(request: HttpRequest, status: int, title: str, said: str) -> HttpResponse:
    refused = request.method == "POST"
    shown = {"title": title, "said": said, "refused": refused, "back": came_from(request) if refused else ""}
    return render(request, "problem.html", shown, status=status)
