"""Fixtures for all tests."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.small_run import make_small_run

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FIRST = (
    "console/test_browser.py", "console/test_serving.py", "engine/test_browser.py", "console/running/test_supervised.py",
    "console/running/test_worker.py", "console/campaigns/test_in_browser.py", "console/running/test_killed.py",
    "console/test_whole_round.py", "console/running/test_office.py", "console/inspection/test_hostile_pages.py",
    "console/test_every_address.py", "collect/test_recheck_province.py", "pages/test_rendering.py",
    "console/media/test_round_of_accounts.py", "console/rectify/test_rechecking_accounts.py",
    "console/running/test_controls.py", "console/inspection/test_killed.py",
    "database/test_embedded_server.py", "database/test_backup.py", "console/rectify/test_killed.py",
    "cli/test_simulated_accounts.py", "engine/test_recheck_province.py", "cli/test_inspecting.py",
    "console/api/test_description.py", "console/api/test_every_operation.py",
)  # fmt: skip
"""Files of more than ten seconds. They begin first, so that at the end no worker is left with one while the others
have nothing to do (each file is run by one worker). What ``--durations=0`` says of a whole run keeps it up to date."""
TRACED = {
    "calendar",
    "collect",
    "engine",
    "fetch",
    "fetch_store",
    "pages",
    "pages_structure",
    "posts",
    "rules",
    "scoring",
    "text",
}
"""Folders whose tests are traced for coverage: those of the packages that have a bar (pyproject.toml)."""
UNTRACED = {
    "collect/test_province.py", "collect/test_recheck_province.py", "engine/test_recheck_province.py",
}  # fmt: skip
"""Long files in them that pass where others pass as well, many times over."""
# A busy machine must not fail a test: time is measured by the benchmark.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others as they were."""
    place = {f"tests/{name}": number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.location[0], len(place)))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was collected stays to the end: neither the tests nor pytest's own sweeping at the end walk over it."""
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """What the other tests pass through is not traced: it would take them half as long again.

    Nor are the hundreds of examples of a property, which take twice as long; what they reach, single cases reach too.
    """
    coverage = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    name, examples = item.location[0].removeprefix("tests/"), item.get_closest_marker("hypothesis")
    traced = name.partition("/")[0] in TRACED and name not in UNTRACED and examples is None
    if coverage is None or traced:
        return (yield)
    coverage.pause()
    try:
        return (yield)
    finally:
        coverage.resume()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material beside the checkout. Tests that need it say so loudly when it is missing."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("real material (../shared/data) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of material that all workers of pytest-xdist share. Tests must not write into it."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def small_run(made_once: Path) -> Path:
    """A finished, sealed run of four simulated sites (see tests/small_run.py)."""
    return make_small_run(made_once / "small-run")
