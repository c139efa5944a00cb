"""Article pages, home pages and store pages, as their platforms make them."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest

from tests.simulate.platforms.conftest import Asker
from xunwang.simulate.plan import CHECK_POINT
from xunwang.simulate.platforms.addresses import home_url, long_url, post_url
from xunwang.simulate.platforms.bridge import feed_address
from xunwang.simulate.platforms.conduct import AppState, Conduct, Habit
from xunwang.simulate.platforms.homes import how_long_ago
from xunwang.simulate.platforms.schedule import BEGINNING, newest, numbers, time_of
from xunwang.simulate.platforms.store import package, service_host, store_address
from xunwang.simulate.platforms.writing import DELETED_AFTER, write
from xunwang.simulate.prose import Prose
from xunwang.words import CHINA


def plain(asker: Asker, platform: str) -> Conduct:
    return next(
        c
        for c in asker.conducts
        if c.account.platform == platform and not c.problems and not c.look_alikes and not c.fault
    )


@pytest.mark.parametrize("address", [post_url, long_url], ids=["short", "long"])
def test_an_article_tells_its_time_in_a_script_only(asker: Asker, address: object) -> None:
    conduct = plain(asker, "wechat")
    number = newest(conduct, CHECK_POINT)
    assert number is not None and callable(address)
    text = asker.get(address(conduct.account, number)).body.decode()
    at = time_of(conduct, number)
    assert f'var ct = "{int(at.timestamp())}";' in text
    without = re.sub(r"(?s)<script.*?</script>", "", text)
    assert f"{at.year}-{at.month:02d}" not in without
    assert re.search(r'id="activity-name">\s*\S', without)
    assert re.search(rf'id="js_name">\s*{conduct.name}', without)
    assert 'property="og:title"' in without
    assert 'id="js_content"' in without


def test_an_article_that_was_deleted_says_so(asker: Asker) -> None:
    prose = Prose(1)
    conduct, number = next(
        (c, n)
        for c in asker.conducts
        if c.account.platform == "wechat" and not c.fault and c.habit is Habit.ALIVE
        for n in numbers(c, BEGINNING, CHECK_POINT - DELETED_AFTER)
        if next(iter(write(c, prose, n, CHECK_POINT))).deleted
    )
    answer = asker.get(post_url(conduct.account, number))
    assert answer.status == 200
    assert "该内容已被发布者删除" in answer.body.decode()


def test_an_article_of_a_closed_account_and_one_that_never_was(asker: Asker) -> None:
    closed = next(c for c in asker.conducts if c.habit is Habit.CLOSED)
    text = asker.get(home_url(closed.account) or post_url(closed.account, 3)).body.decode()
    assert "注销" in text
    future = plain(asker, "wechat")
    number = next(numbers(future, CHECK_POINT + timedelta(days=20), CHECK_POINT + timedelta(days=60)))
    assert "不存在" in asker.get(post_url(future.account, number)).body.decode()


def test_a_weibo_home_tells_relative_times_and_the_verified_subject(asker: Asker) -> None:
    conduct = plain(asker, "weibo")
    text = asker.get(home_url(conduct.account)).body.decode()
    assert f"{conduct.subject}官方微博" in text
    assert conduct.account.introduction in text
    assert re.search(r"<strong>[\d.]+万?</strong><span>粉丝", text)
    assert re.search(r'title="2020-11-\d\d \d\d:\d\d"', text)


def test_a_douyin_home_keeps_everything_in_an_encoded_script(asker: Asker) -> None:
    conduct = plain(asker, "douyin")
    text = asker.get(home_url(conduct.account)).body.decode()
    found = re.search(r'id="RENDER_DATA" type="application/json">([^<]+)<', text)
    assert found
    data = json.loads(unquote(found.group(1)))
    assert data["user"]["user"]["nickname"] == conduct.name
    shown = [work["createTime"] for work in data["post"]["data"]]
    assert shown == sorted(shown, reverse=True)
    wanted = newest(conduct, asker.running.clock.now())
    assert wanted is not None
    assert max(shown) == int(time_of(conduct, wanted).timestamp())


def test_a_toutiao_home_tells_the_minute(asker: Asker) -> None:
    conduct = plain(asker, "toutiao")
    text = asker.get(home_url(conduct.account)).body.decode()
    assert re.search(r'time-cmp">2020-11-\d\d \d\d:\d\d</div>', text)
    assert f"认证：{conduct.subject}" in text


def test_one_who_has_moved_says_where_to(asker: Asker) -> None:
    moved = next(c for c in asker.conducts if c.moved_to)
    assert moved.moved_to in asker.get(feed_address(moved)).body.decode()


def test_a_home_that_does_not_exist_is_missing(asker: Asker) -> None:
    assert asker.get("https://weibo.platform.example/u/nobody").status == 404


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=5), "5分钟前"),
        (timedelta(hours=3), "3小时前"),
        (timedelta(hours=12), "昨天 22:00"),
        (timedelta(days=3), "11-27"),
        (timedelta(days=400), "2019-10-27"),
    ],
)
def test_times_are_put_as_platforms_put_them(past: timedelta, said: str) -> None:
    now = datetime(2020, 11, 30, 10, 0, tzinfo=CHINA)
    assert how_long_ago(now - past, now) == said


def app(asker: Asker, state: AppState) -> Conduct:
    return next(c for c in asker.conducts if c.account.platform == "app" and c.app is state)


def test_a_store_page_tells_version_day_and_developer(asker: Asker) -> None:
    conduct = app(asker, AppState.NOT_STARTING)
    text = asker.get(store_address(conduct)).body.decode()
    assert re.search(r"版本号</span><em>\d+\.\d+\.\d+<", text)
    assert re.search(r"更新时间</span><em>2020-\d\d-\d\d<", text)
    assert f"开发者</span><em>{conduct.subject}<" in text


def test_the_package_behind_a_store_page_is_a_real_one(asker: Asker) -> None:
    conduct = app(asker, AppState.NOT_STARTING)
    page = asker.get(store_address(conduct)).body.decode()
    link = re.search(r'href="(https://[^"]+\.apk)"', page)
    assert link
    body = asker.get(link.group(1)).body
    assert body[:4] == b"PK\3\4"
    spec = package(conduct)
    assert spec.name == conduct.account.identifier
    assert f"版本号</span><em>{spec.version}<" in page
    assert asker.get(f"https://{service_host(conduct)}/").status == 200


def test_clients_that_are_gone(asker: Asker) -> None:
    down = asker.get(store_address(app(asker, AppState.TAKEN_DOWN)))
    assert (down.status, "已下架" in down.body.decode()) == (200, True)
    assert asker.get(store_address(app(asker, AppState.UNKNOWN_TO_STORE))).status == 404
    listed = asker.get(store_address(app(asker, AppState.NO_DOWNLOAD)))
    link = re.search(r'href="(https://[^"]+\.apk)"', listed.body.decode())
    assert link
    assert asker.get(link.group(1)).status == 404


def test_a_client_that_nobody_looks_after_is_old(asker: Asker) -> None:
    text = asker.get(store_address(app(asker, AppState.ASLEEP))).body.decode()
    assert re.search(r"更新时间</span><em>201[67]-", text)
