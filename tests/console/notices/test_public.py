"""What everybody reads: addresses that stay, data that can be used, bounds for those who ask too much."""

from __future__ import annotations

import csv
import io
import json
import re

from django.test import Client
from django.urls import reverse
from lxml import etree
from pytest_django import Settings

from tests.console.notices.bare import DAY, ISSUED_ON, LATER, NUMBER, drafted, published
from tests.console.notices.frozen import SECRET, final_round
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.notices.models import Notice, Publication, PublishedFile
from xunwang.notices.notice import NoticeData, check_outputs
from xunwang.notices.office import Signing, publish, save, sign, start, withdraw
from xunwang.notices.office.contents import data_of, latest
from xunwang.notices.open_data import ACCOUNT_FIELDS, DATA_FILES, SITE_FIELDS
from xunwang.notices.visits import visits
from xunwang.registry.models import WebSite

ATOM = "{http://www.w3.org/2005/Atom}"


def corrected(province: Province) -> Notice:
    notice = published(province)
    planner = province.user(Role.PLANNER)
    save(notice, {"opening": "更正后的导语。"}, 1, planner, LATER + DAY)
    sign(notice, Signing(2, NUMBER, ISSUED_ON), province.user(Role.PROVINCE_ADMIN), LATER + DAY)
    publish(notice, planner, LATER + DAY, "导语有误。")
    return notice


def test_drafts_are_nobodys_business(province: Province, client: Client) -> None:
    notice = drafted(province)
    answer = client.get(reverse("public_notice", args=[notice.pk]))
    assert (
        answer.status_code == 404
        and f'href="{reverse("public_notices")}">返回首页' in answer.content.decode()
    )
    assert "还没有公布的通报" in client.get(reverse("public_notices")).content.decode()
    assert b"<entry>" not in client.get(reverse("public_feed")).content


def test_the_documents_are_the_ones_that_were_published(province: Province, client: Client) -> None:
    notice = published(province)
    text = client.get(reverse("public_notice", args=[notice.pk])).content.decode()
    files = {}
    for one in PublishedFile.objects.all():
        address = reverse("public_file", args=[notice.pk, 1, one.name])
        assert address in text
        answer = client.get(address)
        assert answer.headers["ETag"] == f'"{one.digest}"' and "immutable" in answer.headers["Cache-Control"]
        assert answer.headers.get("Content-Disposition", "").startswith("attachment") == (
            not one.name.endswith(".svg")
        )
        files[one.name] = answer.content
    documents = {name: content for name, content in files.items() if "." not in name}
    assert check_outputs(data_of(latest(notice), LATER), documents) == []
    assert client.get(reverse("public_file", args=[notice.pk, 1, "exe"])).status_code == 404


def test_list_and_feed_call_it_by_the_title_that_it_bears(province: Province, client: Client) -> None:
    notice = published(province)
    save(
        notice, {"title": "关于检查情况的通报"}, 1, province.user(Role.PLANNER), LATER
    )  # not signed, hence nobody's
    signed = NoticeData.from_json(notice.publications.get().signature.data).title
    told = [client.get(reverse(name)).content.decode() for name in ("public_notices", "public_feed")]
    assert all(signed in text and "关于检查情况的通报" not in text for text in told)
    found = client.get(reverse("public_notices"), {"q": signed[2:9]}).content.decode()
    assert reverse("public_notice", args=[notice.pk]) in found


def test_a_correction_leaves_the_old_text_at_its_address_and_says_that_it_no_longer_holds(
    province: Province, client: Client
) -> None:
    notice = corrected(province)
    now = client.get(reverse("public_notice", args=[notice.pk])).content.decode()
    assert "更正后的导语。" in now and "理由：导语有误。" in now and "不再有效" not in now
    then = client.get(reverse("public_notice_then", args=[notice.pk, 1])).content.decode()
    assert "不再有效" in then and "更正后的导语。" not in then
    assert client.get(reverse("public_file", args=[notice.pk, 1, "pdf"])).status_code == 200


def test_a_withdrawn_notice_says_so_at_all_its_addresses(province: Province, client: Client) -> None:
    notice = corrected(province)
    withdraw(notice, province.user(Role.PLANNER), LATER + 2 * DAY, "统计口径有误。")
    for name, args in (("public_notice", []), ("public_notice_then", [1]), ("public_notice_then", [3])):
        answer = client.get(reverse(name, args=[notice.pk, *args]))
        assert answer.status_code == 410 and "统计口径有误。" in answer.content.decode()
        assert "更正后的导语。" not in answer.content.decode()
    for name, part in (("public_file", "pdf"), ("public_data", "results.json")):
        assert client.get(reverse(name, args=[notice.pk, 2, part])).status_code == 404
    assert "已撤回" in client.get(reverse("public_notices")).content.decode()


def test_the_open_data_have_the_fields_that_the_page_explains(province: Province, client: Client) -> None:
    WebSite.objects.filter(pk=province.portal.pk).update(name="=1+1")
    notice = published(province)

    def data(name: str) -> bytes:
        return client.get(reverse("public_data", args=[notice.pk, 1, name])).content

    told = json.loads(data("results.json"))
    assert (
        told["schema"] == "xunwang-open-results/1" and told["licence"] and told["document_number"] == NUMBER
    )
    assert told["figures"]["sites.checked"] == {"label": "检查网站数", "value": 3}
    assert [set(site) for site in told["sites"]] == [set(SITE_FIELDS)] * 3
    assert {site["outcome"] for site in told["sites"]} == {"合格", "不合格"}
    rows = list(csv.DictReader(io.StringIO(data("sites.csv").decode("utf-8-sig"))))
    assert list(rows[0]) == list(SITE_FIELDS) and rows[0]["site_code"] == "2200000001"
    assert rows[0]["name"] == "'=1+1" and rows[0]["total"] == "95"
    assert data("accounts.csv").decode("utf-8-sig").strip() == ",".join(ACCOUNT_FIELDS)
    schema = client.get(reverse("public_schema")).content.decode()
    assert all(f"<code>{name}</code>" in schema for name in (*SITE_FIELDS, *ACCOUNT_FIELDS))
    assert client.get(reverse("public_data", args=[notice.pk, 1, "users.csv"])).status_code == 404


def test_findings_people_and_secrets_stay_inside(province: Province, client: Client) -> None:
    round_ = final_round(province)
    after = LATER + 365 * DAY
    notice = start(round_.campaign, round_.planner, after)
    sign(notice, Signing(1, "白政办函〔2020〕9号", after.date()), round_.admin, after)
    publish(notice, round_.planner, after)
    answers = [client.get(reverse("public_notice", args=[notice.pk]))]
    answers += [client.get(reverse("public_data", args=[notice.pk, 1, name])) for name in DATA_FILES]
    answers.append(client.get(reverse("public_feed")))
    for answer in answers:
        text = answer.content.decode()
        for word in (
            SECRET,
            "首页2周未更新",
            "第1页有错别字",
            "检查计划员",
            "planner",
            "省级管理员",
            "严重表述错误",
        ):
            assert word not in text, word


def test_the_feed_tells_every_step_with_an_address_that_stays(province: Province, client: Client) -> None:
    notice = corrected(province)
    answer = client.get(reverse("public_feed"))
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False))
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.iter(f"{ATOM}entry")]
    assert links == [
        f"http://testserver{reverse('public_notice_then', args=[notice.pk, number])}" for number in (2, 1)
    ]
    assert all(client.get(link).status_code == 200 for link in links)


def test_what_has_not_changed_is_not_sent_again(province: Province, client: Client) -> None:
    notice = published(province)
    names = {"public_notices": [], "public_notice": [notice.pk], "public_feed": []}
    seen = {}
    for name, arguments in names.items():
        address = reverse(name, args=arguments)
        seen[address] = first = client.get(address).headers
        assert first["ETag"] and first["Last-Modified"]
        for condition in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            assert client.get(address, headers=condition).status_code == 304, (name, condition)
    withdraw(notice, province.user(Role.PLANNER), LATER + DAY, "有误")
    for address, first in seen.items():
        answer = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert answer.status_code in (200, 410), address


def test_who_asks_too_often_waits_and_others_do_not(
    province: Province, client: Client, settings: Settings
) -> None:
    settings.PUBLIC_RATE = 3
    # Two minutes may begin while the test asks, never three.
    answers = [client.get(reverse("public_notices")) for _ in range(8)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and refused[0].headers["Retry-After"] and "no-store" in refused[0].headers["Cache-Control"]
    assert "请一分钟后再试" in refused[0].content.decode()
    assert client.get(reverse("public_notices"), REMOTE_ADDR="203.0.113.9").status_code == 200


def test_visits_are_counted_by_the_minute_and_forgotten(db: None) -> None:
    assert [visits("192.0.2.1", "s", LATER) for _ in range(3)] == [1, 2, 3]
    assert visits("192.0.2.2", "s", LATER) == 1
    assert visits("192.0.2.1", "s", LATER + DAY) == 1
    assert visits("192.0.2.1", "s", LATER) == 1


def test_the_pages_are_whole_without_scripts_and_name_their_language(
    province: Province, client: Client
) -> None:
    notice = published(province)
    text = client.get(reverse("public_notice", args=[notice.pk])).content.decode()
    assert '<html lang="zh-Hans">' in text and "<script" not in text and "style=" not in text
    assert not re.search(r'(src|href)="https?://(?!www\.bs|www\.songjiang|jyj)', text)
    assert Publication.objects.count() == 1


def test_numbers_that_no_notice_can_have_are_not_found(province: Province, client: Client) -> None:
    notice = published(province)
    for number in (0, 2**31, 2**63, 10**30):
        for address in (
            reverse("public_notice", args=[number]),
            reverse("public_notice_then", args=[notice.pk, number]),
            reverse("public_file", args=[number, number, "pdf"]),
            reverse("public_data", args=[number, 1, "sites.csv"]),
        ):
            assert client.get(address).status_code == 404, address
