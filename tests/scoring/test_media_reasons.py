"""Why an account is unqualified, in the words of the notice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.scoring.making import EDITION
from xunwang.rules.item import Item
from xunwang.rules.media.cases import build_facts
from xunwang.rules.registry import evaluate_account
from xunwang.scoring.media import reasons_of
from xunwang.words import CHINA, ItemKind

AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)
SILENT = {"listing": {}, "posts": ["-26d"], "profile": {}}
STALE = "M-V-02.1"


def found(facts: dict[str, Any]) -> list[str]:
    """What the rule on accounts that are not updated says of these facts."""
    verdicts, _ = evaluate_account(build_facts(facts, AT), EDITION, AT)
    return [finding.summary for finding in verdicts[STALE].findings]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (SILENT, "连续26天未更新"),
        ({"listing": {}, "posts": [], "total": 0, "profile": {}}, "账号从未发布内容"),
        ({"profile": {"closed": "该账号已注销"}}, "平台显示账号已关闭"),
    ],
)
def test_an_account_that_is_not_updated_is_told_how(facts: dict[str, Any], reason: str) -> None:
    assert reasons_of(EDITION.items[STALE], found(facts)) == [reason]


@pytest.mark.parametrize("item", [one for one in EDITION.account_items.values() if one.kind is ItemKind.VETO])
def test_a_reason_is_told_for_every_veto_and_nothing_of_what_a_post_said(item: Item) -> None:
    (reason,) = reasons_of(item, [f"{found(SILENT)[0]}……"])
    assert reason in ("连续26天未更新", item.title)
