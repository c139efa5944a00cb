"""What people saw when they looked at an account themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xunwang.inspection.models import Campaign
from xunwang.media.vocabulary import AppUse, Tried
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import choices


class HandCheck(models.Model):
    """One look at one account. Append-only, by the database; what is wrong is withdrawn and looked at again.

    ``key`` is made by the form: sending it twice is one check.
    """

    key = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="hand_checks", verbose_name="账号")
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("核查时间")
    last_post = models.DateField("最新发布日期", null=True)
    no_posts = models.BooleanField("从未发布", default=False)
    message_sent = models.DateTimeField("测试留言发出时间", null=True)
    message_answered = models.DateTimeField("答复时间", null=True)
    answer = models.TextField("答复内容", blank=True)
    answer_helps = models.BooleanField("答复有实质内容", null=True)
    app = models.CharField("客户端", max_length=16, choices=choices(AppUse), blank=True)
    """Empty: not tried."""
    note = models.TextField("说明", blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["account", "-at"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(no_posts=False) | Q(last_post=None), name="hand_check_posts_or_none"
            ),
            models.CheckConstraint(
                condition=Q(message_answered=None) | Q(message_answered__gte=F("message_sent")),
                name="hand_check_times_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account.name}的手机核查"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.account.unit.path


class FunctionTried(models.Model):
    """An interactive function that was tried in a check. Append-only, by the database."""

    check_of = models.ForeignKey(HandCheck, models.PROTECT, related_name="functions")
    function = models.CharField("功能", max_length=16, choices=choices(Interaction))
    result = models.CharField("情况", max_length=16, choices=choices(Tried))

    class Meta:
        """Each once."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["check_of", "function"], name="function_tried_once"),)


class HandPicture(models.Model):
    """A screenshot or photograph of a check, without the place where it was taken. Append-only, by the database."""

    check_of = models.ForeignKey(HandCheck, models.PROTECT, related_name="pictures")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("SHA-256", max_length=64)
    original_digest = models.CharField("原文件SHA-256", max_length=64)
    """Of the file as it came, before place and device were removed."""
    taken_at = models.CharField("拍摄时间（手机所记）", max_length=19, blank=True)
    path = models.CharField(max_length=200)
    """In the storage; made from the digest, never from the name."""

    class Meta:
        """In the order of upload."""

        ordering = ("id",)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.check_of.account.unit.path
