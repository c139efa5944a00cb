"""Somebody issuing orders in a process that is killed."""

from __future__ import annotations

from uuid import UUID

from tests.console.rectify.orders import ISSUED, TEXT
from xunwang.access.models import User
from xunwang.inspection.models import Campaign
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.issuing import Plan, issue


def issue_all(key: UUID) -> None:
    """Issue all orders of the campaign and tell when it is done."""
    print("begun", flush=True)
    plan = Plan(Campaign.objects.get(), Limit(15), "网整", TEXT)
    issue(plan, key, User.objects.get(username="planner"), ISSUED)
    print("done", flush=True)
