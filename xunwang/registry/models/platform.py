"""Platforms that an office adds to the built-in ones."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models


class FurtherPlatform(models.Model):
    """A platform of the office's own choice; accounts on it keep the same rules as those on the built-in ones.

    ``code`` is what accounts are stored with, so it never changes.
    """

    code = models.CharField(
        "短代码",
        max_length=16,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z][a-z0-9_]{1,15}\Z", "短代码为2至16位小写字母、数字和下划线，以字母开头。")
        ],
    )
    name = models.CharField("平台名称", max_length=40, unique=True)
    posts = models.BooleanField("应发布内容", default=True)
    """Whether accounts on it are expected to post, so that the rules of updating make sense."""
    interaction = models.BooleanField("应有互动功能", default=True)
    is_active = models.BooleanField("可以选用", default=True)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
