"""The annual tables of sites and of supervising units."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xunwang.registry.models import Unit, WebSite
from xunwang.registry.vocabulary import choices
from xunwang.supervision.vocabulary import TableAct, TableKind, TableState


class AnnualTable(models.Model):
    """One table of one site, or of one supervising unit, for one year."""

    kind = models.CharField("报表", max_length=16, choices=choices(TableKind))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="填报单位")
    site = models.ForeignKey(WebSite, models.PROTECT, null=True, related_name="+", verbose_name="网站")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=16, choices=choices(TableState), default=TableState.DRAFT)
    values = models.JSONField("填写的内容", default=dict)
    """By field; as the last version has them."""
    missing = models.PositiveSmallIntegerField("未填项", default=0)
    signed_name = models.CharField("签发人", max_length=64, blank=True)
    signed_at = models.DateTimeField("签发时间", null=True)
    published_on = models.DateField("公开日期", null=True)
    published_url = models.URLField("公开网址", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0)
    """Number of the last version; 0: nothing was filled in yet."""

    class Meta:
        """By year and unit."""

        ordering = ("-year", "kind", "unit__region_code", "unit__path")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "unit", "site", "year"], name="one_annual_table", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(kind=TableKind.SITE, site__isnull=False)
                | Q(kind=TableKind.SUPERVISION, site__isnull=True),
                name="annual_table_of_its_kind",
            ),
        )

    def __str__(self) -> str:
        name = self.site.name if self.site is not None else self.unit.name
        return f"{name}{TableKind(self.kind).label}（{self.year}年度）"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class TableVersion(models.Model):
    """A table as it was at one time. Append-only, by the database."""

    table = models.ForeignKey(AnnualTable, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    act = models.CharField("操作", max_length=16, choices=choices(TableAct))
    values = models.JSONField("内容")
    note = models.TextField("说明", blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["table", "number"], name="table_version_once"),)
