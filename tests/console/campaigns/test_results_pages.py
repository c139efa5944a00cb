"""Results as they stand and as they were frozen: figures, rankings, vetoes, comparison, another edition."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.console.campaigns.pages import SignIn, said, text
from tests.console.guards import past_the_guards
from tests.console.inspection.reviewed import decide_all, in_feedback, in_review
from tests.console.inspection.rounds import CHECK_POINT, DAY, NOW, Round, make_round_of
from tests.console.inspection.runs import run_of
from tests.console.inspection.test_results import AFTER, finalised
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.inspection.enquiries import Question, ask
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Campaign, CheckedSite, FinalResult
from xunwang.inspection.results.present import rounds_until
from xunwang.inspection.results.problems import problem_lines
from xunwang.inspection.results.standing import scored_sites
from xunwang.inspection.stages import Move
from xunwang.words import State


@pytest.fixture
def planner(province: Province, sign_in: SignIn) -> Client:
    return sign_in(province.user(Role.PLANNER))


def page(client: Client, campaign: Campaign, part: str = "", query: str = "") -> str:
    return text(client, f"/campaigns/{campaign.pk}/results/{part}{query}")


def names(client: Client, campaign: Campaign, part: str, query: str = "") -> list[str]:
    """First columns of what a list exports, in its order."""
    joined = f"{query}&export=csv" if query else "?export=csv"
    answer = client.get(f"/campaigns/{campaign.pk}/results/{part}{joined}")
    return answer.content.decode("utf-8-sig").splitlines()[1:]


def test_what_is_pending_is_shown_as_pending(planner: Client, province: Province) -> None:
    campaign = in_review(province).campaign
    told = page(planner, campaign)
    assert "暂定" in told and "33.33%–100.00%" in told, "one site is sure, two are open"
    assert "<dt>新媒体合格率</dt><dd>0.00%–100.00%" in told
    rows = names(planner, campaign, "ranking/")
    city = next(row for row in rows if "松江市人民政府网" in row)
    assert "待定" in city and "–" in city, "the score is a range"
    assert "核定结果" not in told.split("</header>")[1].split("暂定")[0]


def test_frozen_results_are_told_with_their_digest_and_proved(planner: Client, province: Province) -> None:
    round_ = in_feedback(province)
    final = finalised(round_)
    told = page(planner, round_.campaign)
    assert "第1次核定" in told and final.digest in told and "33.33%" in told and "待定" not in told
    assert "完全一致" in page(planner, round_.campaign, query="?check=1")
    with past_the_guards() as cursor:
        cursor.execute("UPDATE inspection_finding SET status = 'dismissed' WHERE item = 'W-D-23'")
    changed = page(planner, round_.campaign, query="?check=1")
    assert "与核定时不一致" in changed and "“松江市人民政府网”的结果或其依据与核定时不同" in changed


def test_results_are_finalised_and_reopened_from_their_page(planner: Client, province: Province) -> None:
    round_ = in_feedback(province)
    round_.go(Move.HEAR, now=AFTER)
    campaign = round_.campaign
    offers = planner.get(f"/campaigns/{campaign.pk}/results/").context["offers"]
    assert [(offer.move, offer.obstacles) for offer in offers] == [(Move.FINALISE, ())]
    move = f"/campaigns/{campaign.pk}/move/"
    data = {"move": "finalise", "version": campaign.version, "back": "results"}
    assert planner.post(move, data).headers["Location"] == f"/campaigns/{campaign.pk}/results/"
    campaign.refresh_from_db()
    told = said(
        planner.post(move, {"move": "reopen", "version": campaign.version, "back": "results"}, follow=True)
    )
    assert "须写明理由" in told
    planner.post(move, {"move": "reopen", "version": campaign.version, "note": "上级来函"})
    campaign.refresh_from_db()
    assert campaign.stage == "appeal" and "暂定" in page(planner, campaign)
    assert FinalResult.objects.get().digest[:16] in page(planner, campaign), "the first result stays"


def test_portals_are_ranked_in_their_level_with_the_points_of_each_area(
    planner: Client, province: Province
) -> None:
    campaign = in_review(province).campaign
    told = page(planner, campaign, "ranking/")
    assert all(f"{area} 扣分" in told for area in ("发布解读", "办事服务", "互动交流", "功能设计"))
    rows = names(planner, campaign, "ranking/")
    assert rows[0].startswith("1,白山省人民政府网,省级政府门户网站,省直,合格,100,100,0,0,0,0,0,")
    assert rows[-1].startswith("—,松江市教育局网站,市级政府部门网站")
    assert "未核定" in rows[1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?outcome=qualified", ["白山省人民政府网"]),
        ("?kind=部门网站", ["松江市教育局网站"]),
        ("?region=松江市人民政府&kind=政府门户网站", ["松江市人民政府网"]),
        ("?q=教育局", ["松江市教育局网站"]),
        ("?sort=total", ["松江市人民政府网", "白山省人民政府网", "松江市教育局网站"]),
        ("?sort=-total", ["白山省人民政府网", "松江市人民政府网", "松江市教育局网站"]),
        ("?sort=nonsense&outcome=nonsense", ["白山省人民政府网", "松江市人民政府网", "松江市教育局网站"]),
    ],
)
def test_a_ranking_is_searched_filtered_and_sorted_by_its_address(
    planner: Client, province: Province, query: str, expected: list[str]
) -> None:
    campaign = in_review(province).campaign
    site = campaign.sites.get(home_url__contains="www.songjiang")
    site.findings.filter(is_veto=False).update(status="confirmed")
    assert [row.split(",")[1] for row in names(planner, campaign, "ranking/", query)] == expected
    listed = page(planner, campaign, "ranking/", query)
    assert all(name in listed for name in expected)


def test_an_export_runs_nothing_and_is_written_down(planner: Client, province: Province) -> None:
    campaign = in_review(province).campaign
    CheckedSite.objects.filter(home_url__contains="jyj").update(name="=cmd|' /C calc'!A0")
    rows = names(planner, campaign, "ranking/")
    assert any(",'=cmd|' /C calc'!A0," in row for row in rows) and not any(",=cmd" in row for row in rows)
    entry = Entry.objects.first()
    assert entry is not None and (entry.actor, entry.action) == ("planner", "export")
    figures = planner.get(f"/campaigns/{campaign.pk}/results/?export=csv").content.decode("utf-8-sig")
    assert "政府网站,合计,合计,3,1,0,2,33.33%–100.00%" in figures


def test_vetoes_are_listed_decided_or_open(planner: Client, province: Province) -> None:
    round_ = in_review(province)
    rows = names(planner, round_.campaign, "vetoes/")
    assert sorted(row.split(",")[-1] for row in rows) == ["待定"] * 3
    decide_all(round_)
    rows = names(planner, round_.campaign, "vetoes/")
    assert sorted(row.split(",")[4][:8] for row in rows) == ["W-V-01.1", "W-V-02 站"]
    assert "共 1 条" in page(planner, round_.campaign, "vetoes/", "?item=W-V-02")


def test_problems_are_counted_by_indicator_as_the_scores_count_them(
    planner: Client, province: Province
) -> None:
    round_ = in_review(province)
    lines = {line.id: line for line in problem_lines(round_.campaign)}
    assert (lines["W-D-23"].sites, lines["W-D-23"].open, lines["W-D-23"].open_sites) == (0, 3, 1)
    assert (lines["W-D-01.1"].sites, lines["W-V-05.1"].unknown) == (1, 1)
    decide_all(round_)
    counted = {line.id: line.sites for line in problem_lines(round_.campaign) if line.sites}
    scored = scored_sites(round_.campaign)
    hit: dict[str, int] = {}
    for one in scored:
        for item, verdict in one.result.verdicts.items():
            if verdict.state is State.HIT:
                hit[item] = hit.get(item, 0) + 1
    assert counted == hit
    told = page(planner, round_.campaign, "problems/", "?state=hit")
    assert "W-D-23" in told and "W-D-22" not in told.split("<tbody>")[-1]
    assert "<svg" in told and 'role="img" aria-label="问题最多的指标"' in told


def second_round(old: Round) -> Round:
    """A later campaign of the same office in which nothing was found."""
    later = make_round_of(old.province, "2021年检查", check_point=CHECK_POINT + 5 * DAY)
    new = replace(old, campaign=later)
    new.go(Move.PLAN, Move.START)
    take(later, from_run(replace(run_of(later), check_point=later.check_point)), None, NOW)
    new.go(Move.REVIEW)
    decide_all(new)
    new.go(Move.SEND)
    return new


def test_a_round_is_compared_with_an_earlier_one_that_is_chosen(planner: Client, province: Province) -> None:
    old = in_feedback(province)
    assert "无从对比" in page(planner, old.campaign, "compare/")
    finalised(old)
    new = second_round(old)
    assert "尚未核定" in page(planner, new.campaign, "compare/")
    finalised(new)
    told = page(planner, new.campaign, "compare/", f"?with={old.campaign.pk}&turned=转为合格")
    assert "共 2 条" in told and f'name="with" value="{old.campaign.pk}"' in told
    assert '<td class="number">33.33%</td><td class="number">100.00%</td>' in told
    rows = names(planner, new.campaign, "compare/")
    assert rows[0] == "白山省人民政府网,省直,合格,合格,,100,100,0"
    assert "无从对比" in page(planner, old.campaign, "compare/", f"?with={new.campaign.pk}"), (
        "not with a later one"
    )
    assert [final.campaign for final in rounds_until(new.campaign)] == [old.campaign, new.campaign]
    assert "历次检查合格率" in page(planner, new.campaign)


def edition(rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("e.yaml", f"{{id: bs, title: 试, derives: '2019', items: [{rows}]}}".encode())


def test_another_edition_is_tried_and_stored_nowhere(planner: Client, province: Province) -> None:
    campaign = in_feedback(province).campaign
    address = f"/campaigns/{campaign.pk}/results/what-if/"
    before = (Campaign.objects.values().get(), Entry.objects.count())
    answer = planner.post(address, {"file": edition("{id: W-V-01.1, drop: true}, {id: W-V-02, drop: true}")})
    context = answer.context
    assert context["sides"] == [("合格", 1, 3), ("不合格", 2, 0), ("待定", 0, 0)]
    assert context["rates"] == ["33.33%", "100.00%"]
    assert [cell.text for cell, *_ in context["turns"]] == ["松江市人民政府网", "松江市教育局网站"]
    assert "W-V-02 站点无法访问：不再检查" in answer.content.decode()
    assert (Campaign.objects.values().get(), Entry.objects.count()) == before
    same = planner.post(address, {"edition": "2019"}).context
    assert same["turns"] == [] and same["rates"] == ["33.33%", "33.33%"]


def test_a_faulty_edition_is_not_tried(planner: Client, province: Province) -> None:
    campaign = in_feedback(province).campaign
    address = f"/campaigns/{campaign.pk}/results/what-if/"
    told = said(planner.post(address, {"file": edition("{id: W-V-02, threshold: -1}, {id: W-X-01}")}))
    assert "W-V-02" in told and "W-X-01" in told
    assert "请选择自带版本" in said(planner.post(address, {}))


def test_a_unit_shows_what_lies_below_it(planner: Client, province: Province) -> None:
    round_ = in_review(province)
    site = round_.campaign.sites.get(home_url__contains="jyj")
    ask(site, Question("几点上班？"), round_.reviewers[0], NOW)
    decide_all(round_)

    def told(unit: object) -> str:
        return page(planner, round_.campaign, f"units/{unit.pk}/")  # type: ignore[attr-defined]

    city, office = told(province.city), told(province.department)
    assert "松江市人民政府网" in city and "松江市教育局网站" in city and "白山省人民政府网" not in city
    assert "松江市人民政府网" not in office.split("<table")[1] and "未答复" in office
    assert "松江教育" in office, "its account"
    assert "没有列入本次检查的网站" in told(province.other_city)


def test_a_unit_outside_the_campaign_is_not_found(province: Province, client: Client) -> None:
    campaign = make_round_of(province, "市", unit=province.city)
    client.force_login(province.user(Role.PLANNER))
    assert client.get(f"/campaigns/{campaign.pk}/results/units/{province.county.pk}/").status_code == 200
    assert client.get(f"/campaigns/{campaign.pk}/results/units/{province.root.pk}/").status_code == 404


def test_results_before_there_are_any_say_so(planner: Client, province: Province) -> None:
    campaign = make_round_of(province, "空")
    told = page(planner, campaign)
    assert "没有网站" in told and "没有抽查新媒体" in told
    assert "还没有网站" in page(planner, campaign, "ranking/")
    assert "还没有检查结果" in page(planner, campaign, "problems/")
