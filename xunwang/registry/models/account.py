"""An account or app of the register (政务新媒体)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from xunwang.registry.models.unit import Unit
from xunwang.registry.vocabulary import LIVE, Platform, Status, choices


class Account(models.Model):
    """政务新媒体. ``subject`` is who the platform says it belongs to (认证主体)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="accounts", verbose_name="主办单位")
    platform = models.CharField("平台", max_length=16, choices=choices(Platform))
    name = models.CharField("账号名称", max_length=120)
    identifier = models.CharField("账号标识", max_length=120, blank=True)
    subject = models.CharField("认证主体", max_length=120, blank=True)
    status = models.CharField("运行状态", max_length=16, choices=choices(Status), default=Status.RUNNING)
    exemption = models.CharField("例外依据", max_length=200, blank=True)
    opened_on = models.DateField("开通日期", null=True, blank=True)
    closed_on = models.DateField("注销日期", null=True, blank=True)

    class Meta:
        """One unit, one account a platform (N-03), and no two of one name on a platform."""

        ordering = ("unit__region_code", "unit__path", "platform", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "platform"],
                condition=Q(status__in=sorted(LIVE), exemption="") & ~Q(platform=Platform.OTHER),
                name="one_unit_one_account",
            ),
            models.UniqueConstraint(
                fields=["platform", "name"], condition=~Q(status=Status.CLOSED), name="one_name_one_account"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{Platform(self.platform).label}）"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path
