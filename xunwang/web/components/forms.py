"""What all forms of stored things share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

_LINE = BLANK_CHOICE_DASH[0][1]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Renderer(DjangoTemplates):
    """Django draws a line where nothing is chosen; here it is said in words."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The widget's HTML."""
        widget = context.get("widget", {})
        for _, options, _ in widget.get("optgroups", ()):
            for option in options:
                if option["label"] == _LINE:
                    option["label"] = "请选择" if widget["required"] else "（不选）"
        return super().render(template_name, context, request)


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
