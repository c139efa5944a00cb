"""Cases of the indicators of new media: an account's facts in, the verdict out (see :mod:`xunwang.rules.cases`).

Unless a case says otherwise, the account is a running one of WeChat, filed and verified. ``listing: {}`` stands for a
list of posts that is known without a gap from 100 days before the check point up to it; ``posts: [-3d, -20d]`` gives
``days``, ``newest`` and their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from xunwang.rules.cases import Case, Defaults, build_record, moment, read_cases_of
from xunwang.rules.facts import TextHit
from xunwang.rules.media.facts import (
    Account,
    AccountFacts,
    AppSeen,
    CommentSeen,
    FunctionTried,
    HandCheck,
    Incident,
    Listing,
    OffDuty,
    Peer,
    PostSeen,
    ProfileSeen,
    WayTried,
)
from xunwang.words import CHINA

DEFAULTS: Defaults = {
    Account: {"key": "wechat:示例发布", "name": "示例发布", "platform": "wechat", "platform_label": "微信",
              "unit": "示例市人民政府办公室", "unit_short": "示例市政府办", "level": "city", "region": "示例市",
              "subject": "示例市人民政府办公室", "filed_on": "-400d"},
    Listing: {"way": "feed", "since": "-100d", "until": "+0h"},
    WayTried: {"way": "feed"},
    PostSeen: {"key": "1", "title": "工作动态", "way": "feed"},
    ProfileSeen: {"name": "示例发布", "subject": "示例市人民政府办公室", "way": "saved_pages"},
    HandCheck: {"by": "检查员", "pictures": []},
    FunctionTried: {"works": True},
    CommentSeen: {"text": "请问如何办理？", "at": "-30d"},
    Incident: {"text": "媒体报道"},
    Peer: {"key": "wechat:示例微讯", "platform": "wechat", "name": "示例微讯", "same_unit": True},
    TextHit: {"grade": "error"},
    OffDuty: {"kind": "commercial", "score": 0.9},
    AppSeen: {"download": ""},
}  # fmt: skip


def read_cases(path: Path) -> Iterator[Case[AccountFacts]]:
    """The cases of an indicator's file. Raises :class:`xunwang.rules.cases.CaseError`."""
    return read_cases_of(path, build_facts)


def build_facts(values: Mapping[str, Any], at: datetime) -> AccountFacts:
    """Facts from the few values that a case writes."""
    given: dict[str, Any] = {"account": {}, **values}
    if isinstance(given.get("posts"), list):
        times = [moment(one, at) for one in given["posts"]]
        given["posts"] = len(times)
        given["days"] = Counter(time.astimezone(CHINA).date() for time in times)
        given.setdefault("newest", {"at": max(times)} if times else None)
    return build_record(AccountFacts, given, at, DEFAULTS)
