"""Figures of accounts: who was checked, who failed, and why, in the words of the notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.scoring.making import EDITION
from xunwang.rules.media.cases import build_facts
from xunwang.rules.media.facts import AccountKind
from xunwang.rules.registry import evaluate_account
from xunwang.rules.verdict import Verdict, clear
from xunwang.scoring import AccountResult, score_account
from xunwang.scoring.media import media_figures, prominent_problems, year_figures
from xunwang.words import CHINA, ItemKind, Level, State

AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)
ALIVE = {"listing": {}, "posts": ["-1d"], "profile": {}}
ASLEEP = {"listing": {}, "posts": ["-26d"], "profile": {}}
NEVER = {"listing": {}, "posts": [], "total": 0, "profile": {}}
CLOSED = {"profile": {"closed": "该账号已注销"}}


def judged(key: str, facts: dict[str, Any], **account: Any) -> AccountResult:
    """An account judged by the rules, everything that waits for a person decided for it."""
    built = build_facts(facts, AT)
    verdicts, others = evaluate_account(built, EDITION, AT)
    decided: dict[str, Verdict] = {
        name: verdict if verdict.state is State.HIT else clear("人工确认")
        for name, verdict in verdicts.items()
    }
    return score_account(replace(built.account, key=key, **account), decided, others, EDITION)


RESULTS = (
    judged("wechat:甲", ALIVE, name="甲", level=Level.CITY, region="长春市", kind=AccountKind.PUBLISHING),
    judged("wechat:乙", ASLEEP, name="乙", level=Level.COUNTY, region="长春市"),
    judged("weibo:丙", NEVER, name="丙", platform_label="微博", level=None, region="吉林市"),
    judged("weibo:丁", CLOSED, name="丁", platform_label="微博", level=None, region="吉林市"),
    judged(
        "wechat:戊", {**ALIVE, "profile": {"subject": ""}}, name="戊", level=Level.COUNTY, region="吉林市"
    ),
)


def rates(counts: tuple[Any, ...]) -> dict[str, tuple[int, int, str]]:
    return {one.group: (one.total, one.qualified, one.rate) for one in counts}


def test_accounts_are_counted_by_level_platform_region_and_kind() -> None:
    figures = media_figures(RESULTS, EDITION)
    assert rates((figures.overall,)) == {"合计": (5, 2, "40.00%")}
    assert rates(figures.by_level) == {
        "市级": (1, 1, "100.00%"), "县级": (2, 1, "50.00%"), "乡镇（街道）": (2, 0, "0.00%"),
    }  # fmt: skip
    assert rates(figures.by_platform) == {"微信": (3, 2, "66.67%"), "微博": (2, 0, "0.00%")}
    assert rates(figures.by_region) == {"长春市": (2, 1, "50.00%"), "吉林市": (3, 1, "33.33%")}
    assert rates(figures.by_kind)["信息发布类"] == (1, 1, "100.00%")


def test_sleepers_those_that_never_posted_closed_ones_and_unverified_ones_are_told_apart() -> None:
    figures = media_figures(RESULTS, EDITION)
    assert (figures.asleep, figures.never_posted, figures.closed, figures.not_verified) == (1, 1, 1, 1)
    assert figures.vetoes == {"M-V-02.1": 3}
    assert figures.duties["M-N-05"] == 1


def test_the_annex_gives_the_reason_of_each_account_in_the_words_of_the_notice() -> None:
    rows = prominent_problems(RESULTS, EDITION)
    assert [(row.account.name, row.reason, row.items) for row in rows] == [
        ("乙", "连续26天未更新", ("M-V-02.1",)),
        ("丙", "账号从未发布内容", ("M-V-02.1",)),
        ("丁", "平台显示账号已关闭", ("M-V-02.1",)),
    ]


@pytest.mark.parametrize("item", [one for one in EDITION.account_items.values() if one.kind is ItemKind.VETO])
def test_a_reason_is_told_for_every_veto(item) -> None:
    one = judged("wechat:乙", ASLEEP)
    result = replace(one, verdicts={item.id: one.verdicts["M-V-02.1"]}, veto_items=(item.id,))
    (row,) = prominent_problems([result], EDITION)
    assert row.reason in ("连续26天未更新", item.title)


def test_a_year_counts_an_account_once_however_often_it_was_checked() -> None:
    fine, bad = (judged("wechat:乙", facts) for facts in (ALIVE, ASLEEP))
    other_bad = judged("wechat:丙", NEVER)
    year = year_figures(
        [("第一季度", [bad, other_bad]), ("第二季度", [fine, other_bad]), ("第三季度", [fine])]
    )
    assert [(one.group, one.total, one.unqualified) for one in year.rounds] == [
        ("第一季度", 2, 2), ("第二季度", 2, 1), ("第三季度", 1, 0),
    ]  # fmt: skip
    assert (year.accounts, year.ever_unqualified, year.repeatedly_unqualified, year.recovered) == (2, 2, 1, 1)


def test_nothing_checked_has_no_rate() -> None:
    assert media_figures([], EDITION).overall.rate == "—"
