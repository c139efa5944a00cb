"""Several people at work at once: nothing is lost, nothing is double."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connections

from tests.console.inspection.reviewed import CONFIRM, DISMISS, finding, in_review, sorts, verdict
from tests.console.inspection.rounds import NOW, Round, make_round
from tests.console.inspection.runs import run_of
from tests.console.province import make_province
from xunwang.access.models import User
from xunwang.audit.verify import verify
from xunwang.inspection.errors import InspectionError, StaleError
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Campaign, CampaignEvent, Decision, Finding, Intake
from xunwang.inspection.moves import move
from xunwang.inspection.review.bulk import decide_alike
from xunwang.inspection.review.decide import Word, decide, decide_blind
from xunwang.inspection.review.queue import alike, next_finding
from xunwang.inspection.review.rulings import RulingWord, rule
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import Choice, Ruling

pytestmark = pytest.mark.server


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """What each job gave or raised, all started at the same moment."""
    results: list[object] = [None] * len(jobs)
    ready = threading.Barrier(len(jobs))

    def work(number: int, job: Callable[[], object]) -> None:
        try:
            ready.wait(20)
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return results


def kinds(results: list[object]) -> Counter[type]:
    return Counter(type(result) for result in results)


@pytest.fixture
def review(committed: None) -> Round:
    return in_review(make_province(), double_share="1", similar=30)


def test_of_those_who_decide_on_one_finding_at_once_one_is_heard(review: Round) -> None:
    seen = [(Finding.objects.get(pk=finding("W-D-23").pk), person) for person in review.reviewers]
    jobs = [lambda f=f, p=p: decide(f, CONFIRM, p, NOW) for f, p in seen]
    assert kinds(at_once(*jobs)) == {Finding: 1, StaleError: 2}
    assert Decision.objects.count() == 1


def test_two_blind_opinions_at_once_are_one(review: Round) -> None:
    row = finding("W-D-23")
    decide(row, CONFIRM, review.reviewers[0], NOW)
    jobs = [lambda p=p: decide_blind(row, DISMISS, p, NOW) for p in review.reviewers[1:]]
    assert kinds(at_once(*jobs)) == {type(None): 1, StaleError: 1}


def test_two_rulings_at_once_are_one(review: Round) -> None:
    seen = [(verdict("W-V-05.1"), person) for person in review.reviewers[:2]]
    jobs = [lambda v=v, p=p: rule(v, RulingWord(Ruling.CLEAR, "核对"), p, NOW) for v, p in seen]
    results = kinds(at_once(*jobs))
    assert results[StaleError] == 1 and Decision.objects.count() == 1


def test_reviewers_who_empty_the_queue_together_decide_on_everything_once(review: Round) -> None:
    def empty(person: User) -> int:
        count = 0
        while (row := next_finding(review.campaign, person, NOW)) is not None:
            decide(row, DISMISS, person, NOW)
            count += 1
        return count

    counts = at_once(*(lambda p=p: empty(p) for p in review.reviewers))
    assert sum(int(str(count)) for count in counts) == 32
    assert Decision.objects.count() == 32
    assert not Finding.objects.filter(status="candidate").exists()
    assert not verify().problems


def test_bulk_and_single_decisions_at_once_do_not_decide_twice(review: Round) -> None:
    rows = list(alike(finding("W-D-23")))
    shown = {row.pk: row.version for row in rows}
    word = Word(Choice.DISMISS, "误报")
    results = at_once(
        lambda: decide_alike(rows[0], shown, word, review.reviewers[0], NOW),
        lambda: decide_alike(rows[0], shown, word, review.reviewers[1], NOW),
        *(lambda r=row: decide(r, CONFIRM, review.reviewers[2], NOW) for row in rows[-3:]),
    )
    assert set(kinds(results)) <= {type(results[0]), Finding, StaleError}
    per_finding = Counter(Decision.objects.values_list("finding_id", flat=True))
    assert len(per_finding) == 30 and set(per_finding.values()) == {1}


def test_a_stage_is_left_once_and_no_decision_slips_in_behind(review: Round) -> None:
    copies = [Campaign.objects.get(pk=review.campaign.pk) for _ in range(2)]
    seen = [Finding.objects.get(pk=row.pk) for row in alike(finding("W-D-23"))[:4]]
    results = at_once(
        *(lambda c=c: move(c, Move.RERUN, review.planner, NOW, "补查") for c in copies),
        *(lambda f=f: decide(f, CONFIRM, review.reviewers[0], NOW) for f in seen),
    )
    assert kinds(results[:2])[Campaign] == 1 and isinstance(
        results[0] or results[1], (Campaign, InspectionError)
    )
    assert CampaignEvent.objects.filter(move=Move.RERUN).count() == 1
    done = [result for result in results[2:] if isinstance(result, Finding)]
    assert Decision.objects.count() == len(done)
    assert Finding.objects.filter(status="confirmed", item="W-D-23").count() == len(done)


def test_results_that_come_in_twice_at_once_are_taken_once(committed: None) -> None:
    round_ = make_round(make_province())
    round_.go(Move.PLAN, Move.START)
    run = from_run(run_of(round_.campaign, sorts(20)))
    results = at_once(*(lambda: take(round_.campaign, run, None, NOW) for _ in range(3)))
    assert kinds(results) == {Intake: 3}
    assert Intake.objects.count() == 1 and Finding.objects.count() == 23
