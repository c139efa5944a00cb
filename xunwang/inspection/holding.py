"""Holding a campaign's stage: work and moves never overlap."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from xunwang.inspection.errors import InspectionError
from xunwang.inspection.stages import Stage


def hold(campaign_id: int, stages: Iterable[Stage]) -> Stage:
    """Keep the campaign in its stage until this transaction ends. Raises InspectionError in another stage.

    Many may hold it at once; a move waits for them, and those who come during a move wait for the move.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT stage FROM inspection_campaign WHERE id = %s FOR SHARE", [campaign_id])
        row = cursor.fetchone()
    if row is None:
        raise InspectionError("这项检查已不存在。")
    stage = Stage(row[0])
    allowed = frozenset(stages)
    if stage not in allowed:
        wanted = "、".join(one.label for one in Stage if one in allowed)
        raise InspectionError(f"检查现为“{stage.label}”，只有“{wanted}”阶段可以这样做。")
    return stage
