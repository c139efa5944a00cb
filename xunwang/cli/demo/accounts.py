"""The accounts' part of the demonstration: ways set up, the sample collected, looked at on a phone, judged.

What the scripted people see on their phones is the truth; the collectors see what the platforms serve.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from django.db import transaction

from xunwang.access.models import User
from xunwang.cli.demo.inspection_only import platform_settings
from xunwang.cli.demo.scene import CHECKED_AT, LOOKED_AT, MESSAGE_SENT_AT, PLANNED_AT, POSTS_SINCE, Scene
from xunwang.cli.live import stop_on_interrupt
from xunwang.collect.settings import Budget
from xunwang.inspection.models import Campaign
from xunwang.inspection.running.equipment import Equipment
from xunwang.media.checks import Sight, record_check
from xunwang.media.collecting.start import Scope, start_collection
from xunwang.media.collecting.steps import step
from xunwang.media.models import AccountWay, Collection, HandCheck
from xunwang.media.vocabulary import AppUse, CollectionStatus, Tried
from xunwang.media.ways import Setting, set_way
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.process import start_platforms
from xunwang.simulate.platforms.truth import Hand, hand_check
from xunwang.simulate.platforms.ways import ways_of

TITLE = "抽查账号的发布内容"
LABEL = "演示脚本：按预埋真值填写"
_CHECKS = UUID("20201130-0000-4000-8000-000000000001")


def set_up_ways(scene: Scene, campaign: Campaign, by: User) -> int:
    """Ways of all accounts that have none yet, with their credentials; gives how many were set up."""
    conducts = scene.conducts(sampled_keys(campaign))
    known = set(AccountWay.objects.values_list("account_id", flat=True))
    accounts = {one.key: one for one in Account.objects.select_related("unit")}
    count = 0
    with transaction.atomic():
        for row in ways_of(conducts.values()):
            account = accounts[row.account]
            if account.pk not in known:
                set_way(Setting(account, row.way, row.address, row.secrets), by, PLANNED_AT)
                count += 1
    return count


def look_at_phones(scene: Scene, campaign: Campaign, by: User) -> int:
    """A look at every account of the sample, each once; gives how many were looked at."""
    conducts = scene.conducts(sampled_keys(campaign))
    done = set(HandCheck.objects.filter(campaign=campaign).values_list("account_id", flat=True))
    waiting = campaign.accounts.exclude(account__in=done).select_related("account__unit")
    for one in waiting:
        if one.account is not None:
            sight = _sight(one.account, campaign, conducts[one.key])
            record_check(sight, (), by, LOOKED_AT)
    return len(waiting)


def collect_sample(scene: Scene, campaign: Campaign, by: User, runs: Path) -> Collection:
    """Collect, judge and take in the sample; goes on where it was stopped. A collection that is done stays as it is.

    Raises SystemExit 130 when it was stopped, and what the platforms' start raises.
    """
    known = Collection.objects.filter(campaign=campaign).order_by("pk").first()
    if known is not None and known.status == CollectionStatus.DONE:
        return known
    if known is None:
        scope = Scope(TITLE, campaign.unit, POSTS_SINCE, CHECKED_AT, campaign)
        known = start_collection(scope, by, PLANNED_AT)
    with start_platforms(scene.playbill(sampled_keys(campaign))) as platforms:
        platforms.clock.sleep_until(CHECKED_AT)
        # The platforms' clock runs so fast that a busy machine would use up an account's half hour in seconds.
        equipment = Equipment(
            platforms.clock, runs, platform_settings(platforms), budget=Budget(seconds=6 * 3600.0)
        )
        with stop_on_interrupt() as should_stop:
            step(known.pk, equipment, leaving=should_stop)
            if should_stop():
                raise SystemExit(130)
    known.refresh_from_db()
    return known


def sampled_keys(campaign: Campaign) -> frozenset[str]:
    """Keys of the sample: the platforms play the year by it."""
    return frozenset(one.key for one in campaign.accounts.all())


def _sight(account: Account, campaign: Campaign, conduct: Conduct) -> Sight:
    hand = hand_check(conduct, LOOKED_AT)
    seen = Sight(
        uuid5(_CHECKS, conduct.key), account, campaign, last_post=hand.last_post, no_posts=hand.no_posts,
        functions=_functions(hand.functions), message_sent=MESSAGE_SENT_AT, app=_use(hand),
        note=f"{LABEL}。{hand.closed}",
    )  # fmt: skip
    return _answered(seen, hand.answered_after)


def _answered(seen: Sight, after: timedelta | None) -> Sight:
    if after is None:
        return seen
    at: datetime = MESSAGE_SENT_AT + after
    return replace(seen, message_answered=at, answer="您好，窗口工作日9时至17时办公。", answer_helps=True)


def _functions(tried: Iterable[tuple[Interaction, bool]]) -> Mapping[Interaction, Tried]:
    return {function: Tried.WORKS if works else Tried.FAILS for function, works in tried}


def _use(hand: Hand) -> AppUse | None:
    if hand.starts is None:
        return None
    return AppUse.WORKS if hand.starts else AppUse.NOT_STARTED
