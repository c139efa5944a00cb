"""Somebody who starts a run, to be killed: ``python -m tests.console.running.starting``."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

if __name__ == "__main__":
    import django

    django.setup()
    from tests.console.inspection.rounds import NOW
    from xunwang.access.models import User
    from xunwang.inspection.models import Campaign
    from xunwang.inspection.running.plan import RunPlan
    from xunwang.inspection.running.start import start

    campaign, planner = Campaign.objects.get(), User.objects.get(username="planner")
    print("begun", flush=True)
    start(campaign, RunPlan(probe_minutes=0), planner, NOW)
    print("done", flush=True)
