"""The entries at the side, in groups, for whoever may open them."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action


class Entry(NamedTuple):
    """One entry."""

    label: str
    url: str
    current: bool
    begins: bool
    """First of a group."""


_GROUPS: tuple[tuple[tuple[str, str, Action], ...], ...] = (
    (("工作台", "home", Action.OPEN_CONSOLE),),
    (
        ("检查", "campaigns", Action.SEE_CAMPAIGNS),
        ("检查进度", "runs", Action.SEE_CAMPAIGNS),
        ("复核", "reviews", Action.SEE_CAMPAIGNS),
        ("反馈与申诉", "feedbacks", Action.SEE_FEEDBACK),
        ("通报", "notices", Action.SEE_NOTICES),
        ("整改", "orders", Action.SEE_ORDERS),
    ),
    (("新媒体监测", "media", Action.SEE_REGISTER),),
    (
        ("备案", "filings", Action.SEE_FILINGS),
        ("单位名录", "units", Action.SEE_REGISTER),
        ("网站名录", "sites", Action.SEE_REGISTER),
        ("新媒体名录", "accounts", Action.SEE_REGISTER),
        ("新媒体体检", "account_check", Action.SEE_REGISTER),
        ("名录问题", "problems", Action.SEE_REGISTER),
        ("名录核对", "reality", Action.SEE_REGISTER),
        ("导入名录", "import", Action.IMPORT_REGISTER),
    ),
    (
        ("监管考核", "supervision", Action.SEE_ASSESSMENTS),
        ("年度报表", "annual_tables", Action.SEE_ANNUAL_TABLES),
    ),
    (
        ("节假日表", "holidays", Action.OPEN_CONSOLE),
        ("用户", "users", Action.SEE_USERS),
        ("后台作业", "jobs", Action.MANAGE_JOBS),
        ("审计日志", "audit_log", Action.SEE_AUDIT_LOG),
    ),
)


def entries_for(user: User | None, path: str) -> tuple[Entry, ...]:
    """What the person may open; ``current`` marks the part of the console that ``path`` lies in."""
    if user is None:
        return ()
    groups = [
        [(label, reverse(name)) for label, name, action in group if may(user, action)] for group in _GROUPS
    ]
    best = max((url for group in groups for _, url in group if path.startswith(url)), key=len, default="")
    return tuple(
        Entry(label, url, url == best, number == 0)
        for group in groups
        for number, (label, url) in enumerate(group)
    )
