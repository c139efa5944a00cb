"""Somebody issuing in a process of his own, to be killed: ``python -m tests.console.rectify.at_work KEY``."""

from __future__ import annotations

import os
import sys
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main(key: str) -> None:
    """Issue all orders of the campaign and tell when it is done."""
    from tests.console.rectify.orders import ISSUED, TEXT
    from xunwang.access.models import User
    from xunwang.inspection.models import Campaign
    from xunwang.rectify.deadlines import Limit
    from xunwang.rectify.issuing import Plan, issue

    print("begun", flush=True)
    plan = Plan(Campaign.objects.get(), Limit(15), "网整", TEXT)
    issue(plan, UUID(key), User.objects.get(username="planner"), ISSUED)
    print("done", flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    main(sys.argv[1])
