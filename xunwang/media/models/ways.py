"""How the posts of an account are collected."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xunwang.collect.interface import Trouble
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import choices


class AccountWay(models.Model):
    """One way of one account. What is secret is in ``sealed`` only, see :mod:`xunwang.media.ways`."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="ways", verbose_name="账号")
    way = models.CharField("采集方式", max_length=16, choices=choices(Way))
    address = models.CharField("地址", max_length=500, blank=True)
    options = models.JSONField("选项", default=dict, blank=True)
    sealed = models.TextField("凭据（加密）", blank=True)
    """JSON of the secrets, encrypted; written by people, read by collections, shown to nobody."""
    is_on = models.BooleanField("启用", default=True)
    tried_at = models.DateTimeField("最近采集", null=True)
    succeeded_at = models.DateTimeField("最近成功", null=True)
    trouble = models.CharField("最近的问题", max_length=16, choices=choices(Trouble), blank=True)
    problem = models.CharField("问题说明", max_length=500, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField("设置时间")

    class Meta:
        """Each way once."""

        ordering = ("account", "way")
        constraints = (models.UniqueConstraint(fields=["account", "way"], name="account_way_once"),)

    def __str__(self) -> str:
        return f"{self.account.name}：{Way(self.way).label}"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.account.unit.path
