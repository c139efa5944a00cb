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
    with started("xunwang.simulate.process", {"settings": as_options(settings), "scale": scale}) as server:
        yield RunningProvince(
            settings=settings,
            gateway=server.gateway,
            ca_file=server.ca_file,
            clock=ProvinceClock(settings.start, server.control, server.scale),
            control=server.control,
            site_rows=site_rows(specs),
            addresses=addresses(specs),
            pid=server.pid,
        )


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a process of its own."""

    gateway: tuple[str, int, int]
    ca_file: str
    control: str
    scale: float
    pid: int


@contextmanager
def started(module: str, options: dict[str, Any]) -> Iterator[Server]:
    """Run a module that serves a world as a subprocess, and stop it at the end.

    The module's only argument is a file of JSON with ``options`` and the ``folder`` for its certificates; see
    :func:`options_of_this_process`. Raises ProvinceError when it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="xunwang-province-") as folder:
        file = Path(folder) / "options.json"
        file.write_text(json.dumps(options | {"folder": folder}), encoding="utf-8")
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter with our own options
            [sys.executable, "-m", module, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield _listening(process)
        finally:
            process.terminate()
            process.communicate()


def _listening(process: subprocess.Popen[str]) -> Server:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
    line = process.stdout.readline() if ready else ""
    if not line:
        raise ProvinceError(f"模拟省份未能启动（退出码{process.poll()}）")
    said = json.loads(line)
    gateway = (LOOPBACK, said["http_port"], said["tls_port"])
    return Server(gateway, said["ca_file"], said["control"], said["scale"], process.pid)


def as_options(settings: Settings) -> dict[str, Any]:
    """Settings as they are handed to a process."""
    return {
        "seed": settings.seed,
        "sites": settings.sites,
        "pages": settings.pages,
        "check_point": settings.check_point.isoformat(),
        "story": settings.story.value,
    }


def as_settings(options: dict[str, Any]) -> Settings:
    """What :func:`as_options` has written."""
    return Settings(
        seed=options["seed"],
        sites=options["sites"],
        pages=options["pages"],
        check_point=datetime.fromisoformat(options["check_point"]),
        story=Story(options["story"]),
    )


def options_of_this_process() -> dict[str, Any]:
    """What this process was started with; from now on it ends when its parent does."""
    options: dict[str, Any] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    threading.Thread(target=_end_with_parent, args=(options["folder"],), daemon=True).start()
    return options


def _end_with_parent(folder: str) -> None:
    """Exit when the parent's end of standard input closes, however the parent came to its end."""
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _main() -> None:
    from xunwang.simulate.server import serve

    options = options_of_this_process()
    serve(as_settings(options["settings"]), Path(options["folder"]), options["scale"])


if __name__ == "__main__":
    _main()
