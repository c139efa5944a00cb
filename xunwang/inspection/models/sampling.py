"""How the accounts of a campaign were drawn (抽样记录)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xunwang.inspection.models.campaign import Campaign
from xunwang.registry.vocabulary import choices
from xunwang.words import Word


class Population(Word):
    """What was drawn from."""

    SITES = "sites", "政府网站"
    ACCOUNTS = "accounts", "政务新媒体"


class SamplingRecord(models.Model):
    """One drawing, with all that is needed to draw it again. Append-only, by the database.

    ``frame`` and ``strata`` hold keys, so the record can be checked when the register has long changed.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="samplings")
    population = models.CharField("对象", max_length=16, choices=choices(Population))
    at = models.DateTimeField("抽样时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    method = models.TextField("方法")
    seed = models.CharField("种子", max_length=64)
    at_least = models.PositiveSmallIntegerField("每层最少")
    frame_digest = models.CharField("抽样框摘要", max_length=64)
    frame = models.JSONField("抽样框")
    """Keys by stratum, sorted."""
    first = models.JSONField("优先抽取", default=list)
    """Keys that were drawn before the others of their stratum, sorted."""
    left_out = models.JSONField("不再抽取", default=list)
    """Keys that the last round has checked and that were therefore not in the frame, sorted."""
    strata = models.JSONField("各层")
    """List of name, population, share (a fraction as text), chosen (keys in the order drawn)."""

    class Meta:
        """Newest first."""

        ordering = ("-id",)
