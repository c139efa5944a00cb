"""The blind sample: whoever may still give the second opinion learns the first by nothing that he can open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.console.api.world import Programme
from tests.console.inspection.reviewed import CONFIRM, finding, in_review
from tests.console.inspection.rounds import NOW, Round
from tests.console.province import Province
from xunwang.access.models import User
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Finding
from xunwang.inspection.review.decide import Word, decide, decide_blind, settle
from xunwang.inspection.review.queue import disputed, next_blind, next_finding
from xunwang.inspection.vocabulary import Choice, Status

OF_CAMPAIGN = (
    "campaign", "campaign_sites", "campaign_accounts", "results", "results_ranking", "results_vetoes",
    "results_problems", "review", "findings", "rulings",
)  # fmt: skip
OF_ALL = ("home", "campaigns", "reviews", "media_overview")
BY_PROGRAMME = ("moves", "verdicts", "findings", "decisions", "accounts", "scores")
MADE_ANEW = re.compile(r'name="(csrfmiddlewaretoken|opened)" value="[^"]*"|"X-CSRFToken": ?"[^"]*"')


ITEMS = ("W-D-23", "W-V-01.1")
"""Both of one site."""


def pages(rows: list[Finding]) -> Iterator[str]:
    campaign, checked = rows[0].campaign_id, rows[0].checked
    yield from (reverse(name, args=[campaign]) for name in OF_CAMPAIGN)
    yield from map(reverse, OF_ALL)
    yield reverse("campaign_site", args=[campaign, checked.pk])
    yield reverse("results_unit", args=[campaign, checked.unit_id])
    for row in rows:
        yield reverse("finding", args=[row.pk])
        yield reverse("ruling", args=[row.verdict_id])
    yield from (f"{reverse('findings', args=[campaign])}?status={status}" for status in Status)
    yield f"{reverse('findings', args=[campaign])}?sort=-status"
    yield f"{reverse('findings', args=[campaign])}?export=csv"
    yield f"{reverse('campaign_sites', args=[campaign])}?sort=-confirmed&work=open"


def told(rows: list[Finding], by: User) -> dict[str, str]:
    """Everything that the person can open, without what is made anew each time."""
    client, programme, root = Client(), Programme(by), f"/campaigns/{rows[0].campaign_id}"
    client.force_login(by)
    paths = [f"{root}/{name}?limit=200" for name in BY_PROGRAMME]
    paths += [f"/findings/{row.pk}" for row in rows]
    seen = {path: programme.get(path).content.decode() for path in paths}
    for page in pages(rows):
        answer = client.get(page)
        assert answer.status_code == 200, page
        seen[page] = MADE_ANEW.sub("", answer.content.decode())
    return seen


@pytest.fixture
def review(province: Province) -> Round:
    return in_review(province, double_share="1", similar=1)


def test_nothing_that_the_second_can_open_depends_on_what_the_first_said(review: Round) -> None:
    first, second, _ = review.reviewers
    worlds = []
    for choice in Choice:
        with transaction.atomic():
            for item in ITEMS:
                decide(finding(item), Word(choice, "已看", 30), first, NOW)
            worlds.append(told([finding(item) for item in ITEMS], second))
            transaction.set_rollback(True)
    one, *others = worlds
    for other in others:
        assert [page for page in one if one[page] != other[page]] == []


@pytest.mark.parametrize("choice", Choice)
def test_who_could_tell_by_trying_is_refused_whatever_the_first_said(review: Round, choice: Choice) -> None:
    first, second, _ = review.reviewers
    decide(finding("W-V-01.1"), Word(choice, "已看"), first, NOW)
    with pytest.raises(InspectionError, match="请先给出盲审意见"):
        decide(finding("W-V-01.1"), CONFIRM, second, NOW)
    with pytest.raises(InspectionError, match="有第二人意见后再裁定"):
        settle(finding("W-V-01.1"), CONFIRM, review.planner, NOW)
    assert disputed(review.campaign).count() == 0


def test_two_who_confirm_a_veto_without_knowing_of_each_other_are_two(review: Round) -> None:
    first, second, third = review.reviewers
    decide(finding("W-V-01.1"), CONFIRM, first, NOW)
    offered = next_finding(review.campaign, second, NOW)
    assert offered is not None and offered.pk != finding("W-V-01.1").pk, (
        "that would tell that it was confirmed"
    )
    row = next_blind(review.campaign, second, NOW)
    assert row is not None
    decide_blind(row, CONFIRM, second, NOW)
    assert finding("W-V-01.1").status == "confirmed"
    assert next_blind(review.campaign, third, NOW) is None


def test_who_gave_the_first_opinion_may_still_correct_it(review: Round) -> None:
    first = review.reviewers[0]
    decide(finding("W-D-23"), CONFIRM, first, NOW)
    decide(finding("W-D-23"), Word(Choice.DISMISS, "看错了"), first, NOW)
    assert finding("W-D-23").status == "dismissed"
