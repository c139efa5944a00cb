"""What a campaign checks: sites and sampled accounts, as the register had them when the plan was made.

Both are rows of one table, so that verdicts, findings, hearing, orders and digests are the same for both.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xunwang.inspection.models.campaign import Campaign
from xunwang.registry.models import Account, Unit, WebSite
from xunwang.registry.platforms import platform_label
from xunwang.registry.vocabulary import UnitLevel, choices
from xunwang.rules.media.facts import account_key
from xunwang.words import Outcome, SiteKind


class Checked(models.Model):
    """A site or an account of a campaign. The register may change later; results stay with what was checked."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="checked")
    site = models.ForeignKey(WebSite, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=120)
    unit_name = models.CharField("主办单位", max_length=120)
    level = models.CharField("级别", max_length=16, choices=choices(UnitLevel))
    region = models.CharField("地区", max_length=120)
    region_code = models.CharField("行政区划代码", max_length=6, blank=True)
    taken_at = models.DateTimeField("结果接收时间", null=True)
    """None: no results yet."""
    not_applicable = ArrayField(models.CharField(max_length=20), verbose_name="不适用指标", default=list)

    # Of sites.
    home_url = models.URLField("首页网址", max_length=300, blank=True)
    hosts = ArrayField(models.CharField(max_length=253), default=list)
    kind = models.CharField("网站类型", max_length=16, choices=choices(SiteKind), blank=True)
    site_code = models.CharField("网站标识码", max_length=10, blank=True)
    has_services = models.BooleanField("有对外办事服务", default=True)
    pages = models.PositiveIntegerField("已检查页面", default=0)
    complete = models.BooleanField("检查完整", default=False)
    incomplete_reason = models.TextField("不完整的原因", blank=True)
    column_types = ArrayField(models.CharField(max_length=24), verbose_name="栏目类型", null=True)
    """Values of :class:`xunwang.words.ColumnType`; None: unknown."""

    # Of accounts.
    platform = models.CharField("平台", max_length=16, blank=True)
    stratum = models.CharField("抽样层", max_length=160, blank=True)
    outcome = models.CharField("结果", max_length=16, choices=choices(Outcome), default=Outcome.PENDING)
    """Follows from the verdicts where there are any (see :mod:`xunwang.inspection.results.accounts`)."""
    problems = models.TextField("问题", blank=True)

    objects: ClassVar[models.Manager[Checked]] = models.Manager()

    class Meta:
        """Sites in the order of the register, then accounts by stratum."""

        ordering = ("stratum", "region_code", "id")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "site"], name="checked_site_once"),
            models.UniqueConstraint(fields=["campaign", "account"], name="checked_account_once"),
            models.UniqueConstraint(
                fields=["campaign", "home_url"], condition=~Q(site=None), name="checked_home_once"
            ),
            models.CheckConstraint(
                condition=Q(site__isnull=False, account=None, platform="") & ~Q(home_url="") & ~Q(kind="")
                | Q(site=None, account__isnull=False, home_url="", kind="") & ~Q(platform=""),
                name="checked_site_or_account",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What archives and results call it: address of the home page, or ``platform:name`` of an account."""
        return self.home_url or account_key(self.platform, self.name)

    @property
    def title(self) -> str:
        """Its name among others, such as 微信公众号“长春发布”."""
        return f"{platform_label(self.platform)}“{self.name}”" if self.platform else self.name

    def get_platform_display(self) -> str:
        """Name of the platform."""
        return platform_label(self.platform)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class _Sites(models.Manager["CheckedSite"]):
    def get_queryset(self) -> models.QuerySet[CheckedSite]:
        return super().get_queryset().filter(site__isnull=False)


class _Accounts(models.Manager["CheckedAccount"]):
    def get_queryset(self) -> models.QuerySet[CheckedAccount]:
        return super().get_queryset().filter(account__isnull=False)


class CheckedSite(Checked):
    """A site of a campaign."""

    objects: ClassVar[_Sites] = _Sites()

    class Meta:
        """In the order of the register."""

        proxy = True
        ordering = ("region_code", "id")


class CheckedAccount(Checked):
    """A sampled account of a campaign."""

    objects: ClassVar[_Accounts] = _Accounts()

    class Meta:
        """By stratum."""

        proxy = True
        ordering = ("stratum", "id")
