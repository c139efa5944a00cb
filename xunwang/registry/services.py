"""Entry by hand: rules first, then one transaction. Also what an approved filing calls."""

from __future__ import annotations

from dataclasses import fields
from typing import TypeVar

from django.db import models, transaction

from xunwang.database.locks import Lock, lock_until_commit
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.rules import Problem, account_problems, site_problems, unit_problems
from xunwang.registry.snapshot import AccountRow, Register, SiteRow, UnitRow

R = TypeVar("R", UnitRow, SiteRow, AccountRow)


class RegisterError(Exception):
    """The entry breaks rules; ``problems`` are those that block it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("；".join(str(problem) for problem in problems))
        self.problems = problems


def lock_register() -> None:
    """One entry after the other until the transaction ends: rules look at the whole register."""
    lock_until_commit(Lock.REGISTER)


def store_unit(unit: Unit) -> list[Problem]:
    """Save a unit; gives the warnings. Raises :class:`RegisterError`."""
    with transaction.atomic():
        lock_register()
        warnings = _pass(unit_problems(_row(UnitRow, unit), Register.load()))
        unit.save()
    return warnings


def store_site(site: WebSite, *, by_filing: bool = False) -> list[Problem]:
    """Save a site; gives the warnings. Raises :class:`RegisterError`."""
    with transaction.atomic():
        lock_register()
        register = Register.load()
        before = register.sites.get(site.pk)
        warnings = _pass(site_problems(_row(SiteRow, site), register, before=before, by_filing=by_filing))
        site.save()
    return warnings


def store_account(account: Account, *, by_filing: bool = False) -> list[Problem]:
    """Save an account; gives the warnings. Raises :class:`RegisterError`."""
    with transaction.atomic():
        lock_register()
        register = Register.load()
        before = register.accounts.get(account.pk)
        warnings = _pass(
            account_problems(_row(AccountRow, account), register, before=before, by_filing=by_filing)
        )
        if before is not None and before.name not in (account.name, *account.former_names):
            account.former_names = [*account.former_names, before.name]
        account.save()
    return warnings


def site_row(site: WebSite) -> SiteRow:
    """The site as the rules look at it."""
    return _row(SiteRow, site)


def account_row(account: Account) -> AccountRow:
    """The account as the rules look at it."""
    return _row(AccountRow, account)


def _pass(problems: list[Problem]) -> list[Problem]:
    blocking = [problem for problem in problems if problem.blocking]
    if blocking:
        raise RegisterError(blocking)
    return problems


def _row(kind: type[R], thing: models.Model) -> R:
    values = {field.name: getattr(thing, field.name) for field in fields(kind) if field.name != "id"}
    return kind(id=thing.pk or 0, **values)
