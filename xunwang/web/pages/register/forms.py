"""Forms of the register. The rules are asked by the services; their answers land at the fields."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.registry.importing.columns import ACCOUNTS, SITES
from xunwang.registry.models import Account, Contact, FurtherPlatform, Unit, WebSite
from xunwang.registry.platforms import BUILT_IN, open_platforms
from xunwang.registry.rules import Problem
from xunwang.registry.services import RegisterError, store_account, store_site, store_unit
from xunwang.registry.vocabulary import Status
from xunwang.web.components.forms import WholeForm

_HOSTS = next(column.read for column in SITES.columns if column.field == "aliases")


_NAMES = next(column.read for column in ACCOUNTS.columns if column.field == "former_names")


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _several(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=1000, help_text="多个用分号隔开。")


def _names(value: str) -> list[str]:
    try:
        return list(_NAMES(value))
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error


class RegisterForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose units are those that the person may edit, and which saves by its service."""

    unit_fields: ClassVar[tuple[str, ...]] = ("unit",)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = within(user, Action.EDIT_REGISTER, Unit.objects.order_by("region_code", "path"))
        for name in self.unit_fields:
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = units
        if not may(user, Action.IMPORT_REGISTER):
            # An exception from a rule comes by an approved filing, or from the province itself.
            self.fields.pop("exemption", None)

    def enter(self) -> list[Problem]:
        """Call the service. Raises RegisterError."""
        raise NotImplementedError

    def store(self) -> list[Problem] | None:
        """Save; gives the warnings, or None with the errors at their fields."""
        if not self.is_valid():
            return None
        try:
            return self.enter()
        except RegisterError as error:
            for problem in error.problems:
                name = problem.field.removesuffix("_id")
                self.add_error(name if name in self.fields else None, str(problem))
            return None

    def validate_constraints(self) -> None:
        """Left to the rules, which speak in the office's words; the database has the last one."""


class UnitForm(RegisterForm):
    """A unit."""

    unit_fields = ("superior", "supervising_unit")
    former_names = _several("曾用名")

    class Meta:
        """Fields."""

        model = Unit
        fields = (
            "name",
            "short_name",
            "former_names",
            "level",
            "kind",
            "region_code",
            "administrative",
            "superior",
            "supervising_unit",
            "is_active",
        )
        help_texts: ClassVar[dict[str, str]] = {
            "region_code": "按GB/T 2260，如220100；乡镇填所在县的代码。",
            "administrative": "事业单位填写：承担行政职能的，其账号才属于政务新媒体。",
            "supervising_unit": "不填时由上级单位监管。",
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.initial["former_names"] = "；".join(self.instance.former_names)
        if not may(user, Action.IMPORT_REGISTER):
            # Who stands above whom decides who approves: supervisors add units below themselves, no more.
            del self.fields["supervising_unit"]
            if self.instance.pk:
                del self.fields["superior"]
            else:
                self.fields["superior"].required = True

    def clean_former_names(self) -> list[str]:
        """One after the other."""
        return _names(self.cleaned_data["former_names"])

    def enter(self) -> list[Problem]:
        """By the register's rules."""
        return store_unit(self.instance)


class SiteForm(RegisterForm):
    """A website. Domain and status of a running one change by filing."""

    home_url = forms.URLField(
        label="首页网址",
        max_length=300,
        assume_scheme="http",
        help_text="正在运行的网站变更域名，请办理变更备案。",
    )
    aliases = forms.CharField(label="其他域名", required=False, help_text="多个用分号隔开。")

    class Meta:
        """Fields."""

        model = WebSite
        fields = ("unit", "name", "home_url", "kind", "site_code", "aliases", "icp_number", "security_number",
                  "has_services", "exemption")  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "exemption": "经批准不符合某项规则时，填写批准文号。",
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        if self.instance.pk:
            self.initial["aliases"] = "；".join(self.instance.aliases)

    def clean_aliases(self) -> list[str]:
        """Hosts in small letters."""
        return list(_HOSTS(self.cleaned_data["aliases"]))

    def enter(self) -> list[Problem]:
        """By the register's rules."""
        return store_site(self.instance)


class AccountForm(RegisterForm):
    """An account. Name, subject and sponsor of a filed one, and its status, change by filing."""

    unit_fields = ("unit", "supervising_unit")
    platform = forms.ChoiceField(label="平台")
    former_names = _several("曾用名称")
    introduction = forms.CharField(
        label="账号简介", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    page_url = forms.URLField(label="账号主页", required=False, max_length=300, assume_scheme="https")
    opened_on = _day("开通日期")
    filed_on = _day("备案日期", "不填表示没有备案。备案后更名、更换主体或主办单位须办理变更。")
    closed_on = _day("注销日期")

    class Meta:
        """Fields."""

        model = Account
        fields = (
            "unit", "platform", "wechat_type", "name", "identifier", "subject", "kind", "introduction", "page_url",
            "former_names", "supervising_unit", "opened_on", "filed_on", "closed_on", "state_reason", "exemption",
        )  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "wechat_type": "只用于微信公众号。",
            "kind": "信息发布类或办事服务类。",
            "supervising_unit": "备案所向的监管单位；不填时为主办单位的监管单位或上级单位。",
            "state_reason": "暂停或关停的原因。",
            "exemption": "经批准不符合某项规则时，填写批准文号。",
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.initial["former_names"] = "；".join(self.instance.former_names)
        known = open_platforms()
        if self.instance.pk and self.instance.platform not in dict(known):
            known.append((self.instance.platform, self.instance.get_platform_display()))
        platform = self.fields["platform"]
        if isinstance(platform, forms.ChoiceField):
            platform.choices = [("", "---------"), *known]
        if not may(user, Action.IMPORT_REGISTER):
            # Who supervises decides on the filings.
            del self.fields["supervising_unit"]
        if self.instance.status != Status.CLOSED:
            del self.fields["closed_on"]

    def clean_former_names(self) -> list[str]:
        """One after the other."""
        return _names(self.cleaned_data["former_names"])

    def enter(self) -> list[Problem]:
        """By the register's rules."""
        return store_account(self.instance)


class ContactForm(WholeForm):
    """A contact of a given unit."""

    class Meta:
        """Fields."""

        model = Contact
        fields = ("role", "name", "phone", "email")


class PlatformForm(WholeForm):
    """A platform of the office's own. Its code is what accounts are stored with, so it stays."""

    class Meta:
        """Fields."""

        model = FurtherPlatform
        fields = ("name", "code", "posts", "interaction", "is_active")
        help_texts: ClassVar[dict[str, str]] = {
            "code": "导入表格和程序接口用，如 xiaohongshu；登记后不能修改。",
            "posts": "此平台的账号应发布内容，适用“内容不更新”等指标。",
            "interaction": "此平台的账号应有留言、评论等互动功能。",
            "is_active": "不勾选时已有账号保留，不能再登记新账号。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]

    def clean_code(self) -> str:
        """Not one of the built-in ones."""
        code = str(self.cleaned_data["code"])
        if code in BUILT_IN:
            raise forms.ValidationError("这是系统已有平台的代码，请换一个。")
        return code

    def clean_name(self) -> str:
        """Not one of the built-in ones."""
        name = str(self.cleaned_data["name"])
        if name in {one.label for one in BUILT_IN.values()}:
            raise forms.ValidationError("系统已有这个平台，不必添加。")
        return name
