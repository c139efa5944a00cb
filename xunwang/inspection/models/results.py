"""What runs and collections said about the sites and accounts of a campaign, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from xunwang.inspection.models.campaign import Campaign
from xunwang.inspection.models.checked import Checked
from xunwang.inspection.vocabulary import OPEN, Origin, Ruling, Status
from xunwang.registry.vocabulary import choices
from xunwang.words import ItemKind, State


class Intake(models.Model):
    """Results of a run, taken in. ``digest`` is SHA-256 of what was taken; taking the same again does nothing.

    The rows of verdicts, findings and tasks that an intake writes are not repeated in the audit log: this row
    is, with the digest. What people change in them afterwards is logged row by row.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="intakes")
    run = models.CharField("检查结果", max_length=200)
    """Name of the run's folder, where the evidence lies."""
    program = models.CharField("程序", max_length=60, blank=True)
    started = models.DateTimeField("检查开始")
    ended = models.DateTimeField("检查结束")
    digest = models.CharField("摘要", max_length=64)
    sites = models.PositiveIntegerField("网站数")
    accounts = models.PositiveIntegerField("账号数", default=0)
    findings = models.PositiveIntegerField("问题数")
    at = models.DateTimeField("接收时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=["campaign", "digest"], name="intake_once"),)


class ItemVerdict(models.Model):
    """An indicator's verdict for one site or account: the machine's, and a person's ruling where the machine had none."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="verdicts")
    checked = models.ForeignKey(Checked, models.CASCADE, related_name="verdicts")
    item = models.CharField("指标", max_length=20)
    kind = models.CharField("类别", max_length=16, choices=choices(ItemKind))
    position = models.PositiveSmallIntegerField()
    """In the table of indicators."""
    state = models.CharField("判定", max_length=16, choices=choices(State))
    measured = models.TextField("情况", blank=True)
    missing = models.TextField("缺少", blank=True)
    needs_ruling = models.BooleanField("须人工判定", default=False)
    """Unknown, or a checklist entry without candidates."""
    ruling = models.CharField("人工判定", max_length=16, choices=choices(Ruling), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order of the table."""

        ordering = ("checked_id", "position")
        constraints = (models.UniqueConstraint(fields=["checked", "item"], name="verdict_once"),)
        indexes = (
            models.Index(
                fields=["campaign", "kind", "checked"],
                condition=Q(needs_ruling=True, ruling=""),
                name="verdict_waiting",
            ),
        )

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.campaign.unit.path


NO_BONUS = ~Q(verdict__kind=ItemKind.BONUS)
"""Of findings: problems only. What brings points is confirmed as they are, but speaks for the site."""


class Finding(models.Model):
    """One occurrence of a problem, or a candidate for one.

    What was found never changes (the database sees to it), only what people say to it. ``pattern`` is equal
    for findings of an indicator that show the same fragment, or say the same but for their figures.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="findings")
    checked = models.ForeignKey(Checked, models.CASCADE, related_name="findings")
    verdict = models.ForeignKey(ItemVerdict, models.CASCADE, related_name="findings")
    item = models.CharField("指标", max_length=20)
    is_veto = models.BooleanField(default=False)
    key = models.CharField("编号", max_length=20)
    """As in ``results.json``: opens the evidence in the run's archive."""
    run = models.CharField("检查结果", max_length=200, blank=True)
    origin = models.CharField("来源", max_length=16, choices=choices(Origin), default=Origin.MACHINE)
    summary = models.TextField("问题")
    evidence = models.JSONField("证据", default=list)
    """List of url, at, digest, fragment, note."""
    amount = models.PositiveIntegerField("处数", default=1)
    restricted = models.BooleanField("涉密线索", default=False)
    pattern = models.CharField(max_length=32)
    candidate = models.BooleanField(default=True)
    """The machine left it to a person; else it was sure."""
    double = models.BooleanField("盲审", default=False)
    """In the sample that two persons review."""
    withdrawn = models.BooleanField("已撤下", default=False)
    """A later run did not find it again; it counts no more."""
    status = models.CharField("状态", max_length=16, choices=choices(Status))
    decided_at = models.DateTimeField("最近决定时间", null=True)
    """None: no person has said anything yet."""
    version = models.PositiveIntegerField(default=1)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        """Vetoes first, then site by site and account by account."""

        ordering = ("-is_veto", "checked_id", "id")
        constraints = (models.UniqueConstraint(fields=["verdict", "key"], name="finding_once"),)
        indexes = (
            models.Index(
                fields=["campaign", "-is_veto", "checked", "id"],
                condition=Q(status__in=sorted(OPEN), withdrawn=False),
                name="finding_waiting",
            ),
            models.Index(fields=["campaign", "pattern"], name="finding_pattern"),
            models.Index(fields=["campaign", "checked"], condition=Q(double=True), name="finding_double"),
            models.Index(fields=["campaign", "item", "status"], name="finding_item"),
        )

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.campaign.unit.path


class Task(models.Model):
    """Something that a person has to do before an indicator can be ruled on."""

    verdict = models.ForeignKey(ItemVerdict, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    instruction = models.TextField("内容")
    links = ArrayField(models.TextField(), default=list)
    minutes = models.FloatField("预计分钟")
    done_at = models.DateTimeField("完成时间", null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField("记录", blank=True)
    seconds = models.PositiveIntegerField("用时（秒）", default=0)

    class Meta:
        """In their order."""

        ordering = ("verdict_id", "position")
        constraints = (models.UniqueConstraint(fields=["verdict", "position"], name="task_once"),)
