"""What a person may do on the spot about a problem of the register."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.registry.models import Unit
from xunwang.registry.rules import Act, Problem
from xunwang.registry.snapshot import AccountRow, Register
from xunwang.registry.vocabulary import Status
from xunwang.web.components.listing import Cell

_FILED = {Act.CHANGE: "change", Act.MERGE: "merge", Act.CLOSE: "close"}
NOTHING = Cell("")


class Acts:
    """Finds the page for each problem. Two queries, whatever the number of problems."""

    def __init__(self, user: User, register: Register) -> None:
        self._register = register
        self._edits, self._files = (
            frozenset(within(user, action, Unit.objects.order_by()).values_list("pk", flat=True))
            for action in (Action.EDIT_REGISTER, Action.SUBMIT_FILINGS)
        )

    def of(self, problem: Problem, unit_id: int, account: AccountRow | None) -> Cell:
        """A link, or nothing where the person may not, or there is nothing to be done here."""
        act = problem.act
        if act is Act.EDIT_UNIT:
            return self._edit(act, "unit_edit", unit_id, unit_id)
        if act is Act.OPEN:
            return self._file(act, reverse("filing_new_account", args=[unit_id]), unit_id)
        if act is None or account is None:
            return NOTHING
        if act is Act.EDIT and unit_id in self._edits:
            return self._edit(act, "account_edit", account.id, unit_id)
        if act is Act.EDIT:
            # The sponsor itself edits nothing, but may file a change.
            act = Act.CHANGE
        if account.status not in (Status.RUNNING, Status.SUSPENDED):
            return NOTHING
        other = self._register.accounts.get(problem.other or 0)
        query = f"?{urlencode({'into': other.name})}" if act is Act.MERGE and other is not None else ""
        return self._file(act, reverse("filing_for_account", args=[account.id, _FILED[act]]) + query, unit_id)

    def _edit(self, act: Act, page: str, pk: int, unit_id: int) -> Cell:
        return Cell(act.label, reverse(page, args=[pk])) if unit_id in self._edits else NOTHING

    def _file(self, act: Act, url: str, unit_id: int) -> Cell:
        return Cell(act.label, url) if unit_id in self._files else NOTHING
