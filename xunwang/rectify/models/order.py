"""An order (整改通知) to one unit, its history, requests for more time, and who was told that it is late."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xunwang.inspection.models import Campaign, FinalResult
from xunwang.rectify.vocabulary import LIVE, Move, OrderState, Ruling
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import choices


class Batch(models.Model):
    """Orders that were issued together. Append-only, by the database.

    ``digest`` is SHA-256 of the units and problems; the rows of orders and items that an issue writes are not
    repeated in the audit log, this row is. What people change in them afterwards is logged row by row.
    """

    key = models.UUIDField(unique=True)
    """Made with the preview: sending the same form twice issues once."""
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="order_batches")
    final = models.ForeignKey(FinalResult, models.PROTECT, related_name="+")
    at = models.DateTimeField("下达时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField("整改要求")
    limit = models.CharField("期限", max_length=60)
    """In Chinese words, as it was set."""
    orders = models.PositiveIntegerField("通知数")
    items = models.PositiveIntegerField("问题数")
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        """Newest first."""

        ordering = ("-id",)


class Order(models.Model):
    """One order a unit, over its sites and accounts. ``version`` counts all changes."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="issued")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="orders")
    issuer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="下达单位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="orders", verbose_name="整改单位")
    unit_name = models.CharField("整改单位", max_length=120)
    """As it was when the order was issued."""
    word = models.CharField("发文代字", max_length=30)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("序号")
    issued_at = models.DateTimeField("下达时间")
    first_due_on = models.DateField("原定期限")
    due_on = models.DateField("整改期限")
    """Last day, in Asia/Shanghai."""
    state = models.CharField("状态", max_length=16, choices=choices(OrderState), default=OrderState.ISSUED)
    signed_at = models.DateTimeField("签收时间", null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField("反馈齐全时间", null=True)
    """When the last item was answered; None while something is with the unit."""
    closed_at = models.DateTimeField("办结时间", null=True)
    reopened = models.PositiveSmallIntegerField("重新整改次数", default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Newest first."""

        ordering = ("-issued_at", "-serial")
        constraints = (
            models.UniqueConstraint(fields=["issuer", "word", "year", "serial"], name="order_number_once"),
            models.UniqueConstraint(fields=["batch", "unit"], name="one_order_a_unit"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="order_receipt_whole",
            ),
        )
        indexes = (
            models.Index(fields=["due_on"], condition=Q(state__in=sorted(LIVE)), name="order_due"),
            models.Index(fields=["unit", "state"], name="order_unit_state"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """发文字号."""
        return f"{self.word}〔{self.year}〕{self.serial}号"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class OrderEvent(models.Model):
    """What happened to an order, or to one of its items. Append-only, by the database."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="events")
    item = models.ForeignKey("rectify.Item", models.PROTECT, null=True, related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """None: the system."""
    move = models.CharField("操作", max_length=20, choices=choices(Move))
    to_state = models.CharField("状态", max_length=16, choices=choices(OrderState))
    """State of the order afterwards."""
    due_on = models.DateField("期限", null=True)
    """The new deadline, where the move set one."""
    note = models.TextField("说明", blank=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ("id",)


class Extension(models.Model):
    """A unit's request for more time, and the decision."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="extensions")
    until = models.DateField("申请延至")
    reason = models.TextField("申请理由")
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ruling = models.CharField("决定", max_length=16, choices=choices(Ruling), blank=True)
    granted_until = models.DateField("批准延至", null=True)
    ruling_reason = models.TextField("决定理由", blank=True)
    ruled_at = models.DateTimeField("决定时间", null=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Newest first; one that waits for a decision an order."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["order"], condition=Q(ruling=""), name="one_open_extension"),
            models.CheckConstraint(
                condition=Q(granted_until=None) | Q(granted_until__lte=F("until")),
                name="extension_not_longer_than_asked",
            ),
        )


class Escalation(models.Model):
    """A missed deadline, told to the unit above. Once for each deadline. Append-only, by the database."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="escalations")
    due_on = models.DateField("逾期的期限")
    told = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="上报单位")
    at = models.DateTimeField("上报时间")

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["order", "due_on"], name="escalation_once"),)
