"""What is concluded of a finding of an account that was looked at again: a cure needs the very thing, seen again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from xunwang.posts.records import Package, StorePage, Way
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Seen
from xunwang.rules.media.cases import build_facts
from xunwang.rules.media.facts import AccountFacts, AppSeen, OffDuty, PostSeen, RepostSeen
from xunwang.rules.recheck import (
    Again,
    LookedAccount,
    PostAgain,
    PostState,
    account_method_of,
    judge_account_again,
)
from xunwang.rules.verdict import Evidence, Finding
from xunwang.words import CHINA, Cure

EDITION = load_edition()
AT = datetime(2020, 12, 14, 9, 0, tzinfo=CHINA)
NOT_LISTED = "应用商店显示没有该客户端或已下架，无法下载。"
SEEN = Seen("http://store.example/app", AT, "d" * 64)


def judge(
    item: str, finding: Finding | str, facts: AccountFacts | None = None, *posts: PostAgain, **values: Any
) -> Again:
    known = facts if facts is not None else build_facts(values, AT)
    asked = finding if isinstance(finding, Finding) else Finding(finding, (Evidence("", None),))
    return judge_account_again(asked, EDITION.items[item], LookedAccount(known, posts), AT)


# -- mobile clients --------------------------------------------------------------------------------------


def package(*permissions: str) -> Package:
    return Package("cn.gov.x", "示例", "2.0", 2, permissions, "CN=x", "s", None, 21, 30, False)


def client(
    store: StorePage | None,
    read: Package | None,
    download: str = "",
    ipv6: dict[str, bool | None] | None = None,
) -> AccountFacts:
    facts = build_facts({"account": {"platform": "app", "platform_label": "移动客户端"}}, AT)
    return replace(facts, app=AppSeen(store, read, download, ipv6 or {}, SEEN))


LISTED = StorePage("http://store.example/app", listed=True)
GONE = StorePage("http://store.example/app", listed=False)


@pytest.mark.parametrize(
    ("was", "store", "read", "download", "expected"),
    [
        (NOT_LISTED, LISTED, package(), "", Cure.CURED),
        ("安装包没有下载成功或无法读取：安装包不存在。", LISTED, package(), "", Cure.CURED),
        (NOT_LISTED, GONE, None, "not tried", Cure.STILL_THERE),
        (NOT_LISTED, LISTED, None, "not tried", Cure.UNKNOWN),
        (NOT_LISTED, LISTED, None, "安装包打不开", Cure.UNKNOWN),
        ("安装包没有下载成功或无法读取：安装包打不开。", LISTED, None, "安装包打不开", Cure.STILL_THERE),
        ("人工下载安装后客户端无法启动或使用。", LISTED, package(), "", Cure.UNKNOWN),
        ("人工下载安装后客户端无法启动或使用。", GONE, None, "not tried", Cure.STILL_THERE),
    ],
)
def test_a_client_is_cured_by_a_store_that_lists_it_and_a_package_that_is_read(
    was: str, store: StorePage, read: Package | None, download: str, expected: Cure
) -> None:
    again = judge("M-V-02.2", was, client(store, read, download))
    assert again.cure is expected
    if expected is Cure.UNKNOWN:
        assert "试用" in again.told or "人工核对" in again.told


def test_a_client_that_nobody_could_look_at_is_unknown() -> None:
    facts = build_facts({"account": {"platform": "app"}}, AT)
    assert judge("M-V-02.2", NOT_LISTED, facts).cure is Cure.UNKNOWN


def test_a_client_that_a_person_has_started_since_is_cured() -> None:
    tried = build_facts({"account": {"platform": "app"}, "checks": [{"at": "-1h", "starts": True}]}, AT)
    facts = replace(client(LISTED, None, "not tried"), checks=tried.checks)
    assert judge("M-V-02.2", "人工下载安装后客户端无法启动或使用。", facts).cure is Cure.CURED


PERMISSION = "客户端申请“读取短信”权限，收集个人信息，办理政务服务通常用不到。"


def test_a_permission_is_gone_only_with_a_package_that_was_read() -> None:
    assert judge("M-N-13", PERMISSION, client(LISTED, package())).cure is Cure.CURED
    assert judge("M-N-13", PERMISSION, client(LISTED, None, "not tried")).cure is Cure.UNKNOWN
    still = judge("M-N-13", PERMISSION, client(LISTED, package("android.permission.READ_SMS")))
    assert still.cure is Cure.STILL_THERE


def test_a_host_is_cured_when_it_was_reached_over_ipv6() -> None:
    was = "服务地址“app.x.gov.cn”经IPv6无法访问。"
    cases: tuple[tuple[bool | None, Cure], ...] = (
        (True, Cure.CURED), (False, Cure.STILL_THERE), (None, Cure.UNKNOWN),
    )  # fmt: skip
    for works, expected in cases:
        again = judge("M-N-07", was, client(LISTED, None, "not tried", {"app.x.gov.cn": works}))
        assert again.cure is expected
    other = client(LISTED, None, "not tried", {"other.x.gov.cn": True})
    assert judge("M-N-07", was, other).cure is Cure.UNKNOWN, "another host says nothing of this one"


# -- window, profile, register -----------------------------------------------------------------------------


ASLEEP = "连续40天未更新，最近一次更新为2020年10月21日，监测时间点前2周内没有更新。"


def test_posts_of_the_window_cure_and_nothing_else_does() -> None:
    assert judge("M-V-02.1", ASLEEP, listing={}, posts=["-2d"]).cure is Cure.CURED
    assert judge("M-V-02.1", ASLEEP, listing={}, posts=["-20d"]).cure is Cure.STILL_THERE
    assert judge("M-V-02.1", ASLEEP).cure is Cure.UNKNOWN, "no way has listed posts"
    assert judge("M-V-02.1", ASLEEP, listing={"since": "-5d"}).cure is Cure.UNKNOWN
    young = judge("M-V-02.1", ASLEEP, account={"opened_on": "-3d"}, listing={})
    assert young.cure is Cure.UNKNOWN, "an account that was opened anew is not judged, hence not cured"


@pytest.mark.parametrize("status", ["suspended", "closed", "planned"])
def test_what_the_register_has_closed_or_suspended_waits_for_a_person(status: str) -> None:
    again = judge("M-V-02.1", ASLEEP, account={"status": status}, listing={}, posts=["-2d"])
    assert again.cure is Cure.UNKNOWN and "备案" in again.told


def test_a_silence_of_the_past_is_never_held_to_be_there_still() -> None:
    was = "2020年10月1日至2020年10月30日连续29天没有更新。"
    regular = [f"-{day}d" for day in range(1, 100, 7)]
    assert judge("M-N-17", was, listing={}, posts=regular).cure is Cure.CURED
    assert judge("M-N-17", was, listing={}, posts=["-1d", "-60d"]).cure is Cure.UNKNOWN


def test_a_name_is_judged_by_the_profile_that_was_seen_then() -> None:
    was = Finding("平台显示账号未认证，看不出主办单位。", (Evidence("http://weibo.example/a", AT),))
    page = {"name": "示例发布", "seen": {"url": "http://weibo.example/a", "at": "+0h"}}
    assert judge("M-N-04", was, profile=page).cure is Cure.CURED
    assert judge("M-N-04", was, profile=page | {"subject": ""}).cure is Cure.STILL_THERE
    elsewhere = page | {"seen": {"url": "http://other.example/a", "at": "+0h"}}
    assert judge("M-N-04", was, profile=elsewhere).cure is Cure.UNKNOWN
    assert judge("M-N-04", was).cure is Cure.UNKNOWN


def test_a_second_account_is_told_by_the_register() -> None:
    was = "示例市人民政府办公室在微信除“示例发布”外还开设了“示例微讯”。"
    assert judge("M-N-03", was).cure is Cure.CURED
    assert judge("M-N-03", was, account={"peers": [{}]}).cure is Cure.STILL_THERE


@pytest.mark.parametrize(
    "item", [item for item in EDITION.account_items if account_method_of(item).look == "none"]
)
def test_what_is_a_persons_stays_one(item: str) -> None:
    again = judge(item, "问题。", listing={}, posts=["-1d"])
    assert again.cure is Cure.UNKNOWN and again.told == account_method_of(item).person


# -- posts -----------------------------------------------------------------------------------------------------


POST = PostSeen("1", "示例", AT, SEEN, Way.FEED)
WRONG = Finding("《示例》正文疑有严重表述错误：“某词”。", (Evidence(SEEN.url, AT, "d" * 64, "某词"),))


def facts(**changes: Any) -> AccountFacts:
    return replace(build_facts({"listing": {}, "posts": ["-1d"], "with_body": 1}, AT), **changes)


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        ([PostAgain("1", "示例", PostState.SEEN, edited=True)], Cure.CURED),
        ([PostAgain("1", "示例", PostState.SEEN)], Cure.UNKNOWN),
        ([PostAgain("1", "示例", PostState.SEEN, edited=True, found=True)], Cure.UNKNOWN),
        ([PostAgain("1", "示例", PostState.GONE, "平台标明已删除")], Cure.CURED),
        ([PostAgain("1", "示例", PostState.UNSEEN, "无法连接")], Cure.UNKNOWN),
        (
            [PostAgain("1", "示例", PostState.GONE, "x"), PostAgain("2", "另一条", PostState.UNSEEN, "y")],
            Cure.UNKNOWN,
        ),
        (
            [PostAgain("1", "示例", PostState.GONE, "x"), PostAgain("2", "另一条", PostState.SEEN)],
            Cure.UNKNOWN,
        ),
        ([], Cure.UNKNOWN),
    ],
)
def test_a_post_is_cured_when_it_was_read_again_and_says_something_else_or_is_gone(
    posts: list[PostAgain], expected: Cure
) -> None:
    assert judge("M-V-01.1", WRONG, facts(), *posts).cure is expected


def test_posts_that_are_counted_but_not_named_are_not_cured_by_those_that_are() -> None:
    was = Finding("另有9条内容没有出现公务和职责用语，线索较弱。", (Evidence(SEEN.url, AT),) * 2)
    gone = [PostAgain(str(number), "示例", PostState.GONE, "x") for number in range(2)]
    assert judge("M-N-08", was, facts(), *gone).cure is Cure.UNKNOWN


def test_a_repost_that_hides_its_source_is_not_cured() -> None:
    was = Finding(
        "《示例》转载自“某号”，不在允许转载的来源之列。", (Evidence(SEEN.url, AT, "", "某号", "来源：某号"),)
    )
    again = PostAgain("1", "示例", PostState.SEEN, edited=True)
    assert judge("M-N-09", was, facts(), again).cure is Cure.UNKNOWN
    listed = facts(reposts=(RepostSeen("新华网", True, POST),))
    assert judge("M-N-09", was, listed, again).cure is Cure.CURED
    still = facts(reposts=(RepostSeen("某号", False, POST),))
    assert judge("M-N-09", was, still, again).cure is Cure.STILL_THERE


def test_an_off_duty_post_with_another_score_is_told_and_not_called_the_same() -> None:
    was = Finding("《示例》疑为商业内容，分值0.90：没有列出特征。", (Evidence(SEEN.url, AT),))
    again = PostAgain("1", "示例", PostState.SEEN, edited=True, found=True)
    scored = facts(off_duty=(OffDuty("commercial", 0.8, (), POST),))
    assert judge("M-N-08", was, scored, again).cure is Cure.UNKNOWN


def test_what_stands_in_other_posts_is_no_matter_of_this_one() -> None:
    other = replace(facts(), off_duty=(OffDuty("commercial", 0.9, (), POST._replace(key="2")),))
    edited = PostAgain("1", "示例", PostState.SEEN, edited=True)
    was = Finding("《示例》疑为商业内容，分值0.90：没有列出特征。", (Evidence(SEEN.url, AT),))
    assert judge("M-N-08", was, other, edited).cure is Cure.CURED
