"""The form of a plan. Shares are written in per cent; the plan's own rules have the last word."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

import yaml
from django import forms

from xunwang.access.models import User
from xunwang.inspection.editions import shipped_editions
from xunwang.inspection.models import Campaign
from xunwang.inspection.planning.plan import MOST_ANSWER_DAYS, MOST_AT_LEAST, Plan, faults_of
from xunwang.inspection.planning.strata import History, StratumBy
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitLevel, choices
from xunwang.rules.edition import DEFAULT
from xunwang.rules.unique_keys import UniqueKeyLoader
from xunwang.scoring.sampling import ANY
from xunwang.web.pages.campaigns.edition_files import edition_field, text_of
from xunwang.web.pages.campaigns.queries import cities, offices_of, possible_reviewers
from xunwang.words import CHINA, SiteKind

SHARE = "share:"
"""Prefix of the fields that give single strata their share."""
MOST_STRATA = 2000
_HUNDRED = Decimal(100)
_DAY = {"type": "date"}
_LEVELS = (UnitLevel.PROVINCE, UnitLevel.CITY, UnitLevel.COUNTY, UnitLevel.TOWNSHIP)


def new_seed() -> str:
    """A seed that nobody has chosen."""
    return secrets.token_hex(8)


def _percent(label: str, hint: str, start: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, initial=Decimal(start), min_value=Decimal(0), max_value=_HUNDRED,
        max_digits=5, decimal_places=2, widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip


def _several(label: str, given: list[tuple[str, str]], hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=given, required=False, widget=forms.CheckboxSelectMultiple, help_text=hint
    )


class PlanForm(forms.Form):
    """Everything that a planner writes."""

    title = forms.CharField(label="名称", max_length=120)
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label="组织单位", empty_label=None)
    period_start = forms.DateField(label="检查期开始", widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    period_end = forms.DateField(label="检查期结束", widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    check_point = forms.DateTimeField(
        label="监测时间点（北京时间）",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="各项指标的期限由此向前推算。",
    )
    edition = forms.ChoiceField(label="指标版本")
    edition_file = edition_field("自定版本文件", "上传后即采用，不再用上面所选。")
    edition_text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    levels = _several("级别", choices(_LEVELS), "都不选即全部。")
    kinds = _several("网站类型", choices(SiteKind), "都不选即全部；不影响新媒体。")
    regions = _several("地区", [], "都不选即全部；含所辖县区。")
    region_codes = forms.CharField(
        label="其他行政区划代码",
        required=False,
        max_length=400,
        help_text="如只查某县：220122；多个用逗号隔开。",
    )
    site_share = _percent("网站检查比例（%）", "100为全部检查；不足100时按网站类型分层抽取。", "100")
    account_strata = _several("新媒体分层", choices(StratumBy))
    account_share = _percent("新媒体抽查比例（%）", "没有单独设定比例的各层都按此抽取；0为不抽查。", "35")
    account_at_least = forms.IntegerField(
        label="每层至少抽取（个）", initial=1, min_value=0, max_value=MOST_AT_LEAST,
        help_text="要抽取的层不少于此数，不足的全部抽取。",
    )  # fmt: skip
    account_history = forms.ChoiceField(
        label="与上次检查的关系", choices=choices(History), initial=History.ANY.value,
        help_text="上次检查指本单位最近一次已核定的检查；所依据的名单写入抽样记录。",
    )  # fmt: skip
    seed = forms.CharField(
        label="抽样种子", max_length=64,
        help_text="同一名录、比例和种子抽出的样本必然相同，与抽样记录一并公布。只有换种子才会换样本。",
    )  # fmt: skip
    double_share = _percent(
        "盲审比例（%）", "这部分问题由两人各自复核，用以衡量一致程度；涉密线索不在其中。", "5"
    )
    answer_days = forms.IntegerField(
        label="反馈期限（工作日）", initial=5, min_value=1, max_value=MOST_ANSWER_DAYS
    )
    reviewers = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), label="复核员", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="都不选即有复核权限的人都可以复核。",
    )  # fmt: skip

    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("基本情况", ("title", "unit", "period_start", "period_end", "check_point", "answer_days")),
        ("指标", ("edition", "edition_file")),
        ("范围", ("levels", "kinds", "regions", "region_codes")),
        (
            "抽样",
            ("site_share", "account_share", "account_strata", "account_at_least", "account_history", "seed"),
        ),
        ("复核", ("reviewers", "double_share")),
    )

    def __init__(self, user: User, *args: Any, known: Campaign | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = (_values_of(known) if known else _fresh()) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.own_text = self._given("edition_text")
        self.fields["unit"].queryset = offices_of(user)  # type: ignore[attr-defined]
        self.fields["reviewers"].queryset = possible_reviewers(user)  # type: ignore[attr-defined]
        self.fields["regions"].choices = cities()  # type: ignore[attr-defined]
        self.fields["edition"].choices = _editions(self.own_text)  # type: ignore[attr-defined]
        self.shares = dict(_shares_in(self.data)) if self.is_bound else dict(_shares_of(known))

    def parts(self) -> list[tuple[str, list[Any]]]:
        """The fields in their groups."""
        return [(label, [self[name] for name in names]) for label, names in self.groups]

    def clean_edition_file(self) -> str:
        """The text of the file, or empty."""
        text = text_of(self.cleaned_data.get("edition_file"))
        if text and _id_in(text) in {path.stem for path in shipped_editions()}:
            raise forms.ValidationError(f"文件的id“{_id_in(text)}”与自带版本相同，请另取编号，以免混淆。")
        return text

    def clean(self) -> dict[str, Any]:
        """Everything together, by the plan's own rules; each at its field."""
        data: dict[str, Any] = super().clean() or {}
        wrong = [name for name, text in _shares_in(self.data) if _share(text) is None]
        for name in wrong[:5]:
            self.add_error("account_share", f"“{name}”的比例应为0至100的数，最多两位小数。")
        if self.errors:
            return data
        for fault in faults_of(self.plan(), tuple(data["reviewers"])):
            self.add_error(_FIELDS.get(fault.field, fault.field), fault.sentence)
        return data

    def plan(self) -> Plan:
        """The plan. Only of a form whose fields can be read."""
        data = self.cleaned_data
        text = data["edition_file"] or (
            data["edition_text"] if data["edition"] == _id_in(self.own_text) else ""
        )
        shares = {name: share for name, text_ in self.shares.items() if (share := _share(text_)) is not None}
        values = {name: data[name] for name in _SAME} | {
            "edition_id": _id_in(text) or data["edition"],
            "edition_text": text,
            "levels": tuple(map(UnitLevel, data["levels"])),
            "kinds": tuple(map(SiteKind, data["kinds"])),
            "region_codes": (*data["regions"], *_codes(data["region_codes"])),
            "site_share": data["site_share"] / _HUNDRED,
            "double_share": data["double_share"] / _HUNDRED,
            "account_strata": tuple(map(StratumBy, data["account_strata"])),
            "account_history": History(data["account_history"]),
            "account_shares": {ANY: data["account_share"] / _HUNDRED, **shares},
        }
        return Plan(**values)

    def keep_text(self) -> None:
        """Take an uploaded edition over, so that the next page need not have it uploaded again."""
        text = self.cleaned_data.get("edition_file") or ""
        if text and _id_in(text):
            self.own_text = text
            data = self.data.copy()  # type: ignore[attr-defined]
            data["edition_text"], data["edition"] = text, _id_in(text)
            self.data = data
            self.fields["edition"].choices = _editions(text)  # type: ignore[attr-defined]

    def _given(self, name: str) -> str:
        return str((self.data if self.is_bound else self.initial).get(name) or "")


_SAME = {part.name for part in fields(Plan)} & PlanForm.base_fields.keys() - {
    "levels", "kinds", "region_codes", "site_share", "double_share", "account_strata", "account_history", "edition_text",
}  # fmt: skip
_FIELDS: Mapping[str, str] = {"edition_id": "edition", "account_shares": "account_share"}
"""Fields of a plan whose fields in the form have another name."""


def _editions(own: str) -> list[tuple[str, str]]:
    shipped = [path.stem for path in shipped_editions()]
    found = [(name, f"{name}年版（国办秘函〔2019〕19号）" if name == DEFAULT else name) for name in shipped]
    return [*found, (_id_in(own), f"自定版本：{_id_in(own)}")] if _id_in(own) else found


def _id_in(text: str) -> str:
    """What the file calls itself; empty where it does not say, or cannot be read."""
    try:
        raw = yaml.load(text, UniqueKeyLoader) if text else None  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError):
        return ""
    return str(raw.get("id", ""))[:40] if isinstance(raw, dict) else ""


def _fresh() -> dict[str, Any]:
    return {"seed": new_seed(), "account_strata": [StratumBy.LEVEL.value], "edition": DEFAULT}


def _values_of(known: Campaign) -> dict[str, Any]:
    named = dict(cities())
    point: datetime = known.check_point.astimezone(CHINA)
    plain = ("title", "unit", "period_start", "period_end", "seed", "answer_days", "levels", "kinds",
             "edition_text", "account_strata", "account_at_least", "account_history")  # fmt: skip
    return {name: getattr(known, name) for name in plain} | {
        "check_point": point.replace(tzinfo=None),
        "edition": known.edition_id,
        "regions": [code for code in known.region_codes if code in named],
        "region_codes": "，".join(code for code in known.region_codes if code not in named),
        "site_share": _per_cent(known.site_share),
        "double_share": _per_cent(known.double_share),
        "account_share": _per_cent(Decimal(known.account_shares.get(ANY, "0"))),
        "reviewers": [person.pk for person in known.reviewers.all()],
    }


def _shares_of(known: Campaign | None) -> Iterator[tuple[str, str]]:
    for name, share in (known.account_shares if known else {}).items():
        if name != ANY:
            yield name, f"{_per_cent(Decimal(share)):f}"


def _shares_in(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Strata with a share of their own, as they were typed."""
    named = (name for name in data if name.startswith(SHARE))
    for _, name in zip(range(MOST_STRATA), named, strict=False):
        if str(data[name]).strip():
            yield name.removeprefix(SHARE)[:160], str(data[name]).strip()


def _share(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= _HUNDRED or int(value.as_tuple().exponent) < -2:
        return None
    return value / _HUNDRED


def _per_cent(share: Decimal) -> Decimal:
    value = Decimal(share) * _HUNDRED
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[,，;；、\s]+", text) if part))
