"""One process, two, or a cluster: the same archive."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.engine.served import clock, new_run, province_served, site
from tests.fetch_store.local_server import LocalServer
from xunwang.engine.archive import Archive
from xunwang.engine.executors import ShardError, crawl, crawl_on_cluster, crawl_share, shares
from xunwang.engine.progress import Progress
from xunwang.engine.tables import read_addresses, read_hits, read_pages
from xunwang.rules.facts import Site
from xunwang.simulate.plan import Settings
from xunwang.simulate.province import Province

SITES = (8, 24, 3)

Tables = dict[str, tuple[set[Any], set[Any], set[Any]]]


class Told(Progress):
    """Remembers what was told."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.pages = 0

    def page(self, site: Site, pages: int, failed: int) -> None:
        self.pages += 1

    def site_done(self, site: Site, pages: int, ended: str) -> None:
        self.done.append(site.home_url)


def tables(archive: Archive) -> Tables:
    """What the tables say, without times and numbers given in the order of answers."""
    found: Tables = {}
    for one in archive.sites:
        folder = archive.site_folder(one)
        rows = list(read_pages(folder))
        url_of = {row.id: row.url for row in rows}
        found[one.home_url] = (
            {(row.url, row.final, row.status, row.kind, row.digest) for row in rows},
            {url for _, url, _, _ in read_addresses(folder)},
            {(url_of[hit.page], *hit[1:]) for hit in read_hits(folder)},
        )
    return found


@pytest.fixture(scope="module")
def province() -> Province:
    return Province(Settings(sites=40))


def run_of(folder: Path, province: Province, server: LocalServer, processes: int = 1) -> Archive:
    sites = [site(province.specs[number].home_url) for number in SITES]
    return new_run(folder, sites, server.settings, processes=processes)


@pytest.fixture(scope="module")
def alone(province: Province, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Tables made in this process."""
    with province_served(province) as server:
        archive = run_of(tmp_path_factory.mktemp("alone") / "run", province, server)
        told = Told()
        crawl(archive, clock(), progress=told)
        assert sorted(told.done) == sorted(one.home_url for one in archive.sites)
        found = tables(archive)
    assert all(len(pages) > 20 for pages, _, _ in found.values())
    return found


def test_two_processes_give_the_same_tables(province: Province, alone: Tables, tmp_path: Path) -> None:
    with province_served(province) as server:
        archive = run_of(tmp_path / "run", province, server, processes=2)
        assert [len(share) for share in shares(archive, 2)] == [2, 1]
        told = Told()
        crawl(archive, clock(), progress=told)
    assert tables(archive) == alone
    assert sorted(told.done) == sorted(alone)
    assert told.pages
    assert shares(archive, 2) == []


class _Channel:
    """A queue for a share that is crawled in this process."""

    def __init__(self) -> None:
        self.said: list[tuple[Any, ...]] = []

    def put(self, message: tuple[Any, ...]) -> None:
        self.said.append(message)


def test_a_share_reports_what_it_does(province: Province, alone: Tables, tmp_path: Path) -> None:
    with province_served(province) as server:
        archive = run_of(tmp_path / "run", province, server)
        home = archive.sites[1].home_url
        channel = _Channel()
        crawl_share(str(archive.folder), [home], clock(), channel, multiprocessing.Event())
    assert [(kind, url) for kind, url, *_ in channel.said if kind == "done"] == [("done", home)]
    assert any(kind == "page" for kind, *_ in channel.said)
    assert archive.crawled(archive.sites[1])
    assert not archive.crawled(archive.sites[0])


class _Killer(Progress):
    """Kills a worker at the first page."""

    def page(self, site: Site, pages: int, failed: int) -> None:
        for worker in multiprocessing.active_children():
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)


def test_a_worker_that_dies_is_told_and_its_share_goes_on(
    province: Province, alone: Tables, tmp_path: Path
) -> None:
    with province_served(province) as server:
        archive = run_of(tmp_path / "run", province, server, processes=2)
        with pytest.raises(ShardError, match=r"退出码 -9.*同样的命令继续"):
            crawl(archive, clock(), progress=_Killer())
        assert not all(archive.crawled(one) for one in archive.sites)
        crawl(archive, clock(), progress=Progress())
    assert tables(archive) == alone


def _parent(folder: str) -> None:
    crawl(Archive(Path(folder)), clock(), progress=Progress())


def test_workers_end_when_their_parent_is_killed(province: Province, tmp_path: Path) -> None:
    with province_served(province) as server:
        archive = run_of(tmp_path / "run", province, server, processes=2)
        parent = multiprocessing.get_context("spawn").Process(target=_parent, args=(str(archive.folder),))
        parent.start()
        limit = time.monotonic() + 120
        while len(server.asked) < 10 and parent.is_alive() and time.monotonic() < limit:
            time.sleep(0.01)
        assert len(server.asked) >= 10
        assert parent.pid is not None
        os.kill(parent.pid, signal.SIGKILL)
        parent.join()
        time.sleep(0.5)
        asked = len(server.asked)
        time.sleep(0.3)
        assert len(server.asked) == asked, "a worker went on without its parent"


def test_a_cluster_gives_the_same_tables(province: Province, alone: Tables, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the cluster extra is not installed")
    with (
        province_served(province) as server,
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None, protocol="tcp"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        archive = run_of(tmp_path / "run", province, server)
        crawl_on_cluster(archive, client, clock(), share_size=2)
    assert tables(archive) == alone
