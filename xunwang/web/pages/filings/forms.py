"""What a unit writes for each kind of filing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request
from xunwang.registry.filings.checks import ACCOUNT_FIELDS, SITE_FIELDS
from xunwang.registry.importing.columns import SITES
from xunwang.registry.models import Account, Filing, Unit, WebSite
from xunwang.registry.platforms import open_platforms
from xunwang.registry.vocabulary import Status, WechatType, choices
from xunwang.rules.media.facts import AccountKind
from xunwang.words import SiteKind

_HOSTS = next(column.read for column in SITES.columns if column.field == "aliases")


class FilingForm(forms.Form):
    """Reason and nothing else: enough for a closing."""

    reason = forms.CharField(label="理由和依据", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    proposed: ClassVar[frozenset[str]] = frozenset()
    about: Subject
    """Set by :meth:`Subject.form`."""

    def request_of(self, subject: Subject) -> Request:
        """What the person asks for. Only of a valid form."""
        data = self.cleaned_data
        proposal = {name: data[name] for name in sorted(self.proposed) if name in data}
        thing = subject.thing
        if thing is not None:
            proposal = {name: value for name, value in proposal.items() if value != getattr(thing, name)}
        return Request(
            subject.kind,
            subject.unit,
            data["reason"],
            site=thing if isinstance(thing, WebSite) else None,
            account=thing if isinstance(thing, Account) else None,
            merge_into=data.get("merge_into"),
            merge_into_account=data.get("merge_into_account"),
            public_notice=data.get("public_notice", ""),
            proposal=proposal,
            from_date=data.get("from_date"),
            until_date=data.get("until_date"),
        )


class SiteFields(FilingForm):
    """A site as it shall be."""

    name = forms.CharField(label="网站名称", max_length=120)
    home_url = forms.URLField(label="首页网址", max_length=300, assume_scheme="http")
    kind = forms.ChoiceField(label="网站类型", choices=choices(SiteKind))
    aliases = forms.CharField(label="其他域名", required=False, help_text="多个用分号隔开。", max_length=1000)
    has_services = forms.BooleanField(label="有对外办事服务", required=False)
    exemption = forms.CharField(
        label="例外依据", required=False, max_length=200, help_text="经批准不符合某项规则时，填写批准文号。"
    )
    field_order: tuple[str, ...] = (
        "name",
        "home_url",
        "kind",
        "aliases",
        "has_services",
        "exemption",
        "reason",
    )
    proposed = SITE_FIELDS

    def clean_aliases(self) -> list[str]:
        """Hosts in small letters."""
        return list(_HOSTS(self.cleaned_data["aliases"]))


class AccountFields(FilingForm):
    """An account as it shall be, when it is opened."""

    platform = forms.ChoiceField(label="平台", choices=open_platforms)
    wechat_type = forms.ChoiceField(
        label="公众号类型",
        choices=[("", "---------"), *choices(WechatType)],
        required=False,
        help_text="只用于微信公众号。",
    )
    name = forms.CharField(label="账号名称", max_length=120)
    identifier = forms.CharField(label="账号标识", max_length=120, required=False)
    subject = forms.CharField(
        label="认证主体", max_length=120, required=False, help_text="应与主办单位名称一致。"
    )
    kind = forms.ChoiceField(
        label="账号类别", choices=[("", "---------"), *choices(AccountKind)], required=False
    )
    introduction = forms.CharField(
        label="账号简介", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    page_url = forms.URLField(label="账号主页", max_length=300, required=False, assume_scheme="https")
    exemption = forms.CharField(label="例外依据", required=False, max_length=200)
    field_order: tuple[str, ...] = ("platform", "wechat_type", "name", "identifier", "subject", "kind", "introduction", "page_url",
                   "exemption", "reason")  # fmt: skip
    proposed = ACCOUNT_FIELDS


class Telling(FilingForm):
    """What everything that becomes of an account needs: a day, and what the public is told (N-05)."""

    from_date = forms.DateField(
        label="办理日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="不填为批准之日；晚于批准之日的，到期自动办理。",
    )
    public_notice = forms.CharField(
        label="告知公众的内容",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明发布的内容和地方，如“在账号置顶公告：……”。更名、更换主体或主办单位、整合、暂停、关停必填。",
    )
    field_order: tuple[str, ...] = ("from_date", "public_notice", "reason")


class AccountChange(AccountFields, Telling):
    """An account as it shall be, and who shall sponsor it."""

    sponsor = forms.CharField(
        label="主办单位",
        max_length=120,
        help_text="单位全称。主办单位变化的，认证主体一并变更；否则办理关停。",
    )
    field_order: tuple[str, ...] = ("sponsor", *AccountFields.field_order[:-1], *Telling.field_order)

    def clean(self) -> dict[str, Any]:
        """The sponsor becomes the key of its unit."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("sponsor"):
            unit = Unit.objects.filter(name=data["sponsor"], is_active=True).first()
            if unit is None:
                self.add_error("sponsor", "名录中没有这个单位，请填写全称，或先登记该单位。")
            else:
                data["unit_id"] = unit.pk
        return data


class AccountMerge(Telling):
    """Where an account goes."""

    into = forms.CharField(
        label="并入账号", max_length=120, help_text="同一平台上正在运行的另一个账号，填写名称。"
    )
    field_order: tuple[str, ...] = ("into", *Telling.field_order)

    def clean(self) -> dict[str, Any]:
        """The name becomes the account; on one platform there are no two of it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        own = self.about.thing
        if data.get("into") and isinstance(own, Account):
            rows = Account.objects.filter(platform=own.platform, status=Status.RUNNING).exclude(pk=own.pk)
            target = rows.filter(name=data["into"]).first()
            if target is None:
                self.add_error("into", "同一平台上没有这个名称的在用账号，请核对。")
            data["merge_into_account"] = target
        return data


class MergeFields(FilingForm):
    """Where a site goes."""

    merge_into = forms.ModelChoiceField(WebSite.objects.filter(status=Status.RUNNING), label="并入网站")
    field_order: tuple[str, ...] = ("merge_into", "reason")


class SuspendFields(FilingForm):
    """From when to when."""

    from_date = forms.DateField(
        label="起始日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_date = forms.DateField(
        label="截止日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="含首尾最长30天，每年最多一次。",
    )
    field_order: tuple[str, ...] = ("from_date", "until_date", "reason")


class AccountSuspend(SuspendFields):
    """From when to when, and what the public is told."""

    public_notice = Telling.base_fields["public_notice"]
    field_order: tuple[str, ...] = ("from_date", "until_date", "public_notice", "reason")


class Subject:
    """What a filing is about: a unit and, unless it is an opening, one of its sites or accounts."""

    def __init__(
        self, kind: FilingKind, unit: Unit, thing: WebSite | Account | None = None, of: str = "site"
    ) -> None:
        self.kind = kind
        self.unit = unit
        self.thing = thing
        self.of = "account" if isinstance(thing, Account) else of

    @classmethod
    def of_filing(cls, filing: Filing) -> Subject:
        """Of one that is written already."""
        of = "account" if filing.account is not None or "platform" in filing.proposal else "site"
        thing = filing.site or filing.account if filing.kind != FilingKind.OPEN else None
        return cls(FilingKind(filing.kind), filing.unit, thing, of)

    @property
    def title(self) -> str:
        """Heading of the form."""
        what = "政务新媒体" if self.of == "account" else "网站"
        return f"{self.kind.label}{what}备案"

    def form(self, data: Any, filing: Filing | None = None) -> FilingForm:
        """The form, filled with what is known."""
        kind = self._form_class()
        initial: dict[str, Any] = {"has_services": True}
        if self.thing is not None:
            initial |= {name: getattr(self.thing, name) for name in kind.proposed}
        if filing is not None:
            initial |= filing.proposal
            initial |= {
                "reason": filing.reason, "merge_into": filing.merge_into_id, "public_notice": filing.public_notice,
                "into": filing.merge_into_account.name if filing.merge_into_account else "",
                "from_date": filing.from_date, "until_date": filing.until_date,
            }  # fmt: skip
        if isinstance(initial.get("aliases"), list):
            initial["aliases"] = "；".join(initial["aliases"])
        if "sponsor" in kind.base_fields:
            sponsor = Unit.objects.filter(pk=initial["unit_id"]).first()
            initial["sponsor"] = sponsor.name if sponsor else ""
        made = kind(data, initial=initial)
        made.about = self
        return made

    def _form_class(self) -> type[FilingForm]:
        if self.of == "account":
            return _ACCOUNT_FORMS[self.kind]
        return _SITE_FORMS.get(self.kind, FilingForm)


_SITE_FORMS: dict[FilingKind, type[FilingForm]] = {
    FilingKind.OPEN: SiteFields, FilingKind.CHANGE: SiteFields, FilingKind.MERGE: MergeFields,
    FilingKind.SUSPEND: SuspendFields,
}  # fmt: skip
_ACCOUNT_FORMS: dict[FilingKind, type[FilingForm]] = {
    FilingKind.OPEN: AccountFields, FilingKind.CHANGE: AccountChange, FilingKind.MERGE: AccountMerge,
    FilingKind.SUSPEND: AccountSuspend, FilingKind.CLOSE: Telling,
}  # fmt: skip
