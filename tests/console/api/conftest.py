"""The world that programmes ask about."""

from __future__ import annotations

import pytest

from tests.console.api.world import World, make_world
from tests.console.province import Province


@pytest.fixture
def world(province: Province) -> World:
    return make_world(province)
