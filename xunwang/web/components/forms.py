"""What all forms of stored things share."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class WholeForm(forms.ModelForm):  # type: ignore[type-arg]
    """Checks the constraints of the whole row, also those over fields that the form does not show."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError:
                self.add_error(None, "已有相同的记录，不能重复添加。")


def plain(text: str, longest: int) -> str:
    """Text from an address or a bare field, without control characters, which the database refuses."""
    return _CONTROL.sub("", text)[:longest].strip()
