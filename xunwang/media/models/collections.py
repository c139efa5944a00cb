"""Collections of posts: which accounts, over what span, and where each of them is."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from xunwang.collect.interface import Trouble
from xunwang.inspection.models import Campaign
from xunwang.media.vocabulary import OPEN, AccountState, CollectionStatus, Control
from xunwang.posts.records import Shows
from xunwang.registry.models import Account, Unit
from xunwang.registry.vocabulary import choices


class Collection(models.Model):
    """Accounts of a unit's subtree, or of a campaign's sample, collected into one archive.

    ``next_at`` says when there is something to do; None: nothing.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="collections", verbose_name="范围")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="collections", verbose_name="检查"
    )
    title = models.CharField("名称", max_length=120)
    name = models.CharField("采集档案", max_length=80, unique=True)
    """Name of the archive's folder."""
    since = models.DateTimeField("起")
    until = models.DateTimeField("止")
    status = models.CharField(
        "状态", max_length=16, choices=choices(CollectionStatus), default=CollectionStatus.ACTIVE
    )
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="接续")
    """The collection that is carried on from: what has not changed since is not asked for again."""
    wanted = models.PositiveIntegerField("账号和方式", default=0)
    """Accounts by a way, each way counted …"""
    reached = models.PositiveIntegerField("已到达", default=0)
    """… and those that have come to their end."""
    posts = models.PositiveBigIntegerField("发布数", default=0)
    next_at = models.DateTimeField("下一步", null=True)
    attempts = models.PositiveSmallIntegerField("连续出错次数", default=0)
    problem = models.TextField("问题", blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        """Newest first; one that goes on for each scope."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="collection_span_in_order"),
            models.UniqueConstraint(
                fields=["unit", "campaign"],
                nulls_distinct=False,
                condition=Q(status__in=OPEN),
                name="one_collection_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class CollectedAccount(models.Model):
    """An account of a collection. Times are those of the posts; None: no post with a time was seen."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="accounts")
    account = models.ForeignKey(Account, models.PROTECT, related_name="collected")
    key = models.CharField("采集档案中的名称", max_length=160)
    """What the archive calls the account: settled when the collection began, whatever it is called by now."""
    state = models.CharField(
        "状态", max_length=16, choices=choices(AccountState), default=AccountState.WAITING
    )
    shown = ArrayField(models.CharField(max_length=16, choices=choices(Shows)), default=list, blank=True)
    complete = models.BooleanField("检查期内齐全", default=False)
    reason = models.CharField("不齐全的原因", max_length=500, blank=True)
    trouble = models.CharField("问题", max_length=16, choices=choices(Trouble), blank=True)
    problem = models.CharField("问题说明", max_length=500, blank=True)
    posts = models.PositiveIntegerField("发布数", default=0)
    newest_at = models.DateTimeField("最新发布", null=True)
    newest_title = models.CharField("最新标题", max_length=300, blank=True)
    newest_url = models.CharField("最新网址", max_length=1000, blank=True)
    seconds = models.FloatField("用时（秒）", default=0)
    at = models.DateTimeField("采集时间", null=True)

    class Meta:
        """In the order of the register."""

        ordering = ("account_id",)
        constraints = (
            models.UniqueConstraint(fields=["collection", "account"], name="collected_account_once"),
            models.UniqueConstraint(fields=["collection", "key"], name="collected_key_once"),
        )
        indexes = (
            models.Index(fields=["collection", "state"]),
            models.Index(fields=["account", "-at"]),
        )


class CollectionEvent(models.Model):
    """What a person did to a collection. Append-only, by the database."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    control = models.CharField("操作", max_length=16, choices=choices(Control))

    class Meta:
        """In the order in which it happened."""

        ordering = ("id",)
