"""The ledger of 我为政府网站找错: one row a message."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xunwang.registry.models import Unit, WebSite
from xunwang.registry.vocabulary import choices
from xunwang.supervision.vocabulary import Channel


class ErrorReport(models.Model):
    """A message of a citizen about an error on a site.

    ``text`` and ``answer`` are kept with personal numbers masked; who wrote the message is not kept at all. The
    due days follow from ``received_at`` (see :mod:`xunwang.supervision.ledger.clocks`); null where the calendar
    of the year is not published.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="责任单位")
    site = models.ForeignKey(
        WebSite, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="网站"
    )
    number = models.CharField("留言编号", max_length=60, unique=True)
    channel = models.CharField("来源", max_length=16, choices=choices(Channel), default=Channel.NATIONAL)
    text = models.TextField("留言内容", max_length=4000)
    answer = models.TextField("答复内容", max_length=4000, blank=True)
    received_at = models.DateTimeField("收到时间")
    passed_on_at = models.DateTimeField("转办时间", null=True, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    settled_at = models.DateTimeField("办结时间", null=True, blank=True)
    pass_on_due = models.DateField("转办期限", null=True, editable=False)
    answer_due = models.DateField("答复期限", null=True, editable=False)
    settle_due = models.DateField("办结期限", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField("登记时间", editable=False)

    class Meta:
        """Newest first; nothing happens before the message is there."""

        ordering = ("-received_at", "-id")
        indexes = (models.Index(fields=["unit", "received_at"]),)
        constraints = (
            models.CheckConstraint(
                condition=(Q(passed_on_at=None) | Q(passed_on_at__gte=F("received_at")))
                & (Q(answered_at=None) | Q(answered_at__gte=F("received_at")))
                & (Q(settled_at=None) | Q(settled_at__gte=F("received_at"))),
                name="error_report_times_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"留言{self.number}"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path
