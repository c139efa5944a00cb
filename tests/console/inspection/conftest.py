"""A campaign over the small province."""

from __future__ import annotations

import pytest

from tests.console.inspection.rounds import Round, make_round
from tests.console.province import Province


@pytest.fixture
def round_(province: Province) -> Round:
    """A campaign in draft."""
    return make_round(province)
