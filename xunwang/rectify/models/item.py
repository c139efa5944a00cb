"""One problem of an order, what the unit answered, and the proof."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xunwang.inspection.models import Checked, Finding, ItemVerdict
from xunwang.rectify.models.order import Order
from xunwang.rectify.vocabulary import ItemState, RecheckVerdict
from xunwang.registry.vocabulary import choices


class Item(models.Model):
    """A confirmed finding, a situation without single findings, or what a person wrote about an account.

    What it says never changes (the database sees to it). A finding is in one order at a time.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    checked = models.ForeignKey(Checked, models.PROTECT, related_name="+")
    verdict = models.ForeignKey(ItemVerdict, models.PROTECT, null=True, related_name="+")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="order_items")
    indicator = models.CharField("指标", max_length=20, blank=True)
    """Empty for an account that nobody could collect."""
    is_veto = models.BooleanField("单项否决", default=False)
    subject = models.CharField("网站或账号", max_length=120)
    problem = models.TextField("问题")
    """Of a restricted finding only that there is one."""
    url = models.TextField("所在页面", blank=True)
    restricted = models.BooleanField("涉密线索", default=False)
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="recurrences")
    """An item of an earlier order that was accepted, and here the same was found again."""
    state = models.CharField("状态", max_length=16, choices=choices(ItemState), default=ItemState.OPEN)
    recheck_verdict = models.CharField("最近复查", max_length=16, choices=choices(RecheckVerdict), blank=True)
    rechecked_at = models.DateTimeField("最近复查时间", null=True)
    recheck_wanted_at = models.DateTimeField(null=True)
    """When the next recheck is due; None: none is."""
    recheck_claimed_until = models.DateTimeField(null=True)
    relapsed = models.BooleanField("办结后再次出现", default=False)
    """A recheck found it again after it had been accepted; a person decides whether to reopen."""

    class Meta:
        """In the order of the text."""

        ordering = ("order_id", "position")
        constraints = (
            models.UniqueConstraint(fields=["order", "position"], name="item_position_once"),
            models.UniqueConstraint(
                fields=["finding"], condition=~Q(state=ItemState.WAIVED), name="finding_ordered_once"
            ),
            models.UniqueConstraint(
                fields=["checked"],
                condition=Q(verdict=None) & ~Q(state=ItemState.WAIVED),
                name="account_ordered_once",
            ),
            models.UniqueConstraint(
                fields=["verdict"],
                condition=Q(finding=None) & ~Q(state=ItemState.WAIVED),
                name="verdict_ordered_once",
            ),
            models.CheckConstraint(
                condition=Q(verdict__isnull=False) | Q(finding=None), name="item_finding_of_verdict"
            ),
        )
        indexes = (
            models.Index(
                fields=["recheck_wanted_at"],
                condition=Q(recheck_wanted_at__isnull=False),
                name="item_recheck_due",
            ),
            models.Index(fields=["state", "order"], name="item_state"),
        )

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.order.unit.path


class Reply(models.Model):
    """What the unit says it did about one item. Append-only, by the database."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="replies")
    statement = models.TextField("整改情况")
    done_on = models.DateField("完成日期")
    at = models.DateTimeField("反馈时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering = ("id",)


class Proof(models.Model):
    """A file that proves it. Append-only, by the database."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="proofs")
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
        return self.reply.item.order.unit.path
