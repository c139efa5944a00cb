"""A filing (备案): how a website or an account is opened, changed, merged, suspended or closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from xunwang.registry.filing_words import OPEN_STATES, FilingKind, FilingState, Move, Step
from xunwang.registry.models.account import Account
from xunwang.registry.models.site import WebSite
from xunwang.registry.models.unit import Unit
from xunwang.registry.vocabulary import choices


class Filing(models.Model):
    """One request about one site or one account; ``proposal`` holds the values that are asked for.

    ``awaiting`` is the unit that has to decide now. An opening has no site or account before it is done.
    """

    kind = models.CharField("事项", max_length=16, choices=choices(FilingKind))
    state = models.CharField("状态", max_length=16, choices=choices(FilingState), default=FilingState.DRAFT)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="filings", verbose_name="申请单位")
    site = models.ForeignKey(WebSite, models.PROTECT, null=True, blank=True, related_name="filings")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="filings")
    merge_into = models.ForeignKey(WebSite, models.PROTECT, null=True, blank=True, related_name="+")
    merge_into_account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    proposal = models.JSONField("拟登记内容", default=dict)
    reason = models.TextField("理由")
    public_notice = models.TextField("告知公众的内容", blank=True)
    """What the people who follow an account are told of its change or end, and where (N-05)."""
    from_date = models.DateField("起始日期", null=True, blank=True)
    until_date = models.DateField("截止日期", null=True, blank=True)
    resumed_on = models.DateField("恢复日期", null=True, blank=True)
    awaiting = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("提出时间", default=timezone.now, editable=False)

    class Meta:
        """Newest first; one open filing for each site and account."""

        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["site"], condition=Q(state__in=sorted(OPEN_STATES)), name="one_open_filing_a_site"
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_filing_an_account",
            ),
            models.CheckConstraint(
                condition=Q(site__isnull=True) | Q(account__isnull=True), name="filing_of_site_or_account"
            ),
            models.CheckConstraint(
                condition=Q(merge_into__isnull=True) | Q(merge_into_account__isnull=True),
                name="merges_into_site_or_account",
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="filing_days_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_name}{FilingKind(self.kind).label}备案"

    @property
    def of_account(self) -> bool:
        """About an account, or the opening of one."""
        return self.account_id is not None or "platform" in self.proposal

    @property
    def first_decider(self) -> Unit:
        """The unit that decides first; the root's own filings are decided at the root."""
        supervisor = self.account.supervisor if self.account is not None else self.unit.overseer
        return supervisor or self.unit

    @property
    def subject_name(self) -> str:
        """Name of what the filing is about."""
        thing = self.site or self.account
        return thing.name if thing is not None else str(self.proposal.get("name", ""))

    def governing_path(self) -> str:
        """See :class:`xunwang.access.permissions.Governed`."""
        return self.unit.path


class FilingEvent(models.Model):
    """What somebody did with a filing. Append-only, by the database."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events")
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    """The unit in whose name a decision was made."""
    move = models.CharField("操作", max_length=16, choices=choices(Move))
    from_state = models.CharField(max_length=16, choices=choices(FilingState))
    to_state = models.CharField(max_length=16, choices=choices(FilingState))
    note = models.TextField("意见", blank=True)

    class Meta:
        """In the order in which it happened."""

        ordering = ("id",)


class FilingStep(models.Model):
    """One of the five steps of an opening, done."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=16, choices=choices(Step))
    done_on = models.DateField("办结日期")
    number = models.CharField("编号", max_length=60, blank=True)

    class Meta:
        """Each step once."""

        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["filing", "step"], name="filing_step_once"),)
