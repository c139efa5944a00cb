"""Publishing, correcting and withdrawing a notice. What was published stays as it was, under its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.errors import InspectionError, ObstaclesError
from xunwang.inspection.moves import move
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.stages import Move, Stage
from xunwang.notices.errors import NoticeError
from xunwang.notices.models import Notice, Publication, PublishedFile, Signature
from xunwang.notices.notice import OUTPUTS, NoticeData, check_outputs, render_all
from xunwang.notices.office.contents import latest, signature_of
from xunwang.notices.public_charts import charts_of
from xunwang.notices.vocabulary import Standing, Step

_SVG = "image/svg+xml"


def publish(notice: Notice, by: User, now: datetime, reason: str = "") -> Publication:
    """Publish the signed version; the first time the campaign moves to published with it.

    Later this is a correction and needs a ``reason``. Raises NoticeError, PermissionDenied.
    """
    require(by, Action.FINALISE_CAMPAIGNS, notice)
    with transaction.atomic():
        held = (
            Notice.objects.select_for_update(of=("self",)).select_related("campaign__unit").get(pk=notice.pk)
        )
        signature = signature_of(latest(held))
        if signature is None:
            raise NoticeError("最新一版还没有签发，不能公布。")
        before = held.publications.order_by("-number").first()
        _check_new(held, signature, before, reason)
        _move_campaign(held, by, now)
        step = Step.CORRECT if before else Step.PUBLISH
        publication = _add(held, step, signature, by, now, reason)
        _keep_files(publication, NoticeData.from_json(signature.data), signature)
        held.standing = Standing.PUBLISHED
        held.save(update_fields=["standing"])
    return publication


def withdraw(notice: Notice, by: User, now: datetime, reason: str) -> Publication:
    """Take a published notice back; its address says so and why. Raises NoticeError, PermissionDenied."""
    require(by, Action.FINALISE_CAMPAIGNS, notice)
    if not reason.strip():
        raise NoticeError("撤回须写明理由，理由会向公众显示。")
    with transaction.atomic():
        held = Notice.objects.select_for_update().get(pk=notice.pk)
        last = held.publications.select_related("signature").order_by("-number").first()
        if held.standing != Standing.PUBLISHED or last is None:
            raise NoticeError("这件通报没有公布，无须撤回。")
        publication = _add(held, Step.WITHDRAW, last.signature, by, now, reason)
        held.standing = Standing.WITHDRAWN
        held.save(update_fields=["standing"])
    return publication


def _check_new(notice: Notice, signature: Signature, before: Publication | None, reason: str) -> None:
    final = final_of(notice.campaign)
    if final is None or final.pk != signature.final_id:
        raise NoticeError("签发之后检查结果已撤回或重新核定。请重新保存并签发。")
    if before is None:
        return
    if before.signature_id == signature.pk and notice.standing == Standing.PUBLISHED:
        raise NoticeError("这一版已经公布。更正须先修改、保存并签发新版。")
    if not reason.strip():
        raise NoticeError("再次公布须写明更正的理由，理由会向公众显示。")


def _move_campaign(notice: Notice, by: User, now: datetime) -> None:
    """A campaign that is published already stays where it is."""
    if notice.campaign.stage != Stage.FINAL:
        return
    try:
        move(notice.campaign, Move.PUBLISH, by, now)
    except ObstaclesError as error:
        raise NoticeError(*error.obstacles) from error
    except InspectionError as error:
        raise NoticeError(str(error)) from error


def _add(
    notice: Notice, step: Step, signature: Signature, by: User, now: datetime, reason: str
) -> Publication:
    number = notice.publications.count() + 1
    return Publication.objects.create(
        notice=notice, number=number, step=step, signature=signature, by=by, at=now, reason=reason.strip()
    )


def _keep_files(publication: Publication, data: NoticeData, signature: Signature) -> None:
    for name, media_type, content in _files(data, signature):
        digest = hashlib.sha256(content).hexdigest()
        path = f"notices/{digest[:2]}/{digest}"
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
        PublishedFile.objects.create(
            publication=publication,
            name=name,
            media_type=media_type,
            size=len(content),
            digest=digest,
            path=path,
        )


def _files(data: NoticeData, signature: Signature) -> Iterator[tuple[str, str, bytes]]:
    if data.fingerprint != signature.fingerprint:
        raise NoticeError("签发的内容与其摘要不符，不能公布。请联系管理员查看审计日志。")
    files = render_all(data)
    disagreements = check_outputs(data, files)
    if disagreements:
        raise NoticeError.of(disagreements)
    for kind, content in files.items():
        yield kind, OUTPUTS[kind].media_type, content
    for name, svg in charts_of(signature.final).items():
        yield f"{name}.svg", _SVG, svg.encode()
