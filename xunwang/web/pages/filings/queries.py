"""What the pages ask about filings."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import assignments_of
from xunwang.access.roles import Action, roles_for
from xunwang.registry.filing_words import FilingState
from xunwang.registry.importing.columns import ACCOUNTS, SITES
from xunwang.registry.models import Filing, Unit


def waiting_for(user: User) -> QuerySet[Filing]:
    """Filings that this person may decide on now, oldest first; as ``filings.may_decide`` has it."""
    allowed = roles_for(Action.DECIDE_FILINGS)
    held = [one for one in assignments_of(user) if one.role in allowed]
    wanted = Q(awaiting__in=[one.unit_id for one in held if one.unit_id])
    if any(one.unit_id is None for one in held):
        wanted |= Q(awaiting__superior=None, awaiting__supervising_unit=None, awaiting__isnull=False)
    rows = Filing.objects.filter(wanted, state=FilingState.DECIDING).exclude(created_by=user)
    return rows.select_related("unit", "site", "account", "awaiting").order_by("created_at")


def shown_proposal(filing: Filing) -> list[tuple[str, str, str]]:
    """Label, present and proposed value of what a filing asks for."""
    table = ACCOUNTS if filing.of_account else SITES
    thing = filing.site or filing.account
    shown = []
    if "unit_id" in filing.proposal and thing is not None:
        wanted = Unit.objects.filter(pk=filing.proposal["unit_id"]).first()
        shown.append(("主办单位", thing.unit.name, wanted.name if wanted else "（不在名录）"))
    for column in table.columns:
        if column.field in filing.proposal:
            now = column.write(getattr(thing, column.field)) if thing is not None else ""
            shown.append((column.headers[0], now, column.write(filing.proposal[column.field])))
    return shown
