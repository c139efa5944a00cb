"""What a unit writes for each kind of filing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request
from xunwang.registry.filings.checks import ACCOUNT_FIELDS, SITE_FIELDS
from xunwang.registry.importing.columns import SITES
from xunwang.registry.models import Account, Filing, Unit, WebSite
from xunwang.registry.vocabulary import Platform, Status, choices
from xunwang.words import SiteKind

_HOSTS = next(column.read for column in SITES.columns if column.field == "aliases")


class FilingForm(forms.Form):
    """Reason and nothing else: enough for a closing."""

    reason = forms.CharField(label="理由和依据", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    proposed: ClassVar[frozenset[str]] = frozenset()

    def request_of(self, subject: Subject) -> Request:
        """What the person asks for. Only of a valid form."""
        data = self.cleaned_data
        proposal = {name: data[name] for name in self.proposed if name in data}
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
    field_order = ("name", "home_url", "kind", "aliases", "has_services", "exemption", "reason")
    proposed = SITE_FIELDS

    def clean_aliases(self) -> list[str]:
        """Hosts in small letters."""
        return list(_HOSTS(self.cleaned_data["aliases"]))


class AccountFields(FilingForm):
    """An account as it shall be."""

    platform = forms.ChoiceField(label="平台", choices=choices(Platform))
    name = forms.CharField(label="账号名称", max_length=120)
    identifier = forms.CharField(label="账号标识", max_length=120, required=False)
    subject = forms.CharField(
        label="认证主体", max_length=120, required=False, help_text="应与主办单位名称一致。"
    )
    exemption = forms.CharField(label="例外依据", required=False, max_length=200)
    field_order = ("platform", "name", "identifier", "subject", "exemption", "reason")
    proposed = ACCOUNT_FIELDS


class MergeFields(FilingForm):
    """Where a site goes."""

    merge_into = forms.ModelChoiceField(WebSite.objects.filter(status=Status.RUNNING), label="并入网站")
    field_order = ("merge_into", "reason")


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
    field_order = ("from_date", "until_date", "reason")


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
                "reason": filing.reason, "merge_into": filing.merge_into_id,
                "from_date": filing.from_date, "until_date": filing.until_date,
            }  # fmt: skip
        if isinstance(initial.get("aliases"), list):
            initial["aliases"] = "；".join(initial["aliases"])
        return kind(data, initial=initial)

    def _form_class(self) -> type[FilingForm]:
        if self.kind in (FilingKind.OPEN, FilingKind.CHANGE):
            return AccountFields if self.of == "account" else SiteFields
        return {FilingKind.MERGE: MergeFields, FilingKind.SUSPEND: SuspendFields}.get(self.kind, FilingForm)
