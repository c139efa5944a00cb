"""Checks by hand (手机核查): which accounts wait, the form, and what was written down."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from xunwang.access.roles import Action
from xunwang.audit.acting import acting, record
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign
from xunwang.media.access import require_look, require_look_anywhere
from xunwang.media.checks import keep_pictures, record_check
from xunwang.media.errors import MediaError
from xunwang.media.queries import (
    accounts_seen_by,
    accounts_to_look_at,
    address_of_account,
    campaigns_looked_at_by,
    checks_seen_by,
    pictures_seen_by,
    unanswered_message,
)
from xunwang.media.steps import steps_for
from xunwang.registry.models import Account
from xunwang.registry.platforms import platform_choices
from xunwang.web.components.files import LIMITS, download, uploads_in
from xunwang.web.components.listing import Column, Filter, Listing, ListSpec
from xunwang.web.pages.media.check_form import CheckForm, first_values, redeemed, ticket
from xunwang.web.pages.media.withdrawing import about_withdrawal, overseen, take_back
from xunwang.web.people import address_of, allowed, person

_STATES = (("waits", "待核查"), ("done", "已核查"))


def _spec() -> ListSpec:
    return ListSpec(
        columns=(Column("name", "账号", lambda one: one.name),),
        filters=(
            Filter("state", "状态", _STATES, lambda rows, value: rows.filter(waits=value == "waits")),
            Filter("platform", "平台", platform_choices(), "platform"),
        ),
        search=("name", "unit__name", "identifier"),
        search_label="账号或单位",
        empty="没有需要核查的账号。",
    )


@allowed(Action.SEE_REGISTER)
def waiting(request: HttpRequest) -> HttpResponse:
    """The accounts to look at, of a campaign's sample or of the person's part, those that wait first."""
    user = person(request)
    require_look_anywhere(user)
    campaign = _campaign(request)
    rows = accounts_to_look_at(user, campaign, timezone.now())
    kept = {"campaign": str(campaign.pk)} if campaign is not None else {}
    listing = Listing(_spec(), rows, request.GET, kept)
    start = (listing.page - 1) * 50
    context = {
        "title": "手机核查",
        "listing": listing,
        "accounts": listing.things[start : start + 50],
        "campaign": campaign,
        "campaigns": campaigns_looked_at_by(user),
        "left": rows.filter(waits=True).count(),
        "all": rows.count(),
        "query": _query(campaign),
    }
    return render(request, "media/checks.html", context)


@allowed(Action.SEE_REGISTER)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form. Sent twice it is one check; sent with a fault it comes back with all that was in it."""
    user = person(request)
    account = get_object_or_404(accounts_seen_by(user), pk=pk)
    campaign = _campaign(request)
    require_look(user, account, campaign)
    pictures: list[tuple[str, Any]] = []
    if request.method == "POST":
        form = CheckForm(account, request.POST)
        key = _key(request)
        pictures = redeemed(request.POST.getlist("kept"), key) if key is not None else []
        trouble = _take_pictures(request, key, pictures)
        if form.is_valid() and not trouble:
            try:
                told = form.sight(campaign)
                record_check(told, [picture for _, picture in pictures], user, timezone.now())
            except MediaError as error:
                trouble = str(error)
            else:
                messages.success(request, f"已保存“{account.name}”的核查。")
                return _onwards(request, account, campaign, told.key)
        if trouble:
            form.add_error(None, trouble)
    else:
        form = CheckForm(account, initial=first_values(unanswered_message(account)))
    context = {
        "account": account,
        "campaign": campaign,
        "form": form,
        "pictures": pictures,
        "steps": steps_for(account.platform),
        "limits": LIMITS,
        "address": address_of_account(account),
        "last": account.hand_checks.filter(withdrawal=None).select_related("by").first(),
        "query": _query(campaign),
    }
    return render(request, "media/check_form.html", context)


@allowed(Action.SEE_REGISTER)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One check with its pictures."""
    found = overseen(request, checks_seen_by, pk)
    context: dict[str, object] = {
        "check": found,
        "functions": found.functions.all(),
        "pictures": found.pictures.all(),
        **about_withdrawal(request, found),
    }
    return render(request, "media/check.html", context)


@require_POST
@allowed(Action.SEE_REGISTER)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a check back."""
    take_back(request, overseen(request, checks_seen_by, pk))
    return redirect("hand_check", pk=pk)


@allowed(Action.SEE_REGISTER)
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture: inside of our pages it is shown, in a window of its own it is saved, and written down."""
    found = overseen(request, pictures_seen_by, pk)
    if request.headers.get("Sec-Fetch-Dest") != "image":
        with acting(person(request), "web", address_of(request)):
            record("download", found, found.name)
    return download(found)


def _campaign(request: HttpRequest) -> Campaign | None:
    number = request.GET.get("campaign", "")
    if not number:
        return None
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    return get_object_or_404(campaigns_looked_at_by(person(request)), pk=wanted)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _take_pictures(request: HttpRequest, key: UUID | None, pictures: list[tuple[str, Any]]) -> str:
    """Store what has come, whatever else the form needs; gives what is wrong, in Chinese."""
    if key is None:
        return "表单已失效，请从列表重新打开。"
    try:
        uploads = (*uploads_in(request, "gallery"), *uploads_in(request, "camera"))
        pictures += [(ticket(one, key), one) for one in keep_pictures(uploads)]
    except (InspectionError, MediaError) as error:
        return str(error)
    return ""


def _onwards(request: HttpRequest, account: Account, campaign: Campaign | None, key: UUID) -> HttpResponse:
    """To the next account that waits, or back to the list. The page is told which form has arrived."""
    rows = accounts_to_look_at(person(request), campaign, timezone.now()).filter(waits=True)
    following = rows.exclude(pk=account.pk).first() if "next" in request.POST else None
    place = (
        reverse("hand_check_new", args=[following.pk]) if following is not None else reverse("hand_checks")
    )
    told = {"saved": str(key)} | ({"campaign": str(campaign.pk)} if campaign is not None else {})
    url = f"{place}?{urlencode(told)}"
    htmx: Any = getattr(request, "htmx", False)
    return HttpResponseClientRedirect(url) if htmx else redirect(url)


def _query(campaign: Campaign | None) -> str:
    return f"?campaign={campaign.pk}" if campaign is not None else ""
