"""Users and what they were given."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from xunwang.access.roles import GRANTABLE, Role


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, *, name: str = "") -> User:
        """A new user; without a password nobody can sign in under the name. Names are in small letters."""
        user = self.model(username=self.model.normalize_username(username).lower(), name=name or username)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in."""

    username = models.CharField(
        "用户名",
        max_length=64,
        unique=True,
        validators=[RegexValidator(r"\A[\w.@-]+\Z", "用户名只能用汉字、字母、数字和 . @ - _")],
    )
    name = models.CharField("姓名", max_length=64)
    is_active = models.BooleanField("在用", default=True)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    narrowed_to: str = "/"
    """Path of the unit that a request by token keeps to; not stored."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        """By name."""

        ordering = ("username",)

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"


class Assignment(models.Model):
    """A role that a user holds over the subtree of a unit."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name="用户")
    role = models.CharField("角色", max_length=32, choices=[(role.value, role.label) for role in GRANTABLE])
    unit = models.ForeignKey(
        "registry.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="范围（单位及其下级）",
    )
    """None: the whole tree, also while it is still empty."""
    created_at = models.DateTimeField("授予时间", default=timezone.now, editable=False)

    class Meta:
        """Once each."""

        ordering = ("user", "role", "unit")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "unit"], name="assignment_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}：{Role(self.role).label}（{self.unit or '全部单位'}）"

    @property
    def path(self) -> str:
        """What the role reaches: every path below begins with it."""
        return self.unit.path if self.unit is not None else "/"


class ApiToken(models.Model):
    """A key by which a programme acts for a user, within the subtree of ``unit`` (None: all that the user may).

    The key itself is shown once and stored nowhere: ``digest`` is its SHA-256, ``hint`` its beginning.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name="用户")
    unit = models.ForeignKey(
        "registry.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="范围（单位及其下级）",
    )
    name = models.CharField("用途", max_length=80)
    hint = models.CharField("令牌开头", max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    writes = models.BooleanField("可以修改", default=False)
    created_at = models.DateTimeField("建立时间")
    expires_at = models.DateTimeField("有效期至")
    last_used_at = models.DateTimeField("最近使用", null=True)
    revoked_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.name}（{self.hint}…）"


class OfficeName(models.Model):
    """Name of a user at the office's identity provider, registered by an administrator before the first sign-in."""

    user = models.OneToOneField(User, models.CASCADE, related_name="office_name", verbose_name="用户")
    name = models.CharField("统一身份认证用户名", max_length=150, unique=True)
