"""Somebody at work in a process of its own, to be killed: ``python -m tests.console.inspection.at_work WHAT``."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def review() -> None:
    """Decide on one finding after the other and tell each when it is done."""
    from tests.console.inspection.reviewed import CONFIRM
    from tests.console.inspection.rounds import NOW
    from xunwang.access.models import User
    from xunwang.inspection.models import Campaign
    from xunwang.inspection.review.decide import decide
    from xunwang.inspection.review.queue import next_finding

    campaign, person = Campaign.objects.get(), User.objects.get(username="second")
    while (row := next_finding(campaign, person, NOW)) is not None:
        decide(row, CONFIRM, person, NOW)
        print(row.pk, flush=True)


def finalise() -> None:
    """Finalise the campaign and tell when it is done."""
    from tests.console.inspection.rounds import NOW
    from xunwang.access.models import User
    from xunwang.inspection.models import Campaign
    from xunwang.inspection.moves import move
    from xunwang.inspection.stages import Move

    print("begun", flush=True)
    move(Campaign.objects.get(), Move.FINALISE, User.objects.get(username="planner"), NOW, "理由")
    print("done", flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    {"review": review, "finalise": finalise}[sys.argv[1]]()
