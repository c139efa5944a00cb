"""The editor: free text around figures that nobody types, with a preview beside it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.calendar import CalendarNotPublished
from xunwang.notices.errors import NoticeError
from xunwang.notices.models import Notice
from xunwang.notices.notice import TemplateError, Wording, compose, gather, load_template
from xunwang.notices.office import save
from xunwang.notices.office.contents import latest
from xunwang.web.pages.notices.forms import parts_of, texts_from
from xunwang.web.pages.notices.pages import the_notice
from xunwang.web.people import allowed, person


@allowed(Action.EDIT_NOTICES)
def notice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the last version; what can't be saved stays in the fields."""
    thing, user, now = the_notice(request, pk), person(request), timezone.now()
    require(user, Action.EDIT_NOTICES, thing)
    last = latest(thing)
    texts: Mapping[str, str] = last.texts
    base, fault, preview = last.number, "", False
    if request.method == "POST":
        texts, base = texts_from(request.POST), _number(request.POST.get("base", ""))
        preview = "preview" in request.POST
        try:
            if not preview:
                version = save(thing, texts, base, user, now)
                messages.success(request, f"已保存为第{version.number}版。")
                return redirect("notice", pk)
        except NoticeError as error:
            fault = str(error)
    return render(request, "notices/edit.html", _shown(thing, texts, fault) | {"base": base, "last": last})


@require_POST
@allowed(Action.EDIT_NOTICES)
def notice_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview alone, of what is in the fields."""
    thing = the_notice(request, pk)
    return render(request, "notices/preview.html", _shown(thing, texts_from(request.POST), ""))


def _shown(thing: Notice, texts: Mapping[str, str], fault: str) -> dict[str, object]:
    """Fields, figures and preview; ``fault`` or what is wrong with the words, at the slot where it is."""
    template = load_template()
    shown: dict[str, object] = {"notice": thing, "figures": (), "data": None}
    slot = ""
    try:
        gathered = gather(thing.campaign, Wording(), timezone.now())
        shown["figures"] = gathered.figures.all.values()
        shown["data"] = compose(gathered, Wording(texts=texts))
    except TemplateError as error:
        slot, fault = error.slot, fault or str(error)
    except CalendarNotPublished as error:
        fault = fault or str(error)
    return shown | {"parts": parts_of(texts, template, slot, fault), "fault": fault}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
