"""A person decides an item: what the machine could not, or against it, with a reason and proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.hearing.uploads import Upload
from xunwang.rules.item import Item
from xunwang.rules.supervision.edition import SupervisionEdition
from xunwang.supervision.assessment.editions import edition_of
from xunwang.supervision.errors import StaleError, SupervisionError
from xunwang.supervision.logs.proofs import check_proofs, keep_proofs
from xunwang.supervision.models import Assessment, ItemDecision
from xunwang.supervision.vocabulary import Ruling, Stage
from xunwang.words import ItemKind


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says to an item. ``basis`` is the digest of the verdict that was looked at."""

    item: str
    basis: str
    ruling: Ruling
    reason: str
    amount: int = 0
    points: Decimal | None = None
    uploads: tuple[Upload, ...] = ()


def decide(assessment: Assessment, word: Word, by: User, now: datetime) -> ItemDecision:
    """Write a decision down; earlier ones stay. Raises SupervisionError, StaleError, PermissionDenied."""
    require(by, Action.ASSESS_SUPERVISION, assessment)
    edition = edition_of(assessment)
    _check(word, edition)
    check_proofs(word.uploads)
    with transaction.atomic():
        current = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if current.stage == Stage.FINAL:
            raise SupervisionError("考核已核定。要更改判定，请先撤回核定。")
        snapshot = current.snapshots.order_by("-number").first()
        if snapshot is None or snapshot.verdicts.get(word.item, {}).get("basis") != word.basis:
            raise StaleError("这一项的数据刚刚更新，请刷新后重新判定。")
        decision = ItemDecision.objects.create(
            assessment=current,
            item=word.item,
            basis=word.basis,
            ruling=word.ruling,
            amount=word.amount if word.ruling is Ruling.HIT else 0,
            points=word.points,
            reason=word.reason.strip(),
            at=now,
            by=by,
        )
        keep_proofs(decision, word.uploads, by, now)
    return decision


def _check(word: Word, edition: SupervisionEdition) -> None:
    item = edition.items.get(word.item)
    if item is None:
        raise SupervisionError("指标版本中没有这一项。")
    if not word.reason.strip():
        raise SupervisionError("请写明理由。")
    if word.ruling is not Ruling.HIT:
        if word.points is not None:
            raise SupervisionError("判为“成立”的才定分。")
        return
    if not 1 <= word.amount <= 10_000:
        raise SupervisionError("判为“成立”的，请填写处数（至少1）。")
    _check_points(word, item, edition)


def _check_points(word: Word, item: Item, edition: SupervisionEdition) -> None:
    """Confirmed points follow from the edition; others are set, within what there is."""
    if item.points_confirmed:
        if word.points is not None:
            raise SupervisionError("这一项的分值已有规定，不另行定分。")
        return
    most = item.cap or (edition.bonus_total if item.kind is ItemKind.BONUS else edition.deduct_total)
    if word.points is None or not 0 <= word.points <= most:
        raise SupervisionError(f"这一项分值未核定，请定分（0至{most}分）。")
