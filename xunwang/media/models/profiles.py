"""The profile of an account over time."""

from __future__ import annotations

from django.db import models

from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import choices


class ProfilePoint(models.Model):
    """The profile as one way showed it on one day (Asia/Shanghai); null: not shown. Append-only, by the database."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="profile_points")
    way = models.CharField("采集方式", max_length=16, choices=choices(Way))
    day = models.DateField("日期")
    at = models.DateTimeField("时间")
    name = models.CharField("名称", max_length=200, blank=True)
    subject = models.CharField("认证主体", max_length=200, null=True)
    followers = models.PositiveBigIntegerField("关注人数", null=True)
    posts = models.PositiveBigIntegerField("发布数", null=True)
    closed = models.CharField("平台提示的注销或封停", max_length=300, blank=True)
    digest = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        """Newest first; one a day and way."""

        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["account", "way", "day"], name="profile_point_once_a_day"),
        )
