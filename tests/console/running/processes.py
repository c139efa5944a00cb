"""Processes over the database of the test: functions to be killed at work, and the product's own commands."""

from __future__ import annotations

import multiprocessing
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.console.running.databases import database_place, work_on
from xunwang.background.words import JobState, TaskName

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.console.running.prepared"])


class Forked:
    """A function of a module named ``at_work``, in a process of its own; what it prints is read line by line.

    It is forked from one that has everything imported: what is to be killed a dozen times begins at once.
    """

    def __init__(self, work: Callable[..., None], *arguments: object, **named: object) -> None:
        self._pipe, its = _FORKING.Pipe(duplex=False)
        self.process = _FORKING.Process(target=_at_work, args=(its, database_place(), work, arguments, named))
        self.process.start()
        its.close()
        self.said = open(self._pipe.fileno(), encoding="utf-8", closefd=False)  # noqa: SIM115

    def line(self) -> str:
        """The next line; empty when there is none."""
        return self.said.readline().rstrip("\n")

    def kill(self) -> None:
        """With -9, and wait until it is gone."""
        self.process.kill()
        self.process.join()

    def ended(self, seconds: float | None = None) -> int | None:
        """How it ended, as soon as it has; None: it has not within this time."""
        self.process.join(seconds)
        return self.process.exitcode

    def rest(self) -> list[str]:
        """The lines not yet read, up to its end."""
        return self.said.read().splitlines()


def _at_work(
    pipe: Connection,
    place: dict[str, str],
    work: Callable[..., None],
    given: tuple[object, ...],
    named: dict[str, object],
) -> None:
    os.dup2(pipe.fileno(), sys.stdout.fileno())
    work_on(place)
    work(*given, **named)


def command(*words: str) -> list[str]:
    """``xunwang`` with these words."""
    return [sys.executable, "-c", "from xunwang.cli.main import main; main()", *words]


def soon(told: Callable[[], object], seconds: float = 150) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answer_of(url: str, seconds: float = 180) -> str:
    """What a server says that may still be starting."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=60) as answer:
                return str(answer.read().decode())
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def serving(port: str = "0", address: str = "127.0.0.1") -> list[str]:
    """The console on this machine, on any free port if none is named, with one process that serves."""
    return command("serve", "--loopback", "--address", address, "--port", port, "--workers", "1")


class Served(NamedTuple):
    """A console that answers."""

    process: subprocess.Popen[str]
    said: str
    """Up to where it is."""
    url: str
    """Without the slash at its end."""


@contextmanager
def served(environ: Mapping[str, str], address: str = "127.0.0.1") -> Iterator[Served]:
    """The console, answering where it says; it is asked to leave at the end, unless it is gone by then."""
    with subprocess.Popen(
        serving(address=address), env=dict(environ), stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            said = ""
            while not (told := re.search(r"工作台：(http://\S+:[1-9]\d*)/（", said)):
                assert server.stdout and server.poll() is None, said
                said += server.stdout.readline()
            assert answer_of(f"{told[1]}/health/") == "ok"
            yield Served(server, said, told[1])
        finally:
            server.terminate()
            server.wait(180)


def workers_of(server: subprocess.Popen[Any]) -> list[psutil.Process]:
    """Those beside it that run background jobs."""
    found = []
    for one in psutil.Process(server.pid).children():
        with suppress(psutil.NoSuchProcess):  # just killed
            if one.cmdline()[-1:] == ["worker"]:
                found.append(one)
    return found


def looks_done() -> int:
    """How often a worker of the test's database has looked for work."""
    return ProcrastinateJob.objects.filter(task_name=TaskName.LOOK, status=JobState.SUCCEEDED).count()
