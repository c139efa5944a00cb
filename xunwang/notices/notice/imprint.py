"""附注 and 版记: what stands below the date, and who gets a copy, who printed it and when.

GB/T 9704-2012, 7.3.6 and 7.4. The words are slots of the template like all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xunwang.notices.notice.data import Imprint, Paragraph, Span
from xunwang.notices.notice.figures import Figures, chinese_day
from xunwang.notices.notice.template import COPIES, PRINTER, REMARK, TemplateError
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitLevel

_UPPER, _LOWER = "办公厅", "办公室"


def office_figures(figures: Figures, unit: Unit) -> None:
    """Whom a copy goes to and who prints, as the register has it. Two queries at most."""
    figures.words("campaign.superior", unit.superior.name if unit.superior else None)
    figures.words("campaign.office", _general_office(unit))


def _general_office(unit: Unit) -> str:
    """The one in the register, else as such offices are called: a province's is a 办公厅, others' are 办公室."""
    if unit.name.endswith((_UPPER, _LOWER)):
        return unit.name
    names = [unit.name + ending for ending in (_UPPER, _LOWER)]
    registered = unit.subordinates.filter(is_active=True, name__in=names).values_list("name", flat=True)
    is_upper = unit.level == UnitLevel.PROVINCE and unit.name.endswith("人民政府")
    return registered.first() or names[0 if is_upper else 1]


def remark_of(foot: Sequence[Paragraph]) -> Paragraph | None:
    """附注, in parentheses."""
    told = _slot(foot, REMARK)
    if told is None or told.text.startswith(("（", "(")):
        return told
    return replace(told, spans=(Span("（"), *told.spans, Span("）")))


def imprint_of(foot: Sequence[Paragraph], printed: date) -> Imprint | None:
    """版记; None where the office left all of it empty. Raises TemplateError for copies that nobody printed."""
    copies, printer = _slot(foot, COPIES), _slot(foot, PRINTER)
    if copies is not None:
        copies = replace(copies, spans=(Span("抄送："), *_bare(copies.spans), Span("。")))
    if printer is not None:
        return Imprint(copies, printer, f"{chinese_day(printed)}印发")
    if copies is None:
        return None
    raise TemplateError("写了抄送机关的，也须写明印发机关。", PRINTER)


def _slot(foot: Sequence[Paragraph], slot: str) -> Paragraph | None:
    return next((one for one in foot if one.slot == slot), None)


def _bare(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Without the “抄送：” and the full stop that somebody typed though they come by themselves."""
    first = spans[0]
    spans = (replace(first, text=first.text.removeprefix("抄送：")), *spans[1:])
    last = spans[-1]
    return (*spans[:-1], replace(last, text=last.text.rstrip("。")))
