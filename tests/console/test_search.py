"""Search in the console's head: within the own subtree, never restricted, bounded."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.console.inspection.reviewed import in_feedback, in_review, verdict
from tests.console.inspection.rounds import add_sites
from tests.console.province import Province
from tests.console.rectify.orders import in_rectification
from xunwang.access.roles import Role
from xunwang.inspection.models import Finding
from xunwang.registry.models import WebSite

pytestmark = pytest.mark.server


def hits(client: Client, q: str) -> dict[str, list[str]]:
    page = client.get(reverse("search"), {"q": q})
    return {group.label: [hit.title for hit in group.hits] for group in page.context["groups"]}


def test_every_page_offers_the_search(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.UNIT_EDITOR))
    page = client.get("/").content.decode()
    assert f'<form class="find" method="get" action="{reverse("search")}" role="search">' in page
    assert 'class="find"' not in Client().get("/sign-in/").content.decode()


def test_names_hosts_and_codes_are_found(province: Province, client: Client) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(aliases=["www.sjedu.com"])
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    assert hits(client, "教育") == {
        "单位": ["松江市教育局"], "网站": ["松江市教育局网站"], "政务新媒体": ["松江教育"],
    }  # fmt: skip
    for q in ("JYJ.songjiang", "2201000012", "sjedu"):
        assert hits(client, q) == {"网站": ["松江市教育局网站"]}, q
    assert hits(client, "220122") == {"单位": ["临江县人民政府"]}


def test_every_hit_opens(province: Province, client: Client) -> None:
    in_review(province)
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    page = client.get(reverse("search"), {"q": "首页"})
    assert page.context["groups"], "findings"
    for q in ("教育", "首页"):
        for group in client.get(reverse("search"), {"q": q}).context["groups"]:
            for hit in group.hits:
                assert client.get(hit.url).status_code == 200, hit


def test_orders_are_found_by_their_number_and_campaigns_by_their_title(
    province: Province, client: Client
) -> None:
    orders = in_rectification(province)
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    assert hits(client, orders.office.number) == {"整改通知": [orders.office.number]}
    title = orders.office.campaign.title
    assert hits(client, title)["检查"] == [title]
    client.force_login(province.user(Role.UNIT_EDITOR))
    assert hits(client, orders.city.number) == {}
    assert "检查" not in hits(client, title)


def test_what_lies_outside_the_subtree_is_not_found(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.CITY_SUPERVISOR))
    assert "北河市人民政府" not in str(hits(client, "北河"))
    assert hits(client, "白山省") == {}
    assert hits(client, "松江")["单位"] == ["松江市人民政府", "松江市教育局"]


def test_units_find_what_was_sent_to_them_and_not_before(province: Province, client: Client) -> None:
    in_review(province)
    client.force_login(province.user(Role.UNIT_EDITOR))
    assert hits(client, "不可访问") == {}


def test_units_find_their_own_findings_after_they_were_sent(province: Province, client: Client) -> None:
    in_feedback(province)
    client.force_login(province.user(Role.UNIT_EDITOR))
    assert hits(client, "不可访问") == {"检查发现的问题": ["7天内不可访问6%。"]}
    assert hits(client, "错别字") == {}, "that is the city's"
    [group] = client.get(reverse("search"), {"q": "不可访问"}).context["groups"]
    assert client.get(group.hits[0].url).status_code == 200


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.PLANNER, Role.REVIEWER, Role.CITY_SUPERVISOR])
def test_what_is_restricted_is_found_by_nobody(province: Province, client: Client, role: Role) -> None:
    round_ = in_feedback(province)
    about = verdict("W-V-01.1")
    Finding.objects.create(
        campaign=round_.campaign, checked=about.checked, verdict=about, item=about.item, key="secret", summary="某密件",
        restricted=True, pattern="p", status="confirmed",
    )  # fmt: skip
    client.force_login(province.user(role))
    assert hits(client, "某密件") == {}


def test_results_are_bounded_and_lead_to_the_whole_list(province: Province, client: Client) -> None:
    add_sites(province, 30)
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    page = client.get(reverse("search"), {"q": "松江市第"})
    found = {group.label: group for group in page.context["groups"]}
    assert len(found["网站"].hits) == 10 and found["网站"].more.startswith("/register/sites/?q=")
    assert client.get(found["网站"].more).context["listing"].total == 30


def test_nothing_found_says_what_to_do(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.REVIEWER))
    assert "请换用较短的词" in client.get(reverse("search"), {"q": "无此物"}).content.decode()
    assert "请在上方输入" in client.get(reverse("search")).content.decode()


@pytest.mark.parametrize("q", ["%", "\\", "'; DROP TABLE registry_unit; --", "\x00", "a" * 5000, "<b>"])
def test_odd_words_are_words(province: Province, client: Client, q: str) -> None:
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    page = client.get(reverse("search"), {"q": q})
    assert page.status_code == 200 and page.context["groups"] == []
    assert "<b>" not in page.content.decode()


def test_the_search_asks_the_database_as_often_for_many_rows(
    province: Province, client: Client, django_assert_max_num_queries: Any
) -> None:
    in_feedback(province, similar=40)
    add_sites(province, 30)
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    with django_assert_max_num_queries(14):
        client.get(reverse("search"), {"q": "松江"})
