"""What a campaign checks: sites and sampled accounts, as the register had them when the plan was made."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xunwang.inspection.models.campaign import Campaign
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.vocabulary import Platform, UnitLevel, choices
from xunwang.words import Level, Outcome, SiteKind


class CheckedSite(models.Model):
    """A site of a campaign. The register may change later; results stay with what was checked."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sites")
    site = models.ForeignKey(WebSite, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField("网站名称", max_length=120)
    unit_name = models.CharField("主办单位", max_length=120)
    home_url = models.URLField("首页网址", max_length=300)
    hosts = ArrayField(models.CharField(max_length=253), default=list)
    kind = models.CharField("网站类型", max_length=16, choices=choices(SiteKind))
    level = models.CharField("级别", max_length=16, choices=choices(Level))
    region = models.CharField("地区", max_length=120)
    region_code = models.CharField("行政区划代码", max_length=6)
    site_code = models.CharField("网站标识码", max_length=10, blank=True)
    has_services = models.BooleanField("有对外办事服务", default=True)
    taken_at = models.DateTimeField("结果接收时间", null=True)
    """None: no results yet."""
    pages = models.PositiveIntegerField("已检查页面", default=0)
    complete = models.BooleanField("检查完整", default=False)
    incomplete_reason = models.TextField("不完整的原因", blank=True)
    not_applicable = ArrayField(models.CharField(max_length=20), verbose_name="不适用指标", default=list)

    column_types = ArrayField(models.CharField(max_length=24), verbose_name="栏目类型", null=True)
    """Values of :class:`xunwang.words.ColumnType`; None: unknown."""

    class Meta:
        """In the order of the register."""

        ordering = ("region_code", "id")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "site"], name="checked_site_once"),
            models.UniqueConstraint(fields=["campaign", "home_url"], name="checked_home_once"),
        )

    def __str__(self) -> str:
        return self.name

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class CheckedAccount(models.Model):
    """A sampled account."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="accounts")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    stratum = models.CharField("抽样层", max_length=160)
    name = models.CharField("账号名称", max_length=120)
    platform = models.CharField("平台", max_length=16, choices=choices(Platform))
    unit_name = models.CharField("主办单位", max_length=120)
    level = models.CharField("级别", max_length=16, choices=choices(UnitLevel))
    region = models.CharField("地区", max_length=120)
    outcome = models.CharField("结果", max_length=16, choices=choices(Outcome), default=Outcome.PENDING)
    problems = models.TextField("问题", blank=True)

    class Meta:
        """By stratum."""

        ordering = ("stratum", "id")
        constraints = (models.UniqueConstraint(fields=["campaign", "account"], name="checked_account_once"),)

    def __str__(self) -> str:
        return self.name

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path
