"""A quarter or a year at a glance: filed, checked, passed, asleep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.console.inspection.rounds import make_round_of
from tests.console.media.feeds import DAY, NOW, Feeds, office_with_feeds
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.models import Campaign, CheckedAccount
from xunwang.inspection.moves import move
from xunwang.inspection.stages import Move, Stage
from xunwang.media.collecting.control import control, may_judge
from xunwang.media.collecting.start import Scope, start_collection
from xunwang.media.overview import overview
from xunwang.media.vocabulary import Control
from xunwang.words import Outcome


@pytest.fixture
def office(province: Province, tmp_path: Path) -> Iterator[Feeds]:
    with office_with_feeds(province, tmp_path / "runs") as office:
        yield office


def judged(office: Feeds, title: str = "全查") -> Campaign:
    """A campaign over all accounts, collected and judged."""
    planner = office.province.user(Role.PLANNER)
    campaign = make_round_of(office.province, title, check_point=NOW)
    move(campaign, Move.PLAN, planner, NOW)
    move(campaign, Move.START, planner, NOW)
    scope = Scope("抽查采集", office.province.root, NOW - 60 * DAY, NOW, campaign)
    collection = office.drive(start_collection(scope, planner, office.now))
    assert not collection.problem
    return campaign


def outcomes(campaign: Campaign) -> dict[str, str]:
    return dict(campaign.accounts.values_list("name", "outcome"))


def test_what_a_collection_shows_decides_nothing_alone_but_is_there_for_review(office: Feeds) -> None:
    office.account("临江发布", [("动态", 1), ("旧闻", 100)])
    office.account("临江睡眠", [("最后一条", 40), ("旧闻", 100)])
    campaign = judged(office)
    assert outcomes(campaign)["临江发布"] == Outcome.PENDING, "people have not looked yet"
    collection = campaign.collections.get()
    assert may_judge(collection)
    control(collection, Control.JUDGE, office.admin, office.now)
    collection = office.drive(collection)
    assert collection.events.filter(control=Control.JUDGE).exists() and collection.ended_at is not None


def test_an_account_counts_once_by_its_last_check_and_the_groups_add_up(office: Feeds) -> None:
    for name in ("临江发布", "临江睡眠"):
        office.account(name, [("动态", 1)])
    campaign = judged(office)
    rows = CheckedAccount.objects.filter(campaign=campaign)
    rows.filter(name="临江发布").update(outcome=Outcome.QUALIFIED)
    rows.filter(name="临江睡眠").update(outcome=Outcome.UNQUALIFIED)
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.REVIEW)
    found = overview(office.admin, NOW - 90 * DAY, NOW + DAY)
    assert found.provisional and [one.pk for one in found.campaigns] == [campaign.pk]
    counts = found.overall.counts
    assert (counts.total, counts.qualified, counts.unqualified, counts.pending) == (3, 1, 1, 1)
    assert counts.rate == "33.33%–66.67%" and found.overall.filed == 3
    for lines in found.groups.values():
        assert sum(line.counts.total for line in lines) == 3 and sum(line.filed for line in lines) == 3
    assert not overview(office.admin, NOW + DAY, NOW + 2 * DAY).campaigns


def test_the_page_shows_a_quarter_and_exports_it(office: Feeds, client: Client) -> None:
    office.account("临江发布", [("动态", 1)])
    campaign = judged(office)
    Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.REVIEW)
    client.force_login(office.province.user(Role.AUDITOR))
    page = client.get(reverse("media_overview"), {"year": "2020", "quarter": "4"})
    text = page.content.decode()
    assert "2020年第4季度" in text and "含暂定结果" in text and "微博" in text and "各平台抽查结果" in text
    assert (
        "没有进入复核的检查"
        in client.get(reverse("media_overview"), {"year": "2020", "quarter": "1"}).content.decode()
    )
    table = client.get(reverse("media_overview"), {"year": "2020", "quarter": "4", "export": "csv"})
    assert "合计,合计,2,2" in table.content.decode("utf-8-sig")
    assert client.get(reverse("media_overview"), {"year": "x", "quarter": "9"}).status_code == 200
