"""Leaders as a leadership page shows them: names, and whether resume and duties are there (W-D-03.2)."""

from __future__ import annotations

import re

from xunwang.pages.document import Document
from xunwang.pages.lines import visible_lines
from xunwang.pages.records import Leader
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner

_OFFICES = (
    "省长|市长|县长|区长|州长|厅长|局长|主任|书记|秘书长|组长|委员|巡视员|调研员|行长|校长|院长|镇长|乡长|总工程师|总经济师|"
    "总会计师|纪检监察组组长|党组成员|党委委员"
)
_NAME = r"[\u4e00-\u9fa5](?:[\u4e00-\u9fa5]{1,2}|·?[\u4e00-\u9fa5]{2,5}|[\s\u3000]{1,4}[\u4e00-\u9fa5])"
_OFFICE_NAME = re.compile(
    rf"^(?:[\u4e00-\u9fa5、，,\s]{{0,40}}(?:{_OFFICES}))[\s\u3000：:、，,]{{1,4}}({_NAME})$"
)
_NAME_OFFICE = re.compile(
    rf"^({_NAME})[\s\u3000：:、，,（(]{{1,4}}[\u4e00-\u9fa5、，,\s]{{0,40}}(?:{_OFFICES})"
)
_NAMED = re.compile(rf"^姓\s{{0,4}}名\s{{0,3}}[：:]\s{{0,4}}({_NAME})$")
_RESUME = re.compile(r"简历|出生|入党|参加工作|学历|毕业于|籍贯|\d{4}年\d{1,2}月生|汉族|研究生|大学")
_DUTIES = re.compile(r"分管|负责|主持|协助|分工|主管|联系[^电方我]")
_NOT_A_NAME = re.compile(
    rf"{_OFFICES}|领导|信息|简介|简历|之窗|成员|机构|分工|政府|公开|动态|工作|活动|班子|介绍|名单|职务|姓名|更多|首页|讲话|栏目|分管|互动|交流|新闻|服务|公告|通知"
)
_MOST = 60


def read_leaders(doc: Document, joiner: Joiner) -> tuple[Leader, ...]:
    """Leaders named on a page; what follows a name up to the next one belongs to it."""
    links = _links(doc, joiner)
    lines = visible_lines(doc.tree)[:3_000]
    found: dict[str, Leader] = {}
    marks = [(number, name) for number, line in enumerate(lines) if (name := _name(line, lines, number))]
    for place, (number, name) in enumerate(marks[: _MOST * 3]):
        end = marks[place + 1][0] if place + 1 < len(marks) else min(len(lines), number + 40)
        text = " ".join(lines[number:end])[:3_000]
        known = found.get(name)
        found[name] = Leader(
            name,
            bool(_RESUME.search(text)) or bool(known and known.has_resume),
            bool(_DUTIES.search(text)) or bool(known and known.has_duties),
            links.get(name),
        )
    return tuple(found.values())[:_MOST]


def _name(line: str, lines: list[str], number: int) -> str | None:
    """The leader's name if the line, alone or with the one after it, names one with an office."""
    if len(line) > 60:
        return None
    hit = _OFFICE_NAME.match(line) or _NAME_OFFICE.match(line) or _NAMED.match(line)
    if hit is None and len(line) <= 24 and number + 1 < len(lines) and len(lines[number + 1]) <= 30:
        joined = f"{line}：{lines[number + 1]}"
        hit = _OFFICE_NAME.match(joined) or _NAME_OFFICE.match(joined)
    name = "".join(hit[1].split()) if hit else ""
    return name if name and not _NOT_A_NAME.search(name) else None


def _links(doc: Document, joiner: Joiner) -> dict[str, str]:
    found: dict[str, str] = {}
    for anchor in doc.tree.css("a[href]")[:800]:
        text = "".join(fold(anchor.text()).split())
        if 2 <= len(text) <= 24 and (url := joiner.join(doc.base, anchor.attributes.get("href") or "")):
            for size in (2, 3, 4):
                found.setdefault(text[-size:], url)
                found.setdefault(text[:size], url)
    return found
