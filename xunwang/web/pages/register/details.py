"""One unit, one site, one account; and registering and changing them."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from xunwang.access.permissions import may, require, within
from xunwang.access.roles import Action
from xunwang.registry.checking import known_figures, problems_of_account
from xunwang.registry.filing_words import FilingKind
from xunwang.registry.models import Account, Contact, Filing, Unit, WebSite
from xunwang.registry.rules import Problem, site_problems
from xunwang.registry.services import account_row, site_row
from xunwang.registry.snapshot import Register
from xunwang.registry.vocabulary import Status
from xunwang.web.pages.register.acts import Acts
from xunwang.web.pages.register.forms import AccountForm, ContactForm, RegisterForm, SiteForm, UnitForm
from xunwang.web.pages.register.queries import same_name, told_the_public
from xunwang.web.people import allowed, person


@allowed(Action.SEE_REGISTER)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit with what belongs to it."""
    found = get_object_or_404(_units(request).select_related("superior", "supervising_unit"), pk=pk)
    user = person(request)
    context = {
        "unit": found,
        "sites": found.sites.all(),
        "accounts": found.accounts.all(),
        "contacts": found.contacts.all(),
        "subordinates": found.subordinates.all(),
        "may_edit": may(user, Action.EDIT_REGISTER, found),
        "may_edit_contacts": may(user, Action.EDIT_CONTACTS, found),
        "may_file": may(user, Action.SUBMIT_FILINGS, found),
        "may_set_ways": may(user, Action.SET_WAYS, found),
    }
    return render(request, "register/unit.html", context)


@allowed(Action.SEE_REGISTER)
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """A site with its rules and filings."""
    rows = within(person(request), Action.SEE_REGISTER, WebSite.objects.select_related("unit"), "unit__path")
    found = get_object_or_404(rows, pk=pk)
    problems = site_problems(site_row(found), Register.load())
    return _thing(request, "register/site.html", found, problems)


@allowed(Action.SEE_REGISTER)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """An account with its rules, its filings, and the accounts beside it."""
    user = person(request)
    accounts = Account.objects.select_related("unit__superior", "unit__supervising_unit", "supervising_unit")
    found = get_object_or_404(within(user, Action.SEE_REGISTER, accounts, "unit__path"), pk=pk)
    register = Register.load()
    problems = problems_of_account(found, register, known_figures())
    acts = Acts(user, register)
    row = account_row(found)
    more = {
        "acts": [(problem, acts.of(problem, row.unit_id, row)) for problem in problems],
        "of_unit": found.unit.accounts.exclude(pk=found.pk),
        "of_name": same_name(found, user),
        "told": told_the_public(found) if may(user, Action.SEE_FILINGS, found) else None,
        "may_set_ways": may(user, Action.SET_WAYS, found),
    }
    return _thing(request, "register/account.html", found, problems, more)


def _thing(
    request: HttpRequest,
    template: str,
    found: WebSite | Account,
    problems: list[Problem],
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    user = person(request)
    own = (
        Filing.objects.filter(site=found)
        if isinstance(found, WebSite)
        else Filing.objects.filter(account=found)
    )
    filings = list(own) if may(user, Action.SEE_FILINGS, found) else []
    kinds = [kind for kind in FilingKind if kind is not FilingKind.OPEN]
    context = {
        **(more or {}),
        "thing": found,
        "kinds": [(kind.value, f"办理{kind.label}") for kind in kinds],
        "problems": problems,
        "filings": filings,
        "may_edit": may(user, Action.EDIT_REGISTER, found),
        "may_file": may(user, Action.SUBMIT_FILINGS, found)
        and found.status in (Status.RUNNING, Status.SUSPENDED),
    }
    return render(request, template, context)


@allowed(Action.EDIT_REGISTER)
def edit_unit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Register or change a unit."""
    found = get_object_or_404(_units(request), pk=pk) if pk is not None else None
    form = UnitForm(person(request), request.POST or None, instance=found)
    return _edit(request, form, found, "单位", "unit")


@allowed(Action.IMPORT_REGISTER)
def new_site(request: HttpRequest) -> HttpResponse:
    """Register a site that exists already. New ones are opened by filing (G-26)."""
    return _edit(request, SiteForm(person(request), request.POST or None), None, "网站", "site")


@allowed(Action.IMPORT_REGISTER)
def new_account(request: HttpRequest) -> HttpResponse:
    """Register an account that exists already. New ones are opened by filing (N-05)."""
    return _edit(request, AccountForm(person(request), request.POST or None), None, "政务新媒体", "account")


@allowed(Action.EDIT_REGISTER)
def edit_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what needs no filing."""
    rows = within(person(request), Action.SEE_REGISTER, WebSite.objects.all(), "unit__path")
    found = get_object_or_404(rows, pk=pk)
    form = SiteForm(person(request), request.POST or None, instance=found)
    return _edit(request, form, found, "网站", "site")


@allowed(Action.EDIT_REGISTER)
def edit_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what needs no filing."""
    rows = within(person(request), Action.SEE_REGISTER, Account.objects.all(), "unit__path")
    found = get_object_or_404(rows, pk=pk)
    form = AccountForm(person(request), request.POST or None, instance=found)
    return _edit(request, form, found, "政务新媒体", "account")


def _edit(
    request: HttpRequest, form: RegisterForm, found: Unit | WebSite | Account | None, label: str, page: str
) -> HttpResponse:
    user = person(request)
    if found is not None:
        require(user, Action.EDIT_REGISTER, found)
    if request.method == "POST":
        warnings = form.store()
        if warnings is not None:
            for warning in warnings:
                messages.warning(request, str(warning))
            messages.success(request, f"已保存“{form.instance}”。")
            return redirect(page, pk=form.instance.pk)
    back = (found.name, reverse(page, args=[found.pk])) if found else (f"{label}名录", reverse(f"{page}s"))
    context = {"form": form, "title": f"修改{label}" if found else f"登记{label}", "back": back}
    return render(request, "form.html", context)


@allowed(Action.EDIT_CONTACTS)
def edit_contact(request: HttpRequest, pk: int, contact: int | None = None) -> HttpResponse:
    """Add or change a contact of a unit."""
    found = get_object_or_404(_units(request), pk=pk)
    require(person(request), Action.EDIT_CONTACTS, found)
    known = get_object_or_404(Contact, pk=contact, unit=found) if contact is not None else Contact(unit=found)
    form = ContactForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"已保存联系人“{known.name}”。")
        return redirect("unit", pk=found.pk)
    title = "修改联系人" if contact is not None else "添加联系人"
    return render(
        request, "form.html", {"form": form, "title": title, "back": (found.name, reverse("unit", args=[pk]))}
    )


def _units(request: HttpRequest) -> QuerySet[Unit]:
    return within(person(request), Action.SEE_REGISTER, Unit.objects.all())
