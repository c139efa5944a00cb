"""The shipped lists, compiled once."""

from __future__ import annotations

import pytest

from tests.text import shipped
from xunwang.text import Scanner


@pytest.fixture(scope="session")
def scanner() -> Scanner:
    return shipped.scanner()
