"""Accounts of a campaign's sample are judged from a collection and what people saw, and their results taken in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.collect.archive import CollectionArchive
from xunwang.collect.judge import Beside, JudgedAccount, judge_accounts
from xunwang.inspection.editions import edition_of
from xunwang.inspection.intake import from_accounts, take
from xunwang.inspection.models import Campaign, Intake
from xunwang.inspection.stages import Stage
from xunwang.media.collecting.beside import beside_of
from xunwang.media.errors import MediaError
from xunwang.media.models import CollectedAccount, Collection
from xunwang.media.vocabulary import AccountState

TAKES = frozenset({Stage.RUNNING, Stage.REVIEW})
"""Stages in which results of accounts come in."""


def judge_collection(
    collection: Collection, archive: CollectionArchive, by: User | None, now: datetime
) -> Intake:
    """Judge the sample by the campaign's edition at its check point, and take the results in.

    Checks and incidents count as known at ``now``: what people saw after an earlier judging changes the results, and
    decisions on what is found again stay. An account that a later collection of the campaign has collected is judged
    by that one only. The same results again give the intake that there is. ``by`` None: the system. Raises MediaError
    where there is nothing to judge, InspectionError, PermissionDenied.
    """
    campaign = collection.campaign
    if campaign is None:
        raise MediaError("这次采集不属于任何检查，没有要判定的抽查账号。")
    if by is not None:
        require(by, Action.RUN_CAMPAIGNS, campaign)
    if not archive.sealed:
        raise MediaError("采集还没有完成，完成后才能判定。")
    beside = beside_of(collection, now)
    sample = {one.key for one in campaign.accounts.all()} - _collected_later(collection)
    judged = _of_sample(archive, campaign, beside, sample)
    return take(campaign, from_accounts(archive, judged, edition_of(campaign), campaign.check_point), by, now)


def _collected_later(collection: Collection) -> set[str]:
    """Keys of the accounts of which a later collection of the campaign knows more than this one."""
    later = CollectedAccount.objects.filter(
        collection__campaign=collection.campaign_id,
        collection_id__gt=collection.pk,
        state=AccountState.COLLECTED,
    )
    return set(later.values_list("key", flat=True))


def _of_sample(
    archive: CollectionArchive, campaign: Campaign, beside: Beside, sample: set[str]
) -> Iterable[JudgedAccount]:
    for one in judge_accounts(archive, edition_of(campaign), campaign.check_point, beside):
        if one.result.account.key in sample:
            yield one
