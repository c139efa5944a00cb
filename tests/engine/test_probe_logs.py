"""Availability records: made for a run, or taken over from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.engine.served import CHECK_POINT, clock, new_run, pages_served, site
from xunwang.engine.archive import Archive
from xunwang.engine.availability import AvailabilityError, import_probes, probe_run, probes_by_site
from xunwang.engine.progress import Progress
from xunwang.engine.settings import RunSettings
from xunwang.fetch.probes import ProbeLog
from xunwang.fetch.probes.records import ProbeRecord
from xunwang.words import CHINA

HOMES = ("http://www.jia.gov.cn/", "https://jyj.jia.gov.cn/")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(
        tmp_path / "run", [site(home) for home in HOMES], RunSettings(CHECK_POINT), CHECK_POINT, {}
    )


def test_a_run_is_probed_at_its_interval(tmp_path: Path) -> None:
    with pages_served({"www.jia.gov.cn/": "<title>甲</title>"}) as server:
        archive = new_run(tmp_path / "run", [site(HOMES[0])], server.settings)
        now = clock()
        steps: list[int] = []

        class Told(Progress):
            def phase(self, title: str, total: int) -> None:
                steps.append(-total)

            def step(self, count: int = 1) -> None:
                steps.append(count)

        for _ in range(2):
            probe_run(archive, now, every=timedelta(hours=1), duration=timedelta(hours=5), progress=Told())
    assert steps[:6] == [-5, 1, 1, 1, 1, 1]
    probes = probes_by_site(archive)[HOMES[0]]
    assert [probe.status for probe in probes] == [200] * 5
    gaps = {round((later.at - earlier.at).total_seconds() / 60) for earlier, later in pairwise(probes)}
    assert gaps <= {59, 60, 61}


def test_a_csv_of_another_prober_is_taken_over(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "别处.csv"
    path.write_text(
        "时间,网址,状态码,耗时\n"
        "2020-11-29 08:00:00,www.jia.gov.cn,200,0.4\n"
        "2020-11-29 08:30:00,https://jyj.jia.gov.cn,503,0.2\n"
        "不是时间,www.jia.gov.cn,200,0.1\n"
        "2020-11-29 08:00:00,www.yi.gov.cn,200,0.1\n",
        encoding="utf-8",
    )
    problems = import_probes(archive, path)
    assert len(problems) == 2
    assert "第 4 行" in problems[0]
    assert "1 条探测记录的网址不在本次名单中" in problems[1]
    found = probes_by_site(archive)
    assert {home: [probe.status for probe in probes] for home, probes in found.items()} == {
        HOMES[0]: [200], HOMES[1]: [503],
    }  # fmt: skip
    assert found[HOMES[0]][0].at == datetime(2020, 11, 29, 8, 0, tzinfo=CHINA)


def test_a_source_is_taken_over_once(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("time,url,status\n2020-11-29 08:00:00,www.jia.gov.cn,200\n")
    assert import_probes(archive, path) == []
    assert import_probes(archive, path) == []
    assert len(probes_by_site(archive)[HOMES[0]]) == 1


def test_a_file_that_could_not_be_used_can_be_mended_and_given_again(
    archive: Archive, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text("甲,乙\n1,2\n")
    assert import_probes(archive, path)
    assert probes_by_site(archive) == {}
    path.write_text("time,url,status\n2020-11-29 08:00:00,www.jia.gov.cn,200\n")
    assert import_probes(archive, path) == []
    assert len(probes_by_site(archive)[HOMES[0]]) == 1


def test_an_import_that_was_killed_is_made_again(archive: Archive, tmp_path: Path) -> None:
    part = archive.probes / ".from-log.part"
    with ProbeLog(part) as log:
        log.append(ProbeRecord(CHECK_POINT, HOMES[0], HOMES[0], "导入", 0.1, 500, ""))
    assert probes_by_site(archive) == {}
    path = tmp_path / "log.csv"
    path.write_text("time,url,status\n2020-11-29 08:00:00,www.jia.gov.cn,200\n")
    import_probes(archive, path)
    assert [probe.status for probe in probes_by_site(archive)[HOMES[0]]] == [200]


def test_a_log_folder_of_the_probe_command_is_taken_over(archive: Archive, tmp_path: Path) -> None:
    with ProbeLog(tmp_path / "probes") as log:
        for hour in range(3):
            at = CHECK_POINT - timedelta(hours=hour)
            log.append(ProbeRecord(at, HOMES[0], HOMES[0], "本机", 0.1, 200, ""))
    assert import_probes(archive, tmp_path / "probes") == []
    assert len(probes_by_site(archive)[HOMES[0]]) == 3


def test_a_sealed_run_takes_nothing_more(archive: Archive, tmp_path: Path) -> None:
    archive.note(sealed=CHECK_POINT.isoformat())
    with pytest.raises(AvailabilityError, match="已封存"):
        import_probes(archive, tmp_path)
