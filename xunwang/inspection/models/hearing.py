"""What units are told, what they answer, and what becomes of their appeals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xunwang.inspection.models.campaign import Campaign
from xunwang.inspection.models.checked import Checked
from xunwang.inspection.models.results import Finding, Task
from xunwang.inspection.vocabulary import Answer, AppealRuling
from xunwang.registry.vocabulary import choices

NOTHING_TO_ANSWER = "没有问题，无须反馈"


class Feedback(models.Model):
    """The results of one site or account, sent to its unit, with the unit's answer."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="feedback")
    checked = models.OneToOneField(Checked, models.PROTECT, related_name="feedback")
    problems = models.PositiveIntegerField("问题数")
    """Confirmed problems when it was sent."""
    sent_at = models.DateTimeField("发送时间")
    due_on = models.DateField("反馈期限")
    """Last day, in Asia/Shanghai."""
    answer = models.CharField("反馈", max_length=16, choices=choices(Answer), blank=True)
    statement = models.TextField("说明", blank=True)
    answered_at = models.DateTimeField("反馈时间", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Sites, then accounts."""

        ordering = ("checked_id",)
        indexes = (models.Index(fields=["campaign", "answer", "due_on"]),)

    @property
    def told(self) -> str:
        """The answer in words. Who had nothing to answer to has missed nothing by saying nothing."""
        if not self.answer:
            return "待反馈"
        nothing = self.answer == Answer.SILENT and not self.problems
        return NOTHING_TO_ANSWER if nothing else Answer(self.answer).label

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`: the unit that has to answer."""
        return self.checked.unit.path


class Appeal(models.Model):
    """A unit's objection to one finding. One finding, one appeal."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="appeals")
    finding = models.OneToOneField(Finding, models.PROTECT, related_name="appeal")
    statement = models.TextField("申诉理由")
    filed_at = models.DateTimeField("申诉时间")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ruling = models.CharField("裁决", max_length=16, choices=choices(AppealRuling), blank=True)
    reason = models.TextField("裁决理由", blank=True)
    ruled_at = models.DateTimeField("裁决时间", null=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("filed_at", "id")

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`: the office that decides."""
        return self.feedback.campaign.unit.path


class Attachment(models.Model):
    """A file that proves something: of an appeal, a task that was done, or a finding of a person. Never changed."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, related_name="attachments")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="attachments")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="attachments")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("SHA-256", max_length=64)
    path = models.CharField(max_length=200)
    """In the storage; made from the digest, never from the name."""
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """In the order of upload."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(appeal__isnull=False, task=None, finding=None)
                | Q(appeal=None, task__isnull=False, finding=None)
                | Q(appeal=None, task=None, finding__isnull=False),
                name="attachment_of_one_thing",
            ),
        )
