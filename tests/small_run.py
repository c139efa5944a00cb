"""One small inspection of the simulated province, made once and read by many tests."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xunwang.cli.demo.inspection_only import simulated_settings
from xunwang.engine.archive import Archive
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.site_list import sites_from_rows
from xunwang.rules.facts import Site
from xunwang.simulate.process import RunningProvince, start_province

SITES = 40
PORTAL, DOWN, SECRETS, FAULTY_PORTAL = 0, 4, 8, 31
"""Numbers in the province of 40: a sound portal, a site that never answers, one that publishes a paper
marked as secret, a portal with several defects."""


def listed(province: RunningProvince, numbers: Sequence[int] | None = None) -> tuple[Site, ...]:
    """Sites of a province as its list would give them."""
    rows = province.site_rows
    chosen = rows if numbers is None else [rows[number] for number in numbers]
    head = list(rows[0])
    found = sites_from_rows([head, *([row[name] for name in head] for row in chosen)])
    assert not found.errors
    return found.sites


def new_archive(folder: Path, province: RunningProvince, sites: Sequence[Site]) -> Archive:
    """A run of these sites, nothing fetched yet; the clock is set to the check point."""
    note = {"simulated": {"sites": province.settings.sites, "seed": province.settings.seed, "pages": 0}}
    archive = Archive.create(folder, sites, simulated_settings(province), province.settings.start, note)
    province.clock.sleep_until(province.settings.check_point)
    return archive


def make_small_run(folder: Path) -> Path:
    """Inspect the four sites into ``folder``, unless that was done already; safe among processes."""
    with alone(folder.with_suffix(".lock")):
        if folder.is_dir() and Archive(folder).sealed:
            return folder
        with start_province(sites=SITES) as province:
            sites = listed(province, (PORTAL, DOWN, SECRETS, FAULTY_PORTAL))
            archive = new_archive(folder, province, sites)
            ending = inspect_run(archive, province.clock, progress=Progress(), wait=True)
        assert archive.sealed and not ending.links_open
        return folder


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time: what is made here is shared among the workers of pytest-xdist."""
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
