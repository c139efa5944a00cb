"""The WeChat interface keeps its published contract, refusals included."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.simulate.platforms.conftest import Asker
from xunwang.simulate.platforms.conduct import Conduct, Fault
from xunwang.simulate.platforms.keys import LIFETIME, app_id, app_secret, new_token
from xunwang.simulate.platforms.schedule import count


@pytest.fixture
def owner(asker: Asker) -> Conduct:
    return asker.one(granted=True)


@pytest.fixture
def token(asker: Asker, owner: Conduct) -> str:
    return asker.token(owner)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"secret": "0" * 32}, 40125),
        ({"appid": ""}, 41002),
        ({"secret": ""}, 41004),
    ],
)
def test_who_does_not_say_who_he_is_gets_no_token(
    asker: Asker, owner: Conduct, change: dict[str, str], code: int
) -> None:
    told = {"grant_type": "client_credential", "appid": app_id(owner), "secret": app_secret(owner)} | change
    said = asker.api("token", **told)
    assert said["errcode"] == code
    assert "access_token" not in said


def test_the_stable_token_takes_its_words_from_the_body(asker: Asker, owner: Conduct) -> None:
    told = {"grant_type": "client_credential", "appid": app_id(owner), "secret": app_secret(owner)}
    said = asker.api("stable_token", told)
    assert asker.api("user/get", access_token=said["access_token"])["total"] > 0


def test_a_token_that_is_none_or_has_run_out_is_refused(asker: Asker, owner: Conduct) -> None:
    assert asker.api("user/get")["errcode"] == 41001
    assert asker.api("user/get", access_token="nonsense")["errcode"] == 40001
    old = new_token(owner, asker.running.clock.now() - LIFETIME - timedelta(minutes=1))
    assert asker.api("user/get", access_token=old)["errcode"] == 42001


def test_articles_come_in_pages_newest_first_and_none_is_lost(
    asker: Asker, owner: Conduct, token: str
) -> None:
    seen: list[str] = []
    total = times = 0
    while not total or len(seen) < total:
        page = asker.api("freepublish/batchget", {"offset": len(seen), "count": 20}, access_token=token)
        total = page["total_count"]
        assert page["item_count"] == len(page["item"]) > 0
        seen += [item["article_id"] for item in page["item"]]
        published = [item["content"]["create_time"] for item in page["item"]]
        assert published == sorted(published, reverse=True)
        times += 1
        if times == 3:
            break
    assert len(set(seen)) == len(seen)
    now = asker.running.clock.now()
    assert total == count(owner, now) > 60
    after = asker.api("freepublish/batchget", {"offset": total, "count": 20}, access_token=token)
    assert (after["item_count"], after["item"]) == (0, [])


def test_an_article_has_the_documented_fields(asker: Asker, token: str) -> None:
    item = asker.api("freepublish/batchget", {"offset": 0, "count": 1}, access_token=token)["item"][0]
    news = item["content"]["news_item"][0]
    assert set(news) == {
        "title", "author", "digest", "content", "content_source_url", "thumb_media_id", "thumb_url",
        "show_cover_pic", "need_open_comment", "only_fans_can_comment", "url", "is_deleted",
    }  # fmt: skip
    assert item["update_time"] >= item["content"]["create_time"]
    alone = asker.api("freepublish/getarticle", {"article_id": item["article_id"]}, access_token=token)
    assert alone["news_item"] == item["content"]["news_item"]


def test_contents_are_left_out_on_demand(asker: Asker, token: str) -> None:
    told = {"offset": 0, "count": 5, "no_content": 1}
    for item in asker.api("freepublish/batchget", told, access_token=token)["item"]:
        assert all("content" not in news for news in item["content"]["news_item"])


@pytest.mark.parametrize("told", [{"offset": 0, "count": 0}, {"offset": 0, "count": 21}, {"count": 5}])
def test_pages_out_of_range_are_refused(asker: Asker, token: str, told: dict[str, int]) -> None:
    assert asker.api("freepublish/batchget", told, access_token=token)["errcode"] == 40097


def test_the_wrong_method_and_a_wrong_body_are_refused(asker: Asker, token: str) -> None:
    assert asker.api("freepublish/batchget", access_token=token)["errcode"] == 43002
    assert asker.api("user/get", {}, access_token=token)["errcode"] == 43001
    assert asker.api("freepublish/getarticle", {"article_id": "x"}, access_token=token)["errcode"] == 53600


def test_deleted_articles_are_marked(asker: Asker) -> None:
    marked = 0
    for owner in [c for c in asker.conducts if c.granted and not c.fault][:12]:
        page = asker.api("freepublish/batchget", {"offset": 20, "count": 20}, access_token=asker.token(owner))
        news = [n for item in page.get("item", []) for n in item["content"]["news_item"] if n["is_deleted"]]
        assert all(not n["content"] for n in news)
        marked += len(news)
    assert marked


def test_all_followers_are_counted_and_listed_by_the_page(asker: Asker) -> None:
    owner = next(c for c in asker.conducts if c.granted and not c.fault and c.followers > 20_000)
    token = asker.token(owner)
    page = asker.api("user/get", access_token=token)
    total, names = page["total"], list(page["data"]["openid"])
    assert page["count"] == 10_000
    while page["next_openid"]:
        page = asker.api("user/get", access_token=token, next_openid=page["next_openid"])
        names += page.get("data", {"openid": []})["openid"]
    assert abs(len(set(names)) - total) <= 1


def test_comments_come_with_their_answers(asker: Asker, token: str) -> None:
    found = []
    for item in asker.api("freepublish/batchget", {"offset": 4, "count": 8}, access_token=token)["item"]:
        address = item["content"]["news_item"][0]["url"]
        message = int(address.partition("mid=")[2].partition("&")[0])
        told = {"msg_data_id": message, "index": 0, "begin": 0, "count": 49, "type": 0}
        found += asker.api("comment/list", told, access_token=token)["comment"]
    assert found
    assert all(comment["reply"]["create_time"] > comment["create_time"] for comment in found)
    told = {"msg_data_id": 1, "begin": 0, "count": 10, "type": 0}
    assert asker.api("comment/list", told, access_token=token)["errcode"] == 88001
    assert asker.api("comment/list", told | {"count": 50}, access_token=token)["errcode"] == 88010


def test_the_menu_and_the_profile_are_the_account_s_own(asker: Asker, owner: Conduct, token: str) -> None:
    menu = asker.api("get_current_selfmenu_info", access_token=token)
    assert menu["is_menu_open"] == 1
    assert menu["selfmenu_info"]["button"]
    said = asker.api("account/getaccountbasicinfo", {}, access_token=token)
    assert (said["principal_name"], said["nickname"]) == (owner.subject, owner.name)
    assert said["wx_verify_info"]["qualification_verify"] is True


def test_the_day_s_quota_ends_and_comes_back(asker: Asker) -> None:
    token = asker.token(asker.one(fault=Fault.QUOTA))
    codes = [asker.api("user/get", access_token=token).get("errcode", 0) for _ in range(5)]
    assert codes == [0, 0, 0, 45009, 45009]


def test_a_busy_interface_works_at_the_second_call(asker: Asker) -> None:
    token = asker.token(asker.one(fault=Fault.BUSY, granted=True))
    assert asker.api("user/get", access_token=token)["errcode"] == -1
    assert "total" in asker.api("user/get", access_token=token)


def test_a_token_lost_in_the_middle_is_replaced_by_a_new_one(asker: Asker) -> None:
    owner = asker.one(fault=Fault.TOKEN_LOST)
    first = asker.token(owner)
    codes = [asker.api("user/get", access_token=first).get("errcode", 0) for _ in range(4)]
    assert codes == [0, 0, 40001, 40001]
    second = asker.token(owner)
    assert second != first
    assert all("total" in asker.api("user/get", access_token=second) for _ in range(5))
