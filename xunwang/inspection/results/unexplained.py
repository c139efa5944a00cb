"""Findings that stand otherwise than the machine left them, although nobody has said anything to them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from xunwang.inspection.models import Decision, Finding
from xunwang.inspection.vocabulary import Status


def unexplained_statuses() -> Iterator[str]:
    """What each of them is, in Chinese. The log has no entry for rows that come in bulk, hence none for their first status."""
    settled_by_machine = Q(is_veto=False, candidate=False)
    as_left = Q(settled_by_machine, status=Status.CONFIRMED) | Q(~settled_by_machine, status=Status.CANDIDATE)
    said = Decision.objects.filter(finding=OuterRef("pk"))
    rows = Finding.objects.exclude(as_left).filter(~Exists(said)).select_related("campaign", "checked")
    for one in rows.defer("evidence").order_by("pk").iterator(1000):
        label = Status(one.status).label
        yield f"“{one.campaign.title}”{one.checked.title}的问题{one.item}（{one.pk}）为“{label}”，却没有任何人的意见。"
