"""What an approved filing does to the register."""

from __future__ import annotations

from datetime import date

from xunwang.registry.filing_words import FilingKind, FilingState, Step
from xunwang.registry.models import Account, Filing, WebSite
from xunwang.registry.services import store_account, store_site
from xunwang.registry.vocabulary import Status

LONGEST_REASON = 300
"""Letters of ``Account.state_reason``."""


def take_effect(filing: Filing, today: date) -> FilingState:
    """Act after the last approval; gives the state that follows. Raises RegisterError."""
    kind = FilingKind(filing.kind)
    if kind is FilingKind.OPEN:
        return _open(filing, today)
    if filing.account is not None and kind is not FilingKind.SUSPEND and (filing.from_date or today) > today:
        return FilingState.APPROVED
    if kind is FilingKind.CHANGE:
        _change(filing, today)
    elif kind is FilingKind.SUSPEND:
        if filing.from_date is not None and filing.from_date <= today:
            begin(filing, Status.SUSPENDED)
        return FilingState.IN_EFFECT
    else:
        begin(filing, Status.CLOSED, filing.from_date if filing.account and filing.from_date else today)
    return FilingState.DONE


def begin(filing: Filing, status: Status, on: date | None = None) -> None:
    """Bring the filing's site or account into a status."""
    if filing.site is not None:
        filing.site.status = status
        filing.site.closed_on = on if status is Status.CLOSED else None
        store_site(filing.site, by_filing=True)
    elif filing.account is not None:
        filing.account.status = status
        filing.account.closed_on = on if status is Status.CLOSED else None
        filing.account.state_reason = _reason(filing) if status is not Status.RUNNING else ""
        store_account(filing.account, by_filing=True)


def _reason(filing: Filing) -> str:
    target = filing.merge_into_account
    merged = f"整合并入“{target.name}”：" if target is not None else ""
    return f"{merged}{' '.join(filing.reason.split())}"[:LONGEST_REASON]


def finish_opening(filing: Filing, on: date) -> None:
    """All five steps are done: the site runs, with the numbers that the steps brought."""
    site = filing.site
    if site is None:
        raise ValueError("an opening that is under way has its site")
    numbers = {step.step: step.number for step in filing.steps.all()}
    site.icp_number = numbers[Step.ICP]
    site.security_number = numbers[Step.PUBLIC_SECURITY]
    site.site_code = numbers[Step.REGISTRATION]
    site.status = Status.RUNNING
    site.opened_on = on
    store_site(site, by_filing=True)


def _open(filing: Filing, today: date) -> FilingState:
    if "platform" in filing.proposal:
        account = Account(unit=filing.unit, opened_on=today, filed_on=today, **filing.proposal)
        store_account(account, by_filing=True)
        filing.account = account
        return FilingState.DONE
    site = WebSite(unit=filing.unit, status=Status.PLANNED, **filing.proposal)
    store_site(site, by_filing=True)
    filing.site = site
    return FilingState.APPROVED


def _change(filing: Filing, today: date) -> None:
    thing = filing.site or filing.account
    for name, value in filing.proposal.items():
        setattr(thing, name, value)
    if filing.site is not None:
        store_site(filing.site, by_filing=True)
    elif filing.account is not None:
        filing.account.filed_on = filing.account.filed_on or today
        store_account(filing.account, by_filing=True)
