"""The real collectors on the simulated platforms: what was planted is found, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xunwang.cli.score import score_accounts
from xunwang.cli.simulated_accounts import collect_simulated
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import Trouble
from xunwang.collect.judge import JudgedAccount, judge_accounts
from xunwang.rules.edition import load_edition
from xunwang.simulate.plan import Settings
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.process import start_platforms
from xunwang.simulate.platforms.truth import truth_of

BILL = Playbill(Settings(sites=40))
EDITION = load_edition(None)
LEAST = 0.98
PLAIN = 40
"""Accounts without anything, besides those that carry something."""


def _chosen() -> list[Conduct]:
    conducts = conducts_of(BILL)
    carrying = [c for c in conducts if c.problems or c.look_alikes or c.fault]
    plain = [c for c in conducts if not (c.problems or c.look_alikes or c.fault)]
    return carrying + plain[:: len(plain) // PLAIN]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CollectionArchive]:
    folder = tmp_path_factory.mktemp("accounts") / "collected"
    with start_platforms(BILL) as running:
        yield collect_simulated(running, folder, {c.key for c in _chosen()})


@pytest.fixture(scope="module")
def judged(archive: CollectionArchive) -> list[JudgedAccount]:
    return list(judge_accounts(archive, EDITION))


def test_what_is_planted_is_found_and_nothing_else(judged: list[JudgedAccount]) -> None:
    rows = score_accounts((one.result for one in judged), EDITION, truth_of(BILL))
    vetoes = {item: row for item, row in rows.items() if item.startswith("M-V") and row["planted"]}
    assert set(vetoes) == {"M-V-01.1", "M-V-01.2", "M-V-01.3", "M-V-02.1", "M-V-02.2"}
    for item, row in rows.items():
        if row["planted"]:
            assert row["recall"] >= LEAST, (item, row["missed_sites"])
            assert row["precision"] >= LEAST, (item, row["false_sites"])
        assert not row["false_sites"], item


def test_what_a_way_does_not_show_is_never_clear(judged: list[JudgedAccount]) -> None:
    rows = score_accounts((one.result for one in judged), EDITION, truth_of(BILL))
    assert {item: row["not_unknown"] for item, row in rows.items() if row["not_unknown"]} == {}


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault.QUOTA, Trouble.QUOTA),
        (Fault.WRONG_SECRET, Trouble.CREDENTIALS),
        (Fault.WRONG_APP_ID, Trouble.CREDENTIALS),
        (Fault.NOT_FOUND, Trouble.NOT_FOUND),
        (Fault.DOWN, Trouble.UNREACHABLE),
        (Fault.EMPTY, Trouble.BROKEN),
    ],
)
def test_a_lasting_fault_is_told_by_its_name(
    archive: CollectionArchive, fault: Fault, trouble: Trouble
) -> None:
    keys = [c.key for c in _chosen() if c.fault is fault]
    assert keys
    for key in keys:
        (ending,) = archive.endings(key)
        assert ending.read.trouble is trouble, ending.read.message


@pytest.mark.parametrize("fault", [Fault.BUSY, Fault.SLUGGISH, Fault.TOKEN_LOST, Fault.GAPS, Fault.MOVED])
def test_a_passing_fault_costs_nothing(archive: CollectionArchive, fault: Fault) -> None:
    keys = [c.key for c in _chosen() if c.fault is fault]
    assert keys
    for key in keys:
        (ending,) = archive.endings(key)
        assert ending.read.trouble is None
        assert ending.posts > 0
