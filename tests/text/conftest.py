"""The shipped lists, compiled once."""

from __future__ import annotations

import pytest

from xunwang.text import Scanner, load_lists


@pytest.fixture(scope="session")
def scanner() -> Scanner:
    return Scanner.build(load_lists())
