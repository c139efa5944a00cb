"""Final results: what a campaign came to, frozen. Append-only, by the database."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from xunwang.inspection.models.campaign import Campaign
from xunwang.inspection.models.checked import CheckedSite
from xunwang.registry.vocabulary import choices
from xunwang.words import Outcome


class FinalResult(models.Model):
    """One finalisation. After a reopening the next has the next number; the last one counts.

    ``digest`` covers the scores of all sites and everything they follow from; see
    :mod:`xunwang.inspection.results.digests`.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="finals")
    number = models.PositiveSmallIntegerField("次序")
    at = models.DateTimeField("核定时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    program = models.CharField("程序", max_length=60)
    digest = models.CharField("摘要", max_length=64)
    figures = models.JSONField("汇总")
    """See :func:`xunwang.inspection.results.figures.figures_of`."""

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["campaign", "number"], name="final_once"),)


def _points(label: str) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(label, max_digits=7, decimal_places=3, null=True)


class SiteScore(models.Model):
    """A site's final result. Scores are null where nothing is scored (department sites, vetoed sites)."""

    final = models.ForeignKey(FinalResult, models.PROTECT, related_name="scores")
    site = models.ForeignKey(CheckedSite, models.PROTECT, related_name="scores")
    outcome = models.CharField("结果", max_length=16, choices=choices(Outcome))
    veto_items = ArrayField(models.CharField(max_length=20), verbose_name="单项否决", default=list)
    deductions = models.JSONField("扣分", default=dict)
    """Points off by group, as decimal strings."""
    deduct_score = _points("扣分项得分")
    bonus = _points("加分")
    total = _points("总分")
    rank = models.PositiveIntegerField("名次", null=True)
    findings = models.PositiveIntegerField("确认的问题")
    uses_unconfirmed_points = models.BooleanField("含未核定分值", default=False)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        """Best first within each level."""

        ordering = ("final_id", "rank", "site_id")
        constraints = (models.UniqueConstraint(fields=["final", "site"], name="score_once"),)
        indexes = (models.Index(fields=["final", "outcome"]),)
