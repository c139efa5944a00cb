"""Problems by indicator: how many sites have them, how many findings, what is still open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Sum

from xunwang.inspection.blind import still_open, told_status
from xunwang.inspection.editions import edition_of
from xunwang.inspection.models import Campaign, Finding, ItemVerdict
from xunwang.inspection.vocabulary import OPEN, Ruling, Status
from xunwang.rules.edition import Item
from xunwang.words import ItemKind, State


@dataclass(slots=True)
class ProblemLine:
    """One indicator over all sites."""

    id: str
    kind: ItemKind
    item: Item | None
    """None where the edition no longer has it."""
    sites: int = 0
    """With confirmed findings, or ruled or stated without any."""
    findings: int = 0
    """Confirmed."""
    amount: int = 0
    """Occurrences that these stand for."""
    open: int = 0
    """Findings that somebody still has to decide."""
    open_sites: int = 0
    """Sites that have such findings."""
    dismissed: int = 0
    unknown: int = 0
    """Sites of which nobody can say yet."""
    waived: int = 0
    """Sites that were not judged, by a person's decision."""

    @property
    def title(self) -> str:
        """As pages show it."""
        return self.item.title if self.item else self.id

    @property
    def area(self) -> str:
        """Part of the table."""
        return self.item.level1 if self.item else ""


def problem_lines(campaign: Campaign) -> list[ProblemLine]:
    """Every indicator that was judged, in the order of the table; four queries."""
    edition = edition_of(campaign)
    verdicts = ItemVerdict.objects.filter(campaign=campaign).order_by()
    lines: dict[str, ProblemLine] = {}
    rows = verdicts.values("item", "kind", "position", "state", "needs_ruling", "ruling")
    for row in rows.annotate(count=Count("pk")).order_by("position"):
        name = row["item"]
        line = lines.setdefault(name, ProblemLine(name, ItemKind(row["kind"]), edition.items.get(name)))
        if row["needs_ruling"] and not row["ruling"]:
            line.unknown += row["count"]
        elif row["ruling"] == Ruling.WAIVED:
            line.waived += row["count"]
    _count_findings(campaign, lines)
    for name, count in _bare(campaign):
        lines[name].sites += count
    return list(lines.values())


def _count_findings(campaign: Campaign, lines: dict[str, ProblemLine]) -> None:
    standing = Finding.objects.filter(campaign=campaign, withdrawn=False).order_by()
    waiting = standing.filter(still_open())
    for item, sites in waiting.values_list("item").annotate(Count("checked", distinct=True)):
        lines[item].open_sites = sites
    counted = (
        standing.annotate(told=told_status())
        .values("item", "told")
        .annotate(count=Count("pk"), amount=Sum("amount"), sites=Count("checked", distinct=True))
    )
    for row in counted:
        line, status = lines[row["item"]], Status(row["told"])
        if status is Status.CONFIRMED:
            line.sites, line.findings, line.amount = row["sites"], row["count"], row["amount"]
        elif status in OPEN:
            line.open += row["count"]
        else:
            line.dismissed += row["count"]


def _bare(campaign: Campaign) -> list[tuple[str, int]]:
    """Situations that the machine states without occurrences, as ``standing`` counts them."""
    standing = Finding.objects.filter(verdict=OuterRef("pk"), withdrawn=False)
    rows = ItemVerdict.objects.filter(
        ~Exists(standing), campaign=campaign, state=State.HIT, needs_ruling=False
    ).order_by()
    return list(rows.values_list("item").annotate(Count("pk")))
