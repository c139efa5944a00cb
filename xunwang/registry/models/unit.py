"""A unit: an organisation that owns sites and accounts, or supervises those who do."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from xunwang.registry.vocabulary import UnitKind, UnitLevel, choices


class Unit(models.Model):
    """A node of the unit tree.

    ``path`` lists the keys from the root down, such as ``/1/7/``; the database keeps it, also when a
    subtree is moved, and refuses circles.
    """

    name = models.CharField("单位名称", max_length=120, unique=True)
    short_name = models.CharField("简称", max_length=60, blank=True)
    former_names = ArrayField(
        models.CharField(max_length=120), verbose_name="曾用名", default=list, blank=True
    )
    """Names before a reform: accounts may still be verified under them."""
    level = models.CharField("行政级别", max_length=16, choices=choices(UnitLevel))
    kind = models.CharField("单位类型", max_length=16, choices=choices(UnitKind))
    region_code = models.CharField(
        "行政区划代码", max_length=6, validators=[RegexValidator(r"\A\d{6}\Z", "行政区划代码应为6位数字。")]
    )
    """GB/T 2260."""
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="上级单位"
    )
    supervising_unit = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supervised", verbose_name="监管单位"
    )
    """The office that supervises its sites and accounts; none means the superior does."""
    administrative = models.BooleanField("承担行政职能", null=True, blank=True)
    """Of public institutions: whether they have administrative functions, hence are in scope of N-01. None: not known."""
    is_active = models.BooleanField("在用", default=True)
    path = models.CharField(max_length=400, editable=False, default="", db_index=True)

    class Meta:
        """In the order of the administrative divisions."""

        ordering = ("region_code", "path")
        constraints = (
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^\d{6}$"), name="unit_region_code_digits"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and take over the path that the database gave."""
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["path"])

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.path

    @property
    def overseer(self) -> Unit | None:
        """The unit that decides on its filings first; None at the root."""
        return self.supervising_unit or self.superior
