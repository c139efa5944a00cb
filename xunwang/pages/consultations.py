"""Surveys and calls for opinions (征集调查): lists of them, and single ones."""

from __future__ import annotations

import re
from datetime import date

from selectolax.lexbor import LexborNode

from xunwang.pages.dates import read_day
from xunwang.pages.document import Document
from xunwang.pages.labels import read_pairs
from xunwang.pages.lines import visible_lines
from xunwang.pages.records import Consultation
from xunwang.pages.rows import Row, fold, read_rows
from xunwang.pages.urls import Joiner

_LABELS: dict[str, str] = {
    **dict.fromkeys(("开始时间", "开始日期", "征集开始时间", "发起时间", "起始时间", "调查开始时间", "征集开始日期"), "begins"),
    **dict.fromkeys(("结束时间", "截止时间", "结束日期", "截止日期", "征集结束时间", "征集截止时间", "调查结束时间", "征集截止日期"), "ends"),
    **dict.fromkeys(("征集时间", "起止时间", "起止日期", "调查时间", "活动时间", "征集期限", "征求意见时间", "征集日期", "公示时间",
                     "征求意见期限"), "span"),
    **dict.fromkeys(("征集标题", "标题", "主题", "征集主题", "调查主题"), "title"),
    **dict.fromkeys(("状态", "征集状态", "发起单位", "征集单位", "发布单位", "参与人数", "征集结果", "结果反馈", "征集说明"), "other"),
}  # fmt: skip
_DAY = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?")
_DATE = r"(?:\d{4}\s?[-/.年]\s?)?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_SPAN = re.compile(
    rf"(?:征集|征求意见|意见征集|公示|调查|反馈|征询)(?:时间|期限|日期|期)[^\d\n]{{0,8}}({_DATE})\s?(?:起)?\s?(?:至|到|[-—~～]{{1,2}})\s?({_DATE})"
)
_UNTIL = re.compile(
    r"(?:于|在|截止(?:时间|日期)?(?:为|至|到|：|:)?|截至)\s?(\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?)\s?(?:前|之前|以前|止|。|，)"
)
_ABOUT = re.compile(r"征求|征集|征询|调查|听证|问卷")
_RESULT = re.compile(r"结果|反馈|采纳|情况说明|意见汇总")
_STATES = re.compile(r"征集中|进行中|已结束|已截止|已完成|未开始")
_MOST = 300


def read_consultations(doc: Document, joiner: Joiner) -> tuple[Consultation, ...]:
    """The activity that a page is about, or the activities that it lists."""
    listed = _listed(doc, joiner)
    if len(listed) > 1:
        return listed
    single = _single(doc, joiner)
    return (single,) if single is not None else listed


def _single(doc: Document, joiner: Joiner) -> Consultation | None:
    values = read_pairs(visible_lines(doc.tree), _LABELS)
    begins, ends = _days(values.get("span", ""), doc)
    begins = read_day(values.get("begins", "")[:40], doc.now) or begins
    ends = read_day(values.get("ends", "")[:40], doc.now) or ends
    if begins is None and ends is None:
        begins, ends = _in_text(doc)
    if begins is None and ends is None:
        return None
    title = values.get("title") or doc.metas.get("articletitle") or doc.title_tag
    return Consultation(title[:200], doc.url, begins, ends, _result(doc, joiner))


def _in_text(doc: Document) -> tuple[date | None, date | None]:
    """Begin and end that running text states, on a page whose headline calls for opinions."""
    title = doc.metas.get("articletitle") or doc.title_tag
    body = doc.tree.body
    if body is None or not _ABOUT.search(title) or _RESULT.search(title):
        return None, None
    text = body.text(separator="")[:100_000]
    span = _SPAN.search(text)
    if span:
        begins = read_day(span[1], doc.now)
        stated = span[2] if span[2][:4].isdecimal() else f"{begins.year}年{span[2]}" if begins else span[2]
        return begins, read_day(stated, doc.now)
    until = _UNTIL.search(text)
    return None, read_day(until[1], doc.now) if until else None


def _days(text: str, doc: Document) -> tuple[date | None, date | None]:
    days = [day for piece in _DAY.findall(text[:120])[:2] if (day := read_day(piece, doc.now))]
    return (days[0] if days else None), (days[1] if len(days) > 1 else None)


def _result(doc: Document, joiner: Joiner) -> str | None:
    for anchor in doc.tree.css("a[href]")[:600]:
        text = fold(anchor.text())
        if 2 <= len(text) <= 60 and _RESULT.search(text) and not text.startswith(("上一", "下一")):
            url = joiner.join(doc.base, anchor.attributes.get("href") or "")
            if url and url != doc.url and not _is_navigation(anchor):
                return url
    return None


def _is_navigation(anchor: LexborNode) -> bool:
    here = anchor.parent
    for _ in range(5):
        if here is None:
            return False
        names = f"{here.tag} {here.attributes.get('class') or ''} {here.attributes.get('id') or ''}".lower()
        if "nav" in names or "menu" in names or "foot" in names or "crumb" in names:
            return True
        here = here.parent
    return False


def _listed(doc: Document, joiner: Joiner) -> tuple[Consultation, ...]:
    found: dict[str, Consultation] = {}
    for group in read_rows(doc, joiner):
        for row in group.rows[:_MOST]:
            made = _from_row(row, doc, joiner)
            if made is not None:
                found.setdefault(made.url, made)
    return tuple(found.values())


def _from_row(row: Row, doc: Document, joiner: Joiner) -> Consultation | None:
    if _RESULT.search(row.title) and not _ABOUT.search(row.title):
        return None
    rest = row.text.replace(row.title, " ", 1)
    begins, ends = _days(rest, doc)
    if begins is None or (ends is None and not _STATES.search(rest)):
        return None
    result = next(
        (
            url
            for anchor in row.node.css("a[href]")[:6]
            if _RESULT.search(fold(anchor.text()))
            and (url := joiner.join(doc.base, anchor.attributes.get("href") or "")) not in (None, row.url)
        ),
        None,
    )
    return Consultation(row.title[:200], row.url, begins, ends, result)
