"""What people decided, each time they did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xunwang.inspection.models.campaign import Campaign
from xunwang.inspection.models.results import Finding, ItemVerdict
from xunwang.inspection.vocabulary import Choice, Round, Ruling
from xunwang.registry.vocabulary import choices


class Decision(models.Model):
    """A person's word on a finding, or (``finding`` None) on an indicator. Append-only, by the database.

    ``version`` is the version that the finding or verdict had when it was decided on: two decisions on the
    same state cannot both be stored.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="decisions")
    verdict = models.ForeignKey(ItemVerdict, models.PROTECT, related_name="decisions")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="decisions")
    round = models.CharField("场合", max_length=16, choices=choices(Round))
    choice = models.CharField("意见", max_length=16, choices=[*choices(Choice), *choices(Ruling)])
    reason = models.TextField("理由", blank=True)
    seconds = models.PositiveIntegerField("用时（秒）")
    version = models.PositiveIntegerField()
    batch = models.UUIDField("批次", null=True)
    """Equal for findings that were decided together."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """In the order in which they were made."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["finding", "version"], condition=~Q(round=Round.BLIND), name="one_decision_a_version"
            ),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(round=Round.BLIND), name="one_blind_opinion"
            ),
            models.UniqueConstraint(
                fields=["verdict", "version"], condition=Q(finding=None), name="one_ruling_a_version"
            ),
        )
        indexes = (models.Index(fields=["campaign", "round", "by"]),)
