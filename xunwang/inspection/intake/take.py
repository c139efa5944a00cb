"""Taking results into the database: once, whole, and again after a site was run or an account collected anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.database.locks import Lock, lock_until_commit
from xunwang.inspection.editions import edition_of
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.holding import hold
from xunwang.inspection.intake.incoming import IncomingResult, IncomingRun
from xunwang.inspection.intake.rows import Rows
from xunwang.inspection.models import Campaign, Checked, Intake
from xunwang.inspection.results.accounts import follow_verdicts
from xunwang.inspection.stages import Stage


def take(campaign: Campaign, incoming: IncomingRun, by: User | None, now: datetime) -> Intake:
    """Write results into a running campaign; gives the intake, the old one for the same results.

    They may be those of some of the campaign's sites and accounts only. What already has results gets the new ones:
    decisions on findings that were found again stay, what was not found again is withdrawn. Accounts are still
    looked at by hand while others review: their results come in during the review as well, also those of an earlier
    intake once more. ``by`` None: the
    system. Raises InspectionError for results of another campaign, PermissionDenied.
    """
    if by is not None:
        require(by, Action.RUN_CAMPAIGNS, campaign)
    with transaction.atomic():
        hold(campaign.pk, {Stage.RUNNING, Stage.REVIEW})
        lock_until_commit(Lock.INTAKE, campaign.pk)
        known = Intake.objects.filter(campaign=campaign, digest=incoming.digest).first()
        places = _matching(campaign, incoming)
        sites = sum(checked.site_id is not None for checked in places)
        if known is not None and sites:
            return known
        if sites:
            hold(campaign.pk, {Stage.RUNNING})
        # Accounts may come back to what they were, as when a check by hand was withdrawn: the rows follow.
        intake = known or Intake.objects.create(
            campaign=campaign,
            run=incoming.run,
            program=incoming.program,
            started=incoming.started,
            ended=incoming.ended,
            digest=incoming.digest,
            sites=sites,
            accounts=len(places) - sites,
            findings=sum(len(v.findings) for result in incoming.results for v in result.verdicts.values()),
            at=now,
            by=by,
        )
        Rows(campaign, edition_of(campaign), intake).write(places)
        follow_verdicts(checked.pk for checked in places)
        return intake


def _matching(campaign: Campaign, incoming: IncomingRun) -> Mapping[Checked, IncomingResult]:
    if incoming.check_point != campaign.check_point:
        raise InspectionError("检查结果的监测时间点与本次检查不同，请按本次检查的时间点重新判定。")
    if incoming.edition != campaign.edition_id:
        raise InspectionError(
            f"检查结果按“{incoming.edition}”版指标判定，本次检查用“{campaign.edition_id}”版，请重新判定。"
        )
    known = {checked.key: checked for checked in campaign.checked.all()}
    strange = [result.key for result in incoming.results if result.key not in known]
    if strange:
        names = "、".join(strange[:5])
        raise InspectionError(f"检查结果中有{len(strange)}个网站或账号不在本次检查范围内：{names}。")
    matching = {known[result.key]: result for result in incoming.results}
    if len(matching) != len(incoming.results):
        raise InspectionError("检查结果中有重复的网站或账号。")
    items = edition_of(campaign).items
    if any(item not in items for result in incoming.results for item in result.verdicts):
        raise InspectionError("检查结果中有本版没有的指标，请重新判定。")
    return matching
