"""What the calendar does to filings: run once a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from xunwang.registry.filing_words import FilingKind, FilingState
from xunwang.registry.filings.effects import begin, take_effect
from xunwang.registry.models import Filing
from xunwang.registry.services import RegisterError, lock_register
from xunwang.registry.vocabulary import Status


def start_due_suspensions(today: date) -> int:
    """Suspend what was approved to be suspended from today on; gives how many. Twice does no harm."""
    with transaction.atomic():
        lock_register()
        due = [
            filing
            for filing in _in_effect().filter(from_date__lte=today, until_date__gte=today)
            if (filing.site or filing.account) is not None
            and (filing.site or filing.account).status == Status.RUNNING  # type: ignore[union-attr]
        ]
        for filing in due:
            begin(filing, Status.SUSPENDED)
    return len(due)


def carry_out_due(today: date) -> int:
    """Carry out what was approved to happen to accounts by today; gives how many. Twice does no harm.

    One that a rule now stands against stays approved: its page says why, and it may be withdrawn.
    """
    done = 0
    waiting = Filing.objects.filter(
        state=FilingState.APPROVED, account__isnull=False, from_date__lte=today
    ).values_list("pk", flat=True)
    for pk in list(waiting):
        with suppress(RegisterError), transaction.atomic():
            lock_register()
            filing = Filing.objects.select_for_update(of=("self",)).get(pk=pk)
            if filing.state == FilingState.APPROVED:
                filing.state = take_effect(filing, today)
                filing.save()
                done += 1
    return done


def overdue_suspensions(today: date) -> QuerySet[Filing]:
    """Suspensions that should have ended: the site has to run again, or to be closed by a filing."""
    return _in_effect().filter(until_date__lt=today)


def _in_effect() -> QuerySet[Filing]:
    return Filing.objects.filter(kind=FilingKind.SUSPEND, state=FilingState.IN_EFFECT).select_related(
        "site", "site__unit", "account", "account__unit"
    )
