"""The pages of an account and of collections, over what was really collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.console.media.feeds import DAY, NOW, Feeds, office_with_feeds
from tests.console.province import Province, make_user
from xunwang.access.roles import Role
from xunwang.media.checks import Sight, record_check
from xunwang.media.incidents import Report, record_incident
from xunwang.media.models import CollectedAccount, Collection, ProfilePoint
from xunwang.media.vocabulary import CollectionStatus, IncidentKind
from xunwang.media.ways import Setting, set_way
from xunwang.posts.records import Way
from xunwang.registry.models import Account

SignIn = Callable[[object], Client]


@pytest.fixture
def office(province: Province, tmp_path: Path, settings: Settings) -> Iterator[Feeds]:
    settings.RUNS = tmp_path / "runs"
    with office_with_feeds(province, tmp_path / "runs") as office:
        yield office


@pytest.fixture
def alive(office: Feeds) -> Account:
    """An account that was collected."""
    found = office.account("临江发布", [("工作&lt;b&gt;动态", 1), ("通知", 5), ("旧闻", 200)])
    office.drive(office.start())
    return found


def test_the_page_shows_newest_posts_days_and_what_is_still_unknown(
    office: Feeds, alive: Account, client: Client
) -> None:
    client.force_login(office.province.user(Role.REVIEWER))
    page = client.get(reverse("media_account", args=[alive.pk]))
    text = page.content.decode()
    assert "四季度采集" in text and "通知" in text and "每天发布" in text
    assert "<b>动态" not in text, "what was collected is escaped"
    known = {line.what.value: (line.is_known, line.remedy) for line in page.context["known"]}
    assert known["posts"] == (True, "")
    assert known["functions"][0] is False and "人工查看" in known["functions"][1]
    assert "微信公众平台接口" not in known["profile"][1], "no way of this platform"


def test_beside_what_was_collected_stands_who_had_entered_the_way_whatever_came_since(
    office: Feeds, client: Client
) -> None:
    account = office.account("临江发布", [("动态", 1)])
    editor = make_user("clerk", Role.UNIT_EDITOR, account.unit)
    setting = Setting(account, Way.FEED, "http://unit.example.cn/临江发布")
    set_way(setting, editor, office.now, account.ways.get())
    others = office.account("临江其他", [("动态", 1)])
    collection = office.drive(office.start())
    set_way(
        replace(setting, address="http://other.example.cn/"), office.admin, office.now, account.ways.get()
    )

    client.force_login(office.province.user(Role.REVIEWER))
    lists = reverse("collection", args=[collection.pk])
    for value, name in (("unit_editor", account.name), ("province_admin", others.name)):
        rows = client.get(lists, {"by": value, "state": "collected"}).context["listing"].rows()
        assert [row[0][0].text for row in rows] == [name]
    told = f'<span class="badge warn">主办单位填写</span><span class="hint"> {editor.name}（单位填报员）'
    page = client.get(reverse("media_account", args=[account.pk])).text
    assert f"http://unit.example.cn/{quote('临江发布')}" in page and told in page
    assert "http://other.example.cn/" in page and "上次采集后填写" in page
    posts = client.get(reverse("media_posts", args=[account.pk])).context["listing"].rows()
    assert told in client.get(posts[0][0][0].url).text
    assert told not in client.get(reverse("media_account", args=[others.pk])).text


def test_posts_are_listed_searched_and_opened_with_what_was_stored(
    office: Feeds, alive: Account, client: Client
) -> None:
    client.force_login(office.province.user(Role.CITY_SUPERVISOR))
    page = client.get(reverse("media_posts", args=[alive.pk]), {"q": "通知"})
    ((row,),) = [[row] for row in page.context["listing"].rows()]
    post = client.get(row[0][0].url)
    text = post.content.decode()
    assert "通知的正文" in text and "SHA-256" in text and "&lt;rss" in text, "the stored feed as text"
    assert "frame-src 'self'" in post["Content-Security-Policy"]
    collected = CollectedAccount.objects.get(account=alive)
    assert (
        client.get(reverse("media_post", args=[collected.pk]), {"way": "feed", "key": "x"}).status_code == 404
    )
    frame = client.get(
        reverse("media_post_page", args=[collected.pk]) + "?" + row[0][0].url.partition("?")[2]
    )
    assert frame["Content-Security-Policy"].startswith("sandbox")


def test_the_accounts_own_office_learns_of_checks_and_complaints_by_the_feedback_only(
    office: Feeds, alive: Account, client: Client
) -> None:
    reviewer = office.province.user(Role.REVIEWER)
    record_check(Sight(uuid4(), alive, no_posts=True), [], reviewer, NOW)
    report = Report(alive, IncidentKind.FRAUD, NOW, "购买粉丝", "https://example.cn/1")
    record_incident(report, [], reviewer, NOW)
    editor = make_user("alive-editor", Role.UNIT_EDITOR, alive.unit)
    for person, told in ((reviewer, True), (editor, False)):
        client.force_login(person)
        page = client.get(reverse("media_account", args=[alive.pk])).content.decode()
        assert [word in page for word in ("<h2>手机核查</h2>", "弄虚作假", "四季度采集")] == [told] * 3
        assert "通知" in page


def test_a_lost_archive_is_said_and_breaks_no_page(
    office: Feeds, alive: Account, client: Client, tmp_path: Path
) -> None:
    (tmp_path / "runs").rename(tmp_path / "elsewhere")
    client.force_login(office.province.user(Role.REVIEWER))
    collected = CollectedAccount.objects.get(account=alive)
    for name, pk in (("media_account", alive.pk), ("media_posts", alive.pk)):
        page = client.get(reverse(name, args=[pk]))
        assert page.status_code == 200 and "采集档案不在本机" in page.content.decode(), name
    post = client.get(reverse("media_post", args=[collected.pk]), {"way": "feed", "key": "1"})
    assert post.status_code == 200 and "采集档案不在本机" in post.content.decode()


def test_followers_and_changes_of_the_profile_are_shown_over_time(office: Feeds, client: Client) -> None:
    account = office.account("临江发布")
    for number, (followers, subject) in enumerate(
        [(100, "临江县人民政府"), (120, "临江县人民政府"), (9000, "")]
    ):
        ProfilePoint.objects.create(
            account=account, way="saved_pages", day=(NOW + number * DAY).date(), at=NOW + number * DAY,
            name="临江发布", followers=followers, subject=subject,
        )  # fmt: skip
    client.force_login(office.province.user(Role.REVIEWER))
    page = client.get(reverse("media_account", args=[account.pk]))
    assert page.context["followers"].rows[-1] == ("2020-12-02", "9,000")
    assert [one.subject for one in page.context["profiles"]] == ["", "临江县人民政府"], (
        "changes only, newest first"
    )
    assert "未认证" in page.content.decode()


def test_a_collection_is_started_paused_and_its_failures_tried_again_on_the_pages(
    office: Feeds, client: Client
) -> None:
    office.account("临江坏了", [("动态", 1)])
    office.status["临江坏了"] = 404
    client.force_login(office.province.user(Role.PLANNER))
    new = reverse("collection_new")
    assert "季度采集" in client.get(new).content.decode()
    sent = {
        "title": "季度",
        "unit": office.province.root.pk,
        "since": "2020-09-01",
        "until": "2020-11-30T10:00",
    }
    assert "早于" in client.post(new, sent | {"since": "2020-12-01"}).content.decode()
    answer = client.post(new, sent)
    collection = Collection.objects.get()
    assert answer["Location"] == reverse("collection", args=[collection.pk])
    control = reverse("collection_control", args=[collection.pk])
    client.post(control, {"control": "pause"})
    collection.refresh_from_db()
    assert collection.status == CollectionStatus.PAUSED
    client.post(control, {"control": "resume"})
    office.drive(collection)
    page = client.get(answer["Location"]).content.decode()
    assert "找不到该账号或地址 1" in page and "没有采集方式 1" in page and "重试失败的 2 个账号" in page
    narrowed = client.get(answer["Location"], {"trouble": "not_found"}).content.decode()
    assert "临江坏了" in narrowed and "松江教育" not in narrowed
    client.post(control, {"control": "retry"})
    assert Collection.objects.count() == 2
    assert client.post(control, {"control": "explode"}).status_code == 404


def test_the_pages_ask_the_same_few_questions_for_any_number(
    office: Feeds, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        office.account(f"账号{number}")
    collection = office.start()
    client.force_login(office.province.user(Role.REVIEWER))
    for address in (reverse("collection", args=[collection.pk]), reverse("collections"), reverse("media")):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
