"""Accounts of the simulated platforms, looked at again two weeks later: cured is only what was really put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.collect.province import BILL, by_key, client_of, collected, make_collection, means_of, wanted
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.build import NOTHING_GIVEN
from xunwang.collect.facts.tally import number_of, unpacked
from xunwang.collect.judge import JudgedAccount, judge_accounts
from xunwang.collect.plan import Wanted
from xunwang.collect.posts_again import About, posts_again
from xunwang.collect.recheck import Question, recheck
from xunwang.collect.runner import Means
from xunwang.collect.settings import CollectionSettings
from xunwang.fetch.records import FetchSettings
from xunwang.posts.records import Post, Way
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Seen
from xunwang.rules.media.facts import PostSeen
from xunwang.rules.recheck import PostState, Rechecked, account_methods
from xunwang.rules.verdict import Finding
from xunwang.simulate.plan import CHECK_POINT
from xunwang.simulate.platforms.conduct import AppState, Conduct
from xunwang.simulate.platforms.process import RunningPlatforms, start_platforms
from xunwang.simulate.platforms.schedule import time_of
from xunwang.simulate.platforms.writing import written_between
from xunwang.simulate.prose import Prose
from xunwang.words import Cure

EDITION = load_edition()
LATER = CHECK_POINT + timedelta(days=15)
A_KIND = 3
"""Findings looked at again, an indicator."""


class Again(NamedTuple):
    """The platforms two weeks after the check point, with the collection that was made at it."""

    running: RunningPlatforms
    archive: CollectionArchive
    wanted: dict[str, Wanted]
    conducts: dict[str, Conduct]
    judged: dict[str, JudgedAccount]
    fetch: FetchSettings
    means: Means
    folder: Path

    def look(self, key: str, item: str, finding: Finding) -> Rechecked:
        """Look at one finding again."""
        known = self.wanted[key]
        question = Question(
            known.account, known.sources, EDITION.items[item], finding, NOTHING_GIVEN, self.archive.folder, key
        )  # fmt: skip
        number = len(list(self.folder.iterdir()))
        settings = CollectionSettings(self.archive.settings.span, self.fetch)
        return recheck(self.folder / f"again-{number}-{item}", question, settings, self.means)

    def with_problem(self, name: str) -> list[str]:
        """Keys of the accounts that it was planted in and that can be collected."""
        return [key for key in self.judged if name in self.conducts[key].problems]


def once_more(running: RunningPlatforms, archive: CollectionArchive, folder: Path) -> Again:
    """What was collected, judged, and a folder for what is looked at again."""
    conducts = by_key(running.conducts())
    accounts = {one.account.key: one for one in wanted(conducts)}
    judged = {one.result.account.key: one for one in judge_accounts(archive, EDITION)}
    return Again(running, archive, accounts, conducts, judged, client_of(running), means_of(running), folder)


@pytest.fixture(scope="module")
def again(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Again]:
    before = make_collection(made_once / "collected-province")
    with start_platforms(BILL) as running:
        running.clock.sleep_until(LATER)
        yield once_more(running, before, tmp_path_factory.mktemp("again"))


def found(again: Again, key: str, item: str) -> Finding:
    findings = again.judged[key].result.verdicts[item].findings
    assert findings, (key, again.judged[key].result.verdicts[item])
    return findings[0]


def test_who_posts_again_is_cured_and_who_sleeps_on_is_not(again: Again) -> None:
    told: dict[str, set[Cure]] = {"woken_later": set(), "asleep": set()}
    for name in told:
        for key in again.with_problem(name):
            if again.judged[key].result.verdicts["M-V-02.1"].findings:
                told[name].add(again.look(key, "M-V-02.1", found(again, key, "M-V-02.1")).cure)
    assert told["woken_later"] and told["woken_later"] <= {Cure.CURED, Cure.UNKNOWN}
    assert Cure.CURED in told["woken_later"]
    assert told["asleep"] and told["asleep"] <= {Cure.STILL_THERE, Cure.UNKNOWN}
    assert Cure.STILL_THERE in told["asleep"]


def test_a_client_that_the_store_lists_again_is_cured_and_one_that_it_does_not_list_is_not(
    again: Again,
) -> None:
    (down, *_) = again.with_problem("app_taken_down")
    finding = found(again, down, "M-V-02.2")
    assert again.look(down, "M-V-02.2", finding).cure is Cure.STILL_THERE
    # The same sentence of a client that the store has by now: its page and its package are read.
    fine = next(key for key, one in again.conducts.items() if key in again.judged
                and one.account.platform == "app" and one.app is AppState.FINE)  # fmt: skip
    done = again.look(fine, "M-V-02.2", finding)
    assert done.cure is Cure.CURED and done.evidence[0].digest
    # That it starts, no store tells.
    asleep = replace(finding, summary="人工下载安装后客户端无法启动或使用。")
    assert again.look(fine, "M-V-02.2", asleep).cure is Cure.UNKNOWN


def deleted_since(again: Again) -> set[tuple[str, datetime]]:
    """Account and time of the posts that stood at the check point and were deleted after it, as the platforms know."""
    prose, found = Prose(again.running.bill.settings.seed), set()
    for key, conduct in again.conducts.items():
        since = CHECK_POINT - timedelta(days=8)
        before = {
            post.key
            for post in written_between(conduct, prose, since, CHECK_POINT, CHECK_POINT)
            if not post.deleted
        }
        now = written_between(conduct, prose, since, CHECK_POINT, LATER)
        found |= {(key, post.at) for post in now if post.deleted and post.key in before}
    return found


def test_posts_that_were_deleted_are_gone_and_all_others_are_there(again: Again) -> None:
    deleted = deleted_since(again)
    accounts = {key for key, _ in deleted} & again.judged.keys()
    told: Counter[tuple[bool, PostState]] = Counter()
    known: dict[str, list[tuple[Way, Post]]] = {key: [] for key in accounts}
    for key, way, _, post in again.archive.posts():
        if key in accounts and post.at is not None and post.at >= CHECK_POINT - timedelta(days=8):
            known[key].append((way, post))
    for key in accounts:
        again.look(key, "M-V-02.1", Finding("近期没有更新。", ()))
        archive = CollectionArchive(max(again.folder.iterdir(), key=lambda path: path.stat().st_mtime))
        (before,), now = again.archive.endings(key), archive.endings(key)
        rows = {row.key: row for row in unpacked(before.tally)}
        for way, post in known[key]:
            seen = PostSeen(post.key, post.title, post.at, Seen(post.url, CHECK_POINT), way)
            others = tuple(row for row in rows.values() if row.key != number_of(post.key))
            about = About(seen, rows[number_of(post.key)], others)
            (state,), _ = posts_again(archive, now, (about,), Finding("", ()))
            told[(key, post.at) in deleted, state.state] += 1
    assert told[True, PostState.GONE] >= 3 and told[True, PostState.SEEN] == 0, told
    assert told[False, PostState.SEEN] > 10 and told[False, PostState.GONE] == 0, told


def test_a_post_that_was_put_right_the_next_day_is_cured(tmp_path: Path) -> None:
    with start_platforms(BILL) as running:
        key, at = next(
            (conduct.key, time_of(conduct, plant.number))
            for conduct in running.conducts()
            for plant in conduct.plants
            if plant.name == "edited_since" and time_of(conduct, plant.number) > running.clock.now()
        )
        running.clock.sleep_until(at + timedelta(hours=2))
        only = [one for one in wanted(by_key(running.conducts())) if one.account.key == key]
        before = collected(running, tmp_path / "before", only, running.clock.now())
        again = once_more(running, before, tmp_path)
        finding = found(again, key, "M-V-01.1")
        assert again.look(key, "M-V-01.1", finding).cure is Cure.STILL_THERE
        running.clock.sleep_until(at + timedelta(days=2))
        assert again.look(key, "M-V-01.1", finding).cure is Cure.CURED


def test_nothing_that_nobody_has_put_right_is_cured(again: Again) -> None:
    told: Counter[tuple[str, Cure]] = Counter()
    cured = []
    for key, one in again.judged.items():
        for item, verdict in one.result.verdicts.items():
            looked = sum(number for (known, _), number in told.items() if known == item)
            if not account_methods()[item].look.of_posts or item == "M-V-01.2" or looked >= A_KIND:
                continue
            for finding in verdict.findings[:1]:
                done = again.look(key, item, finding)
                told[item, done.cure] += 1
                if done.cure is Cure.CURED:
                    cured.append((key, item, finding.summary, done.told))
    assert not cured
    assert sum(number for (_, cure), number in told.items() if cure is Cure.STILL_THERE) > told.total() / 2, (
        told
    )
    assert told.total() > 6


def test_no_secret_is_in_the_archives_of_rechecks(again: Again) -> None:
    secrets = [one["app_secret"].encode() for one in again.means.secrets.values() if "app_secret" in one]
    assert secrets
    for path in again.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(secret in data for secret in secrets), path.name
