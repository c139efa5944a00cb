"""People whom a unit names."""

from __future__ import annotations

from django.db import models

from xunwang.registry.models.unit import Unit
from xunwang.registry.vocabulary import ContactRole, choices


class Contact(models.Model):
    """A person in charge, or a liaison."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="contacts", verbose_name="单位")
    role = models.CharField("职责", max_length=16, choices=choices(ContactRole))
    name = models.CharField("姓名", max_length=64)
    phone = models.CharField("电话", max_length=40, blank=True)
    email = models.EmailField("邮箱", blank=True)

    class Meta:
        """By unit."""

        ordering = ("unit", "role", "name")
        constraints = (models.UniqueConstraint(fields=["unit", "role", "name"], name="contact_once"),)

    def __str__(self) -> str:
        return f"{self.name}（{ContactRole(self.role).label}）"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path
