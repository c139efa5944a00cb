"""The background worker of the demonstration: it inspects the simulated province and platforms only, as of today.

The sites of the demonstration bear names that real ones may have. So its worker never asks a name server: every name
leads to the province on loopback, and what is not simulated has no address.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from xunwang.cli.console import console_ready
from xunwang.cli.demo.inspection_only import platform_settings, simulated_settings
from xunwang.cli.demo.scene import Scene
from xunwang.cli.supervised import worker_beside
from xunwang.cli.system_clock import SystemClock
from xunwang.database import runs_folder
from xunwang.engine.open_files import allow_many_files
from xunwang.fetch.records import FetchSettings
from xunwang.simulate.plan import Settings, Story
from xunwang.simulate.platforms.process import start_platforms
from xunwang.simulate.process import start_province
from xunwang.web.orphan import leave_with_server, server_is_gone

FILE = "demo-province.json"
_LEAD = timedelta(days=7, hours=1)
"""The province's clock begins so long before its check point; see :class:`xunwang.simulate.plan.Settings`."""


@contextmanager
def province_of_today(sites: int, seed: int, sampled: Collection[str], place: Path) -> Iterator[None]:
    """Serve the province and its platforms in real time, their newest pages of today, with a worker for them.

    ``sampled``: keys of the accounts by which the platforms play the year.
    """
    today = datetime.now(UTC) + _LEAD
    bill = replace(
        Scene(sites, seed).playbill(sampled), settings=Settings(seed, sites, 0, today, Story.YEAR_2020)
    )
    with (
        start_province(
            sites=sites, seed=seed, scale=1.0, check_point=today, story=Story.YEAR_2020
        ) as province,
        start_platforms(bill, scale=1.0) as platforms,
    ):
        file = place / FILE
        told = {
            "sites": asdict(simulated_settings(province).fetch),
            "platforms": asdict(platform_settings(platforms)),
        }
        file.write_text(json.dumps(told, default=list), "utf-8")
        code = f"from xunwang.cli.demo.worker import work; work({str(file)!r})"
        with worker_beside((sys.executable, "-c", code)):
            yield


def work(file: str) -> None:
    """Run jobs on the province that ``file`` leads to, until interrupted."""
    allow_many_files()
    leave_with_server()
    if server_is_gone():
        return
    told = json.loads(Path(file).read_text(encoding="utf-8"))
    with console_ready():
        from xunwang.inspection.running.equipment import Equipment
        from xunwang.jobs.worker import run_worker

        runs = runs_folder()
        runs.mkdir(parents=True, exist_ok=True, mode=0o700)
        fetch, platforms = _fetch(told["sites"]), _fetch(told["platforms"])
        run_worker(Equipment(SystemClock(), runs, fetch, platforms))


def _fetch(told: dict[str, object]) -> FetchSettings:
    """Back from JSON, which knows no tuples."""
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    resolve = {name: tuple(hosts) for name, hosts in dict(told["resolve"] or {}).items()}  # type: ignore[call-overload]
    return FetchSettings(**{**given, "resolve": resolve})  # type: ignore[arg-type]
