"""The form of a check by hand: made for a phone, whole without scripts, and nothing typed or sent is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing

from xunwang.inspection.hearing.uploads import MOST, Kept
from xunwang.inspection.models import Campaign
from xunwang.media.checks import Sight
from xunwang.media.models import HandCheck
from xunwang.media.pictures import KeptPicture
from xunwang.media.vocabulary import AppUse, Tried
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import Platform, choices

_SALT = "xunwang.media.pictures"
_OPEN_FOR = 24 * 3600
"""Seconds for which pictures that were sent with a form wait for its other fields to be put right."""
_DAY, _MINUTE = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


class Gallery(forms.FileInput):
    """Several pictures of the phone's gallery."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them."""
        return files.getlist(name)


def _moment(label: str) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        input_formats=[_MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
    )


class CheckForm(forms.Form):
    """What a person saw."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    last_post = forms.DateField(
        label="最新一条的发布日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format=_DAY),
    )
    no_posts = forms.BooleanField(label="从未发布过", required=False)
    message_sent = _moment("测试留言发出时间")
    message_answered = _moment("收到答复的时间")
    answer = forms.CharField(
        label="答复内容", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answer_helps = forms.ChoiceField(
        label="答复是否有实质内容",
        required=False,
        choices=[("", "未填"), ("yes", "有"), ("no", "没有")],
        widget=forms.RadioSelect,
    )
    app = forms.ChoiceField(
        label="客户端", required=False, choices=[("", "未试"), *choices(AppUse)], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        for function in Interaction:
            self.fields[_name(function)] = forms.ChoiceField(
                label=function.label,
                required=False,
                choices=[("", "未试"), *choices(Tried)],
                widget=forms.RadioSelect,
            )
        if account.platform != Platform.APP:
            del self.fields["app"]

    def functions(self) -> list[forms.BoundField]:
        """One group of choices for each interactive function."""
        return [self[_name(function)] for function in Interaction]

    def sight(self, campaign: Campaign | None) -> Sight:
        """What the person tells. Only of a valid form."""
        told = self.cleaned_data
        return Sight(
            key=told["key"],
            account=self.account,
            campaign=campaign,
            last_post=told["last_post"],
            no_posts=told["no_posts"],
            functions={
                function: Tried(told[_name(function)]) for function in Interaction if told[_name(function)]
            },
            message_sent=told["message_sent"],
            message_answered=told["message_answered"],
            answer=told["answer"],
            answer_helps={"yes": True, "no": False}.get(told["answer_helps"]),
            app=AppUse(told["app"]) if told.get("app") else None,
            note=told["note"],
        )


def first_values(waiting: HandCheck | None) -> dict[str, object]:
    """A new key, and the test message that still waits for its answer."""
    return {"key": uuid4(), "message_sent": waiting.message_sent if waiting is not None else None}


def ticket(picture: KeptPicture, key: UUID) -> str:
    """A picture that is already stored, as the form carries it on; of use with its own form only."""
    kept = picture.kept
    told = [str(key), kept.name, kept.media_type, kept.size, kept.digest, kept.path,
            picture.original_digest, picture.taken_at]  # fmt: skip
    return signing.dumps(told, salt=_SALT, compress=True)


def redeemed(tickets: Sequence[str], key: UUID) -> list[tuple[str, KeptPicture]]:
    """The pictures that the form carries, with their tickets; what is not ours or too old is left out."""
    found = []
    for text in tickets[:MOST]:
        try:
            of, *kept, original, taken = signing.loads(text, salt=_SALT, max_age=_OPEN_FOR)
        except signing.BadSignature:
            continue
        if of == str(key):
            found.append((text, KeptPicture(Kept(*kept), original, taken)))
    return found


def _name(function: Interaction) -> str:
    return f"function_{function.value}"
