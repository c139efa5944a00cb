"""What the queue itself does not keep."""

from __future__ import annotations

from django.db import models


class JobFailure(models.Model):
    """Why a job failed. ``job`` is the queue's number; several where it was tried several times."""

    job = models.BigIntegerField("作业")
    task = models.CharField("任务", max_length=128)
    at = models.DateTimeField("时间")
    error = models.TextField("错误")
    """Kind and message of the error."""
    trace = models.TextField("位置", blank=True)
    """Where in the program; never values."""

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes = (models.Index(fields=["job"]), models.Index(fields=["at"]))
