"""Published notices: what everybody may read, at addresses that stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.core.files.storage import default_storage
from django.db.models import JSONField, Max, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import condition

from xunwang import __version__
from xunwang.notices.models import Notice, Publication, PublishedFile
from xunwang.notices.notice import OUTPUTS, NoticeData
from xunwang.notices.open_data import ACCOUNT_FIELDS, DATA_FILES, LICENCE, SCHEMA, SITE_FIELDS
from xunwang.notices.public_charts import TITLES
from xunwang.notices.vocabulary import Standing, Step
from xunwang.registry.vocabulary import choices
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import attachment
from xunwang.web.strangers import FOREVER, for_everybody, public_page

_FEED_LENGTH = 50
_TITLE = "检查通报"


def _known() -> QuerySet[Any]:
    """The last step of every notice that ever was public."""
    last = Publication.objects.filter(notice=OuterRef("notice")).order_by("-number").values("pk")[:1]
    return _titled(Publication.objects.filter(pk=Subquery(last)))


def _titled(rows: QuerySet[Publication]) -> QuerySet[Any]:
    """Newest first, each with the title that the document bears; the rest of what it says stays in the database."""
    title = KeyTextTransform("title", Cast("signature__data", JSONField()))
    told = rows.annotate(title=title).select_related("notice__campaign__unit", "signature")
    return told.defer("signature__data").order_by("-at", "-pk")


_LIST = ListSpec(
    columns=(
        Column(
            "title",
            "通报",
            lambda one: Cell(one.title, reverse("public_notice", args=[one.notice_id])),
            ("title",),
        ),
        Column(
            "unit", "发文机关", lambda one: one.notice.campaign.unit.name, ("notice__campaign__unit__name",)
        ),
        Column("number", "文号", lambda one: one.signature.document_number, ("signature__document_number",)),
        Column(
            "issued",
            "成文日期",
            lambda one: f"{one.signature.issued_on:%Y-%m-%d}",
            ("signature__issued_on",),
            "short",
        ),
        Column(
            "standing",
            "状态",
            lambda one: (
                Cell("已撤回", tone="bad") if one.step == Step.WITHDRAW else Cell("有效", tone="good")
            ),
            (),
            "short",
        ),
    ),
    filters=(
        Filter(
            "standing", "状态", [c for c in choices(Standing) if c[0] != Standing.NOT_YET], "notice__standing"
        ),
    ),
    search=("title", "notice__campaign__unit__name", "signature__document_number"),
    search_label="名称、机关或文号",
    empty="还没有公布的通报。",
)


class _State(NamedTuple):
    """What a page depends on."""

    etag: str
    at: datetime | None


def _state_of_all() -> _State:
    told = Publication.objects.aggregate(last=Max("pk"), at=Max("at"))
    return _State(f'"{__version__}-all-{told["last"] or 0}"', told["at"])


def _state_of_one(pk: int) -> _State:
    told = Publication.objects.filter(notice=pk).aggregate(last=Max("pk"), at=Max("at"))
    return _State(f'"{__version__}-{pk}-{told["last"] or 0}"', told["at"])


def _conditional(find: Callable[..., _State]) -> Callable[..., Callable[..., HttpResponse]]:
    """Decorator: answers 304 while nothing has changed."""
    return condition(
        etag_func=lambda request, **kwargs: find(**_key(kwargs)).etag,
        last_modified_func=lambda request, **kwargs: find(**_key(kwargs)).at,
    )


def _key(kwargs: dict[str, int]) -> dict[str, int]:
    return {"pk": kwargs["pk"]} if "pk" in kwargs else {}


@for_everybody
@_conditional(_state_of_all)
def public_notices(request: HttpRequest) -> HttpResponse:
    """All published notices, newest first."""
    listing = Listing(_LIST, _known(), request.GET)
    return public_page("public/notices.html", {"title": _TITLE, "listing": listing})


@for_everybody
@_conditional(_state_of_one)
def public_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice as it holds now: its permanent address."""
    return _page(_last(pk), None)


@for_everybody
@_conditional(_state_of_one)
def public_notice_then(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A notice as it was published then; says so when it no longer holds."""
    last = _last(pk)
    then = get_object_or_404(_steps(pk), number=number)
    return _page(last, then)


def _steps(pk: int) -> QuerySet[Publication]:
    rows = Publication.objects.filter(notice=pk).order_by("-number")
    return rows.select_related("notice__campaign__unit", "signature__version", "signature__final")


def _last(pk: int) -> Publication:
    last = _steps(pk).first()
    if last is None:
        raise Http404
    return last


def _page(last: Publication, then: Publication | None) -> HttpResponse:
    notice: Notice = last.notice
    history = [step for step in notice.publications.order_by("number") if step.step != Step.PUBLISH]
    shown = {"notice": notice, "last": last, "history": history}
    if last.step == Step.WITHDRAW:
        shown["title"] = NoticeData.from_json(last.signature.data).title
        return public_page("public/withdrawn.html", shown, 410)
    one = then if then is not None and then.step != Step.WITHDRAW else last
    data = NoticeData.from_json(one.signature.data)
    files = {file.name: file for file in one.files.all()}
    shown |= {
        "title": data.title,
        "publication": one,
        "superseded": one.pk != last.pk,
        "data": data,
        "documents": [(OUTPUTS[name].label, file) for name, file in files.items() if name in OUTPUTS],
        "charts": [(TITLES[name.removesuffix(".svg")], name) for name in files if name.endswith(".svg")],
        "data_files": [(name, one_file.label) for name, one_file in DATA_FILES.items()],
        "licence": LICENCE,
    }
    return public_page("public/notice.html", shown)


def _valid(pk: int, number: int) -> Publication:
    """A publication of a notice that is not withdrawn."""
    one = get_object_or_404(_steps(pk), number=number)
    if one.step == Step.WITHDRAW or one.notice.standing == Standing.WITHDRAWN:
        raise Http404
    return one


@for_everybody
def public_file(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponse:
    """A document as it was published. Charts are shown in the page, everything else is saved."""
    publication = _valid(pk, number)
    file: PublishedFile = get_object_or_404(publication.files, name=name)
    with default_storage.open(file.path) as stored:
        content = stored.read()
    if name.endswith(".svg"):
        response = HttpResponse(content, content_type=file.media_type)
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    else:
        title = NoticeData.from_json(publication.signature.data).title
        response = attachment(f"{title}.{name}", file.media_type, content)
    response.headers["Cache-Control"] = FOREVER
    response.headers["ETag"] = f'"{file.digest}"'
    return response


@for_everybody
@_conditional(_state_of_one)
def public_data(request: HttpRequest, pk: int, number: int, name: str) -> HttpResponse:
    """The results as open data."""
    publication = _valid(pk, number)
    told = DATA_FILES.get(name)
    if told is None:
        raise Http404
    response = attachment(f"{pk}-{number}-{name}", told.media_type, told.make(publication))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@for_everybody
def public_schema(request: HttpRequest) -> HttpResponse:
    """What the fields of the open data mean."""
    shown = {"schema": SCHEMA, "licence": LICENCE, "sites": SITE_FIELDS, "accounts": ACCOUNT_FIELDS}
    return public_page("public/schema.html", shown)


@for_everybody
@_conditional(_state_of_all)
def public_feed(request: HttpRequest) -> HttpResponse:
    """Atom: publications, corrections and withdrawals, newest first."""
    steps = _titled(Publication.objects.all())
    link = request.build_absolute_uri(reverse("public_notices"))
    feed = Atom1Feed(
        title=_TITLE,
        link=link,
        description="政府网站和政务新媒体检查通报",
        language="zh-CN",
        feed_url=request.build_absolute_uri(reverse("public_feed")),
    )
    for step in steps[:_FEED_LENGTH]:
        address = reverse("public_notice_then", args=[step.notice_id, step.number])
        words = "" if step.step == Step.PUBLISH else f"（{step.get_step_display()}）"
        feed.add_item(
            title=f"{step.title}{words}",
            link=request.build_absolute_uri(address),
            description=step.reason or step.signature.document_number,
            unique_id=request.build_absolute_uri(address),
            pubdate=step.at,
            updateddate=step.at,
            author_name=step.notice.campaign.unit.name,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
