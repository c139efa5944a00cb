"""The simulated province's accounts, collected by the ways that an office would set up, judged against the truth."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.collect.province import BILL, by_key, make_collection
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.judge import JudgedAccount, judge_accounts
from xunwang.rules.edition import load_edition
from xunwang.simulate.platforms.casting import conducts_of
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.truth import expectations, tolerated
from xunwang.simulate.platforms.ways import ways_of
from xunwang.words import State

AUTOMATIC = ("M-V-01.1", "M-V-01.2", "M-V-01.3", "M-V-02.1", "M-V-02.2")


class Whole(NamedTuple):
    """A judged collection beside the truth."""

    archive: CollectionArchive
    judged: dict[str, JudgedAccount]
    conducts: dict[str, Conduct]


@pytest.fixture(scope="module")
def whole(made_once: Path) -> Whole:
    archive = make_collection(made_once / "collected-province")
    judged = {one.result.account.key: one for one in judge_accounts(archive, load_edition(None))}
    return Whole(archive, judged, by_key(conducts_of(BILL)))


@pytest.mark.parametrize("item", AUTOMATIC)
def test_what_was_planted_is_found_and_nothing_else(whole: Whole, item: str) -> None:
    missed, false = [], []
    for key, one in whole.judged.items():
        conduct, verdict = whole.conducts[key], one.result.verdicts[item]
        if item in tolerated(conduct):
            continue
        expected = expectations(conduct).get(item)
        found = verdict.state is State.HIT or bool(verdict.state is State.NEEDS_REVIEW and verdict.findings)
        if expected is not None and expected.automatic in ("hit", "candidate") and not found:
            missed.append(
                (key, conduct.problems, verdict.state, verdict.missing or verdict.measured, one.troubles)
            )
        if found and (expected is None or expected.automatic not in ("hit", "candidate")):
            false.append((key, conduct.problems, [finding.summary for finding in verdict.findings]))
    assert not missed and not false


def test_what_its_way_does_not_show_is_unknown(whole: Whole) -> None:
    for key, one in whole.judged.items():
        expected = expectations(whole.conducts[key]).get("M-V-02.1")
        if expected is not None and expected.automatic == "unknown":
            assert one.result.verdicts["M-V-02.1"].state is State.UNKNOWN, key


def test_every_account_has_come_to_an_end_and_every_finding_opens(whole: Whole) -> None:
    assert set(whole.judged) == {row.account for row in ways_of(whole.conducts.values())}
    opened = 0
    for one in whole.judged.values():
        for verdict in one.result.verdicts.values():
            for finding in verdict.findings:
                for evidence in finding.evidence:
                    if evidence.digest:
                        assert whole.archive.evidence(evidence.digest).body
                        opened += 1
    assert opened > 20


def test_no_secret_is_in_the_archive(whole: Whole) -> None:
    secrets = {
        value.encode()
        for row in ways_of(whole.conducts.values())
        for name, value in row.secrets.items()
        if name == "app_secret"
    }
    assert secrets
    for path in whole.archive.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret in data for secret in secrets), path.name
