"""Where the register and reality do not agree, from the daily comparison."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Max

from xunwang.registry.models import Difference, Look
from xunwang.registry.reality_words import STANDING, DifferenceKind
from xunwang.rules.supervision.facts import RegisterProblem, Row


def register_looks() -> dict[int, datetime]:
    """When each site was last looked at, by its key. One query."""
    rows = Look.objects.order_by().values("site").annotate(last=Max("at"))
    return {row["site"]: row["last"] for row in rows}


def register_differences() -> dict[int, tuple[RegisterProblem, ...]]:
    """What does not agree and was not explained, by the key of the unit. One query."""
    found: dict[int, list[RegisterProblem]] = defaultdict(list)
    for one in Difference.objects.filter(state__in=sorted(STANDING)).select_related("site").order_by("pk"):
        row = Row(one.site.name, f"difference:{one.pk}")
        told = f"{one.site.name}：{DifferenceKind(one.kind).label}（{one.seen}）"
        found[one.site.unit_id].append(RegisterProblem(row, told))
    return {unit: tuple(problems) for unit, problems in found.items()}
