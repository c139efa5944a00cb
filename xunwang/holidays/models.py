"""The years that the office has entered."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class HolidayYear(models.Model):
    """The arrangement of one year as the State Council's notice gives it; what the package knows of that year is put aside."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    source = models.CharField("来源", max_length=200)
    """Number or address of the notice."""
    notice = models.TextField("通知原文", blank=True, max_length=10_000)
    rest = ArrayField(models.DateField(), verbose_name="放假的日子")
    """Also days of the December before and the January after."""
    work = ArrayField(models.DateField(), verbose_name="上班的周末", blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    entered_at = models.DateTimeField("录入时间")

    class Meta:
        """By year."""

        ordering = ("year",)

    def __str__(self) -> str:
        return f"{self.year}年节假日安排"
