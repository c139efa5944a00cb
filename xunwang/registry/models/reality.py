"""What was seen under the addresses of the register, and where the two do not agree."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xunwang.registry.models.filing import Filing
from xunwang.registry.models.site import WebSite
from xunwang.registry.reality_words import DifferenceKind, DifferenceState
from xunwang.registry.vocabulary import choices
from xunwang.words import Sight


class Look(models.Model):
    """One look at one address of a site. Append-only, by the database. Fields as in :class:`xunwang.engine.reality.Seen`."""

    site = models.ForeignKey(WebSite, models.PROTECT, related_name="looks", verbose_name="网站")
    url = models.CharField("网址", max_length=320)
    is_home = models.BooleanField("首页")
    at = models.DateTimeField("时间")
    sight = models.CharField("情况", max_length=16, choices=choices(Sight))
    detail = models.CharField("说明", max_length=300, blank=True)
    status = models.PositiveSmallIntegerField("HTTP状态", default=0)
    final_url = models.CharField("最终网址", max_length=300, blank=True)
    title = models.CharField("标题", max_length=300, blank=True)
    site_name = models.CharField("SiteName", max_length=300, blank=True)
    site_code = models.CharField("SiteIDCode", max_length=300, blank=True)
    footer_code = models.CharField("页脚标识码", max_length=300, blank=True)
    sponsor = models.CharField("页脚主办单位", max_length=300, blank=True)
    icp = models.CharField("ICP备案号", max_length=300, blank=True)
    suspicious = models.BooleanField("疑似不良内容", default=False)
    digest = models.CharField("内容摘要", max_length=64, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes = (models.Index(fields=["site", "-at"]),)


class Difference(models.Model):
    """One thing in which a site and its entry do not agree; there again after it was gone, it is the same row."""

    site = models.ForeignKey(WebSite, models.PROTECT, related_name="differences", verbose_name="网站")
    kind = models.CharField("不符之处", max_length=16, choices=choices(DifferenceKind))
    address = models.CharField("网址", max_length=320)
    registered = models.CharField("名录登记", max_length=300, blank=True)
    seen = models.CharField("实际情况", max_length=600)
    look = models.ForeignKey(Look, models.PROTECT, related_name="+", verbose_name="依据")
    first_seen_at = models.DateTimeField("首次发现")
    last_seen_at = models.DateTimeField("最近核对")
    state = models.CharField(
        "处理", max_length=16, choices=choices(DifferenceState), default=DifferenceState.OPEN
    )
    reason = models.CharField("说明", max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True)
    filing = models.ForeignKey(Filing, models.SET_NULL, null=True, related_name="+", verbose_name="备案")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """What is new first."""

        ordering = ("-first_seen_at", "id")
        constraints = (models.UniqueConstraint(fields=["site", "kind", "address"], name="difference_once"),)
        indexes = (models.Index(fields=["state", "kind"]),)

    def __str__(self) -> str:
        return f"{self.site.name}：{DifferenceKind(self.kind).label}"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.site.unit.path


class DifferenceEvent(models.Model):
    """What happened to a difference: seen, changed, decided, gone. Append-only, by the database."""

    difference = models.ForeignKey(Difference, models.PROTECT, related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """None: the comparison itself."""
    state = models.CharField("处理", max_length=16, choices=choices(DifferenceState))
    note = models.CharField("说明", max_length=600, blank=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ("id",)
