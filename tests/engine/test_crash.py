"""kill -9 at 20 random moments of a run, resumed each time: nothing is lost, nothing is asked twice."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.engine.killable import Starter, starter
from tests.engine.served import clock, new_run, province_served, site
from tests.fetch_store.local_server import LocalServer
from xunwang.engine.archive import Archive
from xunwang.engine.crawl import SiteCrawl
from xunwang.engine.journal import read_journal
from xunwang.engine.judge import judge
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.shard import scanner_of
from xunwang.engine.tables import read_pages
from xunwang.fetch.client import Client
from xunwang.fetch.evidence import EvidenceStore
from xunwang.notices.results_json import results_json
from xunwang.rules.edition import load_edition
from xunwang.simulate.plan import Settings
from xunwang.simulate.province import Province

KILLS = 20
SEED = 20201130
SITES = (8, 24, 31)
"""Without TLS; one with a secrecy mark, one portal with broken links and failing searches."""
IN_FLIGHT = 8
"""Requests that one site may have out at a time (see crawl.py)."""


class Content(NamedTuple):
    """What an archive says, without times and numbers that depend on the order of answers."""

    pages: dict[str, set[tuple[Any, ...]]]
    verdicts: dict[str, dict[str, Any]]


def archive_of(folder: Path, province: Province, server: LocalServer) -> Archive:
    sites = [site(spec.home_url, spec.kind, spec.name) for spec in (province.specs[n] for n in SITES)]
    return new_run(folder, sites, server.settings)


def content_of(archive: Archive) -> Content:
    pages: dict[str, set[tuple[Any, ...]]] = {}
    for one in archive.sites:
        rows = list(read_pages(archive.site_folder(one)))
        assert len({row.url for row in rows}) == len(rows), "a page is in the archive twice"
        pages[one.home_url] = {(row.url, row.status, row.fault, row.kind, row.digest) for row in rows}
    results = results_json(judge(archive, load_edition(None)))
    verdicts = {
        found["home_url"]: {
            item: (verdict["state"], verdict["measured"], verdict["amount"], len(verdict["findings"]))
            for item, verdict in found["verdicts"].items()
        }
        for found in results["sites"]
    }
    return Content(pages, verdicts)


def check_evidence(archive: Archive) -> int:
    """Every page's body can be read, and is what its digest says; number of bodies."""
    bodies = 0
    for one in archive.sites:
        folder = archive.site_folder(one)
        with EvidenceStore(folder) as store:
            verification = store.verify()
            assert verification.ok, verification.problems
            bodies += verification.pages
            for row in read_pages(folder):
                if row.digest:
                    assert store.find(row.digest) is not None, row.url
    return bodies


def killed_when(server: LocalServer, requests: int, pause: float, run: Starter, folder: Path) -> int:
    """Start or resume, kill when so many requests have come in all; exit code."""
    child = run.start(folder)
    limit = time.monotonic() + 120
    while len(server.asked) < requests and time.monotonic() < limit and (folder / "manifest.json").exists():
        if Archive(folder).sealed:
            break
        time.sleep(0.002)
    time.sleep(pause)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return run.result()


def settled(archive: Archive) -> set[tuple[str, str]]:
    """Host and path of all pages that opened and that the run knows of."""
    urls: list[str] = []
    for one in archive.sites:
        folder = archive.site_folder(one)
        if archive.crawled(one):
            urls += [row.url for row in read_pages(folder) if row.status == 200 and not row.fault]
        else:
            records = [record for record in read_journal(folder / "journal.log") if record["t"] == "page"]
            urls += [record["url"] for record in records if record["status"] == 200 and not record["fault"]]
    parts = [url.partition("://")[2].partition("/") for url in urls]
    return {(host, f"/{path}") for host, _, path in parts}


@pytest.fixture(scope="module")
def province() -> Province:
    return Province(Settings(sites=40))


@pytest.fixture(scope="module")
def undisturbed(province: Province, tmp_path_factory: pytest.TempPathFactory) -> tuple[Content, int, int]:
    """Content, bodies and number of requests of a run that nobody disturbs."""
    with province_served(province) as server:
        archive = archive_of(tmp_path_factory.mktemp("crash") / "undisturbed", province, server)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
        assert archive.sealed
        return content_of(archive), check_evidence(archive), len(server.asked)


def test_a_run_killed_twenty_times_ends_as_the_undisturbed_one(
    province: Province, undisturbed: tuple[Content, int, int], tmp_path: Path
) -> None:
    expected, bodies, requests = undisturbed
    dice = random.Random(SEED)
    folder = tmp_path / "killed"
    known_after: list[tuple[int, set[tuple[str, str]]]] = []
    with province_served(province) as server, starter() as run:
        archive_of(folder, province, server)
        kills = 0
        for moment in sorted(dice.sample(range(5, requests - 10), KILLS)):
            kills += killed_when(server, moment, dice.uniform(0, 0.02), run, folder) == -signal.SIGKILL
            known_after.append((len(server.asked), settled(Archive(folder))))
        run.start(folder)
        assert run.result() == 0
        asked = [(one.host, one.path) for one in server.asked]
    for count, known in known_after:
        assert not known & set(asked[count:]), "a page that the run had was asked for again"
    sizes = [len(known) for _, known in known_after]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[KILLS // 2] < sizes[-1]
    archive = Archive(folder)
    assert kills >= KILLS - 2
    content = content_of(archive)
    for home in expected.pages:
        assert content.pages[home] == expected.pages[home]
        assert content.verdicts[home] == expected.verdicts[home]
    assert check_evidence(archive) == bodies
    assert len(asked) - requests <= kills * IN_FLIGHT * len(SITES)


def test_a_site_that_ended_just_before_the_kill_gets_its_tables(province: Province, tmp_path: Path) -> None:
    with province_served(province) as server:
        archive = new_run(tmp_path / "run", [site(province.specs[24].home_url)], server.settings)
        (one,) = archive.sites
        with Client(archive.settings.fetch, clock()) as client:
            crawl = SiteCrawl(
                one, archive.site_folder(one), archive.settings.crawl, clock(), scanner_of(None)
            )
            client.run([crawl])
        assert crawl.ended
        assert not archive.crawled(one)
        before = len(server.asked)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
        assert archive.crawled(one)
        assert archive.sealed
        assert not settled(archive) & {(asked.host, asked.path) for asked in server.asked[before:]}
        assert judge(archive, load_edition(None)).sites[0].coverage.pages == crawl.pages > 20
