"""Whom a post is reposted from, as its text says: ``来源：新华社``, ``转自：…``, ``//@某某：…``."""

from __future__ import annotations

import re
from typing import NamedTuple

_LABELS = ("来源", "来 源", "稿源", "转载自", "转载于", "转载", "转自", "摘自", "综合自")
_BEFORE = re.compile(r"(?:^|[\n（(【\[|｜丨\s])(?:本文|信息|文章|内容|素材|稿件|图文)?$")
_AFTER = re.compile(r"\s{0,2}[:：丨|｜/]\s{0,2}(?P<who>[^\n)）】\]]{1,60})")
_FORWARD = re.compile(r"(?:^|\s|[-—]\s{0,2})(?://|转发\s{0,2})@(?P<who>[\w\-·]{1,30})\s{0,2}[:：]")
_CREDITS = "作者|编辑|责编|审核|校对|监制|记者|原标题|图片|摄影|时间|日期|发布时间|发布日期"
_END = re.compile(
    rf"\s{{2,}}|[|｜丨。;；,，]|\s(?:{_CREDITS})|(?:{_CREDITS})\s{{0,2}}[:：]|\s{{0,2}}(?:19|20)\d\d[-年]"
)
_OWN = ("本站", "本网", "本号", "原创", "本台", "本刊", "自采")
_NEAR = 600
"""Characters at both ends of a text where a source is stated."""


class Origin(NamedTuple):
    """Whom a post is from."""

    source: str
    repost: bool


OWN_WORK = Origin("", False)


def read_origin(text: str, own_name: str = "") -> Origin:
    """The source that a post states; ``own_name`` is the account, which is no source of its own."""
    ends = text if len(text) <= _NEAR * 2 else f"{text[:_NEAR]}\n{text[-_NEAR:]}"
    found = _FORWARD.search(ends[:_NEAR]) if "@" in ends else None
    if found:
        return named(found["who"], own_name)
    for label in _LABELS:
        place = ends.find(label)
        while place >= 0:
            after = _AFTER.match(ends, place + len(label))
            if after and _BEFORE.search(ends[max(0, place - 4) : place]):
                origin = named(after["who"], own_name)
                if origin.source:
                    return origin
            place = ends.find(label, place + len(label))
    return OWN_WORK


def named(who: str, own_name: str = "") -> Origin:
    """An origin by the name that a field holds."""
    end = _END.search(who)
    who = (who[: end.start()] if end else who).strip(" \t“”\"'《》：:·-—。")[:60]
    if not who or who == own_name or who.startswith(_OWN):
        return OWN_WORK
    return Origin(who, True)
