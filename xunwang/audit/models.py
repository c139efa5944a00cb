"""Rows of the audit log. Only the database writes and links them; see ``sql.py``."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One change of a row, or one access to something restricted."""

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("用户编号", null=True)
    actor = models.TextField("用户", default="")
    """Name at that time; empty for the system itself."""
    via = models.TextField("途径", default="")
    address = models.TextField("地址", default="")
    action = models.TextField("操作")
    """insert, update, delete; or a word of :func:`xunwang.audit.acting.record`."""
    subject = models.TextField("对象")
    """Name of the table."""
    subject_id = models.TextField("对象编号", default="")
    before = models.JSONField("原值", null=True)
    after = models.JSONField("新值", null=True)
    """For an update only the columns that changed."""
    note = models.TextField("说明", default="")

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes = (
            models.Index(fields=["subject", "subject_id"]),
            models.Index(fields=["actor_id"]),
            models.Index(fields=["at"]),
        )


class Link(models.Model):
    """A link of the chain. ``digest`` is SHA-256 in hexadecimal."""

    position = models.BigIntegerField("序号", primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="link")
    digest = models.TextField("摘要")
