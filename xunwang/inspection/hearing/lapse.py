"""Feedback that was not given in time."""

from __future__ import annotations

from datetime import datetime

from xunwang.calendar.working_days import local_day
from xunwang.inspection.models import Feedback
from xunwang.inspection.stages import Stage
from xunwang.inspection.vocabulary import Answer


def lapse(now: datetime) -> int:
    """Note the silence of whoever has let the time limit pass; gives how many. Nothing can be answered after it."""
    late = Feedback.objects.filter(campaign__stage=Stage.FEEDBACK, answer="", due_on__lt=local_day(now))
    return Feedback.objects.filter(pk__in=late.values("pk")).update(answer=Answer.SILENT)
