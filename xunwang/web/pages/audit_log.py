"""The audit log, to read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, Field, QuerySet
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
    ("registry_filingstep", "开设步骤"), ("registry_importdraft", "导入"), ("registry_furtherplatform", "新媒体平台"),
    ("registry_difference", "名录核对"),
    ("access_user", "用户"), ("access_assignment", "角色"), ("mfa_authenticator", "双因素认证"),
    ("access_apitoken", "接口令牌"), ("access_officename", "统一身份认证登记"),
    ("socialaccount_socialaccount", "统一身份认证绑定"), ("holidays_holidayyear", "节假日表"), ("audit_entry", "审计日志"),
    ("inspection_campaign", "检查"), ("inspection_campaign_reviewers", "检查的复核员"),
    ("inspection_campaignevent", "检查过程"), ("inspection_samplingrecord", "抽样记录"),
    ("inspection_checked", "检查对象"), ("inspection_run", "检查运行"), ("inspection_runevent", "检查运行过程"),
    ("inspection_intake", "结果接收"), ("inspection_finding", "问题"), ("inspection_itemverdict", "指标判定"),
    ("inspection_decision", "复核意见"), ("inspection_task", "检查任务"), ("inspection_enquiry", "模拟咨询"),
    ("inspection_feedback", "反馈"), ("inspection_appeal", "申诉"), ("inspection_attachment", "附件"),
    ("inspection_sitescore", "网站得分"), ("inspection_finalresult", "核定结果"),
    ("notices_notice", "通报"), ("notices_version", "通报稿"), ("notices_signature", "通报签发"),
    ("notices_publication", "通报公布"), ("notices_publishedfile", "公布的文件"),
    ("rectify_order", "整改通知"), ("rectify_item", "整改事项"), ("rectify_recheck", "整改复查"),
    ("rectify_batch", "整改批次"), ("rectify_reply", "整改反馈"), ("rectify_proof", "整改佐证"),
    ("rectify_extension", "整改延期"), ("rectify_escalation", "整改上报"),
    ("supervision_ownedition", "监管考核自定指标"),
    ("supervision_assessment", "监管考核"), ("supervision_assessmentevent", "监管考核过程"),
    ("supervision_snapshot", "监管考核底稿"), ("supervision_itemdecision", "监管考核认定"),
    ("supervision_statement", "监管考核申述"), ("supervision_finalassessment", "监管考核结果"),
    ("supervision_declaration", "监管情况填报"), ("supervision_proof", "监管佐证材料"),
    ("supervision_errorreport", "找错留言"), ("supervision_logentry", "监管日志"),
    ("supervision_annualtable", "年度报表"), ("supervision_tableversion", "年度报表版本"),
    ("media_accountway", "采集方式"), ("media_collection", "新媒体采集"), ("media_collectionevent", "新媒体采集过程"),
    ("media_handcheck", "新媒体人工检查"), ("media_functiontried", "新媒体功能试用"),
    ("media_handpicture", "人工检查图片"), ("media_incident", "新媒体事件"), ("media_incidentfile", "事件材料"),
    ("media_withdrawal", "新媒体记录撤回"),
)  # fmt: skip
"""Tables in the office's words; a test holds them against those that the database watches."""
ACTIONS = (("insert", "新增"), ("update", "修改"), ("delete", "删除"), ("export", "导出"),
           ("sign_in", "登录"), ("sign_in_refused", "拒绝登录"), ("open_restricted", "查看涉密线索"),
           ("open_proof", "下载整改佐证"), ("download", "下载材料"))  # fmt: skip
COLUMNS = {
    "version": "版本", "path": "位置", "position": "次序", "key": "标识", "from_state": "原状态", "to_state": "新状态",
    "from_stage": "原阶段", "to_stage": "新阶段", "type": "种类", "data": "数据", "created_at": "建立时间",
    "last_used_at": "最近使用", "digest": "摘要", "hosts": "域名", "is_veto": "单项否决", "pattern": "同类标识",
    "candidate": "待人判断", "claimed_until": "领取至", "links": "链接", "recheck_wanted_at": "应复查时间",
    "recheck_claimed_until": "复查占用至",
}  # fmt: skip
"""Columns that only the machine uses, in the office's words."""
WAYS = {"web": "网页", "api": "接口", "job": "后台作业", "cli": "命令"}
DAYS = (("1", "今天"), ("7", "近7天"), ("30", "近30天"), ("365", "近一年"))
MOST_EXPORTED = 50_000
_LONGEST = 120
_SUBJECTS, _ACTIONS = dict(SUBJECTS), dict(ACTIONS)


def _what(entry: Entry) -> str:
    if entry.note:
        return entry.note
    before, after = entry.before or {}, entry.after or {}
    if entry.action == "update":
        return "；".join(
            f"{label_of(entry.subject, name)}：{_shown(entry.subject, name, before.get(name))} → "
            f"{_shown(entry.subject, name, value)}"
            for name, value in after.items()
        )
    row = after or before
    title = row.get("name") or row.get("username")
    if title:
        return str(title)
    return _shortened(
        "；".join(
            f"{label_of(entry.subject, name)}：{_shown(entry.subject, name, value)}"
            for name, value in row.items()
            if value not in (None, "", [], {}) and name != "id"
        )
    )


@cache
def columns_of(table: str) -> dict[str, Field[Any, Any]]:
    """Fields of a watched table by column."""
    model = next((model for model in apps.get_models() if model._meta.db_table == table), None)
    return {str(field.column): field for field in model._meta.concrete_fields} if model is not None else {}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def label_of(table: str, column: str) -> str:
    """A column in the office's words."""
    field = columns_of(table).get(column)
    if field is None:
        return column
    if field.verbose_name != field.name.replace("_", " "):
        return str(field.verbose_name)
    # Nobody named it: a link is named by where it leads.
    linked = field.related_model._meta.db_table if field.related_model else ""
    return _SUBJECTS.get(linked) or COLUMNS.get(field.name, field.name)


def _shown(table: str, column: str, value: object) -> str:
    return _shortened(_text(columns_of(table).get(column), value))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _since(rows: QuerySet[Entry], days: str) -> QuerySet[Entry]:
    """Of today and the days before it, in Asia/Shanghai."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return rows.filter(at__gte=today - timedelta(days=int(days) - 1))


def _text(field: Field[Any, Any] | None, value: object) -> str:
    """A stored value as people read it; times in Asia/Shanghai."""
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(value)
    if not isinstance(value, str):
        return _json(value)
    if isinstance(field, DateTimeField):
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M:%S}"
    return str(dict(field.flatchoices).get(value, value)) if field is not None else value


_LIST = ListSpec(
    columns=(
        Column("at", "时间", lambda one: f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}", ("id",), "short"),
        Column("actor", "用户", lambda one: one.actor or "系统", ("actor",), "short"),
        Column("via", "途径", lambda one: f"{WAYS.get(one.via, one.via)} {one.address}".strip(), (), "short"),
        Column("action", "操作", lambda one: _ACTIONS.get(one.action, one.action), ("action",), "short"),
        Column(
            "subject",
            "对象",
            lambda one: f"{_SUBJECTS.get(one.subject, one.subject)} {one.subject_id}".strip(),
            (),
            "short",
        ),
        Column("what", "内容", _what),
    ),
    filters=(
        Filter("days", "时间", DAYS, _since),
        Filter("subject", "对象", SUBJECTS, "subject"),
        Filter("action", "操作", ACTIONS, "action"),
    ),
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
