"""The simulated province's accounts, collected by the ways that an office would set up, judged against the truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

import pytest

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.interface import Source, Span
from xunwang.collect.judge import JudgedAccount, judge_accounts
from xunwang.collect.plan import Wanted
from xunwang.collect.runner import Means, collect
from xunwang.collect.settings import CollectionSettings
from xunwang.collect.ways import collectors
from xunwang.fetch.records import FetchSettings
from xunwang.rules.edition import load_edition
from xunwang.rules.media.facts import Account
from xunwang.simulate.plan import CHECK_POINT, Settings
from xunwang.simulate.platforms.casting import Playbill
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.process import RunningPlatforms, start_platforms
from xunwang.simulate.platforms.truth import expectations, tolerated
from xunwang.simulate.platforms.ways import ways_of
from xunwang.words import State

AUTOMATIC = ("M-V-01.1", "M-V-01.2", "M-V-01.3", "M-V-02.1", "M-V-02.2")


class Whole(NamedTuple):
    """A judged collection beside the truth."""

    archive: CollectionArchive
    judged: dict[str, JudgedAccount]
    conducts: dict[str, Conduct]


def wanted(running: RunningPlatforms) -> Iterator[Wanted]:
    """The accounts with their ways, as the office has them; secrets apart."""
    rows = {conduct.key: conduct for conduct in running.conducts()}
    for key, ways in groupby(ways_of(rows.values()), key=lambda row: row.account):
        spec = rows[key].account
        account = Account(
            key, spec.name, spec.platform, spec.platform, spec.unit, level=spec.level, identifier=spec.identifier,
            subject=spec.unit, opened_on=None, filed_on=(CHECK_POINT - timedelta(days=900)).date(),
        )  # fmt: skip
        yield Wanted(account, tuple(Source(key, row.way, row.address, row.options) for row in ways))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with start_platforms(Playbill(Settings(sites=40))) as running:
        running.clock.sleep_until(CHECK_POINT)
        fetch = FetchSettings(
            gateway=running.gateway, ca_file=running.ca_file, allowed_networks=("127.0.0.0/8",),
            resolve=running.addresses, rate_per_host=1000.0, connections_per_host=8,
        )  # fmt: skip
        span = Span(CHECK_POINT - timedelta(days=90), CHECK_POINT, CHECK_POINT)
        settings = CollectionSettings(span, fetch)
        folder = tmp_path_factory.mktemp("province") / "c"
        archive = CollectionArchive.create(folder, wanted(running), settings, CHECK_POINT, {})
        conducts = {conduct.key: conduct for conduct in running.conducts()}
        secrets = {row.account: row.secrets for row in ways_of(conducts.values()) if row.secrets}
        ended = collect(archive, Means(collectors(), running.clock, secrets=secrets))
        assert not ended.stopped and archive.sealed
    judged = {one.result.account.key: one for one in judge_accounts(archive, load_edition(None))}
    yield Whole(archive, judged, conducts)


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
