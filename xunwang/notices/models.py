"""Tables of the notices. Versions, signatures, publications and their files are append-only, by the database."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xunwang.inspection.models import Campaign, FinalResult
from xunwang.notices.vocabulary import Standing, Step, Work
from xunwang.registry.vocabulary import choices


class Notice(models.Model):
    """The notice of a campaign. Its number is its permanent public address."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="notice")
    work = models.CharField("办理", max_length=16, choices=choices(Work), default=Work.DRAFT)
    standing = models.CharField("公开", max_length=16, choices=choices(Standing), default=Standing.NOT_YET)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("建立时间")

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.campaign.title}通报"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.campaign.unit.path


class Version(models.Model):
    """What the office wrote, at a time. ``texts`` are those that differ from the template, by slot."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    texts = models.JSONField("文字", default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("保存时间")
    note = models.CharField("说明", max_length=200, blank=True)
    digest = models.CharField("核定结果摘要", max_length=64)
    """Of the final results that it was written on."""

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["notice", "number"], name="notice_version_once"),)


class Signature(models.Model):
    """A version signed by a person who did not write it, with everything that the documents say.

    ``data`` is :meth:`xunwang.notices.notice.NoticeData.to_json`, ``fingerprint`` its SHA-256.
    """

    version = models.OneToOneField(Version, models.PROTECT, related_name="signature")
    final = models.ForeignKey(FinalResult, models.PROTECT, related_name="+")
    document_number = models.CharField("文号", max_length=60)
    issued_on = models.DateField("成文日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("签发时间")
    data = models.TextField("内容")
    fingerprint = models.CharField("内容摘要", max_length=64)


class Publication(models.Model):
    """A step that the public sees. ``number`` counts from 1 within a notice; the last one holds."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField("次序")
    step = models.CharField("事项", max_length=16, choices=choices(Step))
    signature = models.ForeignKey(Signature, models.PROTECT, related_name="publications")
    """What is published, or was until it was withdrawn."""
    reason = models.TextField("理由", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["notice", "number"], name="notice_publication_once"),
            models.CheckConstraint(
                condition=Q(step=Step.PUBLISH) | ~Q(reason=""), name="notice_reason_given"
            ),
        )


class PublishedFile(models.Model):
    """A document as it was published, kept under its digest."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    name = models.CharField("文件", max_length=40)
    """``docx``, ``pdf``, ``html``, ``xlsx``, or a chart's name with ``.svg``."""
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("SHA-256", max_length=64)
    path = models.CharField(max_length=200)
    """In the storage; made from the digest."""

    class Meta:
        """In the order of making."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["publication", "name"], name="notice_file_once"),)
