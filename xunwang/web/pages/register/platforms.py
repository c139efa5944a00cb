"""Platforms: the built-in ones, and those that the province adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from xunwang.access.roles import Action
from xunwang.registry.models import Account, FurtherPlatform
from xunwang.registry.platforms import BUILT_IN, PlatformFacts
from xunwang.registry.vocabulary import LIVE
from xunwang.web.components.listing import Cell, Column, ListSpec
from xunwang.web.components.rows import RowListing
from xunwang.web.pages.register.forms import PlatformForm
from xunwang.web.people import allowed


class Row(NamedTuple):
    """A platform with how many accounts are in use there; ``pk`` None: built in."""

    facts: PlatformFacts
    pk: int | None
    accounts: int


_SPEC = ListSpec(
    columns=(
        Column("name", "平台", lambda row: _name(row), ("facts__label",)),
        Column("code", "短代码", lambda row: row.facts.code, ("facts__code",), "short"),
        Column("posts", "应发布内容", lambda row: _yes(row.facts.posts), ("facts__posts",), "short"),
        Column("interaction", "应有互动", lambda row: _yes(row.facts.interaction), ("facts__interaction",), "short"),
        Column("origin", "来源", lambda row: _origin(row), (), "short"),
        Column("accounts", "在用账号", lambda row: str(row.accounts), ("accounts",), "number"),
    ),
    empty="没有平台。",
)  # fmt: skip


@allowed(Action.IMPORT_REGISTER)
def platforms(request: HttpRequest) -> HttpResponse:
    """All platforms."""
    context = {
        "title": "新媒体平台",
        "listing": RowListing(_SPEC, _rows(), request.GET),
        "actions": [("添加平台", reverse("platform_new"))],
    }
    return render(request, "list.html", context)


@allowed(Action.IMPORT_REGISTER)
def edit_platform(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a platform, or change one that was added."""
    known = get_object_or_404(FurtherPlatform, pk=pk) if pk is not None else None
    form = PlatformForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"已保存平台“{form.instance}”。")
        return redirect("platforms")
    title = "修改平台" if known else "添加平台"
    return render(
        request, "form.html", {"form": form, "title": title, "back": ("新媒体平台", reverse("platforms"))}
    )


def _rows() -> list[Row]:
    used: Mapping[str, int] = dict(
        Account.objects.filter(status__in=sorted(LIVE))
        .order_by()
        .values("platform")
        .annotate(many=Count("pk"))
        .values_list("platform", "many")
    )
    built_in = [Row(one, None, used.get(one.code, 0)) for one in BUILT_IN.values()]
    further = [Row(_facts(one), one.pk, used.get(one.code, 0)) for one in FurtherPlatform.objects.all()]
    return built_in + further


def _facts(one: FurtherPlatform) -> PlatformFacts:
    return PlatformFacts(one.code, one.name, one.posts, one.interaction, one.is_active)


def _name(row: Any) -> Cell:
    return Cell(row.facts.label, reverse("platform_edit", args=[row.pk]) if row.pk else "")


def _origin(row: Any) -> Cell:
    if row.pk is None:
        return Cell("系统内置")
    return Cell("本省添加", tone="plain") if row.facts.is_active else Cell("已停用", tone="warn")


def _yes(value: bool) -> str:
    return "是" if value else "否"
