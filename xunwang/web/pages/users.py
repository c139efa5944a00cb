"""Users: who they are, what they were given, and how they get in again."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import ApiToken, Assignment, OfficeName, User
from xunwang.access.office_names import register_name
from xunwang.access.permissions import may
from xunwang.access.roles import GRANTABLE, Action, Role
from xunwang.access.tokens import in_use, revoke
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import choices
from xunwang.web.components.forms import WholeForm, plain
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.first_start import new_password
from xunwang.web.people import allowed, person


def _roles(user: User) -> str:
    return "；".join(
        f"{Role(held.role).label}（{held.unit.name if held.unit else '全部单位'}）"
        for held in user.assignments.all()
    )


_LIST = ListSpec(
    columns=(
        Column("name", "姓名", lambda user: Cell(user.name, reverse("user", args=[user.pk])), ("name",)),
        Column("username", "用户名", lambda user: user.username, ("username",)),
        Column("roles", "角色", _roles),
        Column(
            "active",
            "状态",
            lambda user: Cell("在用", tone="good") if user.is_active else Cell("停用", tone="plain"),
            ("is_active",),
            "short",
        ),
    ),
    filters=(
        Filter(
            "role",
            "角色",
            choices(GRANTABLE),
            lambda rows, role: rows.filter(assignments__role=role).distinct(),
        ),
        Filter("active", "状态", [("1", "在用"), ("0", "停用")], "is_active"),
    ),
    search=("username", "name"),
    search_label="姓名或用户名",
    empty="还没有用户。",
)


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new user. The password is made, shown once, and changed at the first sign-in."""

    class Meta:
        """Fields."""

        model = User
        fields = ("username", "name")

    def clean_username(self) -> str:
        """In small letters, as it is looked up at the sign-in."""
        return str(self.cleaned_data["username"]).lower()


class AssignmentForm(WholeForm):
    """A role over a subtree."""

    unit = forms.ModelChoiceField(
        Unit.objects.order_by("region_code", "path"),
        label="范围（单位及其下级）",
        required=False,
    )
    everywhere = forms.BooleanField(
        label="全部单位", required=False, help_text="包括以后登记的单位。一般只授予省级人员。"
    )

    class Meta:
        """Fields."""

        model = Assignment
        fields = ("role", "unit")

    def clean(self) -> dict[str, Any]:
        """A unit or all of them: who forgets to choose one gives nobody the whole province."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(given.get("unit")) == bool(given.get("everywhere")):
            self.add_error("unit", "请选择一个单位，或勾选“全部单位”。")
        return given


@allowed(Action.SEE_USERS)
def users(request: HttpRequest) -> HttpResponse:
    """All users."""
    listing = Listing(_LIST, User.objects.prefetch_related("assignments__unit"), request.GET)
    actions = [("添加用户", reverse("user_new"))] if may(person(request), Action.MANAGE_USERS) else []
    return render(request, "list.html", {"title": "用户", "listing": listing, "actions": actions})


@allowed(Action.SEE_USERS)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """One user."""
    found = get_object_or_404(User, pk=pk)
    manages = may(person(request), Action.MANAGE_USERS)
    context = {
        "found": found,
        "assignments": found.assignments.select_related("unit"),
        "manages": manages,
        "own": found.pk == person(request).pk,
        "has_second_factor": Authenticator.objects.filter(user=found, type=Authenticator.Type.TOTP).exists(),
        "office": settings.OFFICE_PROVIDER,
        "office_name": OfficeName.objects.filter(user=found).values_list("name", flat=True).first() or "",
        "linked": SocialAccount.objects.filter(user=found).first(),
        "tokens": in_use(found, timezone.now()).count(),
        "form": AssignmentForm() if manages else None,
    }
    return render(request, "users/user.html", context)


@allowed(Action.MANAGE_USERS)
def new(request: HttpRequest) -> HttpResponse:
    """Add a user."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = new_password()
        added = User.objects.create_user(
            form.cleaned_data["username"], password, name=form.cleaned_data["name"]
        )
        return _password_page(request, added, password)
    back = ("用户", reverse("users"))
    return render(request, "form.html", {"form": form, "title": "添加用户", "back": back, "submit": "添加"})


@require_POST
@allowed(Action.MANAGE_USERS)
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role."""
    found = get_object_or_404(User, pk=pk)
    form = AssignmentForm(request.POST, instance=Assignment(user=found))
    if form.is_valid():
        form.save()
        messages.success(request, f"已授予“{form.instance.get_role_display()}”。")
    else:
        messages.error(
            request, "没有授予：请选择角色和一个单位（或勾选“全部单位”）；同一角色和范围只能授予一次。"
        )
    return redirect("user", pk=pk)


@require_POST
@allowed(Action.MANAGE_USERS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away, stop or restart a user, reset the password or the second factor."""
    found = get_object_or_404(User, pk=pk)
    what = request.POST.get("what", "")
    own = found.pk == person(request).pk
    if what in ("stop", "revoke") and own:
        messages.error(request, "不能停用自己或撤销自己的角色。请由另一位省级管理员办理。")
    elif what == "revoke":
        get_object_or_404(Assignment, pk=request.POST.get("assignment", "0"), user=found).delete()
        messages.success(request, "已撤销。")
    elif what in ("stop", "start"):
        found.is_active = what == "start"
        found.save()
        messages.success(request, f"已{'启用' if found.is_active else '停用'}“{found.name}”。")
    elif what == "password":
        password = new_password()
        found.set_password(password)
        found.save()
        sign_out_everywhere(found)
        return _password_page(request, found, password)
    elif what == "office_name":
        _register_at_office(request, found)
    elif what == "office_unlink":
        SocialAccount.objects.filter(user=found).delete()
        sign_out_everywhere(found)
        messages.success(request, "已解除绑定，该用户不能再用统一身份认证登录。")
    elif what == "tokens":
        ended = revoke(ApiToken.objects.filter(user=found), timezone.now())
        messages.success(request, f"已撤销{ended}个接口令牌，使用它们的程序不能再访问。")
    elif what == "second_factor":
        Authenticator.objects.filter(user=found).delete()
        sign_out_everywhere(found)
        messages.success(request, "已清除双因素认证，该用户下次登录时须重新设置。")
    else:
        raise Http404
    return redirect("user", pk=pk)


def _register_at_office(request: HttpRequest, found: User) -> None:
    name = plain(request.POST.get("name", ""), 150)
    try:
        register_name(found, name)
    except IntegrityError:
        messages.error(request, f"“{name}”已登记给另一用户，请核对。")
    else:
        messages.success(
            request, f"已登记“{name}”，本人首次用统一身份认证登录时绑定。" if name else "已清除登记。"
        )


def sign_out_everywhere(found: User) -> None:
    """End the user's sessions."""
    with transaction.atomic():
        for session in Session.objects.filter(expire_date__gt=timezone.now()):
            if session.get_decoded().get("_auth_user_id") == str(found.pk):
                session.delete()


def _password_page(request: HttpRequest, found: User, password: str) -> HttpResponse:
    return render(request, "users/password.html", {"found": found, "password": password})
