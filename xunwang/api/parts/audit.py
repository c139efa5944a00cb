"""The audit log, to read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from xunwang.access.roles import Action
from xunwang.api.operations import operation
from xunwang.api.shapes import Instant, Page, Paging, page
from xunwang.audit.models import Entry
from xunwang.web.components.forms import plain

router = Router(tags=["审计日志"])


class EntryOut(Schema):
    """One entry with its place in the chain."""

    id: int
    at: datetime
    actor: str = Field(description="用户名；系统自身为空")
    via: str
    address: str
    action: str
    subject: str = Field(description="数据表")
    subject_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    note: str
    position: int | None = Field(description="链上的序号")
    digest: str = Field(description="链上的摘要")


class EntryFilter(Schema):
    """Which entries."""

    actor: str = Field("", max_length=64)
    subject: str = Field("", max_length=64)
    subject_id: str = Field("", max_length=64)
    action: str = Field("", max_length=64)
    since: Instant | None = None
    until: Instant | None = None


@operation(router, "GET /audit", Action.SEE_AUDIT_LOG, Page[EntryOut], "审计日志", for_all_units=True)
def audit(request: HttpRequest, paging: Query[Paging], chosen: Query[EntryFilter]) -> Page[EntryOut]:
    """All entries, newest first."""
    rows = Entry.objects.select_related("link")
    for name in ("actor", "subject", "subject_id", "action"):
        value = plain(getattr(chosen, name), 64)
        if value:
            rows = rows.filter(**{name: value})
    if chosen.since is not None:
        rows = rows.filter(at__gte=chosen.since)
    if chosen.until is not None:
        rows = rows.filter(at__lt=chosen.until)
    return page(rows, paging, _shown, newest=True)


def _shown(one: Entry) -> EntryOut:
    link = getattr(one, "link", None)
    return EntryOut(
        id=one.pk,
        at=one.at,
        actor=one.actor,
        via=one.via,
        address=one.address,
        action=one.action,
        subject=one.subject,
        subject_id=one.subject_id,
        before=one.before,
        after=one.after,
        note=one.note,
        position=link.position if link is not None else None,
        digest=link.digest if link is not None else "",
    )
