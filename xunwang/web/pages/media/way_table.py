"""Setting up the ways of many accounts from a table."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from xunwang.access.roles import Action
from xunwang.engine.spreadsheet import SpreadsheetError
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay
from xunwang.media.way_table import HEADS, Line, apply_ways, plan_ways
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import Platform
from xunwang.web.components.uploads import rows_of_upload, table_file
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

_SALT = "xunwang.media.ways"
_SHOWN = 200
_OPEN_FOR = 3600
"""Seconds in which a preview can be confirmed."""


class TableForm(forms.Form):
    """A table."""

    file = table_file()


@allowed(Action.EDIT_REGISTER)
def import_table(request: HttpRequest) -> HttpResponse:
    """Upload, look, confirm."""
    if request.method == "POST" and "planned" in request.POST:
        return _confirm(request)
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "heads": HEADS}
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_ways(rows_of_upload(form.cleaned_data["file"]), person(request))
        except (SpreadsheetError, MediaError) as error:
            form.add_error("file", str(error))
        else:
            names = Account.objects.in_bulk([line.account for line in planned.lines[:_SHOWN]])
            context |= {
                "planned": planned,
                "rows": [(line, names[line.account], Way(line.way).label) for line in planned.lines[:_SHOWN]],
                "errors": planned.errors[:_SHOWN],
                "sealed": signing.dumps(
                    [person(request).pk, planned.lines], salt=_SALT, compress=True
                ),
            }  # fmt: skip
    return render(request, "media/ways_import.html", context)


@allowed(Action.EDIT_REGISTER)
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with one line as an example."""
    example = [Platform.WEIBO.label, "示例发布", Way.FEED.label, "https://rss.example.gov.cn/weibo/1.xml"]
    return table_download(request, "采集方式模板", AccountWay._meta.db_table, [list(HEADS), example])


def _confirm(request: HttpRequest) -> HttpResponse:
    try:
        by, lines = signing.loads(request.POST["planned"], salt=_SALT, max_age=_OPEN_FOR)
    except signing.BadSignature:
        by, lines = None, []
    if by != person(request).pk:
        messages.error(request, "页面已失效，请重新上传。")
        return redirect("account_ways_import")
    done, refused = apply_ways([Line(*line) for line in lines], person(request), timezone.now())
    messages.success(request, f"已设置{done}个采集方式。")
    for row, why in refused[:10]:
        messages.error(request, f"第{row}行没有设置：{why}")
    return redirect("media")
