"""Citizens' letters: lists of them, and single ones with question, answer and both times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time

from xunwang.pages.dates import read_time
from xunwang.pages.document import Document
from xunwang.pages.labels import find_label, read_pairs
from xunwang.pages.lines import visible_lines
from xunwang.pages.lists import is_list
from xunwang.pages.records import Letter
from xunwang.pages.rows import Row, read_rows
from xunwang.pages.scripted import is_scripted
from xunwang.pages.urls import Joiner, host_of
from xunwang.words import CHINA

_LABELS: dict[str, str] = {
    **dict.fromkeys(("来信时间", "留言时间", "提交时间", "咨询时间", "写信时间", "写信日期", "来信日期", "留言日期", "提问时间", "发布时间",
                     "信件时间", "咨询日期", "诉求时间", "提交日期", "反映时间", "投诉时间", "问题时间",
                     "提问日期", "反映日期", "投诉日期"), "asked"),
    **dict.fromkeys(("回复时间", "答复时间", "办结时间", "回复日期", "答复日期", "处理时间", "办理时间", "反馈时间", "办结日期", "回信时间",
                     "回信日期", "处理日期", "办理日期", "反馈日期", "办复时间"), "answered"),
    **dict.fromkeys(("回复单位", "答复单位", "回复部门", "答复部门", "处理单位", "办理单位", "受理单位", "承办单位", "处理部门", "办理部门",
                     "受理部门", "回复机构", "答复机关", "办复单位", "收信单位", "回复人", "答复人", "答复机构", "回信单位", "回信部门", "处理机构",
                     "承办部门", "受理机构", "责任单位", "责任部门"), "department"),
    **dict.fromkeys(("回复内容", "答复内容", "办理结果", "处理结果", "回复", "答复", "回复意见", "答复意见", "办理情况", "办复内容", "反馈内容",
                     "官方回复", "处理情况", "处理意见",
                     "办理意见", "办理答复", "办理反馈", "答复情况", "回复情况", "回复信息", "答复信息", "回复结果"), "answer"),
    **dict.fromkeys(("来信标题", "留言标题", "信件标题", "咨询标题", "标题", "主题", "来信主题", "留言主题", "信件主题", "咨询主题"), "title"),
    **dict.fromkeys(("来信内容", "留言内容", "信件内容", "咨询内容", "内容", "问题描述", "诉求内容", "反映内容", "问题"), "question"),
    **dict.fromkeys(("办理状态", "处理状态", "状态", "信件状态", "回复状态", "当前状态"), "state"),
    **dict.fromkeys(("来信人", "留言人", "写信人", "姓名", "网友", "咨询人", "信件编号", "来信类型", "信件类型", "满意度", "查询码", "编号",
                     "访问次数", "浏览次数", "是否公开", "类型", "评价", "上一篇", "下一篇"), "other"),
}  # fmt: skip
_DONE = re.compile(r"已回复|已答复|已办结|已办理|已处理|办结|已反馈|回复完毕|已解决|已回答")
_OPEN = re.compile(
    r"未回复|未答复|待回复|待办理|待处理|办理中|处理中|受理中|未办理|待答复|尚未回复|未回答|正在办理|已受理"
)
_END = re.compile(r"^(?:主办|版权所有|打印本页|关闭窗口|相关链接|网站标识码|网站地图|分享到|友情链接)")
_TIME = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_NO_ANSWER = re.compile(
    r"(?:暂无|暂未|尚未|还?没有|无|未)?(?:相关)?(?:回复|答复|反馈|内容|办理结果)?(?:信息|内容)?|办理中|处理中|受理中|正在办理|待(?:回复|答复|办理|处理)|已(?:受理|转办)"
)
_ANSWER_HEAD = re.compile(
    r"(?P<who>[\u4e00-\u9fa5A-Za-z0-9（）()]{0,24}(?:局|委|办|厅|中心|政府|街道|公司|院|部|队|处|会|室|镇|乡|门|位|方|领导|书记|长|主任|员|站|所)"
    r"(?:\s?[于在]?\s?\d[\d\-/.年月日:： ]{5,20})?)\s?(?:回复|答复|反馈)(?:情况|内容|意见|结果|信息|正文|如下){0,2}\s{0,3}[:：](?P<rest>.*)"
)
"""Who answers, and sometimes when, in the very label of the answer: 局长回复：, 市城管局 于 2020-06-05 答复：."""
_ANSWER_TITLE = re.compile(
    r"(?:单位|部门|官方|领导|书记|局长|市长|县长|区长|镇长|乡长|主任|站长|管理员|受理)(?:回复|答复|反馈)(?:情况|内容|意见|信息)?"
)
_ANSWERING = re.compile(
    r"现(?:将|就|对)?.{0,30}(?:回复|答复|反馈|回应)如下|(?:来信|留言|咨询|诉求|问题|帖子?|贴子?).{0,12}(?:收悉|已收到|已受理)|"
    r"感谢您?(?:的|对).{0,20}(?:来信|留言|咨询|关注|支持|理解|监督)|(?<![向跟给与和对])您(?:所|在.{0,20})?(?:反映|咨询|提出)|"
    r"(?:回复|答复)如下[:：]|特此(?:回复|答复)|(?:网友|网民|来信人|同志).{0,24}[您你]好"
)
"""What answers say and letters hardly ever do: where it stands, an answer was given, whatever it is headed with."""
_SIGNED = re.compile(
    r"(?P<who>[\u4e00-\u9fa5]{2,24}(?:局|委|办|厅|中心|政府|街道|公司|院|部|队|处|会|办公室|镇|乡))?[\s，。]{0,5}"
    r"(?P<when>\d{4}\s?[年\-/.]\s?\d{1,2}\s?[月\-/.]\s?\d{1,2}\s?日?)[\s。）)]{0,5}$"
)
"""Three of four real answers end with their day, and some with who gave them, as a paper is signed."""
_PICTURED = re.compile(
    r"(?:回复|答复|反馈|办理)(?:内容|意见|结果|情况|信息)?\s{0,3}[:：]?\s{0,3}(?:<[^<>]{0,300}>\s{0,50}){0,8}?<(?:img|embed|object|iframe)\b",
    re.IGNORECASE,
)
"""An answer that is a picture or a document shown in the page."""
_MAILBOX = re.compile(r"信箱|来信|信件|留言|咨询|问政|诉求|建言|投诉")
_SHORT = frozenset({"asked", "answered", "department", "title", "state", "other"})
_SURVEY = re.compile(r"征集|调查|征求意见|访谈")
_FEWEST = 2
_MOST = 500


def read_letters(doc: Document, joiner: Joiner) -> tuple[Letter, ...]:
    """The letter that a page is about, or the letters that it lists; empty where it does neither."""
    if _SURVEY.search(doc.title_tag[:200]):
        return ()
    listed = _listed(doc, joiner)
    if len(listed) >= _FEWEST:
        return listed
    single = _single(doc)
    if single is not None:
        return (single,)
    return listed or _in_mailbox(doc, joiner)


def _single(doc: Document) -> Letter | None:
    if not any(mark in doc.html for mark in ("时间", "日期")):
        return None
    lines = [part for line in visible_lines(doc.tree) for part in _headed(line)]
    values = read_pairs(lines, _LABELS, lambda line: bool(_END.match(line)), _SHORT)
    told = {"asked", "answered", "department", "answer", "question"} & values.keys()
    if len(told) < 2 or not ({"question", "answer", "answered"} & told):
        return None
    answer = values.get("answer")
    if answer and _NO_ANSWER.fullmatch(answer.strip(" \t\u3000。.…-—/")):
        answer = None
    state = values.get("state", "")
    signed = _SIGNED.search(answer[-60:]) if answer else None
    answered = _time(values.get("answered") or (signed and signed["when"]), doc)
    is_answered = True if answered or answer else False if _OPEN.search(state) else None
    if is_answered is None and _DONE.search(state):
        is_answered = True
    if is_answered is None and ({"question", "answer"} & told) and not _may_be_answered(doc, lines):
        is_answered = False
    title = values.get("title") or doc.title_tag
    return Letter(title[:200], doc.url, _time(values.get("asked"), doc), answered,
                  (values.get("department") or (signed and signed["who"]) or None), answer, is_answered)  # fmt: skip


def _headed(line: str) -> tuple[str, ...]:
    """A line; where it heads an answer by who gave it and when, as the plain labels for these."""
    if len(line) <= 12 and _ANSWER_TITLE.fullmatch(line.strip(" :：")):
        return ("回复",)
    found = _ANSWER_HEAD.fullmatch(line[:4_000]) if "复" in line[:60] or "反馈" in line[:60] else None
    if found is None:
        return (line,)
    office, when = _DEPARTMENT.search(found["who"]), _TIME.search(found["who"])
    beside = (f"回复单位：{office[1]}" if office else "", f"回复时间：{when[0]}" if when else "")
    return (*(part for part in beside if part), f"回复：{found['rest']}")


def _may_be_answered(doc: Document, lines: Sequence[str]) -> bool:
    """Whether an answer may be there although none was read: unlabelled, as a picture, or still to come by script."""
    if any(_ANSWERING.search(line) for line in lines) or _PICTURED.search(doc.html):
        return True
    has_place = any((found := find_label(line, _LABELS)) and found[0] == "answer" for line in lines)
    return has_place and is_scripted(doc)


def _time(text: str | None, doc: Document) -> datetime | None:
    stated = read_time(text[:60], doc.now) if text else None
    return stated[0] if stated else None


def _listed(doc: Document, joiner: Joiner) -> tuple[Letter, ...]:
    """Rows that tell a state of handling, or two times."""
    found: list[Letter] = []
    for group in read_rows(doc, joiner):
        made = [letter for row in group.rows[:_MOST] if (letter := _from_row(row, doc))]
        if len(made) >= max(_FEWEST, len(group.rows) // 2) or (made and len(made) == len(group.rows)):
            found += made
    return tuple(found[:_MOST])


def _in_mailbox(doc: Document, joiner: Joiner) -> tuple[Letter, ...]:
    """Letters of a mailbox that lists them with titles and days only."""
    if not _MAILBOX.search(f"{doc.title_tag[:100]} {doc.metas.get('columnname', '')[:40]}"):
        return ()
    if doc.metas.get("articletitle") or "<textarea" in doc.html:
        return ()
    host = host_of(doc.url)
    rows = [
        row
        for group in read_rows(doc, joiner)
        if len(group.rows) >= _FEWEST and group.dated == len(group.rows) and is_list(group, host)
        for row in group.rows
    ]
    return tuple(
        Letter(row.title[:200], row.url, datetime.combine(row.day, time(), CHINA))
        for row in rows[:_MOST]
        if row.day
    )


def _from_row(row: Row, doc: Document) -> Letter | None:
    rest = row.text.replace(row.title, " ", 1)
    # In whatever order the columns stand: nothing is answered before it is asked.
    times = sorted(stated[0] for piece in _TIME.findall(rest)[:2] if (stated := read_time(piece, doc.now)))
    done, waiting = _DONE.search(rest), _OPEN.search(rest)
    if not (done or waiting) and len(times) < 2:
        return None
    is_answered = False if waiting and not done else True if done or len(times) > 1 else None
    return Letter(
        row.title[:200],
        row.url,
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        _department(rest),
        None,
        is_answered,
    )


_DEPARTMENT = re.compile(
    r"(?<![\u4e00-\u9fa5])([\u4e00-\u9fa5]{2,18}(?:局|委|办|厅|中心|政府|街道|公司|院|部|队|处|管委会|办公室|镇|乡))(?![\u4e00-\u9fa5])"
)


def _department(rest: str) -> str | None:
    found = _DEPARTMENT.search(rest)
    return found[1] if found else None
