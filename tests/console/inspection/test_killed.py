"""A process killed with -9 in the middle of review or of finalising: nothing is lost, nothing is double."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter

import pytest

from tests.console.inspection.reviewed import decide_all, in_review
from tests.console.inspection.rounds import NOW, add_sites
from tests.console.province import make_province
from tests.console.running.processes import started
from xunwang.audit.verify import verify
from xunwang.inspection.models import Campaign, Decision, FinalResult, Finding, SiteScore
from xunwang.inspection.results.freeze import freeze_problems
from xunwang.inspection.stages import Move, Stage
from xunwang.inspection.vocabulary import Round

pytestmark = pytest.mark.server

CHANCE = random.Random(20201130)


def at_work(what: str) -> subprocess.Popen[str]:
    return started("tests.console.inspection.at_work", what)


def told_before_killed(count: int) -> tuple[list[int], bool]:
    """What the reviewer had told when killed after ``count`` decisions, and whether there was nothing left."""
    worker = at_work("review")
    assert worker.stdout is not None
    told = []
    for line in worker.stdout:
        told.append(int(line))
        if len(told) == count:
            time.sleep(CHANCE.random() * 0.02)
            worker.kill()
    worker.stdout.close()
    return told, worker.wait() == 0


def test_what_a_killed_reviewer_was_told_is_kept_and_what_was_under_way_is_done_once(committed: None) -> None:
    in_review(make_province(), similar=120)
    told: list[int] = []
    finished = False
    for _ in range(12):
        if finished:
            break
        mine, finished = told_before_killed(CHANCE.randrange(5, 40))
        told += mine
        kept = set(Decision.objects.values_list("finding", flat=True))
        assert kept >= set(told), "a decision that was answered is gone"
        assert len(kept - set(told)) <= 12, "at most the one under way, a kill"
    assert finished
    first = Decision.objects.filter(round=Round.FIRST).values_list("finding", flat=True)
    assert set(Counter(first).values()) == {1}
    assert set(first) >= set(Finding.objects.filter(candidate=True).values_list("pk", flat=True))
    assert not verify().problems


def test_finalising_is_whole_or_has_not_happened_however_often_it_is_killed(committed: None) -> None:
    province = make_province()
    add_sites(province, 12)
    round_ = in_review(province)
    decide_all(round_)
    round_.go(Move.SEND)
    round_.go(Move.HEAR, now=NOW.replace(month=12, day=20))
    for _ in range(6):
        worker = at_work("finalise")
        assert worker.stdout is not None and worker.stdout.readline() == "begun\n"
        time.sleep(CHANCE.random() * 0.06)
        worker.kill()
        worker.communicate()
        campaign = Campaign.objects.get()
        if campaign.stage == Stage.FINAL:
            break
        assert campaign.stage == Stage.APPEAL
        assert not FinalResult.objects.exists() and not SiteScore.objects.exists()
    else:
        last = at_work("finalise")
        assert last.communicate()[0] == "begun\ndone\n"
    final = FinalResult.objects.get()
    assert final.scores.count() == final.campaign.sites.count()
    assert freeze_problems(final) == []
    assert not verify().problems
