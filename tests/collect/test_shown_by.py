"""The ways that an indicator names as a remedy are those whose collectors can really show it."""

from __future__ import annotations

import pytest

from xunwang.collect.ways import shown_by
from xunwang.posts.records import Way
from xunwang.rules.media._shared import SHOWN_BY


@pytest.mark.parametrize(("way", "shows"), shown_by().items())
def test_what_a_collector_shows_is_what_the_rules_say_of_its_way(way, shows) -> None:
    assert SHOWN_BY[way] == shows


def test_every_way_is_told() -> None:
    assert SHOWN_BY.keys() == set(Way)
