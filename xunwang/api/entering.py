"""Entry by programmes goes through the forms of the pages: the same fields, the same rules, the same rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm

from xunwang.access.models import User
from xunwang.api.problems import ApiError, Trouble, forbidden_field
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.rules import Problem
from xunwang.web.pages.register.forms import RegisterForm


def enter(
    form: type[RegisterForm], user: User, known: Unit | WebSite | Account | None, given: Mapping[str, Any]
) -> tuple[Any, list[Problem]]:
    """Store what is given over what is known; gives the stored thing and the warnings.

    Raises ApiError, RegisterError.
    """
    blank = form(user, instance=known)
    unknown = sorted(given.keys() - blank.fields.keys())
    if unknown:
        raise forbidden_field(unknown)
    before = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    data = {name: value for name, value in {**before, **given}.items() if value is not None}
    data = {name: "；".join(value) if isinstance(value, list) else value for name, value in data.items()}
    filled = form(user, data, instance=known)
    require_valid(filled)
    return filled.instance, filled.enter()


def require_valid(form: BaseForm) -> None:
    """Raise ApiError with everything that the form says."""
    if form.is_valid():
        return
    troubles = [
        Trouble(field="" if name == "__all__" else name, message=str(text))
        for name, texts in form.errors.items()
        for text in texts
    ]
    raise ApiError("invalid", "", troubles)
