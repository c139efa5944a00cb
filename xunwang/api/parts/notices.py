"""Notices (通报): what was signed and published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.shapes import Key, Page, Paging, page, tagged
from xunwang.notices.models import Notice, Publication, Signature
from xunwang.notices.vocabulary import Standing, Step, Work
from xunwang.web.pages.notices.queries import notices_seen_by

router = Router(tags=["通报"])


class NoticeOut(Schema):
    """A notice."""

    id: int
    campaign: int
    title: str
    work: Work
    standing: Standing
    created_at: datetime


class SignatureOut(Schema):
    """A signed version."""

    version: int
    document_number: str
    issued_on: date
    by: str
    at: datetime
    fingerprint: str = Field(description="签发内容的摘要（SHA-256）")


class FileOut(Schema):
    """A document as it was published."""

    name: str
    media_type: str
    size: int
    digest: str


class PublicationOut(Schema):
    """A step that the public sees."""

    number: int
    step: Step
    at: datetime
    by: str
    reason: str
    files: list[FileOut]


class NoticeWhole(NoticeOut):
    """With its signatures and publications, newest first."""

    signatures: list[SignatureOut]
    publications: list[PublicationOut]


@operation(router, "GET /notices", Action.SEE_NOTICES, Page[NoticeOut], "通报列表")
def notices(request: HttpRequest, paging: Query[Paging]) -> Page[NoticeOut]:
    """Notices of the offices in the subtree, newest first."""
    return page(notices_seen_by(person(request)), paging, lambda one: NoticeOut(**_facts(one)), newest=True)


@operation(router, "GET /notices/{key}", Action.SEE_NOTICES, NoticeWhole, "通报的签发和公开")
def notice(request: HttpRequest, key: Key, response: HttpResponse) -> NoticeWhole:
    """One notice."""
    found = get_object_or_404(notices_seen_by(person(request)), pk=key)
    signed = Signature.objects.filter(version__notice=found).defer("data").select_related("version", "by")
    published = found.publications.select_related("by").prefetch_related("files")
    shown = NoticeWhole(
        **_facts(found),
        signatures=[_signature(one) for one in signed.order_by("-version__number")],
        publications=[_publication(one) for one in published],
    )
    return tagged(response, shown)  # type: ignore[no-any-return]


def _facts(one: Notice) -> dict[str, Any]:
    return {
        "id": one.pk, "campaign": one.campaign_id, "title": str(one), "work": one.work, "standing": one.standing,
        "created_at": one.created_at,
    }  # fmt: skip


def _signature(one: Signature) -> SignatureOut:
    return SignatureOut(
        version=one.version.number, document_number=one.document_number, issued_on=one.issued_on, by=one.by.name,
        at=one.at, fingerprint=one.fingerprint,
    )  # fmt: skip


def _publication(one: Publication) -> PublicationOut:
    files = [
        FileOut(name=file.name, media_type=file.media_type, size=file.size, digest=file.digest)
        for file in one.files.all()
    ]
    return PublicationOut(
        number=one.number, step=Step(one.step), at=one.at, by=one.by.name, reason=one.reason, files=files
    )
