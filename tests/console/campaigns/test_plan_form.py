"""A planner writes a plan and sees what it means before it is fixed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.console.campaigns.pages import SignIn, good_plan, said, text
from tests.console.inspection.rounds import add_accounts, make_round
from tests.console.province import Province, make_user
from xunwang.access.roles import Role
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Move

NEW = "/campaigns/new/"


@pytest.fixture
def planner(province: Province, sign_in: SignIn) -> Client:
    return sign_in(province.user(Role.PLANNER))


def test_a_plan_is_stored_as_it_was_typed(planner: Client, province: Province) -> None:
    reviewer = province.user(Role.REVIEWER)
    data = good_plan(
        province, site_share="50", levels=["city"], kinds=["portal"], regions=["220100"], region_codes="220122，220200",
        reviewers=[reviewer.pk], **{"share:市级·微信公众号": "12.5"},
    )  # fmt: skip
    answer = planner.post(NEW, data)
    campaign = Campaign.objects.get()
    assert answer.headers["Location"] == f"/campaigns/{campaign.pk}/"
    assert campaign.check_point == datetime(2020, 11, 30, 2, 0, tzinfo=UTC), "typed in Beijing time"
    assert (campaign.site_share, campaign.double_share) == (Decimal("0.5"), Decimal("0.05"))
    assert campaign.account_shares == {"*": "0.35", "市级·微信公众号": "0.125"}
    assert campaign.region_codes == ["220100", "220122", "220200"]
    assert (campaign.levels, campaign.kinds) == (["city"], ["portal"])
    assert list(campaign.reviewers.all()) == [reviewer]
    again = planner.get(f"/campaigns/{campaign.pk}/edit/").context["form"]
    assert again["site_share"].value() == Decimal(50) and again["regions"].value() == ["220100", "220200"]
    assert again["region_codes"].value() == "220122" and again.shares == {"市级·微信公众号": "12.5"}


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("period_end", {"period_end": "2020-09-01"}, "早于开始日期"),
        ("period_end", {"period_end": "2034-01-01"}, "尚未公布"),
        ("check_point", {"period_start": "2020-12-05"}, "早于检查期"),
        ("answer_days", {"answer_days": "0"}, "1"),
        ("site_share", {"site_share": "100.5"}, "100"),
        ("account_share", {"share:市级": "120"}, "0至100"),
        ("account_share", {"share:市级": "NaN"}, "0至100"),
        ("region_codes", {"region_codes": "2201"}, "6位"),
        ("title", {"title": ""}, "必填"),
        ("edition", {"edition": "1999"}, "1999"),
        ("seed", {"seed": " "}, "必填"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    planner: Client, province: Province, field: str, changes: dict[str, object], words: str
) -> None:
    answer = planner.post(NEW, good_plan(province, **changes))
    errors = answer.context["form"].errors
    assert set(errors) == {field} and words in "".join(errors[field])
    assert words in said(answer)
    assert not Campaign.objects.exists()


def test_the_title_of_another_campaign_is_refused(planner: Client, province: Province) -> None:
    planner.post(NEW, good_plan(province))
    assert "另取名称" in said(planner.post(NEW, good_plan(province)))
    assert Campaign.objects.count() == 1


def test_the_preview_tells_sites_strata_and_hours_and_writes_nothing(
    planner: Client, province: Province
) -> None:
    add_accounts(province.city, 20)
    data = good_plan(province, account_strata=["level", "platform"], preview="1", **{"share:市级·微博": "50"})
    load = planner.post(NEW, data).context["load"]
    assert load.sites == {"省级政府门户网站": 1, "市级政府门户网站": 1, "市级政府部门网站": 1}
    assert load.regions == {"省直": 1, "松江市人民政府": 2}
    assert load.accounts == {"市级·微博": 10, "市级·微信公众号": 1} and load.population == 21
    whole = planner.post(NEW, data).content.decode()
    assert "<h1>" in whole and 'name="share:市级·微博" value="50"' in whole
    assert not Campaign.objects.exists()


def test_a_part_of_the_page_is_enough_for_those_who_have_scripts(planner: Client, province: Province) -> None:
    answer = planner.post(NEW, good_plan(province, preview="1"), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<h1>" not in page and "人工工时" in page
    wrong = planner.post(NEW, good_plan(province, preview="1", title=""), headers={"HX-Request": "true"})
    assert "暂不能预览" in wrong.content.decode() and "名称：" in wrong.content.decode()


def test_a_new_seed_is_drawn_not_chosen(planner: Client, province: Province) -> None:
    first = planner.get(NEW).context["form"]["seed"].value()
    second = planner.get(NEW).context["form"]["seed"].value()
    assert first != second and len(first) == 16
    shown = planner.post(NEW, good_plan(province, reseed="1")).context["form"]["seed"].value()
    assert shown != "2020-10" and len(shown) == 16
    assert not Campaign.objects.exists()


def own_edition(rows: str, identifier: str = "2020-bs") -> SimpleUploadedFile:
    text_ = f"{{id: {identifier}, title: 白山省2020年版, derives: '2019', items: [{rows}]}}"
    return SimpleUploadedFile("edition.yaml", text_.encode())


def test_an_own_edition_goes_with_the_plan(planner: Client, province: Province) -> None:
    planner.post(NEW, good_plan(province, edition_file=own_edition("{id: W-V-02, drop: true}")))
    campaign = Campaign.objects.get()
    assert campaign.edition_id == "2020-bs" and "drop: true" in campaign.edition_text
    form = planner.get(f"/campaigns/{campaign.pk}/edit/").context["form"]
    kept = good_plan(province, edition="2020-bs", edition_text=form["edition_text"].value(), version="1")
    planner.post(f"/campaigns/{campaign.pk}/edit/", kept | {"title": "改名"})
    campaign.refresh_from_db()
    assert (campaign.title, campaign.edition_id) == ("改名", "2020-bs") and campaign.edition_text
    planner.post(f"/campaigns/{campaign.pk}/edit/", kept | {"edition": "2019", "version": "2"})
    campaign.refresh_from_db()
    assert (campaign.edition_id, campaign.edition_text) == ("2019", "")


def test_a_faulty_edition_is_refused_with_every_row_named(planner: Client, province: Province) -> None:
    file = own_edition("{id: W-V-02, threshold: -1}, {id: W-X-01}")
    told = said(planner.post(NEW, good_plan(province, edition_file=file)))
    assert "W-V-02" in told and "W-X-01" in told and not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.yaml", b"\xff\xfe\x00"), "UTF-8"),
        (SimpleUploadedFile("a.yaml", b"x" * 500_001), "500KB"),
        (SimpleUploadedFile("a.yaml", b"id: ["), "YAML"),
        (own_edition("", "'2019'"), "与自带版本相同"),
    ],
)
def test_a_file_that_is_no_edition_is_told(
    planner: Client, province: Province, file: SimpleUploadedFile, words: str
) -> None:
    assert words in said(planner.post(NEW, good_plan(province, edition_file=file)))
    assert not Campaign.objects.exists()


def test_a_plan_that_somebody_else_changed_is_not_overwritten(planner: Client, province: Province) -> None:
    planner.post(NEW, good_plan(province))
    campaign = Campaign.objects.get()
    address = f"/campaigns/{campaign.pk}/edit/"
    planner.post(address, good_plan(province, title="先改", version="1"))
    told = said(planner.post(address, good_plan(province, title="后改", version="1")))
    campaign.refresh_from_db()
    assert "其他人刚刚修改" in told and campaign.title == "先改"


def test_a_decided_plan_is_taken_back_before_it_is_changed(planner: Client, province: Province) -> None:
    round_ = make_round(province)
    round_.go(Move.PLAN)
    answer = planner.get(f"/campaigns/{round_.campaign.pk}/edit/", follow=True)
    assert "先退回拟制" in said(answer) and answer.redirect_chain


def test_a_planner_of_a_city_plans_for_the_city_only(province: Province, client: Client) -> None:
    client.force_login(make_user("cityplanner", Role.PLANNER, province.city))
    offered = client.get(NEW).context["form"].fields["unit"].queryset
    assert set(offered) == {province.city, province.county}
    assert "选择一个有效的选项" in said(client.post(NEW, good_plan(province)))
    client.post(NEW, good_plan(province, unit=province.city.pk))
    assert Campaign.objects.get().unit == province.city
    provincial = make_round(province, title="全省")
    assert client.get(f"/campaigns/{provincial.campaign.pk}/").status_code == 404
    assert "全省" not in text(client, "/campaigns/")


def test_the_form_asks_little_of_the_database(
    planner: Client, province: Province, django_assert_max_num_queries: object
) -> None:
    add_accounts(province.city, 30)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        planner.post(NEW, good_plan(province, preview="1"))
