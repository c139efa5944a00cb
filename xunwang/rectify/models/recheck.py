"""Looking again at the very page by the very rule."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xunwang.rectify.models.item import Item
from xunwang.rectify.vocabulary import RecheckVerdict
from xunwang.registry.vocabulary import choices


class Recheck(models.Model):
    """One look, with what was seen. Append-only, by the database."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="rechecks")
    at = models.DateTimeField("复查时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Who asked for it; None: the system."""
    verdict = models.CharField("结论", max_length=16, choices=choices(RecheckVerdict))
    told = models.TextField("情况")
    """In Chinese: what was measured, or what was missing and what a person has to look at."""
    evidence = models.JSONField("证据", default=list)
    """List of url, at, digest, fragment, note."""
    run = models.CharField("检查结果", max_length=200, blank=True)
    """Name of the folder below the folder of rechecks, where the pages lie; empty: nothing was fetched."""
    program = models.CharField("程序", max_length=60)

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.item.order.unit.path
