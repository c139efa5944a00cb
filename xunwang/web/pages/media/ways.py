"""Setting up the ways of one account. What is secret goes in and is shown to nobody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.media.errors import MediaError
from xunwang.media.models import AccountWay
from xunwang.media.queries import accounts_seen_by, ways_seen_by
from xunwang.media.uploads import keep_upload
from xunwang.media.way_words import WORDS, Extra, ways_for
from xunwang.media.ways import LONGEST_ADDRESS, LONGEST_SECRET, Setting, remove_way, set_way
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.web.people import allowed, person


class WayForm(forms.Form):
    """Address or file, and what is secret; each way shows its own fields."""

    def __init__(self, way: Way, known: AccountWay | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words, self.way, self.known = WORDS[way], way, known
        if words.endings:
            accept = ",".join(f".{ending}" for ending in words.endings)
            self.fields["file"] = forms.FileField(
                label=words.address_label,
                required=known is None,
                help_text=f"{words.address_help}最大{words.largest // 1024 // 1024}MB。{self._file_now()}",
                widget=forms.FileInput(attrs={"accept": accept}),
            )
        else:
            self.fields["address"] = forms.CharField(
                label=words.address_label,
                max_length=LONGEST_ADDRESS,
                required=words.needs_address,
                help_text=words.address_help,
                widget=forms.TextInput(attrs={"inputmode": "url"}),
            )
        for extra in words.extras:
            self.fields[extra.name] = self._extra(extra)
        for secret in words.secrets:
            self.fields[secret.name] = forms.CharField(
                label=secret.label,
                max_length=LONGEST_SECRET,
                required=known is None,
                help_text=_about_secret(known),
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            )
        self.fields["is_on"] = forms.BooleanField(
            label="启用", required=False, initial=True, help_text="停用的不参加采集，设置保留。"
        )

    def setting(self, account: Account) -> Setting:
        """What the person tells; keeps the file. Only of a valid form. Raises MediaError."""
        told = self.cleaned_data
        address, label = told.get("address", ""), ""
        if "file" in self.fields:
            file = told["file"]
            if file is not None:
                label = str(file.name or "")[:200]
                address = keep_upload(self.way, label, file.chunks())
            elif self.known is not None:
                address = self.known.address
        secrets = {secret.name: told[secret.name] for secret in WORDS[self.way].secrets}
        return Setting(account, self.way, address, secrets, told["is_on"], label, self._extras())

    def _extra(self, extra: Extra) -> forms.Field:
        now = self.known.options.get(extra.name, "") if self.known is not None else ""
        if not extra.endings:
            return forms.CharField(
                label=extra.label,
                max_length=LONGEST_ADDRESS,
                required=False,
                help_text=extra.help,
                initial=now,
            )
        size = f"最大{WORDS[self.way].largest // 1024 // 1024}MB。"
        return forms.FileField(
            label=extra.label,
            required=False,
            help_text=f"{extra.help}{size}{'已有一个，不更换的不选。' if now else ''}",
            widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in extra.endings)}),
        )

    def _extras(self) -> dict[str, str]:
        """What more was given; a file that was not chosen anew stays."""
        found = {}
        for extra in WORDS[self.way].extras:
            given = self.cleaned_data[extra.name]
            if not extra.endings:
                found[extra.name] = given
            elif given is not None:
                found[extra.name] = keep_upload(self.way, str(given.name or ""), given.chunks(), extra)
        return found

    def _file_now(self) -> str:
        label = self.known.options.get("label", "") if self.known is not None else ""
        return f"现在的文件：{label}。不更换的不选。" if label else ""


def _about_secret(known: AccountWay | None) -> str:
    """All that anybody learns of a secret."""
    if known is None:
        return "加密保存，不再显示。"
    entered = f"{known.set_by.name}于{timezone.localtime(known.set_at):%Y-%m-%d %H:%M}填写"
    return f"已保存，不再显示（{entered}）；不修改的留空。修改地址时须重新填写。"


@allowed(Action.SET_WAYS)
def new(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Set up another way."""
    account = get_object_or_404(accounts_seen_by(person(request)), pk=pk)
    require(person(request), Action.SET_WAYS, account)
    if way not in {one.value for one in ways_for(account.platform)}:
        raise Http404
    form = WayForm(Way(way), None, *_sent(request))
    return _set(request, account, form)


@allowed(Action.SET_WAYS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a way."""
    found = get_object_or_404(ways_seen_by(person(request)), pk=pk)
    require(person(request), Action.SET_WAYS, found)
    initial = {"address": found.address, "is_on": found.is_on}
    form = WayForm(Way(found.way), found, *_sent(request), initial=initial)
    return _set(request, found.account, form)


@require_POST
@allowed(Action.SET_WAYS)
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a way."""
    found = get_object_or_404(ways_seen_by(person(request)), pk=pk)
    account, label = found.account_id, Way(found.way).label
    remove_way(found, person(request))
    messages.success(request, f"已撤回“{label}”及其凭据，采集过的内容保留。")
    return redirect("media_account", pk=account)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, also where no box is ticked and nothing typed."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _set(request: HttpRequest, account: Account, form: WayForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            set_way(form.setting(account), person(request), timezone.now(), form.known)
        except MediaError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存“{form.way.label}”。")
            return redirect("media_account", pk=account.pk)
    context = {
        "form": form,
        "title": f"{account.name}：{form.way.label}",
        "lead": "谁在何时填写，检查和复核人员都能看到。",
        "back": (account.name, reverse("media_account", args=[account.pk])),
        "known": form.known,
    }
    return render(request, "media/way.html", context)
