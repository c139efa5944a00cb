"""The audit log, to read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.audit.models import Entry
from xunwang.web.components.listing import Column, Filter, Listing, ListSpec
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

SUBJECTS: Sequence[tuple[str, str]] = (
    ("registry_unit", "单位"), ("registry_website", "网站"), ("registry_account", "政务新媒体"),
    ("registry_contact", "联系人"), ("registry_filing", "备案"), ("registry_filingevent", "备案过程"),
    ("registry_filingstep", "开设步骤"), ("registry_importdraft", "导入"), ("access_user", "用户"),
    ("access_assignment", "角色"), ("mfa_authenticator", "双因素认证"), ("access_apitoken", "接口令牌"),
    ("access_officename", "统一身份认证登记"), ("registry_difference", "名录核对"),
    ("socialaccount_socialaccount", "统一身份认证绑定"), ("audit_entry", "审计日志"),
    ("inspection_finding", "问题"), ("inspection_itemverdict", "指标判定"), ("inspection_decision", "复核意见"),
    ("inspection_task", "检查任务"), ("inspection_enquiry", "模拟咨询"), ("inspection_feedback", "反馈"),
    ("inspection_appeal", "申诉"), ("inspection_attachment", "附件"), ("holidays_holidayyear", "节假日表"),
)  # fmt: skip
ACTIONS = (("insert", "新增"), ("update", "修改"), ("delete", "删除"), ("export", "导出"),
           ("sign_in", "登录"), ("sign_in_refused", "拒绝登录"), ("open_restricted", "查看涉密线索"))  # fmt: skip
MOST_EXPORTED = 50_000
_LONGEST = 120
_SUBJECTS, _ACTIONS = dict(SUBJECTS), dict(ACTIONS)


def _what(entry: Entry) -> str:
    if entry.note:
        return entry.note
    before, after = entry.before or {}, entry.after or {}
    if entry.action == "update":
        return "；".join(
            f"{_label(entry.subject, name)}：{_shown(entry.subject, name, before.get(name))} → "
            f"{_shown(entry.subject, name, value)}"
            for name, value in after.items()
        )
    row = after or before
    title = row.get("name") or row.get("username")
    return (
        str(title)
        if title
        else "；".join(
            f"{_label(entry.subject, name)}：{_shown(entry.subject, name, value)}"
            for name, value in row.items()
            if value not in (None, "", [], {}) and name != "id"
        )[:_LONGEST]
    )


@cache
def _columns(table: str) -> dict[str, Field[Any, Any]]:
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    return {str(field.column): field for field in model._meta.concrete_fields} if model is not None else {}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _label(table: str, column: str) -> str:
    field = _columns(table).get(column)
    return str(field.verbose_name) if field is not None else column


def _shown(table: str, column: str, value: object) -> str:
    field = _columns(table).get(column)
    words = dict(field.flatchoices) if field is not None else {}
    text = "—" if value is None else str(words.get(value, value)) if isinstance(value, str) else _json(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LIST = ListSpec(
    columns=(
        Column("at", "时间", lambda one: f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}", ("id",), "short"),
        Column("actor", "用户", lambda one: one.actor or "系统", ("actor",)),
        Column("via", "途径", lambda one: f"{one.via} {one.address}".strip()),
        Column("action", "操作", lambda one: _ACTIONS.get(one.action, one.action), ("action",), "short"),
        Column(
            "subject",
            "对象",
            lambda one: f"{_SUBJECTS.get(one.subject, one.subject)} {one.subject_id}".strip(),
        ),
        Column("what", "内容", _what),
    ),
    filters=(Filter("subject", "对象", SUBJECTS, "subject"), Filter("action", "操作", ACTIONS, "action")),
    search=("actor", "subject_id", "note", "address"),
    search_label="用户、编号、地址或说明",
    empty="还没有记录。",
)


@allowed(Action.SEE_AUDIT_LOG)
def audit_log(request: HttpRequest) -> HttpResponse:
    """All entries, newest first."""
    listing = Listing(_LIST, Entry.objects.all(), request.GET)
    may_export = may(person(request), Action.SEE_AUDIT_LOG)
    if request.GET.get("export"):
        rows = [[column.label for column in _LIST.columns]]
        for entry in listing.things[:MOST_EXPORTED]:
            rows.append([str(column.cell(entry)) for column in _LIST.columns])
        return table_download(request, "审计日志", "audit_entry", rows)
    context = {"title": "审计日志", "listing": listing, "may_export": may_export}
    return render(request, "list.html", context)
