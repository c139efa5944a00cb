"""What the pages of the register ask for."""

from __future__ import annotations

from django.db.models import QuerySet

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.registry.filing_words import FilingState
from xunwang.registry.models import Account, Filing


def same_name(account: Account, user: User) -> QuerySet[Account]:
    """Accounts of other units that bear exactly this name, as far as the person may see them."""
    rows = Account.objects.filter(name=account.name).exclude(unit=account.unit).select_related("unit")
    return within(user, Action.SEE_REGISTER, rows, "unit__path")[:20]


def told_the_public(account: Account) -> Filing | None:
    """The newest filing in effect that says what the public was told."""
    states = (FilingState.IN_EFFECT, FilingState.DONE, FilingState.APPROVED)
    return Filing.objects.filter(account=account, state__in=states).exclude(public_notice="").first()
