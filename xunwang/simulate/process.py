"""The province in a process of its own, for runs, tests and the benchmark."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xunwang.simulate.clock import SCALE, ProvinceClock
from xunwang.simulate.names import addresses
from xunwang.simulate.plan import CHECK_POINT, Settings, Story, plan
from xunwang.simulate.roster import site_rows
from xunwang.simulate.server import LOOPBACK
from xunwang.simulate.spec import SiteSpec
from xunwang.simulate.truth import truth

_START_SECONDS = 60.0


class ProvinceError(RuntimeError):
    """The simulated province did not start; its own words are in the message."""


@dataclass(frozen=True, slots=True)
class RunningProvince:
    """A served province and how to reach it."""

    settings: Settings
    gateway: tuple[str, int, int]
    """(address, port of plain HTTP, port of TLS): every host name is connected to it."""
    ca_file: str
    clock: ProvinceClock
    control: str
    site_rows: list[dict[str, str]]
    addresses: dict[str, tuple[str, ...]]
    """What a name server would say, host → A and AAAA; see :mod:`xunwang.simulate.names`."""
    pid: int

    def truth(self) -> dict[str, Any]:
        """What was planted, and what an inspection has to find."""
        return truth(self.settings)


@contextmanager
def start_province(
    sites: int = 40,
    seed: int = 1,
    pages: int = 0,
    scale: float = SCALE,
    check_point: datetime | None = None,
    story: Story = Story.DEFECTS,
) -> Iterator[RunningProvince]:
    """Start the province as a subprocess and stop it at the end.

    Raises ProvinceError when it does not start, ValueError for a number of sites out of range.
    """
    settings = Settings(seed, sites, pages, check_point or CHECK_POINT, story)
    specs = plan(settings)
    with tempfile.TemporaryDirectory(prefix="xunwang-province-") as folder:
        process = _spawn(settings, scale, folder)
        try:
            yield _running(settings, specs, process)
        finally:
            process.terminate()
            process.communicate()


def _spawn(settings: Settings, scale: float, folder: str) -> subprocess.Popen[str]:
    options = {
        "seed": settings.seed,
        "sites": settings.sites,
        "pages": settings.pages,
        "check_point": settings.check_point.isoformat(),
        "story": settings.story.value,
        "scale": scale,
        "folder": folder,
    }
    command = [sys.executable, "-m", "xunwang.simulate.process", json.dumps(options)]
    return subprocess.Popen(  # noqa: S603 -- our own interpreter with our own options
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _running(settings: Settings, specs: list[SiteSpec], process: subprocess.Popen[str]) -> RunningProvince:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
    line = process.stdout.readline() if ready else ""
    if not line:
        raise ProvinceError(f"模拟省份未能启动（退出码{process.poll()}）")
    said = json.loads(line)
    return RunningProvince(
        settings=settings,
        gateway=(LOOPBACK, said["http_port"], said["tls_port"]),
        ca_file=said["ca_file"],
        clock=ProvinceClock(settings.start, said["control"], said["scale"]),
        control=said["control"],
        site_rows=site_rows(specs),
        addresses=addresses(specs),
        pid=process.pid,
    )


def _end_with_parent(folder: str) -> None:
    """Exit when the parent's end of standard input closes, however the parent came to its end."""
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _main(text: str) -> None:
    from xunwang.simulate.server import serve

    options = json.loads(text)
    settings = Settings(
        seed=options["seed"],
        sites=options["sites"],
        pages=options["pages"],
        check_point=datetime.fromisoformat(options["check_point"]),
        story=Story(options["story"]),
    )
    threading.Thread(target=_end_with_parent, args=(options["folder"],), daemon=True).start()
    serve(settings, Path(options["folder"]), options["scale"])


if __name__ == "__main__":
    _main(sys.argv[1])
