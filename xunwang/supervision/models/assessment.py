"""The yearly assessment of a supervising unit. All but its stage is append-only, by the database."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import choices
from xunwang.supervision.vocabulary import Move, Opinion, Ruling, Stage
from xunwang.words import Outcome


def _points(label: str) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(label, max_digits=7, decimal_places=2, null=True)


class OwnEdition(models.Model):
    """The office's own indicators of a year, in place of the shipped ones. Append-only, by the database."""

    year = models.PositiveSmallIntegerField("考核年度", unique=True)
    edition_id = models.CharField("指标版本", max_length=40)
    text = models.TextField("指标版本文件")
    digest = models.CharField("SHA-256", max_length=64)
    """Of the text."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("采用时间")


class Assessment(models.Model):
    """One unit, one year. ``own_edition`` is None where it goes by the shipped edition ``edition_id``."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="被考核单位")
    year = models.PositiveSmallIntegerField("考核年度")
    edition_id = models.CharField("指标版本", max_length=40)
    own_edition = models.ForeignKey(
        OwnEdition, models.PROTECT, null=True, related_name="assessments", verbose_name="自定指标版本"
    )
    stage = models.CharField("阶段", max_length=16, choices=choices(Stage), default=Stage.PREPARING)
    statement_due = models.DateField("反馈期限", null=True)
    """Last day for a statement, in Asia/Shanghai; set when it is sent."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField("建立时间")

    class Meta:
        """Newest year first."""

        ordering = ("-year", "unit__region_code", "unit__path")
        constraints = (models.UniqueConstraint(fields=["unit", "year"], name="assessed_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.unit.name}{self.year}年度监管考核"

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class AssessmentEvent(models.Model):
    """A step of an assessment."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    move = models.CharField("操作", max_length=16, choices=choices(Move))
    note = models.TextField("说明", blank=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ("id",)


class Snapshot(models.Model):
    """The automatic figures at one instant, frozen: facts with the rows behind them, verdicts, digest.

    The last one counts. ``digest`` is SHA-256 over JSON (keys sorted) of unit, year, edition (an office's own with
    the digest of its text), facts and verdicts.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("次序")
    at = models.DateTimeField("取数时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    program = models.CharField("程序", max_length=60)
    facts = models.JSONField("事实")
    verdicts = models.JSONField("判定")
    """By item: ``state``, ``amount``, ``measured``, ``missing``, ``findings``, ``tasks``, ``basis``."""
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["assessment", "number"], name="snapshot_once"),)


class ItemDecision(models.Model):
    """What a person decided about an item, and why. The last one of an item counts, while its basis stands."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="decisions")
    item = models.CharField("指标", max_length=20)
    basis = models.CharField("依据的判定", max_length=64)
    """Digest of the machine's verdict that the person saw."""
    ruling = models.CharField("判定", max_length=16, choices=choices(Ruling))
    amount = models.PositiveIntegerField("处数", default=0)
    points = _points("定分")
    """In all, for items whose points are not confirmed."""
    reason = models.TextField("理由")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        """In the order in which they were made."""

        ordering = ("id",)


class Statement(models.Model):
    """What the assessed unit says to its assessment, and the office's answer."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="statements")
    opinion = models.CharField("意见", max_length=16, choices=choices(Opinion))
    text = models.TextField("陈述", blank=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order in which they were made."""

        ordering = ("id",)

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.assessment.unit.path


class FinalAssessment(models.Model):
    """What an assessment came to. After a reopening the next has the next number; the last one counts.

    ``digest`` covers the snapshot's digest, the decisions, the statements and the score.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="finals")
    number = models.PositiveSmallIntegerField("次序")
    at = models.DateTimeField("核定时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField("结果", max_length=16, choices=choices(Outcome))
    vetoes = models.JSONField("单项否决", default=list)
    points = models.JSONField("分值", default=dict)
    """By item, decimal strings."""
    score = _points("扣分项得分")
    total = _points("总分")
    uses_unconfirmed_points = models.BooleanField("含未核定分值", default=False)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["assessment", "number"], name="final_assessment_once"),
        )
