"""Free text around figures: an office edits the words, the figures come by their names in double braces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from xunwang.notices.notice.data import Figure, Paragraph, Span, clean

SHIPPED = Path(__file__).parents[1] / "templates" / "notice-2019.yaml"
LONGEST_SLOT = 20_000
TITLE = "title"
"""Id of the slot that becomes the notice's title."""
REMARK, COPIES, PRINTER = "remark", "copies", "printer"
"""Ids of the slots that stand below the date and at the foot of the last page."""
FOOT = frozenset({REMARK, COPIES, PRINTER})
_PLACE = re.compile(r"\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}")


class TemplateError(Exception):
    """The text can't be used; the message says which part and what to do. ``slot`` is the part's id."""

    def __init__(self, message: str, slot: str = "") -> None:
        super().__init__(message)
        self.slot = slot


@dataclass(frozen=True, slots=True)
class Slot:
    """A heading or a text of the template.

    One whose ``needs`` figure is unknown or nothing is left out, unless the office wrote words of its own.
    """

    id: str
    text: str
    level: int = 0
    title: str = ""
    """What an editor sees above it."""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A notice's wording and what goes with it, from YAML. The first slot is the title."""

    head: str
    rounding: str
    digits: Mapping[str, int]
    labels: Mapping[str, str]
    high_scorers: int
    rectify_working_days: int
    slots: tuple[Slot, ...]


@lru_cache(maxsize=4)
def load_template(path: Path = SHIPPED) -> Template:
    """Read a template. Raises TemplateError."""
    try:
        told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        template = Template(
            head=told["head"],
            rounding=told["rounding"],
            digits={str(name): int(count) for name, count in told["digits"].items()},
            labels={str(name): str(label) for name, label in told["labels"].items()},
            high_scorers=int(told["high_scorers"]),
            rectify_working_days=int(told["rectify_working_days"]),
            slots=tuple(Slot(**slot) for slot in told["slots"]),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise TemplateError(f"通报模板“{path.name}”读不出来：{error}") from error
    if not template.slots or template.slots[0].id != TITLE:
        raise TemplateError(f"通报模板“{path.name}”的第一段应是标题（id: title）。")
    return template


def own_words(slot: Slot, texts: Mapping[str, str]) -> bool:
    """True when the office changed the slot's text."""
    return slot.id in texts and _lines(texts[slot.id]) != _lines(slot.text)


def paragraphs_of(slot: Slot, text: str, figures: Mapping[str, Figure]) -> list[Paragraph]:
    """The paragraphs of a slot's text, a line each. Raises TemplateError for a name that no figure has."""
    check_text(slot, text, figures)
    return [Paragraph(slot.id, slot.level, tuple(_spans(line, figures))) for line in _lines(text)]


def check_text(slot: Slot, text: str, figures: Mapping[str, Figure]) -> None:
    """Raise TemplateError unless the text can be filled."""
    title = slot.title or slot.text
    if len(text) > LONGEST_SLOT:
        raise TemplateError(f"“{title}”超过{LONGEST_SLOT}字，请缩短。", slot.id)
    unknown = sorted({name for name in _PLACE.findall(text) if name not in figures})
    if unknown:
        raise TemplateError(
            f"“{title}”中的{{{{ {unknown[0]} }}}}不是已有的数据项。请从数据清单中选取。", slot.id
        )
    rest = _PLACE.sub("", text)
    if "{{" in rest or "}}" in rest:
        raise TemplateError(f"“{title}”中有不成对的花括号，数据项应写成{{{{ 名称 }}}}。", slot.id)


def names_in(text: str) -> tuple[str, ...]:
    """Names of the figures that a text asks for."""
    return tuple(_PLACE.findall(text))


def without_names(text: str) -> str:
    """A text without its figures."""
    return _PLACE.sub("", text)


def _lines(text: str) -> list[str]:
    return [line for line in map(clean, text.splitlines()) if line]


def _spans(line: str, figures: Mapping[str, Figure]) -> Iterator[Span]:
    end = 0
    for place in _PLACE.finditer(line):
        if place.start() > end:
            yield Span(line[end : place.start()])
        yield Span(figures[place[1]].text, place[1])
        end = place.end()
    if end < len(line):
        yield Span(line[end:])
