"""A process killed with -9 in the middle of a bulk issue: all orders or none, and nothing twice."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from uuid import uuid4

import pytest

from tests.console.inspection.rounds import add_sites
from tests.console.province import make_province
from tests.console.rectify.orders import finalised
from tests.console.running.processes import started
from xunwang.audit.verify import verify
from xunwang.rectify.models import Batch, Item, Order
from xunwang.rectify.problems import problems_of

pytestmark = pytest.mark.server

CHANCE = random.Random(20201212)


def at_work(key: str) -> subprocess.Popen[str]:
    return started("tests.console.rectify.at_work", key)


def test_a_killed_issue_has_issued_all_or_nothing(committed: None) -> None:
    province = make_province()
    add_sites(province, 40)
    round_ = finalised(province, similar=200)
    expected = sum(1 for _ in problems_of(round_.campaign))
    key = str(uuid4())
    for _ in range(6):
        worker = at_work(key)
        assert worker.stdout is not None and worker.stdout.readline() == "begun\n"
        time.sleep(CHANCE.random() * 0.12)
        worker.kill()
        worker.communicate()
        assert Item.objects.count() in (0, expected), "half of the orders were issued"
    last = at_work(key)
    assert last.communicate()[0] == "begun\ndone\n"
    assert Batch.objects.count() == 1 and Item.objects.count() == expected
    assert set(Counter(Item.objects.values_list("finding", flat=True)).values()) == {1}
    assert set(Counter(Order.objects.values_list("unit", flat=True)).values()) == {1}
    assert not verify().problems
