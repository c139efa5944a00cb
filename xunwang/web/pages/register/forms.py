"""Forms of the register. The rules are asked by the services; their answers land at the fields."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.registry.importing.columns import SITES
from xunwang.registry.models import Account, Contact, Unit, WebSite
from xunwang.registry.rules import Problem
from xunwang.registry.services import RegisterError, store_account, store_site, store_unit
from xunwang.web.components.forms import WholeForm

_HOSTS = next(column.read for column in SITES.columns if column.field == "aliases")


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

    class Meta:
        """Fields."""

        model = Unit
        fields = (
            "name",
            "short_name",
            "level",
            "kind",
            "region_code",
            "superior",
            "supervising_unit",
            "is_active",
        )
        help_texts: ClassVar[dict[str, str]] = {
            "region_code": "按GB/T 2260，如220100；乡镇填所在县的代码。",
            "supervising_unit": "不填时由上级单位监管。",
        }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        if not may(user, Action.IMPORT_REGISTER):
            # Who stands above whom decides who approves: supervisors add units below themselves, no more.
            del self.fields["supervising_unit"]
            if self.instance.pk:
                del self.fields["superior"]
            else:
                self.fields["superior"].required = True

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
    """An account."""

    class Meta:
        """Fields."""

        model = Account
        fields = ("unit", "platform", "name", "identifier", "subject", "exemption")

    def enter(self) -> list[Problem]:
        """By the register's rules."""
        return store_account(self.instance)


class ContactForm(WholeForm):
    """A contact of a given unit."""

    class Meta:
        """Fields."""

        model = Contact
        fields = ("role", "name", "phone", "email")
