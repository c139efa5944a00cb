"""What people do in processes that are killed."""

from __future__ import annotations

from tests.console.inspection.reviewed import CONFIRM
from tests.console.inspection.rounds import NOW
from xunwang.access.models import User
from xunwang.inspection.models import Campaign
from xunwang.inspection.moves import move
from xunwang.inspection.review.decide import decide
from xunwang.inspection.review.queue import next_finding
from xunwang.inspection.stages import Move


def review() -> None:
    """Decide on one finding after the other and tell each when it is done."""
    campaign, person = Campaign.objects.get(), User.objects.get(username="second")
    while (row := next_finding(campaign, person, NOW)) is not None:
        decide(row, CONFIRM, person, NOW)
        print(row.pk, flush=True)


def finalise() -> None:
    """Finalise the campaign and tell when it is done."""
    print("begun", flush=True)
    move(Campaign.objects.get(), Move.FINALISE, User.objects.get(username="planner"), NOW, "理由")
    print("done", flush=True)
