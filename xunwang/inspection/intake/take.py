"""Taking a run's results into the database: once, whole, and again after a site was run anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.editions import edition_of
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.holding import hold
from xunwang.inspection.intake.incoming import IncomingRun, IncomingSite
from xunwang.inspection.intake.rows import Rows
from xunwang.inspection.models import Campaign, CheckedSite, Intake
from xunwang.inspection.stages import Stage

_LOCK = 20190021


def take(campaign: Campaign, incoming: IncomingRun, by: User | None, now: datetime) -> Intake:
    """Write a run's results into a running campaign; gives the intake, the old one for the same results.

    A run may hold some of the campaign's sites only. A site that already has results gets the new ones:
    decisions on findings that were found again stay, what was not found again is withdrawn. ``by`` None: the
    system. Raises InspectionError for a run of another campaign, PermissionDenied.
    """
    if by is not None:
        require(by, Action.RUN_CAMPAIGNS, campaign)
    with transaction.atomic():
        hold(campaign.pk, {Stage.RUNNING})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, campaign.pk])
        known = Intake.objects.filter(campaign=campaign, digest=incoming.digest).first()
        if known is not None:
            return known
        sites = _matching(campaign, incoming)
        intake = Intake.objects.create(
            campaign=campaign,
            run=incoming.run,
            program=incoming.program,
            started=incoming.started,
            ended=incoming.ended,
            digest=incoming.digest,
            sites=len(sites),
            findings=sum(len(v.findings) for site in incoming.sites for v in site.verdicts.values()),
            at=now,
            by=by,
        )
        Rows(campaign, edition_of(campaign), intake).write(sites)
        return intake


def _matching(campaign: Campaign, incoming: IncomingRun) -> Mapping[CheckedSite, IncomingSite]:
    if incoming.check_point != campaign.check_point:
        raise InspectionError("检查结果的监测时间点与本次检查不同，请按本次检查的时间点重新判定。")
    if incoming.edition != campaign.edition_id:
        raise InspectionError(
            f"检查结果按“{incoming.edition}”版指标判定，本次检查用“{campaign.edition_id}”版，请重新判定。"
        )
    known = {site.home_url: site for site in campaign.sites.all()}
    strange = [site.home_url for site in incoming.sites if site.home_url not in known]
    if strange:
        names = "、".join(strange[:5])
        raise InspectionError(f"检查结果中有{len(strange)}个网站不在本次检查范围内：{names}。")
    matching = {known[site.home_url]: site for site in incoming.sites}
    if len(matching) != len(incoming.sites):
        raise InspectionError("检查结果中有重复的网站。")
    items = edition_of(campaign).items
    if any(item not in items for site in incoming.sites for item in site.verdicts):
        raise InspectionError("检查结果中有本版没有的指标，请重新判定。")
    return matching
