"""What must be done before a stage: each gate gives Chinese sentences that say what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from xunwang.calendar.working_days import local_day
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Move

Gate = Callable[[Campaign, datetime], Iterator[str]]


def _period_begun(campaign: Campaign, now: datetime) -> Iterator[str]:
    if local_day(now) < campaign.period_start:
        yield f"检查期自{campaign.period_start:%Y-%m-%d}开始，今天还不能开始检查。"


def _everything_taken_in(campaign: Campaign, now: datetime) -> Iterator[str]:
    waiting = campaign.sites.filter(taken_at=None)
    count = waiting.count()
    if count:
        names = "、".join(waiting.values_list("name", flat=True)[:5])
        yield f"还有{count}个网站没有检查结果：{names}{'等' if count > 5 else ''}。"


GATES: Mapping[Move, tuple[Gate, ...]] = {
    Move.START: (_period_begun,),
    Move.REVIEW: (_everything_taken_in,),
}
