"""Sending the results to the units, and closing the time in which they may answer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from xunwang.access.models import User
from xunwang.calendar.working_days import local_day
from xunwang.holidays.office import add_working_days
from xunwang.inspection.models import Campaign, Feedback
from xunwang.inspection.vocabulary import Answer, Status
from xunwang.words import ItemKind


def send(campaign: Campaign, by: User, now: datetime) -> None:
    """Give each unit its results, to be answered within the campaign's working days. Inside a move.

    An account whose outcome was only recorded by hand has no findings that could be appealed against.
    The gate has made sure that the limit can be counted.
    """
    due = add_working_days(local_day(now), campaign.answer_days)
    stands = Q(findings__status=Status.CONFIRMED, findings__withdrawn=False)
    stands &= ~Q(findings__verdict__kind=ItemKind.BONUS)
    Feedback.objects.bulk_create(
        Feedback(campaign=campaign, checked=one, problems=one.confirmed, sent_at=now, due_on=due)
        for one in campaign.checked.exclude(taken_at=None).annotate(
            confirmed=Count("findings", filter=stands)
        )
    )


def close(campaign: Campaign, by: User, now: datetime) -> None:
    """Whoever has not answered in time has raised no objection; that he was silent is kept. Inside a move."""
    Feedback.objects.filter(campaign=campaign, answer="").update(answer=Answer.SILENT)
