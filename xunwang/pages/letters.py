"""Citizens' letters: lists of them, and single ones with question, answer and both times."""

from __future__ import annotations

import re
from datetime import datetime, time

from xunwang.pages.dates import read_time
from xunwang.pages.document import Document
from xunwang.pages.labels import read_pairs
from xunwang.pages.lines import visible_lines
from xunwang.pages.lists import is_list
from xunwang.pages.records import Letter
from xunwang.pages.rows import Row, read_rows
from xunwang.pages.urls import Joiner, host_of
from xunwang.words import CHINA

_LABELS: dict[str, str] = {
    **dict.fromkeys(("来信时间", "留言时间", "提交时间", "咨询时间", "写信时间", "写信日期", "来信日期", "留言日期", "提问时间", "发布时间",
                     "信件时间", "咨询日期", "诉求时间", "提交日期", "反映时间", "投诉时间", "问题时间"), "asked"),
    **dict.fromkeys(("回复时间", "答复时间", "办结时间", "回复日期", "答复日期", "处理时间", "办理时间", "反馈时间", "办结日期"), "answered"),
    **dict.fromkeys(("回复单位", "答复单位", "回复部门", "答复部门", "处理单位", "办理单位", "受理单位", "承办单位", "处理部门", "办理部门",
                     "受理部门", "回复机构", "答复机关", "办复单位", "收信单位"), "department"),
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
    values = read_pairs(visible_lines(doc.tree), _LABELS, lambda line: bool(_END.match(line)), _SHORT)
    told = {"asked", "answered", "department", "answer", "question"} & values.keys()
    if len(told) < 2 or not ({"question", "answer", "answered"} & told):
        return None
    answer = values.get("answer")
    if answer and _NO_ANSWER.fullmatch(answer.strip(" \t\u3000。.…-—/")):
        answer = None
    state = values.get("state", "")
    answered = _time(values.get("answered"), doc)
    is_answered = True if answered or answer else False if _OPEN.search(state) else None
    if is_answered is None and _DONE.search(state):
        is_answered = True
    if is_answered is None and ({"question", "answer"} & told):
        is_answered = False
    title = values.get("title") or doc.title_tag
    return Letter(title[:200], doc.url, _time(values.get("asked"), doc), answered,
                  (values.get("department") or None), answer, is_answered)  # fmt: skip


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
