"""A process killed with -9 in the middle of a bulk issue: all orders or none, and nothing twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from uuid import uuid4

import pytest

from tests.console.inspection.rounds import add_sites
from tests.console.province import make_province
from tests.console.rectify.at_work import issue_all
from tests.console.rectify.orders import finalised
from tests.console.running.processes import Forked
from xunwang.audit.verify import verify
from xunwang.rectify.models import Batch, Item, Order
from xunwang.rectify.problems import problems_of

pytestmark = pytest.mark.server

CHANCE = random.Random(20201212)


def test_a_killed_issue_has_issued_all_or_nothing(committed: None) -> None:
    province = make_province()
    add_sites(province, 40)
    round_ = finalised(province, similar=200)
    expected = sum(1 for _ in problems_of(round_.campaign))
    key = uuid4()
    for _ in range(6):
        issuer = Forked(issue_all, key)
        assert issuer.line() == "begun"
        time.sleep(CHANCE.random() * 0.12)
        issuer.kill()
        assert Item.objects.count() in (0, expected), "half of the orders were issued"
    assert Forked(issue_all, key).rest() == ["begun", "done"]
    assert Batch.objects.count() == 1 and Item.objects.count() == expected
    assert set(Counter(Item.objects.values_list("finding", flat=True)).values()) == {1}
    assert set(Counter(Order.objects.values_list("unit", flat=True)).values()) == {1}
    assert not verify().problems
