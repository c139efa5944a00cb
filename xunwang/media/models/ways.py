"""How the posts of an account are collected, and how they were in a collection."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xunwang.access.roles import GRANTABLE
from xunwang.collect.interface import Trouble
from xunwang.media.models.collections import CollectedAccount
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import choices


class WaySetting(models.Model):
    """What somebody entered: where to ask, and who said so."""

    way = models.CharField("采集方式", max_length=16, choices=choices(Way))
    address = models.CharField("地址", max_length=500, blank=True)
    options = models.JSONField("选项", default=dict, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    """Who entered address, files and secrets as they are; switching it on or off is in the audit log only."""
    set_as = models.CharField("填报身份", max_length=32, choices=choices(GRANTABLE), blank=True)
    """The role by which; empty: entered before it was noted."""
    set_at = models.DateTimeField("设置时间")

    class Meta:
        """No table of its own."""

        abstract = True


class AccountWay(WaySetting):
    """One way of one account. What is secret is in ``sealed`` only, see :mod:`xunwang.media.ways`."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="ways", verbose_name="账号")
    sealed = models.TextField("凭据（加密）", blank=True)
    """JSON of the secrets, encrypted; written by people, read by collections, shown to nobody."""
    is_on = models.BooleanField("启用", default=True)
    tried_at = models.DateTimeField("最近采集", null=True)
    succeeded_at = models.DateTimeField("最近成功", null=True)
    trouble = models.CharField("最近的问题", max_length=16, choices=choices(Trouble), blank=True)
    problem = models.CharField("问题说明", max_length=500, blank=True)

    class Meta:
        """Each way once."""

        ordering = ("account", "way")
        constraints = (models.UniqueConstraint(fields=["account", "way"], name="account_way_once"),)

    def __str__(self) -> str:
        return f"{self.account.name}：{Way(self.way).label}"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.account.unit.path


class CollectedWay(WaySetting):
    """A way as it was when a collection began: whoever looks at its posts sees who had entered it, whatever came since."""

    collected = models.ForeignKey(CollectedAccount, models.CASCADE, related_name="ways")

    class Meta:
        """Each way once."""

        ordering = ("collected", "way")
        constraints = (models.UniqueConstraint(fields=["collected", "way"], name="collected_way_once"),)
