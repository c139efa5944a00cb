"""A run of a campaign's sites, and where each of them is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xunwang.inspection.models.campaign import Campaign
from xunwang.inspection.models.checked import CheckedSite
from xunwang.inspection.running.words import OPEN, Control, Phase, RunStatus, SiteState
from xunwang.registry.vocabulary import choices


class Run(models.Model):
    """Sites of a campaign, fetched and judged into one archive. ``only`` is the site of a run for one site.

    ``next_at`` and ``probe_at`` say when there is something to do, by the clock of the run; None: nothing.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField("次序")
    name = models.CharField("检查档案", max_length=80, unique=True)
    """Name of the archive's folder; findings refer to it."""
    only = models.ForeignKey(
        CheckedSite, models.PROTECT, null=True, related_name="+", verbose_name="补查网站"
    )
    reason = models.TextField("补查理由", blank=True)
    max_pages = models.PositiveIntegerField("每个网站至多页数")
    max_megabytes = models.PositiveIntegerField("每个网站至多流量（MB）")
    max_minutes = models.PositiveIntegerField("每个网站至多用时（分钟）")
    browser = models.BooleanField("浏览器渲染", default=False)
    robots_reason = models.TextField("不遵守robots.txt的依据", blank=True)
    """Empty: robots.txt is obeyed."""
    probe_minutes = models.PositiveSmallIntegerField("探测间隔（分钟）", default=0)
    """0: no probes."""
    crawl_from = models.DateTimeField("开始抓取")
    auto_review = models.BooleanField("全部接收后进入复核", default=True)
    status = models.CharField("状态", max_length=16, choices=choices(RunStatus), default=RunStatus.ACTIVE)
    phase = models.CharField("阶段", max_length=16, choices=choices(Phase), default=Phase.WAITING)
    next_at = models.DateTimeField("下一步", null=True)
    probe_at = models.DateTimeField("下次探测", null=True)
    attempts = models.PositiveSmallIntegerField("连续出错次数", default=0)
    problem = models.TextField("问题", blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["campaign", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(only=None, status__in=OPEN), name="one_run_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["only"], condition=Q(status__in=OPEN), name="one_run_of_a_site_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["next_at"], condition=Q(status=RunStatus.ACTIVE), name="run_due"),)

    def __str__(self) -> str:
        return f"第{self.number}次检查" if self.only_id is None else f"第{self.number}次检查（补查）"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.campaign.unit.path


class RunSite(models.Model):
    """A site of a run."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="sites")
    site = models.ForeignKey(CheckedSite, models.PROTECT, related_name="runs")
    state = models.CharField("状态", max_length=16, choices=choices(SiteState), default=SiteState.WAITING)
    probes = models.PositiveIntegerField("探测次数", default=0)
    pages = models.PositiveIntegerField("页面", default=0)
    unopened = models.PositiveIntegerField("打不开", default=0)
    size = models.BigIntegerField("字节", default=0)
    """Bytes of the pages' content."""
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    problem = models.TextField("原因", blank=True)
    """Why it failed, or why the crawl ended before its end."""

    class Meta:
        """In the order of the campaign's list."""

        ordering = ("site__region_code", "site_id")
        constraints = (models.UniqueConstraint(fields=["run", "site"], name="run_site_once"),)
        indexes = (models.Index(fields=["run", "state"]),)


class RunEvent(models.Model):
    """What a person did to a run. Append-only, by the database."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    control = models.CharField("操作", max_length=16, choices=choices(Control))
    note = models.TextField("说明", blank=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ("id",)
