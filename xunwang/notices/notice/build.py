"""From frozen results and an office's words to the data of a notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from xunwang.calendar.working_days import local_day
from xunwang.inspection.models import Campaign
from xunwang.inspection.results.freeze import final_of
from xunwang.notices.notice.annexes import annexes_of
from xunwang.notices.notice.computed import Sources, figures_for
from xunwang.notices.notice.data import Annex, Figure, NoticeData, Paragraph, Span, clean
from xunwang.notices.notice.figures import Figures, chinese_day
from xunwang.notices.notice.imprint import imprint_of, remark_of
from xunwang.notices.notice.public_results import PublicResults
from xunwang.notices.notice.supervised import supervision_of
from xunwang.notices.notice.template import (
    FOOT,
    TITLE,
    Slot,
    Template,
    TemplateError,
    load_template,
    own_words,
    paragraphs_of,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What people add to the figures: ``texts`` by slot replace the template's; ``number`` is the 文号."""

    texts: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    template: Template = field(default_factory=load_template)
    printed: date | None = None
    """印发日期; the day of issue where none is given."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything of a notice but its words."""

    results: PublicResults
    template: Template
    issued: datetime
    annexes: tuple[Annex, ...]
    figures: Figures


def build(campaign: Campaign, wording: Wording, now: datetime) -> NoticeData:
    """The notice of a campaign with final results; ``now`` is when it is issued.

    Raises TemplateError for words that can't be filled or a campaign without final results,
    CalendarNotPublished for a deadline in a year without a calendar.
    """
    return compose(gather(campaign, wording, now), wording)


def gather(campaign: Campaign, wording: Wording, now: datetime) -> Gathered:
    """Figures and annexes; thirteen queries at most. Raises as :func:`build`."""
    final = final_of(campaign)
    if final is None:
        raise TemplateError("结果尚未核定，不能生成通报。请先核定检查结果。")
    results = PublicResults(campaign, final)
    annexes = annexes_of(results, wording.template)
    figures = figures_for(Sources(results, wording.template, now, annexes, supervision_of(campaign)))
    return Gathered(results, wording.template, now, annexes, figures)


def compose(gathered: Gathered, wording: Wording) -> NoticeData:
    """The notice with these words; no query. Raises TemplateError for words that can't be filled."""
    campaign, figures = gathered.results.campaign, gathered.figures
    title, *texts = _texts(gathered.template, wording.texts, figures.all)
    foot = [one for one in texts if one.slot in FOOT]
    issued = local_day(gathered.issued)
    issuer = clean(campaign.unit.name)
    return NoticeData(
        title=title.text,
        issuer=issuer,
        head=gathered.template.head.replace("{unit}", issuer),
        number=clean(wording.number),
        day=chinese_day(issued),
        digest=gathered.results.final.digest,
        body=tuple(_numbered([one for one in texts if one.slot not in FOOT])),
        annexes=gathered.annexes,
        figures=figures.all,
        sums=tuple(figures.sums),
        shares=tuple(figures.shares),
        rounding=gathered.template.rounding,
        demonstration=_demonstration(campaign),
        remark=remark_of(foot),
        imprint=imprint_of(foot, wording.printed or issued),
    )


def _demonstration(campaign: Campaign) -> str:
    told = "演示材料：模拟省数据，复核由脚本完成，不是任何地方的检查结果。"
    return told if "演示" in campaign.title else ""


def _texts(template: Template, texts: Mapping[str, str], figures: Mapping[str, Figure]) -> list[Paragraph]:
    unknown = texts.keys() - {slot.id for slot in template.slots}
    if unknown:
        raise TemplateError(f"模板中没有“{sorted(unknown)[0]}”这一段。")
    found: list[Paragraph] = []
    for slot in template.slots:
        paragraphs = paragraphs_of(slot, texts.get(slot.id, slot.text), figures)
        if slot.id == TITLE and len(paragraphs) != 1:
            raise TemplateError("标题应为一行，不能空着。", TITLE)
        if slot.id in FOOT and len(paragraphs) > 1:
            raise TemplateError(f"“{slot.title}”应写在一行。", slot.id)
        if _wanted(slot, texts, figures):
            found += paragraphs
    return found


def _wanted(slot: Slot, texts: Mapping[str, str], figures: Mapping[str, Figure]) -> bool:
    if not slot.needs or own_words(slot, texts):
        return True
    known = figures.get(slot.needs)
    return known is not None and bool(known.value)


def _numbered(body: list[Paragraph]) -> Iterator[Paragraph]:
    """Headings with 一、 and （一）; one without anything below it is left out."""
    counts = [0, 0]
    for place, paragraph in enumerate(body):
        if paragraph.level < 1:
            yield paragraph
        elif _has_text(body, place):
            counts[paragraph.level - 1] += 1
            counts[paragraph.level :] = [0] * (2 - paragraph.level)
            numeral = chinese_numeral(counts[paragraph.level - 1])
            mark = f"{numeral}、" if paragraph.level == 1 else f"（{numeral}）"
            yield replace(paragraph, spans=(Span(mark), *paragraph.spans))


def _has_text(body: list[Paragraph], heading: int) -> bool:
    for paragraph in body[heading + 1 :]:
        if paragraph.level < 1:
            return True
        if paragraph.level <= body[heading].level:
            return False
    return False


def chinese_numeral(number: int) -> str:
    """一 to 九十九."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones or not tens else ""
    )
