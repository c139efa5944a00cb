"""What an approved filing does to the register."""

from __future__ import annotations

from datetime import date

from xunwang.registry.filing_words import FilingKind, FilingState, Step
from xunwang.registry.models import Account, Filing, WebSite
from xunwang.registry.services import store_account, store_site
from xunwang.registry.vocabulary import Status


def take_effect(filing: Filing, today: date) -> FilingState:
    """Act after the last approval; gives the state that follows. Raises RegisterError."""
    kind = FilingKind(filing.kind)
    if kind is FilingKind.OPEN:
        return _open(filing, today)
    if kind is FilingKind.CHANGE:
        _change(filing)
    elif kind is FilingKind.SUSPEND:
        if filing.from_date is not None and filing.from_date <= today:
            begin(filing, Status.SUSPENDED)
        return FilingState.IN_EFFECT
    else:
        begin(filing, Status.CLOSED, today)
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
        store_account(filing.account, by_filing=True)


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
        account = Account(unit=filing.unit, opened_on=today, **filing.proposal)
        store_account(account, by_filing=True)
        filing.account = account
        return FilingState.DONE
    site = WebSite(unit=filing.unit, status=Status.PLANNED, **filing.proposal)
    store_site(site, by_filing=True)
    filing.site = site
    return FilingState.APPROVED


def _change(filing: Filing) -> None:
    thing = filing.site or filing.account
    for name, value in filing.proposal.items():
        setattr(thing, name, value)
    if filing.site is not None:
        store_site(filing.site, by_filing=True)
    elif filing.account is not None:
        store_account(filing.account, by_filing=True)
