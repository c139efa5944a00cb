"""Indicators of one site or account of a campaign as its page shows them, with findings and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from xunwang.inspection.blind import told
from xunwang.inspection.models import Finding
from xunwang.inspection.results.standing import Stood
from xunwang.inspection.vocabulary import Ruling, Status
from xunwang.notices.results_json import RESTRICTED
from xunwang.notices.view import number, safe_link
from xunwang.rules.edition import Edition, Item
from xunwang.words import ItemKind, State

SHOWN_FINDINGS = 50
SHOWN_EVIDENCE = 3
STATUS_TONES = {
    Status.CANDIDATE: "warn", Status.SECOND: "warn", Status.UNSURE: "warn", Status.CONFIRMED: "bad",
    Status.DISMISSED: "plain",
}  # fmt: skip
STATE_TONES = {State.HIT: "bad", State.CLEAR: "good", State.NEEDS_REVIEW: "warn", State.UNKNOWN: "warn"}

Group = tuple[str, list["Indicator"], list["Indicator"]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the page."""

    id: str
    title: str
    rule: str
    kind: str
    state: State
    tone: str
    measured: str
    missing: str
    ruling: str
    points: str
    unconfirmed: bool
    findings: tuple[Mapping[str, object], ...]
    more: int

    @property
    def open(self) -> bool:
        """Somebody still has to decide."""
        return self.state in (State.NEEDS_REVIEW, State.UNKNOWN)


def indicators_of(stood: Iterable[Stood], edition: Edition) -> list[Indicator]:
    """The rows, in the order of the table."""
    return [_indicator(one, edition.items.get(one.row.item)) for one in stood]


def grouped(rows: list[Indicator]) -> list[Group]:
    """By part of the table: what is to be looked at first, then what is clear."""
    groups = []
    for kind in ItemKind:
        mine = [row for row in rows if row.kind == kind]
        if mine:
            groups.append((
                kind.label,
                [row for row in mine if row.state is not State.CLEAR or row.findings],
                [row for row in mine if row.state is State.CLEAR and not row.findings],
            ))  # fmt: skip
    return groups


def counted(rows: list[Indicator]) -> list[tuple[str, int, str]]:
    """How many are in each state, with the colour of its badge."""
    return [(state.label, sum(row.state is state for row in rows), STATE_TONES[state]) for state in State]


def _indicator(one: Stood, item: Item | None) -> Indicator:
    row, verdict = one.row, one.verdict
    return Indicator(
        id=row.item,
        title=item.title if item else row.item,
        rule=item.rule if item else "",
        kind=row.kind,
        state=verdict.state,
        tone=STATE_TONES[verdict.state],
        measured=row.measured,
        missing=row.missing if verdict.state is State.UNKNOWN else "",
        ruling=Ruling(row.ruling).label if row.ruling else "",
        points=_points(item, verdict.amount) if item and verdict.state is State.HIT else "",
        unconfirmed=bool(item and item.kind is not ItemKind.VETO
                         and not (item.points_confirmed and item.cap_confirmed)),
        findings=tuple(_finding(finding) for finding in one.findings[:SHOWN_FINDINGS]),
        more=max(0, len(one.findings) - SHOWN_FINDINGS),
    )  # fmt: skip


def _points(item: Item, amount: int) -> str:
    """What the indicator costs or brings by itself; caps of groups come on top."""
    if item.points_each is None:
        return f"最多+{number(item.cap)}分" if item.kind is ItemKind.BONUS else ""
    points = item.points_each * amount
    points = min(points, item.cap) if item.cap is not None else points
    return f"{'+' if item.kind is ItemKind.BONUS else '−'}{number(points)}分"


def _finding(finding: Finding) -> Mapping[str, object]:
    status = told(finding)
    seen = [] if finding.restricted else finding.evidence[:SHOWN_EVIDENCE]
    return {
        "summary": RESTRICTED if finding.restricted else finding.summary,
        "page": reverse("finding", args=[finding.pk]),
        "status": status.label,
        "tone": STATUS_TONES[status],
        "evidence": [
            {
                "url": str(one.get("url") or ""),
                "link": safe_link(str(one.get("url") or "")),
                "fragment": str(one.get("fragment") or "")[:200],
                "note": str(one.get("note") or "")[:200],
            }
            for one in seen
        ],
    }
