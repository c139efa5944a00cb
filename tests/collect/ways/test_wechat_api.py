"""Collecting an official account by its owner's credentials, against a server that keeps the documented contract."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.collect.ways.driving import NOW, SPAN, Outcome, answer_with, drive, over_http
from tests.collect.ways.serving import Reply, serving
from tests.collect.ways.wechat_server import APP_ID, SECRET, Wechat, message
from xunwang.collect.interface import Ending, Source, Trouble
from xunwang.collect.ways.wechat_api import COLLECTOR
from xunwang.collect.ways.wechat_codes import until_midnight
from xunwang.posts.records import Comment, Interaction, PostLink, Shows, Way

SOURCE = Source("wechat:吉林发布", Way.WECHAT_API, secrets={"app_id": APP_ID, "app_secret": SECRET})


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def collect(wechat: Wechat, after: Ending | None = None, source: Source = SOURCE) -> Outcome:
    with serving(wechat) as server:
        asking = replace(source, options={"base": server.url, **source.options})
        outcome = over_http(COLLECTOR, asking, memory=after.memory if after else None)
    kept = repr((outcome.ending, outcome.error, outcome.error and outcome.error.message, outcome.got))
    assert SECRET not in kept
    assert "token-" not in kept
    return outcome


def test_articles_profile_followers_and_menu_are_collected() -> None:
    outcome = collect(Wechat([message(20, ago(1), "第一条", "第二条"), message(10, ago(20), "旧文")]))
    first, _, old = outcome.posts
    assert [post.key for post in outcome.posts] == ["20_1", "20_2", "10_1"]
    assert (first.title, first.text, first.at, first.author) == ("第一条", "第一条的正文。", ago(1), "宣传科")
    assert first.links == (PostLink("http://www.jl.gov.cn/x", "阅读原文"),)
    assert first.comments is None
    assert old.at == ago(20)
    profile = outcome.profile
    assert (profile.name, profile.subject, profile.introduction) == (
        "吉林发布",
        "吉林省人民政府办公厅",
        "权威发布",
    )
    assert (profile.followers, profile.posts, profile.functions) == (12_345, 2, {Interaction.MENU})
    assert outcome.end.complete
    assert outcome.end.shown == {
        Shows.POSTS, Shows.HISTORY, Shows.BODY, Shows.PROFILE, Shows.FOLLOWERS, Shows.FUNCTIONS,
    }  # fmt: skip


def test_paging_ends_where_the_span_begins() -> None:
    wechat = Wechat([message(1000 - n, ago(n / 2), "文") for n in range(300)])
    outcome = collect(wechat)
    pages = [json.loads(r.body or b"{}")["offset"] for r in outcome.asked if "batchget" in r.url]
    assert pages == [0, 20, 40]
    assert len(outcome.posts) == 29
    assert outcome.end.complete
    assert outcome.end.since is not None
    assert outcome.end.since < SPAN.since


def test_a_list_that_is_not_in_order_is_read_to_its_end() -> None:
    items = [message(n, ago(n / 2), "文") for n in range(100)]
    outcome = collect(Wechat(items[20:40] + items[:20] + items[40:]))
    assert len([post for post in outcome.posts if post.at and post.at >= SPAN.since]) == 28


def test_a_list_that_breaks_off_is_incomplete() -> None:
    class Short(Wechat):
        def _answer(self, name: str, query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
            told = super()._answer(name, query, body)
            return told | {"total_count": 500} if "total_count" in told else told

    end = collect(Short([message(1, ago(1), "一")])).end
    assert not end.complete
    assert end.reason


def test_an_account_that_never_posted_is_known_to_have_posted_nothing() -> None:
    outcome = collect(Wechat([]))
    assert not outcome.posts
    assert outcome.end.complete
    assert outcome.profile.posts == 0


def test_deleted_and_edited_articles_are_told() -> None:
    deleted = message(3, ago(1), "删", is_deleted=True)
    edited = message(2, ago(2), "改")
    edited["update_time"] = int(ago(1).timestamp())
    posts = {post.key: post for post in collect(Wechat([deleted, edited])).posts}
    assert posts["3_1"].deleted
    assert (posts["2_1"].at, posts["2_1"].edited_at) == (ago(2), ago(1))


def test_an_article_that_has_gone_from_the_list_was_deleted() -> None:
    first = collect(Wechat([message(3, ago(1), "一"), message(2, ago(2), "二"), message(1, ago(3), "三")]))
    second = collect(Wechat([message(3, ago(1), "一"), message(1, ago(3), "三")]), first.end)
    assert [post.key for post in second.posts if post.deleted] == ["2_1"]


def test_comments_with_their_answers_are_paged() -> None:
    stamp = int(ago(1).timestamp())
    rows = [{"content": f"问{n}", "create_time": stamp, "openid": "o1"} for n in range(60)]
    rows[0]["reply"] = {"content": "答", "create_time": stamp + 60}
    wechat = Wechat([message(20, ago(1), "一", need_open_comment=1)], comments={(20, 0): rows})
    outcome = collect(wechat)
    (post,) = outcome.posts
    assert post.comments is not None
    assert len(post.comments) == post.comment_count == 60
    assert post.comments[0] == Comment("问0", ago(1), "答", ago(1) + timedelta(minutes=1))
    assert post.comments[1].answer is None
    assert {Shows.COMMENTS, Shows.ANSWERS} <= outcome.end.shown
    assert Interaction.COMMENTS in (outcome.profile.functions or ())


def test_comments_can_be_left_out() -> None:
    wechat = Wechat([message(20, ago(1), "一", need_open_comment=1)])
    outcome = collect(wechat, source=replace(SOURCE, options={"comments": "no"}))
    assert not any("comment" in request.url for request in outcome.asked)


def test_an_expired_token_is_renewed_once() -> None:
    wechat = Wechat([message(1, ago(1), "一")], expired=True)
    assert collect(wechat).end.complete
    assert wechat.tokens == 2


def test_a_token_that_expires_again_is_an_error() -> None:
    wechat = Wechat([message(1, ago(1), "一")], faults={"freepublish/batchget": [42001, 42001]})
    assert collect(wechat).failure.trouble is Trouble.CREDENTIALS


def test_a_busy_system_is_asked_again() -> None:
    wechat = Wechat(
        [message(1, ago(1), "一")], faults={"stable_token": [-1], "freepublish/batchget": [-1, -1]}
    )
    assert collect(wechat).end.complete
    wechat.faults = {"freepublish/batchget": [-1, -1, -1]}
    failure = collect(wechat).failure
    assert failure.trouble is Trouble.UNREACHABLE
    assert failure.retry_after


@pytest.mark.parametrize("call", ["account/getaccountbasicinfo", "user/get", "get_current_selfmenu_info"])
def test_what_the_account_may_not_ask_stays_unknown(call: str) -> None:
    outcome = collect(Wechat([message(1, ago(1), "一")], faults={call: [48001]}))
    lost = {
        "account/getaccountbasicinfo": "subject",
        "user/get": "followers",
        "get_current_selfmenu_info": "functions",
    }
    assert getattr(outcome.profile, lost[call]) is None
    assert outcome.end.complete
    assert len(outcome.end.shown) == 5


def test_no_menu_is_not_taken_for_no_function_at_all() -> None:
    assert collect(Wechat([message(1, ago(1), "一")], menu=False)).profile.functions is None


def test_a_spent_quota_says_that_tomorrow_is_another_day() -> None:
    failure = collect(Wechat(faults={"freepublish/batchget": [45009]})).failure
    assert failure.trouble is Trouble.QUOTA
    assert 0 < (failure.retry_after or 0) <= 86_400
    assert until_midnight(datetime(2021, 3, 1, 15, 59, tzinfo=UTC)) == 60


def test_a_quota_spent_on_comments_keeps_the_articles() -> None:
    wechat = Wechat([message(20, ago(1), "一", need_open_comment=1)], faults={"comment/list": [45009]})
    outcome = collect(wechat)
    assert len(outcome.posts) == 1
    assert Shows.COMMENTS not in outcome.end.shown
    assert "次数已用完" in outcome.end.reason


@pytest.mark.parametrize(
    ("call", "code", "trouble", "words"),
    [
        ("stable_token", 40164, Trouble.REFUSED, "白名单"),
        ("stable_token", 40013, Trouble.CREDENTIALS, "AppID"),
        ("stable_token", 40125, Trouble.CREDENTIALS, "AppSecret"),
        ("stable_token", 45011, Trouble.QUOTA, "稍后"),
        ("stable_token", 89503, Trouble.REFUSED, "管理员"),
        ("freepublish/batchget", 48001, Trouble.REFUSED, "权限"),
        ("freepublish/batchget", 50002, Trouble.REFUSED, "封禁"),
        ("freepublish/batchget", 99999, Trouble.BROKEN, "99999"),
    ],
)
def test_each_code_comes_with_a_remedy(call: str, code: int, trouble: Trouble, words: str) -> None:
    failure = collect(Wechat(faults={call: [code]})).failure
    assert failure.trouble is trouble
    assert words in failure.message
    assert failure.message.rstrip("）0123456789（错误码").endswith("。")


def test_without_credentials_nothing_is_asked() -> None:
    outcome = drive(
        COLLECTOR, replace(SOURCE, secrets={"app_id": "x"}), lambda request: answer_with(request, b"")
    )
    assert outcome.failure.trouble is Trouble.CREDENTIALS
    assert not outcome.asked


def test_secrets_stand_in_no_address() -> None:
    outcome = collect(Wechat([message(1, ago(1), "一")]))
    assert all(SECRET not in request.url for request in outcome.asked)
    assert SECRET not in repr(SOURCE)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"access_token":""}', b'{"access_token":5,"errcode":"x"}']
)
def test_what_is_no_answer_of_the_interface_is_told(body: bytes) -> None:
    with serving(lambda asked: Reply(body)) as server:
        failure = over_http(COLLECTOR, replace(SOURCE, options={"base": server.url})).failure
    assert failure.trouble is Trouble.BROKEN
