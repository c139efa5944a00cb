"""What a person makes of a difference: explained, to be filed, or a filing begun from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.pages.urls import host_of
from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request, propose
from xunwang.registry.models import Difference, DifferenceEvent, Filing
from xunwang.registry.reality_words import DifferenceKind, DifferenceState
from xunwang.registry.services import lock_register
from xunwang.registry.vocabulary import Status

_BY_HAND = frozenset({DifferenceState.TO_FILE, DifferenceState.EXPLAINED, DifferenceState.OPEN})


class RealityError(Exception):
    """It is not possible; the message says why and what to do."""


def may_file(difference: Difference) -> bool:
    """Whether a filing can mend it; the rest is corrected in the register or on the site."""
    return difference.site.status != Status.CLOSED and difference.kind in (
        DifferenceKind.DEAD,
        DifferenceKind.REDIRECT,
        DifferenceKind.OLD_NAME,
        DifferenceKind.NAME,
    )


def mark(difference: Difference, state: DifferenceState, reason: str, by: User, now: datetime) -> Difference:
    """Explain it, with a reason; note that it is to be filed; or open it again.

    Raises RealityError (gone, changed meanwhile, reason missing), PermissionDenied.
    """
    require(by, Action.EDIT_REGISTER, difference)
    if state not in _BY_HAND:
        raise RealityError("不能直接改为这种状态。")
    if state is DifferenceState.EXPLAINED and not reason.strip():
        raise RealityError("说明须写明原因。")
    with transaction.atomic():
        current = _current(difference)
        _decide(current, state, reason, by, now)
    return current


def file_difference(difference: Difference, by: User, now: datetime) -> Filing:
    """A draft of the filing that would mend it, to be completed and submitted. Raises as :func:`mark`."""
    require(by, Action.SUBMIT_FILINGS, difference)
    if not may_file(difference):
        raise RealityError("此处不符不需备案：请更正名录，或由主办单位改正网站。")
    with transaction.atomic():
        lock_register()
        current = _current(difference)
        try:
            with transaction.atomic():
                filing = propose(_request(current), by)
        except IntegrityError as error:
            raise RealityError("此网站已有一件未办结的备案，请先办结或撤回。") from error
        current.filing = filing
        _decide(current, DifferenceState.FILED, f"提出{FilingKind(filing.kind).label}备案", by, now)
    return filing


def _current(difference: Difference) -> Difference:
    current = (
        Difference.objects.select_for_update(of=("self",)).select_related("site__unit").get(pk=difference.pk)
    )
    if current.state == DifferenceState.GONE:
        raise RealityError("再次核对时已一致，不必处理。")
    if current.version != difference.version:
        raise RealityError("其他人刚刚处理了此项，请刷新页面查看。")
    return current


def _decide(current: Difference, state: DifferenceState, reason: str, by: User, now: datetime) -> None:
    current.state, current.reason = state, reason.strip()[:500]
    current.decided_by, current.decided_at = by, now
    current.version += 1
    current.save()
    DifferenceEvent.objects.create(difference=current, at=now, by=by, state=state, note=current.reason)


def _request(current: Difference) -> Request:
    site, kind = current.site, DifferenceKind(current.kind)
    reason = f"名录与实际核对（{current.last_seen_at:%Y-%m-%d}）：{kind.label}。{current.seen}"[:2000]
    if kind is DifferenceKind.DEAD:
        return Request(FilingKind.CLOSE, site.unit, reason, site=site)
    proposal: dict[str, Any]
    if kind is DifferenceKind.REDIRECT:
        parts = urlsplit(current.seen)
        proposal = {"home_url": f"{parts.scheme}://{parts.netloc}/"}
    elif kind is DifferenceKind.NAME:
        proposal = {"name": current.seen[:120]}
    else:
        gone = host_of(current.address)
        proposal = {"aliases": [host for host in site.aliases if host != gone]}
    return Request(FilingKind.CHANGE, site.unit, reason, site=site, proposal=proposal)
