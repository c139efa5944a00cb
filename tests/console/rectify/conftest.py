"""Orders over the small province."""

from __future__ import annotations

import pytest

from tests.console.province import Province
from tests.console.rectify.orders import Orders, in_rectification


@pytest.fixture
def orders(province: Province) -> Orders:
    """Orders to the department and the city, of 12 December 2020, fifteen working days."""
    return in_rectification(province)
