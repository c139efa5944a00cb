"""A year's assessment is opened: by the shipped indicators, or by the office's own, looked at before they hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.rules.edition import EditionError
from xunwang.rules.supervision.edition import DEFAULT, SHIPPED, describe_own, own_edition, shipped_edition
from xunwang.supervision.assessment.editions import digest_of_text, edition_of, year_begun
from xunwang.supervision.assessment.moves import open_year
from xunwang.supervision.errors import SupervisionError
from xunwang.supervision.models import Assessment
from xunwang.supervision.queries import supervisors
from xunwang.web.downloads import file_download
from xunwang.web.pages.campaigns.edition_files import MOST_BYTES, edition_field, text_of
from xunwang.web.pages.supervision.common import year_or_404
from xunwang.web.people import allowed, person

_MOST_FAULTS = 20


class OpeningForm(forms.Form):
    """A file of the office's own, or the text of one that has been looked at."""

    edition_file = edition_field("自定指标文件", "不选文件即按随附的版本考核。")
    edition_text = forms.CharField(
        required=False, strip=False, max_length=MOST_BYTES, widget=forms.HiddenInput
    )

    def clean_edition_file(self) -> str:
        """The file's text; every fault of it is told."""
        file = self.cleaned_data.get("edition_file")
        text = _sound(text_of(file))
        if file and not text:
            raise ValidationError("文件是空的。")
        return text

    def clean_edition_text(self) -> str:
        """The text with the ends of lines that it had: a browser sends others."""
        return _sound(self.cleaned_data["edition_text"])

    @property
    def text(self) -> str:
        """The office's own edition, or empty; a file counts before a text."""
        return str(self.cleaned_data["edition_file"] or self.cleaned_data["edition_text"])


def _sound(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text:
        return ""
    try:
        own_edition(text)
    except EditionError as error:
        faults = [f"{one}。" for one in error.problems[:_MOST_FAULTS]]
        more = len(error.problems) - _MOST_FAULTS
        raise ValidationError([*faults, *([f"另有{more}处。"] if more > 0 else [])]) from error
    return text


@allowed(Action.ASSESS_SUPERVISION)
def open_assessments(request: HttpRequest, year: int) -> HttpResponse:
    """Open the assessments of a year for all supervisors of the person; a file is shown before it holds."""
    year_or_404(year)
    form = OpeningForm(request.POST, request.FILES) if request.method == "POST" else OpeningForm()
    if not form.is_valid():
        return _page(request, year, {"form": form})
    if form.cleaned_data["edition_file"]:
        return _page(request, year, _looked_at(form.text))
    return _opened(request, year, form.text)


def _opened(request: HttpRequest, year: int, text: str) -> HttpResponse:
    user = person(request)
    units = within(user, Action.ASSESS_SUPERVISION, supervisors())
    try:
        opened = open_year(units, year, user, timezone.now(), text)
    except SupervisionError as error:
        messages.error(request, str(error))
    else:
        told = f"已建立{len(opened)}个单位的考核，并按当前数据取数。" if opened else "各单位的考核都已建立。"
        messages.success(request, told)
    return redirect(f"{reverse('supervision')}?year={year}")


def _looked_at(text: str) -> dict[str, Any]:
    """A sound edition of the office's own, to be agreed to."""
    edition = own_edition(text)
    return {
        "form": OpeningForm(initial={"edition_text": text}),
        "own": edition,
        "digest": digest_of_text(text),
        "changes": list(describe_own(edition)),
    }


def _page(request: HttpRequest, year: int, shown: dict[str, Any]) -> HttpResponse:
    begun = year_begun(year)
    edition = edition_of(begun) if begun is not None else None
    context = {"year": year, "edition": edition, "shipped": shipped_edition(DEFAULT), **shown}
    return render(request, "supervision/open.html", context)


@allowed(Action.SEE_ASSESSMENTS)
def year_edition_file(request: HttpRequest, year: int) -> HttpResponse:
    """The indicators by which a year is assessed, as a file; before it has begun the shipped ones."""
    begun = year_begun(year_or_404(year))
    own = begun.own_edition if begun is not None else None
    name = begun.edition_id if begun is not None else DEFAULT
    content = own.text.encode() if own is not None else (SHIPPED / f"{name}.yaml").read_bytes()
    subject = own or Assessment._meta.db_table
    return file_download(request, subject, f"{name}.yaml", "application/yaml", content)
