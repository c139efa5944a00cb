"""The review by programme: findings are claimed one by one, by the rules of the workbench."""

from __future__ import annotations

from typing import Any

import pytest

from tests.console.api.world import Programme
from tests.console.inspection.reviewed import in_review
from tests.console.inspection.rounds import Round
from tests.console.province import Province
from xunwang.inspection.models import Finding


@pytest.fixture
def round_(province: Province) -> Round:
    return in_review(province, double_share="1")


def claim(programme: Programme, round_: Round, **given: Any) -> Any:
    return programme.send("POST", f"/campaigns/{round_.campaign.pk}/next-finding", given)


def say(programme: Programme, claimed: Any, **word: Any) -> Any:
    """Decide on what was claimed, by the version that came with it."""
    path = f"/findings/{claimed.json()['finding']['id']}/decisions"
    answer = programme.send("POST", path, word, claimed.headers["ETag"])
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_two_who_ask_get_different_findings_vetoes_first(round_: Round) -> None:
    first, second, _ = (Programme(person) for person in round_.reviewers)
    mine, yours = claim(first, round_).json(), claim(second, round_).json()
    assert mine["finding"]["is_veto"] and yours["finding"]["is_veto"]
    assert mine["finding"]["id"] != yours["finding"]["id"]
    assert claim(first, round_).json()["finding"] == mine["finding"], "it stays his own"
    held = Finding.objects.get(pk=mine["finding"]["id"])
    assert held.claimed_by == round_.reviewers[0] and held.claimed_until is not None
    assert claim(second, round_, item="W-D-23").json()["finding"]["item"] == "W-D-23"
    assert claim(second, round_, after=yours["finding"]["id"]).json()["finding"] != yours["finding"]
    assert Finding.objects.get(pk=yours["finding"]["id"]).claimed_by is None, "free for others"


@pytest.mark.parametrize(("sample", "occasion"), [("0", "review"), ("1", "blind")])
def test_a_confirmed_veto_goes_to_a_second_person_and_not_to_the_first(
    province: Province, sample: str, occasion: str
) -> None:
    round_ = in_review(province, double_share=sample)
    first, second, _ = (Programme(person) for person in round_.reviewers)
    claimed = claim(first, round_, item="W-V-01.1")
    assert say(first, claimed, choice="confirm")["status"] == "second"
    assert claim(first, round_, item="W-V-01.1").json() == {"finding": None, "claimed_until": None}
    again = claim(second, round_, item="W-V-01.1", occasion=occasion)
    assert say(second, again, choice="confirm", occasion=occasion)["status"] == "confirmed"


def test_who_reviews_blindly_is_told_no_status(round_: Round) -> None:
    first, second, third = (Programme(person) for person in (*round_.reviewers[:2], round_.admin))
    say(first, claim(first, round_, item="W-D-23"), choice="confirm")
    assert claim(first, round_, occasion="blind").json()["finding"] is None, "not who gave the first opinion"
    assert claim(third, round_, occasion="blind").json()["finding"]["status"] is None
    assert claim(second, round_, occasion="blind").json()["finding"] is None, "the other one holds it"


def test_only_reviewers_of_the_campaign_claim(round_: Round) -> None:
    one = Programme(round_.reviewers[0])
    wrong = claim(one, round_, item="W-D-99")
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "item"
    assert claim(one, round_, after=999_999).status_code == 404
    round_.campaign.reviewers.set([round_.reviewers[1]])
    refused = claim(one, round_)
    assert refused.status_code == 403 and "不在其中" in refused.json()["detail"]
