"""A test question to a site (模拟咨询): a simple, common one, asked as a citizen would."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xunwang.inspection.models.campaign import Campaign
from xunwang.inspection.models.checked import CheckedSite
from xunwang.inspection.vocabulary import Quality
from xunwang.registry.vocabulary import choices


class Enquiry(models.Model):
    """One question for each site of a campaign. ``working_days`` follows from the calendar."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="enquiries")
    site = models.OneToOneField(CheckedSite, models.PROTECT, related_name="enquiry")
    question = models.TextField("问题")
    url = models.CharField("提交网址", max_length=500, blank=True)
    receipt = models.CharField("受理编号", max_length=100, blank=True)
    asked_at = models.DateTimeField("提交时间")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)
    working_days = models.PositiveSmallIntegerField("所用工作日", null=True)
    quality = models.CharField("答复质量", max_length=16, choices=choices(Quality), blank=True)
    answer = models.TextField("答复内容", blank=True)
    answer_url = models.CharField("答复网址", max_length=500, blank=True)
    graded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By site."""

        ordering = ("site_id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
                name="enquiry_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, quality="", working_days=None)
                | (Q(answered_at__isnull=False, working_days__isnull=False) & ~Q(quality="")),
                name="enquiry_answer_whole",
            ),
        )

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.campaign.unit.path
