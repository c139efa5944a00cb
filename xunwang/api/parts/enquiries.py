"""Mystery enquiries (模拟咨询)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, ModelSchema, Query, Router
from ninja.responses import Status

from xunwang.access.models import User
from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.api.operations import operation, person
from xunwang.api.parts.campaigns import found_by
from xunwang.api.problems import ApiError
from xunwang.api.shapes import (
    Given,
    IfMatch,
    Instant,
    Key,
    Page,
    Paging,
    key_of,
    page,
    require_unchanged,
    tagged,
)
from xunwang.inspection.enquiries import Question, Reply, ask, record_reply
from xunwang.inspection.models import CheckedSite, Enquiry
from xunwang.inspection.vocabulary import Quality

router = Router(tags=["模拟咨询"])


class EnquiryOut(ModelSchema):
    """A question to a site, and what came back."""

    id: int
    campaign: int = key_of("campaign", "检查")
    site: int = key_of("site", "检查中的网站")
    quality: Quality | None = Field(description="没有答复时为空")

    class Meta:
        """Fields."""

        model = Enquiry
        fields = (
            "question",
            "url",
            "receipt",
            "asked_at",
            "answered_at",
            "working_days",
            "answer",
            "answer_url",
        )

    @staticmethod
    def resolve_quality(one: Enquiry) -> str | None:
        """None without an answer."""
        return one.quality or None


class QuestionIn(Given):
    """What was asked."""

    question: str = Field(min_length=1, max_length=2000)
    url: str = Field("", max_length=500)
    receipt: str = Field("", max_length=100)
    asked_at: Instant


class ReplyIn(Given):
    """What the site answered."""

    answered_at: Instant
    quality: Quality
    answer: str = Field("", max_length=10_000)
    answer_url: str = Field("", max_length=500)


@operation(router, "GET /campaigns/{key}/enquiries", Action.SEE_CAMPAIGNS, Page[EnquiryOut], "模拟咨询列表")
def enquiries(request: HttpRequest, key: Key, paging: Query[Paging]) -> Page[EnquiryOut]:
    """Questions of a campaign."""
    return page(Enquiry.objects.filter(campaign=found_by(request, key)), paging, EnquiryOut.from_orm)


@operation(router, "GET /enquiries/{key}", Action.SEE_CAMPAIGNS, EnquiryOut, "模拟咨询")
def enquiry(request: HttpRequest, key: Key, response: HttpResponse) -> EnquiryOut:
    """One question."""
    return tagged(response, EnquiryOut.from_orm(get_object_or_404(_seen(person(request)), pk=key)))  # type: ignore[no-any-return]


@operation(
    router,
    "POST /checked-sites/{key}/enquiry",
    Action.REVIEW_FINDINGS,
    EnquiryOut,
    "登记所提的问题",
    status=201,
)
def enquiry_new(request: HttpRequest, key: Key, body: QuestionIn) -> Status[EnquiryOut]:
    """Write down that a question was asked; ``key`` is the site's in the campaign."""
    if body.asked_at > timezone.now():
        raise ApiError("invalid", "提问时间不能晚于现在。")
    rows = within(person(request), Action.SEE_CAMPAIGNS, CheckedSite.objects.all(), "campaign__unit__path")
    site = get_object_or_404(rows.select_related("campaign__unit"), pk=key)
    question = Question(body.question, body.url, body.receipt)
    return Status(201, EnquiryOut.from_orm(ask(site, question, person(request), body.asked_at)))


@operation(
    router, "PUT /enquiries/{key}/reply", Action.REVIEW_FINDINGS, EnquiryOut, "登记答复、所用工作日和质量"
)
def enquiry_reply(request: HttpRequest, key: Key, match: IfMatch, body: ReplyIn) -> EnquiryOut:
    """Write the answer down, or correct it."""
    found = get_object_or_404(_seen(person(request)), pk=key)
    require_unchanged(match, EnquiryOut.from_orm(found))
    reply = Reply(body.answered_at, body.quality, body.answer, body.answer_url)
    return EnquiryOut.from_orm(record_reply(found, reply, person(request), timezone.now()))


def _seen(user: User) -> QuerySet[Enquiry]:
    rows = Enquiry.objects.select_related("campaign__unit")
    return within(user, Action.SEE_CAMPAIGNS, rows, "campaign__unit__path")
