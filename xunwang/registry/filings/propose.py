"""Writing a filing, before it goes up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.registry.filing_words import FilingKind, FilingState
from xunwang.registry.filings.checks import ACCOUNT_FIELDS, SITE_FIELDS
from xunwang.registry.models import Account, Filing, Unit, WebSite


@dataclass(frozen=True, slots=True)
class Request:
    """What a unit asks for. ``proposal`` as in :class:`xunwang.registry.models.Filing`."""

    kind: FilingKind
    unit: Unit
    reason: str
    site: WebSite | None = None
    account: Account | None = None
    merge_into: WebSite | None = None
    merge_into_account: Account | None = None
    public_notice: str = ""
    proposal: dict[str, Any] = field(default_factory=dict)
    from_date: date | None = None
    until_date: date | None = None


def propose(request: Request, by: User) -> Filing:
    """A new draft. Raises PermissionDenied, and ValueError for fields that a filing can't change."""
    require(by, Action.SUBMIT_FILINGS, request.unit)
    filing = Filing(
        kind=request.kind, unit=request.unit, created_by=by, site=request.site, account=request.account
    )
    return _write(filing, request)


def revise(filing: Filing, request: Request, by: User) -> Filing:
    """Change a draft, or one that was returned. Raises PermissionDenied and ValueError."""
    require(by, Action.SUBMIT_FILINGS, filing)
    with transaction.atomic():
        # As it is now, and held: it may be submitted by somebody else at this moment.
        current = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
        if current.state not in (FilingState.DRAFT, FilingState.RETURNED):
            raise ValueError("已提交的备案不能修改；请先撤回，或等待退回。")
        return _write(current, request)


def _write(filing: Filing, request: Request) -> Filing:
    account = filing.account is not None or "platform" in request.proposal
    unknown = request.proposal.keys() - (ACCOUNT_FIELDS if account else SITE_FIELDS)
    if unknown:
        raise ValueError(f"备案不能办理这些内容：{'、'.join(sorted(unknown))}")
    filing.reason = request.reason
    filing.proposal = request.proposal
    filing.merge_into = request.merge_into
    filing.merge_into_account = request.merge_into_account
    filing.public_notice = request.public_notice
    filing.from_date, filing.until_date = request.from_date, request.until_date
    filing.save()
    return filing
