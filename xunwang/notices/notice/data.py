"""What a notice says, before any output: every figure in it is a span with a name."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

UNKNOWN = "暂缺"
"""How a figure is shown that is not known."""
ADDRESSEES = -1
"""Level of the line that says whom the notice is for."""
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
"""Control characters, which no document format bears, and marks that turn the direction of text."""


def clean(text: str) -> str:
    """One line of text that every output can hold."""
    return " ".join(_INVISIBLE.sub("", text.encode("utf-8", "replace").decode()).split())


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed value. ``text`` is how it is shown; ``value`` what it was computed to, None when unknown."""

    id: str
    value: str | int | None
    text: str
    label: str = ""
    """What it is, for people who write."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure that is the sum of others, by name."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A figure that is ``part`` of ``whole`` in per cent with ``digits`` after the point, rounded half up."""

    share: str
    part: str
    whole: str
    digits: int


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph. ``figure`` is the figure's id, empty for free text."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``level``: 0 text, 1 heading 一、, 2 heading （一）, :data:`ADDRESSEES`."""

    slot: str
    level: int
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """As it is read."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Annex:
    """A table at the end. ``widths`` are shares of the text's width, one a column."""

    key: str
    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    numeric: tuple[int, ...] = ()
    """Columns that hold numbers, from 0."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, at the foot of the last page."""

    copies: Paragraph | None
    """抄送：……。; None where nobody gets one."""
    printer: Paragraph
    """印发机关."""
    day: str
    """E.g. 2021年2月2日印发."""

    @property
    def lines(self) -> tuple[Paragraph, ...]:
        """As they stand between the rules, from above."""
        last = replace(self.printer, spans=(*self.printer.spans, Span(self.day)))
        return (last,) if self.copies is None else (self.copies, last)


@dataclass(frozen=True, slots=True)
class NoticeData:
    """A whole notice. ``digest`` is that of the frozen results it tells."""

    title: str
    issuer: str
    head: str
    """The red head (发文机关标志)."""
    number: str
    """文号; empty while it has none."""
    day: str
    """Date of the notice as written, e.g. 2021年2月2日."""
    digest: str
    body: tuple[Paragraph, ...]
    annexes: tuple[Annex, ...]
    figures: Mapping[str, Figure]
    sums: tuple[Sum, ...]
    shares: tuple[Share, ...]
    rounding: str
    """How shares are rounded, as the notice states it."""
    demonstration: str = ""
    """Said at the head where the results are no real ones."""
    remark: Paragraph | None = None
    """附注, below the date."""
    imprint: Imprint | None = None

    def to_json(self) -> str:
        """JSON, the same for the same notice: what was signed before there was a foot keeps its digest."""
        told = {**asdict(self), "figures": [asdict(figure) for figure in self.figures.values()]}
        for name in ("remark", "imprint"):
            if told[name] is None:
                del told[name]
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> NoticeData:
        """Back from :meth:`to_json`. Raises ValueError, KeyError, TypeError for anything else."""
        told: dict[str, Any] = json.loads(text)
        body = tuple(_paragraph(one) for one in told.pop("body"))
        remark, imprint = told.pop("remark", None), told.pop("imprint", None)
        annexes = tuple(
            Annex(**{name: _tuples(value) for name, value in one.items()}) for one in told.pop("annexes")
        )
        figures = {one["id"]: Figure(**one) for one in told.pop("figures")}
        sums = tuple(Sum(one["total"], tuple(one["parts"])) for one in told.pop("sums"))
        shares = tuple(Share(**one) for one in told.pop("shares"))
        return cls(
            body=body,
            annexes=annexes,
            figures=figures,
            sums=sums,
            shares=shares,
            remark=_paragraph(remark) if remark else None,
            imprint=_imprint(imprint) if imprint else None,
            **told,
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the JSON."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @property
    def text(self) -> tuple[Paragraph, ...]:
        """All that is written before the annexes: the body and the remark below the date."""
        return self.body if self.remark is None else (*self.body, self.remark)

    @property
    def foot(self) -> tuple[Paragraph, ...]:
        """All that is written after them: the lines of the imprint."""
        return () if self.imprint is None else self.imprint.lines

    @property
    def closing(self) -> str:
        """The line at the very end: how shares are rounded and what the figures rest on."""
        return f"{self.rounding}核定结果摘要（SHA-256）：{self.digest}"

    def annex_line(self, number: int) -> str:
        """An annex as the list under the text names it, ``number`` from 1."""
        return f"{number}．{self.annexes[number - 1].title}"


def _paragraph(told: Mapping[str, Any]) -> Paragraph:
    return Paragraph(told["slot"], told["level"], tuple(Span(**span) for span in told["spans"]))


def _imprint(told: Mapping[str, Any]) -> Imprint:
    copies = _paragraph(told["copies"]) if told["copies"] else None
    return Imprint(copies, _paragraph(told["printer"]), told["day"])


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
