"""A file that was looked at and may be imported."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ImportDraft(models.Model):
    """Rows of text as the file had them, the first being the header."""

    kind = models.CharField("表", max_length=16)
    file_name = models.CharField("文件名", max_length=200)
    rows = models.JSONField("内容")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("上传时间", default=timezone.now)
    applied_at = models.DateTimeField("导入时间", null=True)
    created = models.IntegerField("新增", default=0)
    updated = models.IntegerField("修改", default=0)

    class Meta:
        """Newest first."""

        ordering = ("-id",)
