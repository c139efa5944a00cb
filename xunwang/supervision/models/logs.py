"""What is written down by hand, with its proof, and that it is all."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import choices
from xunwang.supervision.models.assessment import ItemDecision, Statement
from xunwang.supervision.vocabulary import DECLARED, ENTERED


class LogEntry(models.Model):
    """An entry of one of the logs. It is withdrawn with a reason, never deleted."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="监管单位")
    year = models.PositiveSmallIntegerField("年度")
    log = models.CharField("类别", max_length=16, choices=choices(ENTERED))
    day = models.DateField("日期")
    settled_on = models.DateField("办结或公开日期", null=True, blank=True)
    """Day on which a case was settled, or the result of a check made public."""
    title = models.CharField("事项", max_length=200)
    detail = models.TextField("说明", blank=True, max_length=4000)
    count = models.PositiveIntegerField("数量", null=True, blank=True)
    """People trained."""
    sites = ArrayField(models.BigIntegerField(), verbose_name="涉及的网站", default=list, blank=True)
    """Keys of :class:`xunwang.registry.models.WebSite`."""
    is_account = models.BooleanField("政务新媒体", default=False)
    misstatement = models.BooleanField("严重表述错误", default=False)
    url = models.URLField("网址", max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField("撤销理由", blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-day", "-id")
        indexes = (models.Index(fields=["unit", "year", "log"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_on=None) | Q(settled_on__gte=models.F("day")), name="log_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class Declaration(models.Model):
    """A person says that a log of a unit's year is complete, also when it is empty."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    log = models.CharField("类别", max_length=16, choices=choices(DECLARED))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """Once each."""

        ordering = ("unit", "year", "log")
        constraints = (models.UniqueConstraint(fields=["unit", "year", "log"], name="declared_once"),)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class Proof(models.Model):
    """A file that proves something: of an entry, a decision or a statement. Never changed."""

    entry = models.ForeignKey(LogEntry, models.PROTECT, null=True, related_name="proofs")
    decision = models.ForeignKey(ItemDecision, models.PROTECT, null=True, related_name="proofs")
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="proofs")
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
                condition=Q(entry__isnull=False, decision=None, statement=None)
                | Q(entry=None, decision__isnull=False, statement=None)
                | Q(entry=None, decision=None, statement__isnull=False),
                name="proof_of_one_thing",
            ),
        )

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        if self.entry is not None:
            return self.entry.unit.path
        thing = self.decision or self.statement
        return thing.assessment.unit.path if thing is not None else "/"
