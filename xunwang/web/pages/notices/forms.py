"""What people write about a notice."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from xunwang.notices.notice import Template, load_template
from xunwang.notices.notice.template import LONGEST_SLOT, Slot
from xunwang.web.components.forms import plain


class Part:
    """A slot as the editor shows it."""

    def __init__(self, slot: Slot, text: str, fault: str = "") -> None:
        self.slot, self.text, self.fault = slot, text, fault

    @property
    def name(self) -> str:
        """Name of the field."""
        return f"text-{self.slot.id}"

    @property
    def rows(self) -> int:
        """Lines of the field: enough for what is in it."""
        return (
            1
            if self.slot.level
            else min(12, max(2, sum(1 + len(line) // 45 for line in self.text.splitlines())))
        )

    @property
    def label(self) -> str:
        """What it is."""
        kinds = {1: "一级标题", 2: "二级标题"}
        return self.slot.title or kinds.get(self.slot.level, self.slot.id)


def texts_from(posted: QueryDict) -> dict[str, str]:
    """Words by slot; fields that are not there stay as the template has them."""
    return {
        slot.id: plain_lines(str(posted[f"text-{slot.id}"]))
        for slot in load_template().slots
        if f"text-{slot.id}" in posted
    }


def plain_lines(text: str) -> str:
    """Without control characters; a little longer than allowed is kept, so that it can be told."""
    return "\n".join(plain(line, LONGEST_SLOT + 1) for line in text.replace("\r\n", "\n").split("\n"))


def parts_of(texts: Mapping[str, str], template: Template, slot: str = "", fault: str = "") -> list[Part]:
    """The editor's fields; ``fault`` is shown at ``slot``."""
    return [Part(one, texts.get(one.id, one.text), fault if one.id == slot else "") for one in template.slots]


class SigningForm(forms.Form):
    """文号 and day."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    document_number = forms.CharField(
        label="文号", max_length=60, help_text="如“吉政办函〔2021〕8号”。", widget=forms.TextInput()
    )
    issued_on = forms.DateField(
        label="成文日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, version: int = 0, today: datetime.date | None = None) -> None:
        super().__init__(data, initial={"version": version, "issued_on": today})


class ReasonForm(forms.Form):
    """Why something that was public changes."""

    reason = forms.CharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="会在公开页面上显示。",
    )

    def __init__(self, data: Any = None, *, required: bool = True, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix or None)
        self.fields["reason"].required = required
