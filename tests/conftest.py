"""Fixtures for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.small_run import make_small_run

ROOT = Path(__file__).resolve().parents[1]
# A busy machine must not fail a test: time is measured by the benchmark.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material beside the checkout. Tests that need it say so loudly when it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("real material (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished, sealed run of four simulated sites (see tests/small_run.py). Tests must not write into it.

    Workers of pytest-xdist share it.
    """
    base = tmp_path_factory.getbasetemp()
    return make_small_run((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small-run")
