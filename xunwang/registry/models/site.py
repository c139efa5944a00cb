"""A website of the register."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xunwang.pages.urls import host_of
from xunwang.registry.models.unit import Unit
from xunwang.registry.vocabulary import LIVE, Status, choices
from xunwang.words import SiteKind


class WebSite(models.Model):
    """政府网站. ``host`` follows from ``home_url``."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sites", verbose_name="主办单位")
    name = models.CharField("网站名称", max_length=120)
    home_url = models.URLField("首页网址", max_length=300)
    host = models.CharField("域名", max_length=253, editable=False)
    aliases = ArrayField(models.CharField(max_length=253), verbose_name="其他域名", default=list, blank=True)
    kind = models.CharField("网站类型", max_length=16, choices=choices(SiteKind))
    site_code = models.CharField("网站标识码", max_length=10, blank=True)
    icp_number = models.CharField("ICP备案号", max_length=40, blank=True)
    security_number = models.CharField("公安机关备案号", max_length=40, blank=True)
    has_services = models.BooleanField("有对外办事服务", default=True)
    status = models.CharField("运行状态", max_length=16, choices=choices(Status), default=Status.RUNNING)
    exemption = models.CharField("例外依据", max_length=200, blank=True)
    """On what ground a rule is not kept: number and date of the approval. Recorded, shown, counted."""
    opened_on = models.DateField("开通日期", null=True, blank=True)
    closed_on = models.DateField("关停日期", null=True, blank=True)

    class Meta:
        """One unit one site, one host one site, one code one site; what is closed does not count."""

        ordering = ("unit__region_code", "unit__path", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["unit"], condition=Q(status__in=sorted(LIVE), exemption=""), name="one_unit_one_site"
            ),
            models.UniqueConstraint(
                fields=["host"], condition=~Q(status=Status.CLOSED), name="one_host_one_site"
            ),
            models.UniqueConstraint(
                fields=["site_code"],
                condition=~Q(status=Status.CLOSED) & ~Q(site_code=""),
                name="one_code_one_site",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the host of the home page."""
        self.host = host_of(self.home_url)
        if kwargs.get("update_fields") is not None and "home_url" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "host"}
        super().save(*args, **kwargs)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path
