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
