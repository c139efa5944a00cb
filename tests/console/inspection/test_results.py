"""Final results: what people decided, scored by the edition, frozen so that any later touch shows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.guards import past_the_guards
from tests.console.inspection.reviewed import (
    CITY,
    CONFIRM,
    DISMISS,
    HOME,
    OFFICE,
    decide_all,
    finding,
    in_feedback,
    in_review,
    sorts,
    verdict,
)  # fmt: skip
from tests.console.inspection.rounds import CHECK_POINT, DAY, NOW, Round, make_round, plan_for
from tests.console.inspection.runs import edition, run_of
from tests.console.inspection.test_at_once import at_once, kinds
from tests.console.province import Province, make_province
from xunwang.access.roles import Role
from xunwang.audit.verify import verify
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.hearing.appeals import correct
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Campaign, CheckedSite, FinalResult, Finding, ItemVerdict, SiteScore
from xunwang.inspection.moves import move
from xunwang.inspection.planning.plan import create
from xunwang.inspection.results.compare import compare, round_before
from xunwang.inspection.results.figures import figures_of
from xunwang.inspection.results.freeze import final_of, freeze_problems
from xunwang.inspection.results.standing import scored_sites
from xunwang.inspection.review.bulk import decide_alike
from xunwang.inspection.review.decide import decide
from xunwang.inspection.review.queue import alike
from xunwang.inspection.review.rulings import Found, RulingWord, rule
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import Choice, Ruling
from xunwang.rules.edition import load_edition
from xunwang.scoring.records import SiteResult
from xunwang.words import Outcome, State

pytestmark = pytest.mark.server

AFTER = NOW + 10 * DAY


def results(round_: Round) -> dict[str, object]:
    return {one.checked.home_url: one.result for one in scored_sites(round_.campaign)}


def finalised(round_: Round) -> FinalResult:
    round_.go(Move.HEAR, Move.FINALISE, now=AFTER)
    final = final_of(round_.campaign)
    assert final is not None
    return final


def test_before_anybody_decides_the_results_are_those_of_the_run(province: Province) -> None:
    """But for what would veto a site, which the machine alone never settles."""
    round_ = in_review(province)
    given = sorts()
    given[OFFICE] = {}
    told = {s.site.home_url: s for s in run_of(round_.campaign, given).sites}
    for one in scored_sites(round_.campaign):
        if OFFICE in one.checked.home_url:
            assert one.result.outcome is Outcome.PENDING
            continue
        expected = told[one.checked.home_url]
        for name in ("outcome", "deductions", "open_deductions", "total", "total_low", "rank", "bonus"):
            assert getattr(one.result, name) == getattr(expected, name), name


def test_a_site_without_results_has_passed_nothing(province: Province) -> None:
    round_ = make_round(province)
    round_.go(Move.PLAN, Move.START)
    scored = scored_sites(round_.campaign)
    assert {one.result.outcome for one in scored} == {Outcome.PENDING}
    overall = figures_of(round_.campaign, scored)["sites"]["overall"]
    assert (overall["qualified"], overall["pending"], overall["rate"]) == (0, 3, "0.00%–100.00%")


def test_what_people_decide_changes_the_score(province: Province) -> None:
    round_ = in_review(province)
    first, second, _ = round_.reviewers

    def city() -> SiteResult:
        return next(one.result for one in scored_sites(round_.campaign) if CITY in one.checked.home_url)

    deduct = edition().items["W-D-23"].points_each
    assert deduct is not None
    before = city()
    decide(finding("W-D-23"), CONFIRM, first, NOW)
    one = city()
    assert one.verdicts["W-D-23"].state is State.HIT and one.deduct_score == before.deduct_score - deduct
    decide_alike(
        finding("W-D-23"), {row.pk: row.version for row in alike(finding("W-D-23"))}, CONFIRM, first, NOW
    )
    assert city().verdicts["W-D-23"].amount == 3
    decide(finding("W-D-01.1"), DISMISS, first, NOW)
    assert city().verdicts["W-D-01.1"].state is State.CLEAR
    veto = finding("W-V-01.1")
    decide(veto, CONFIRM, first, NOW)
    assert city().outcome is Outcome.PENDING
    decide(veto, CONFIRM, second, NOW)
    assert city().outcome is Outcome.UNQUALIFIED and city().veto_items == ("W-V-01.1",)


def test_rulings_count_as_verdicts(province: Province) -> None:
    round_ = in_review(province)
    row = verdict("W-V-05.1")
    rule(row, RulingWord(Ruling.WAIVED, "无法取得"), round_.planner, NOW)
    scored = {one.checked.home_url: one.result for one in scored_sites(round_.campaign)}
    assert scored[HOME].verdicts["W-V-05.1"].measured == "不予判定"
    found = (Found("3个月未答复。", HOME),)
    rule(row, RulingWord(Ruling.HIT, "查实", found), round_.admin, NOW)
    decide(finding("W-V-05.1"), CONFIRM, round_.reviewers[0], NOW)
    scored = {one.checked.home_url: one.result for one in scored_sites(round_.campaign)}
    assert "W-V-05.1" in scored[HOME].veto_items


def test_final_results_are_kept_with_scores_figures_and_a_digest(province: Province) -> None:
    round_ = in_feedback(province)
    final = finalised(round_)
    told = {score.site.home_url: score for score in final.scores.all()}
    assert told[HOME].outcome == "unqualified" and told[HOME].veto_items == ["W-V-01.1"]
    assert told[HOME].total is None and told[HOME].findings == 5
    best = told["http://www.bs.gov.cn/"]
    assert (best.outcome, best.rank, best.total) == ("qualified", 1, Decimal(100))
    overall = final.figures["sites"]["overall"]
    assert (overall["checked"], overall["qualified"], overall["rate"]) == (3, 1, "33.33%")
    groups = {row["group"]: row["checked"] for row in final.figures["sites"]["by_category"]}
    assert (
        groups == {"省级政府门户网站": 1, "市级政府门户网站": 1, "市级部门网站": 1}
        or sum(groups.values()) == 3
    )
    assert {row["group"] for row in final.figures["sites"]["by_region"]} == {"省直", "松江市人民政府"}
    assert final.number == 1 and len(final.digest) == 64 and freeze_problems(final) == []


def test_results_that_are_final_do_not_change(province: Province) -> None:
    round_ = in_feedback(province)
    finalised(round_)
    attempts = (
        lambda: Finding.objects.update(status="dismissed"),
        lambda: ItemVerdict.objects.update(ruling="clear"),
        lambda: CheckedSite.objects.update(name="x"),
        lambda: CheckedSite.objects.first().findings.create(campaign=round_.campaign),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    for attempt_ in (lambda: SiteScore.objects.update(rank=1), FinalResult.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt_()


TOUCHES = [
    ("UPDATE inspection_finding SET status = 'dismissed' WHERE item = 'W-D-23'", "松江市人民政府网"),
    ("UPDATE inspection_finding SET evidence = '[]' WHERE item = 'W-V-02'", "松江市教育局网站"),
    ("UPDATE inspection_sitescore SET rank = 1 WHERE outcome = 'unqualified'", "松江市"),
    ("UPDATE inspection_itemverdict SET measured = '别的'", "白山省人民政府网"),
    ("UPDATE inspection_campaign SET title = '别的'", "总摘要"),
    ("UPDATE inspection_finalresult SET digest = 'x'", "总摘要"),
    ("DELETE FROM inspection_sitescore WHERE rank = 1", "不在核定的结果中"),
]


@pytest.mark.parametrize(("statement", "word"), TOUCHES)
def test_any_touch_past_the_guards_shows_and_stops_the_publication(
    province: Province, statement: str, word: str
) -> None:
    round_ = in_feedback(province)
    final = finalised(round_)
    with past_the_guards() as cursor:
        cursor.execute(statement)
    final = FinalResult.objects.get(pk=final.pk)
    assert any(word in problem for problem in freeze_problems(final)), freeze_problems(final)
    round_.campaign.refresh_from_db()
    with pytest.raises(ObstaclesError):
        round_.go(Move.PUBLISH, now=AFTER)


def test_untouched_results_are_published_by_who_may(province: Province) -> None:
    round_ = in_feedback(province)
    finalised(round_)
    with pytest.raises(PermissionDenied):
        move(round_.campaign, Move.PUBLISH, round_.reviewers[0], AFTER)
    round_.go(Move.PUBLISH, now=AFTER)
    with pytest.raises(InspectionError):
        round_.go(Move.REOPEN, now=AFTER)
    assert final_of(round_.campaign) is not None


def test_a_reopened_campaign_gets_a_second_result_and_the_first_is_kept(province: Province) -> None:
    round_ = in_feedback(province)
    first = finalised(round_)
    round_.go(Move.REOPEN, now=AFTER, note="上级来函")
    assert final_of(round_.campaign) is None
    row = finding("W-V-02")
    with pytest.raises(InspectionError, match="理由"):
        correct(row, Choice.DISMISS, "", round_.planner, AFTER)
    with pytest.raises(PermissionDenied):
        correct(row, Choice.DISMISS, "来函", round_.reviewers[2], AFTER)
    correct(row, Choice.DISMISS, "上级来函证明已报备", round_.planner, AFTER)
    round_.go(Move.FINALISE, now=AFTER)
    second = final_of(round_.campaign)
    assert second is not None and second.number == 2 and second.digest != first.digest
    assert second.figures["sites"]["overall"]["qualified"] == 2
    assert FinalResult.objects.filter(pk=first.pk, digest=first.digest).exists()


def test_without_open_questions_only(province: Province) -> None:
    round_ = in_review(province)
    with pytest.raises(ObstaclesError, match="单项否决"):
        round_.go(Move.SEND)
    assert not FinalResult.objects.exists()


def test_a_round_is_compared_with_the_one_before(province: Province) -> None:
    old = in_feedback(province)
    assert compare(old.campaign) is None
    finalised(old)
    later = plan_for(province.root, title="2021年检查", check_point=CHECK_POINT + 5 * DAY)
    new = replace(old, campaign=create(later, old.planner, NOW))
    new.go(Move.PLAN, Move.START)
    run = replace(run_of(new.campaign), check_point=new.campaign.check_point)
    take(new.campaign, from_run(run), None, NOW)
    new.go(Move.REVIEW)
    decide_all(new)
    new.go(Move.SEND)
    assert round_before(new.campaign) == old.campaign and round_before(old.campaign) is None
    finalised(new)
    comparison = compare(new.campaign)
    assert comparison is not None
    assert {change.name: (change.turned, change.gained) for change in comparison.changes} == {
        "白山省人民政府网": ("", Decimal(0)),
        "松江市人民政府网": ("转为合格", None),
        "松江市教育局网站": ("转为合格", None),
    }


def test_another_edition_can_be_tried_on_the_same_verdicts(province: Province) -> None:
    round_ = in_feedback(province)
    own = load_edition()
    mild = replace(own, items={k: v for k, v in own.items.items() if k not in ("W-V-01.1", "W-V-02")})
    outcomes = {one.checked.name: one.result.outcome for one in scored_sites(round_.campaign, mild)}
    assert set(outcomes.values()) == {Outcome.QUALIFIED}
    strict = replace(mild, fail_below=Decimal(101))
    failed = [
        one.checked.kind
        for one in scored_sites(round_.campaign, strict)
        if one.result.outcome is Outcome.UNQUALIFIED
    ]
    assert failed == ["portal", "portal"]
    extra = replace(own, items={**own.items, "W-V-99": replace(own.items["W-V-02"], id="W-V-99")})
    added = [one.result.verdicts["W-V-99"].state for one in scored_sites(round_.campaign, extra)]
    assert added == [State.UNKNOWN] * 3


def test_results_ask_as_much_for_many_as_for_few(
    province: Province, django_assert_max_num_queries: object
) -> None:
    round_ = in_feedback(province)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        scored = scored_sites(round_.campaign)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        figures_of(round_.campaign, scored)
    final = finalised(round_)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        freeze_problems(final)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        compare(round_.campaign, round_.campaign)


def test_who_finalises_twice_at_once_has_one_result(committed: None) -> None:
    round_ = in_feedback(make_province())
    round_.go(Move.HEAR, now=AFTER)
    copies = [Campaign.objects.get(pk=round_.campaign.pk) for _ in range(3)]
    admin = round_.province.user(Role.PROVINCE_ADMIN)
    given = at_once(*(lambda c=c: move(c, Move.FINALISE, admin, AFTER) for c in copies))
    assert kinds(given)[Campaign] == 1 and FinalResult.objects.count() == 1
    assert freeze_problems(FinalResult.objects.get()) == []
    assert not verify().problems
