"""An account or app of the register (政务新媒体)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from xunwang.registry import platforms
from xunwang.registry.models.unit import Unit
from xunwang.registry.vocabulary import LIVE, Platform, Status, WechatType, choices
from xunwang.rules.media.facts import AccountKind, account_key


class Account(models.Model):
    """政务新媒体. ``subject`` is who the platform says it belongs to (认证主体).

    ``platform`` is a code of :func:`xunwang.registry.platforms.all_platforms`.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="accounts", verbose_name="主办单位")
    platform = models.CharField("平台", max_length=16)
    wechat_type = models.CharField("公众号类型", max_length=16, choices=choices(WechatType), blank=True)
    """Of WeChat official accounts only; blank: not known."""
    name = models.CharField("账号名称", max_length=120)
    identifier = models.CharField("账号标识", max_length=120, blank=True)
    subject = models.CharField("认证主体", max_length=120, blank=True)
    kind = models.CharField("账号类别", max_length=16, choices=choices(AccountKind), blank=True)
    introduction = models.CharField("账号简介", max_length=500, blank=True)
    page_url = models.URLField("账号主页", max_length=300, blank=True)
    former_names = ArrayField(
        models.CharField(max_length=120), verbose_name="曾用名称", default=list, blank=True
    )
    supervising_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_accounts",
        verbose_name="监管单位",
    )
    """With whom it is filed (N-05); none means the office that supervises its sponsor."""
    status = models.CharField("运行状态", max_length=16, choices=choices(Status), default=Status.RUNNING)
    state_reason = models.CharField("状态原因", max_length=300, blank=True)
    """Why it is suspended or closed."""
    exemption = models.CharField("例外依据", max_length=200, blank=True)
    opened_on = models.DateField("开通日期", null=True, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    """None: not filed, as far as the register knows."""
    closed_on = models.DateField("注销日期", null=True, blank=True)

    class Meta:
        """One unit, one account a platform (N-03), and no two of one name on a platform.

        A subscription and a service account of WeChat count as two; the rules look at those of unknown type.
        """

        ordering = ("unit__region_code", "unit__path", "platform", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "platform", "wechat_type"],
                condition=Q(status__in=sorted(LIVE), exemption="") & ~Q(platform=Platform.OTHER),
                name="one_unit_one_account",
            ),
            models.UniqueConstraint(
                fields=["platform", "name"], condition=~Q(status=Status.CLOSED), name="one_name_one_account"
            ),
            models.CheckConstraint(
                condition=Q(wechat_type="") | Q(platform=Platform.WECHAT), name="wechat_type_of_wechat"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="account_days_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.get_platform_display()}）"

    @property
    def key(self) -> str:
        """Unique among accounts in use, and known to everybody."""
        return account_key(self.platform, self.name)

    def get_platform_display(self) -> str:
        """Name of the platform."""
        return platforms.platform_label(self.platform)

    @property
    def supervisor(self) -> Unit | None:
        """With whom it is filed; None at the root."""
        return self.supervising_unit or self.unit.overseer

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path
