"""A campaign (检查) and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from xunwang.inspection.planning.strata import History, StratumBy
from xunwang.inspection.stages import Move, Stage
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import UnitLevel, choices
from xunwang.words import SiteKind

if TYPE_CHECKING:
    from xunwang.inspection.models.checked import CheckedAccount, CheckedSite


def _share(label: str, default: str) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(label, max_digits=5, decimal_places=4, default=default)


class Campaign(models.Model):
    """One inspection round of the office ``unit`` over (part of) its subtree.

    Empty ``levels``, ``kinds`` and ``region_codes`` mean all. ``edition_text`` is the YAML of a province's own
    edition; empty for a shipped one. ``version`` counts the changes of plan and stage.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name="组织单位")
    title = models.CharField("名称", max_length=120)
    period_start = models.DateField("检查期开始")
    period_end = models.DateField("检查期结束")
    check_point = models.DateTimeField("监测时间点")
    edition_id = models.CharField("指标版本", max_length=40)
    edition_text = models.TextField("指标版本文件", blank=True)
    levels = ArrayField(
        models.CharField(max_length=16, choices=choices(UnitLevel)),
        verbose_name="级别",
        default=list,
        blank=True,
    )
    kinds = ArrayField(
        models.CharField(max_length=16, choices=choices(SiteKind)),
        verbose_name="网站类型",
        default=list,
        blank=True,
    )
    region_codes = ArrayField(
        models.CharField(max_length=6), verbose_name="行政区划", default=list, blank=True
    )
    site_share = _share("网站检查比例", "1")
    account_shares = models.JSONField("新媒体抽查比例", default=dict, blank=True)
    """Decimal strings by stratum name; ``*`` for the rest."""
    account_strata = ArrayField(
        models.CharField(max_length=16, choices=choices(StratumBy)),
        verbose_name="新媒体分层",
        default=list,
        blank=True,
    )
    account_at_least = models.PositiveSmallIntegerField("每层至少抽取", default=1)
    account_history = models.CharField(
        "与上次检查的关系", max_length=16, choices=choices(History), default=History.ANY
    )
    seed = models.CharField("抽样种子", max_length=64)
    double_share = _share("盲审比例", "0.05")
    """Share of the candidates that a second person reviews without knowing of the first."""
    answer_days = models.PositiveSmallIntegerField("反馈期限（工作日）", default=5)
    reviewers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name="复核员")
    """None named: everybody whose role allows it."""
    stage = models.CharField("阶段", max_length=16, choices=choices(Stage), default=Stage.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    class Meta:
        """Newest first."""

        ordering = ("-check_point", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "title"], condition=~Q(stage=Stage.CANCELLED), name="campaign_title_once"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="campaign_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def sites(self) -> models.QuerySet[CheckedSite]:
        """Its sites, in the order of the register."""
        from xunwang.inspection.models.checked import CheckedSite

        return CheckedSite.objects.filter(campaign=self)

    @property
    def accounts(self) -> models.QuerySet[CheckedAccount]:
        """Its sampled accounts, by stratum."""
        from xunwang.inspection.models.checked import CheckedAccount

        return CheckedAccount.objects.filter(campaign=self)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class CampaignEvent(models.Model):
    """A move of a campaign. Append-only, by the database."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    move = models.CharField("操作", max_length=16, choices=choices(Move))
    from_stage = models.CharField(max_length=16, choices=choices(Stage))
    to_stage = models.CharField(max_length=16, choices=choices(Stage))
    note = models.TextField("说明", blank=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ("id",)
