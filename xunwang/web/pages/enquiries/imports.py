"""Taking a filled-in table of test questions: first a look at what it does, then doing it."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xunwang.access.roles import Action
from xunwang.engine.spreadsheet import SpreadsheetError, read_rows
from xunwang.inspection.enquiries import Question, Reply
from xunwang.inspection.enquiry_table import Entry, apply_table, plan_table
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign
from xunwang.inspection.review.people import require_reviewer
from xunwang.inspection.vocabulary import Quality
from xunwang.web.pages.review.queries import campaigns_of
from xunwang.web.people import allowed, person

LARGEST = 5 * 1024 * 1024
_SALT = "xunwang.enquiries"
_SHOWN = 200


class TableForm(forms.Form):
    """A table."""

    file = forms.FileField(label="文件", help_text="XLSX或CSV，不超过5MB。请先导出本表，填写后上传。")

    def clean_file(self) -> Any:
        """Bounded before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过5MB。")
        return file


@allowed(Action.REVIEW_FINDINGS)
def import_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload, look, confirm."""
    user = person(request)
    campaign = get_object_or_404(campaigns_of(user), pk=pk)
    require_reviewer(user, campaign)
    if request.method == "POST" and "planned" in request.POST:
        return _confirm(request, campaign)
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"campaign": campaign, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_table(campaign, _rows(form.cleaned_data["file"]), timezone.now())
        except (SpreadsheetError, InspectionError) as error:
            form.add_error("file", str(error))
        else:
            names = dict(campaign.sites.values_list("pk", "name"))
            sealed = {"of": campaign.pk, "by": user.pk, "rows": [_sealed(one) for one in planned.entries]}
            context |= {
                "planned": planned,
                "rows": [(one, names[one.site_id]) for one in planned.entries[:_SHOWN]],
                "sealed": signing.dumps(sealed, salt=_SALT, compress=True),
            }
    return render(request, "enquiries/import.html", context)


def _confirm(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        told = signing.loads(request.POST["planned"], salt=_SALT)
    except signing.BadSignature:
        told = {}
    if told.get("of") != campaign.pk or told.get("by") != person(request).pk:
        messages.error(request, "页面已失效，请重新上传。")
        return redirect("enquiries_import", pk=campaign.pk)
    entries = [_opened(one) for one in told["rows"]]
    done, errors = apply_table(campaign, entries, person(request), timezone.now())
    messages.success(request, f"已导入{done}行。")
    for number, why in errors[:10]:
        messages.error(request, f"第{number}行没有导入：{why}")
    return redirect("enquiries", pk=campaign.pk)


def _rows(file: UploadedFile[bytes]) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{Path(file.name or '').suffix.lower()}"
        path.write_bytes(file.read())
        rows = read_rows(path)
    return [[cell.replace("\x00", "") for cell in row] for row in rows]


def _sealed(entry: Entry) -> dict[str, Any]:
    plain = asdict(entry)
    plain["asked_at"] = entry.asked_at.isoformat()
    if entry.reply is not None:
        plain["reply"]["at"] = entry.reply.at.isoformat()
    return plain


def _opened(plain: dict[str, Any]) -> Entry:
    reply = plain["reply"]
    if reply is not None:
        reply = Reply(
            datetime.fromisoformat(reply["at"]), Quality(reply["quality"]), reply["text"], reply["url"]
        )
    asked = datetime.fromisoformat(plain["asked_at"])
    return Entry(plain["number"], plain["site_id"], Question(**plain["question"]), asked, reply)
