"""Incidents that offices write down, and what was withdrawn."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xunwang.media.models.checks import HandCheck
from xunwang.media.vocabulary import IncidentKind
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import choices


class Incident(models.Model):
    """A complaint or report about an account. Append-only, by the database; what is wrong is withdrawn."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="incidents", verbose_name="账号")
    kind = models.CharField("类别", max_length=16, choices=choices(IncidentKind))
    at = models.DateTimeField("发生时间")
    text = models.TextField("情况")
    url = models.CharField("网址", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField("登记时间")

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.account.name}：{IncidentKind(self.kind).label}"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.account.unit.path


class IncidentFile(models.Model):
    """A file about an incident. Append-only, by the database."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="files")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("SHA-256", max_length=64)
    path = models.CharField(max_length=200)
    """In the storage; made from the digest, never from the name."""

    class Meta:
        """In the order of upload."""

        ordering = ("id",)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.incident.account.unit.path


class Withdrawal(models.Model):
    """A check or an incident is not to count. Append-only, by the database."""

    check_of = models.OneToOneField(HandCheck, models.PROTECT, null=True, related_name="withdrawal")
    incident = models.OneToOneField(Incident, models.PROTECT, null=True, related_name="withdrawal")
    reason = models.TextField("理由")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("撤销时间")

    class Meta:
        """Of one thing."""

        constraints = (
            models.CheckConstraint(
                condition=Q(check_of__isnull=False, incident=None) | Q(check_of=None, incident__isnull=False),
                name="withdrawal_of_one_thing",
            ),
        )
