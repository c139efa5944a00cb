"""Entry by programmes goes through the forms of the pages: the same fields, the same rules, the same rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm

from xunwang.api.problems import ApiError, Trouble, forbidden_field


def filled_in(blank: BaseForm, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form would send with ``given`` over what it shows. Raises ApiError for fields that it does not have."""
    unknown = sorted(given.keys() - blank.fields.keys())
    if unknown:
        raise forbidden_field(unknown)
    before = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
    data = {name: value for name, value in {**before, **given}.items() if value is not None}
    return {name: "；".join(value) if isinstance(value, list) else value for name, value in data.items()}


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
