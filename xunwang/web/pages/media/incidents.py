"""Incidents about an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.roles import Action
from xunwang.audit.acting import acting, record
from xunwang.inspection.errors import InspectionError
from xunwang.media.access import require_look
from xunwang.media.errors import MediaError
from xunwang.media.incidents import Report, record_incident
from xunwang.media.queries import accounts_seen_by, files_seen_by, incidents_seen_by
from xunwang.media.vocabulary import IncidentKind
from xunwang.registry.vocabulary import choices
from xunwang.web.components.files import ACCEPT, LIMITS, download, uploads_in
from xunwang.web.pages.media.check_form import Gallery
from xunwang.web.pages.media.withdrawing import about_withdrawal, overseen, take_back
from xunwang.web.people import address_of, allowed, person


class IncidentForm(forms.Form):
    """What happened."""

    kind = forms.ChoiceField(label="类别", choices=choices(IncidentKind))
    at = forms.DateTimeField(
        label="发生时间",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    text = forms.CharField(label="情况", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    url = forms.URLField(label="网址", max_length=500, required=False, assume_scheme="http")
    proofs = forms.Field(
        label="证明材料",
        required=False,
        widget=Gallery(attrs={"accept": ACCEPT, "multiple": True}),
        help_text=f"{LIMITS}没有网址的必须上传。",
    )


@allowed(Action.SEE_REGISTER)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an incident down."""
    user = person(request)
    account = get_object_or_404(accounts_seen_by(user), pk=pk)
    require_look(user, account)
    form = IncidentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        report = Report(account, IncidentKind(told["kind"]), told["at"], told["text"], told["url"])
        try:
            written = record_incident(report, uploads_in(request, "proofs"), user, timezone.now())
        except (MediaError, InspectionError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已登记。")
            return redirect("incident", pk=written.pk)
    context = {
        "form": form,
        "title": "登记事件",
        "lead": "事件只作为判定的依据，是否构成单项否决由复核人员确认。",
        "back": (account.name, reverse("media_account", args=[pk])),
    }
    return render(request, "form.html", context)


@allowed(Action.SEE_REGISTER)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident with its files."""
    found = overseen(request, incidents_seen_by, pk)
    context = {"incident": found, "files": found.files.all(), **about_withdrawal(request, found)}
    return render(request, "media/incident.html", context)


@require_POST
@allowed(Action.SEE_REGISTER)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an incident back."""
    take_back(request, overseen(request, incidents_seen_by, pk))
    return redirect("incident", pk=pk)


@allowed(Action.SEE_REGISTER)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file, always as a download, and written down."""
    found = overseen(request, files_seen_by, pk)
    with acting(person(request), "web", address_of(request)):
        record("download", found, found.name)
    return download(found)
