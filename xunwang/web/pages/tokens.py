"""My keys for programmes: made here, shown once, ended here; and how the interface is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import ApiToken, User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.access.tokens import LONGEST, TokenError, Wish, issue, revoke
from xunwang.api.application import schema
from xunwang.api.problems import CODES
from xunwang.registry.models import Unit
from xunwang.web.people import allowed, person

_USUAL = timedelta(days=90)


class TokenForm(forms.Form):
    """What a key is for."""

    name = forms.CharField(label="用途", max_length=80, help_text="如“与省政务数据平台对接”。")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="范围（单位及其下级）", required=False, empty_label="我的全部管理范围"
    )
    writes = forms.ChoiceField(label="权限", choices=[("", "只读"), ("yes", "可以修改")], required=False)
    expires_on = forms.DateField(
        label="有效期至", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="含当日，最长一年。",
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = within(user, Action.OPEN_CONSOLE, Unit.objects.order_by("region_code", "path"))
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """Of a valid form."""
        data = self.cleaned_data
        last = datetime.combine(data["expires_on"], time(23, 59, 59), tzinfo=timezone.get_default_timezone())
        return Wish(data["name"], data["unit"], bool(data["writes"]), last)


@allowed(Action.OPEN_CONSOLE)
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens."""
    now = timezone.now()
    rows = ApiToken.objects.filter(user=person(request)).select_related("unit")[:100]
    shown = [(token, _state(token, now)) for token in rows]
    return render(request, "tokens/tokens.html", {"tokens": shown})


@allowed(Action.OPEN_CONSOLE)
@reauthentication_required(enabled=lambda request: request.method == "POST")  # type: ignore[untyped-decorator]
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; its key is shown this once."""
    now = timezone.now()
    initial = {"expires_on": timezone.localdate() + _USUAL}
    form = TokenForm(person(request), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            token, key = issue(person(request), form.wish(), now)
        except TokenError as error:
            form.add_error(None, str(error))
        else:
            return render(request, "tokens/key.html", {"token": token, "key": key})
    latest = timezone.localdate() + LONGEST - timedelta(days=1)
    form.fields["expires_on"].widget.attrs["max"] = latest.isoformat()
    return render(request, "tokens/new.html", {"form": form})


@require_POST
@allowed(Action.OPEN_CONSOLE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token of mine."""
    if revoke(ApiToken.objects.filter(pk=pk, user=person(request)), timezone.now()):
        messages.success(request, "已撤销，使用它的程序不能再访问。")
    else:
        messages.error(request, "没有这个在用的令牌。")
    return redirect("tokens")


class Operation(NamedTuple):
    """One operation as the page shows it."""

    method: str
    path: str
    title: str
    needs: str
    parameters: list[tuple[str, bool, str]]
    body: list[tuple[str, bool, str]]
    answer: str


@allowed(Action.OPEN_CONSOLE)
def guide(request: HttpRequest) -> HttpResponse:
    """How the interface is used, made from its own description."""
    described = schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            shown = _operation(method, path, one, described["components"]["schemas"])
            groups.setdefault(one["tags"][0], []).append(shown)
    context = {
        "groups": groups,
        "codes": [(code, status, title) for code, (status, title) in CODES.items()],
        "rate": settings.API_REQUESTS_A_MINUTE,
        "megabytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024,
    }
    return render(request, "tokens/guide.html", context)


def _operation(method: str, path: str, one: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    parameters = [
        (f"{given['name']}（{_PLACES[given['in']]}）", given["required"], _kind(given["schema"], given))
        for given in one["parameters"]
    ]
    content = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    fields = list(_fields(content, schemas))
    good = next(answer for status, answer in one["responses"].items() if int(status) < 300)
    answer = good.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        method.upper(), path, one["summary"], one["description"], parameters, fields, _kind(answer, {})
    )


def _fields(shape: dict[str, Any], schemas: dict[str, Any], of: str = "") -> Iterator[tuple[str, bool, str]]:
    """Name, whether it is needed, and kind of each field of a body; those of a part follow it, named ``part.field``."""
    if "anyOf" in shape:
        shape = next((one for one in shape["anyOf"] if "$ref" in one), {})
    if shape.get("type") == "array":
        yield from _fields(shape.get("items", {}), schemas, f"{of.removesuffix('.')}[].")
        return
    body = schemas.get(shape.get("$ref", "").rpartition("/")[2], shape)
    for name, kind in body.get("properties", {}).items():
        yield f"{of}{name}", name in body.get("required", ()), _kind(kind, kind)
        yield from _fields(kind, schemas, f"{of}{name}.")


_PLACES = {"path": "地址", "query": "查询", "header": "请求头"}


def _kind(kind: dict[str, Any], described: dict[str, Any]) -> str:
    if "$ref" in kind:
        words = kind["$ref"].rpartition("/")[2]
    elif "anyOf" in kind:
        words = " | ".join(_kind(one, {}) for one in kind["anyOf"] if one.get("type") != "null")
    elif kind.get("type") == "array":
        words = f"{_kind(kind.get('items', {}), {})}[]"
    elif "enum" in kind:
        words = " | ".join(map(str, kind["enum"]))
    else:
        words = str(kind.get("format") or kind.get("type") or "any")
    said = described.get("description", "")
    return f"{words}　{said}" if said and "$ref" not in kind else words


def _state(token: ApiToken, now: datetime) -> tuple[str, str]:
    if token.revoked_at is not None:
        return "已撤销", "plain"
    return ("已过期", "plain") if token.expires_at <= now else ("在用", "good")
