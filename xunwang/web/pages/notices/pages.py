"""The list of notices, one notice, and what is done with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage
from xunwang.notices.errors import NoticeError
from xunwang.notices.models import Notice, Publication, Version
from xunwang.notices.notice import OUTPUTS, check, check_data
from xunwang.notices.office import Signing, publish, restore, sign, start, withdraw
from xunwang.notices.office.contents import data_of, is_current, latest, signature_of, whole_texts
from xunwang.notices.vocabulary import Standing, Work
from xunwang.registry.vocabulary import choices
from xunwang.web.components.listing import Cell, Column, Filter, Listing, ListSpec
from xunwang.web.downloads import file_download, table_download
from xunwang.web.pages.notices.differences import changes
from xunwang.web.pages.notices.forms import ReasonForm, SigningForm
from xunwang.web.pages.notices.queries import campaigns_to_tell, notices_seen_by
from xunwang.web.people import allowed, person

_STANDING_TONES = {Standing.NOT_YET: "plain", Standing.PUBLISHED: "good", Standing.WITHDRAWN: "bad"}


def _notice_of(campaign: Campaign) -> Notice | None:
    return getattr(campaign, "notice", None)


def _title(campaign: Campaign) -> Cell:
    notice = _notice_of(campaign)
    if notice is not None:
        return Cell(f"{campaign.title}通报", reverse("notice", args=[notice.pk]))
    return Cell(f"{campaign.title}（未起草）", reverse("notice_new", args=[campaign.pk]))


def _work(campaign: Campaign) -> Cell:
    notice = _notice_of(campaign)
    if notice is None:
        return Cell("未起草", tone="warn")
    return Cell(notice.get_work_display(), tone="good" if notice.work == Work.SIGNED else "warn")


def _standing(campaign: Campaign) -> Cell:
    notice = _notice_of(campaign)
    standing = Standing(notice.standing) if notice else Standing.NOT_YET
    return Cell(standing.label, tone=_STANDING_TONES[standing])


def _written(campaign: Campaign) -> str:
    at = getattr(campaign, "written", None)
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


_LIST = ListSpec(
    columns=(
        Column("title", "通报", _title, ("title",)),
        Column("unit", "组织单位", lambda one: one.unit.name, ("unit__name",)),
        Column("work", "办理", _work, ("notice__work",), "short"),
        Column("standing", "公开", _standing, ("notice__standing",), "short"),
        Column("version", "版本", lambda one: str(one.versions or ""), ("versions",), "number"),
        Column("written", "最近保存", _written, ("written",), "short"),
    ),
    filters=(
        Filter("work", "办理", choices(Work), "notice__work"),
        Filter("standing", "公开", choices(Standing), "notice__standing"),
    ),
    search=("title", "unit__name"),
    search_label="检查名称或单位",
    empty="还没有通报。检查结果核定后，在这里起草通报。",
)


@allowed(Action.SEE_NOTICES)
def notices(request: HttpRequest) -> HttpResponse:
    """Campaigns with final results and their notices."""
    user = person(request)
    listing = Listing(_LIST, campaigns_to_tell(user), request.GET)
    if "export" in request.GET:
        rows = [[one.label for one in _LIST.columns]]
        rows += [[_plain(column.cell(one)) for column in _LIST.columns] for one in listing.things]
        return table_download(request, "通报", "notices_notice", rows)
    return render(request, "list.html", {"title": "通报", "listing": listing, "may_export": True})


def _plain(cell: Cell | str) -> str:
    return cell.text if isinstance(cell, Cell) else cell


@allowed(Action.EDIT_NOTICES)
def notice_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the notice of a campaign."""
    user = person(request)
    campaign = get_object_or_404(_to_write(user), pk=pk)
    if request.method == "POST":
        try:
            notice = start(campaign, user, timezone.now())
        except NoticeError as error:
            messages.error(request, str(error))
            return redirect("notices")
        return redirect("notice_edit", notice.pk)
    final = campaign.stage in (Stage.FINAL, Stage.PUBLISHED)
    return render(request, "notices/new.html", {"campaign": campaign, "final": final})


def _to_write(user: User) -> QuerySet[Campaign]:
    return within(user, Action.EDIT_NOTICES, Campaign.objects.select_related("unit"), "unit__path")


def the_notice(request: HttpRequest, pk: int) -> Notice:
    """The notice of the address, if the person may see it."""
    return get_object_or_404(notices_seen_by(person(request)), pk=pk)


@allowed(Action.SEE_NOTICES)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its last version as it reads, its history, and what can be done."""
    thing, user = the_notice(request, pk), person(request)
    version = latest(thing)
    publications = list(thing.publications.select_related("by", "signature"))
    shown: dict[str, object] = {
        "notice": thing,
        "version": version,
        "signature": signature_of(version),
        "publications": publications,
        "current": is_current(version),
        "versions": thing.versions.select_related("author", "signature"),
        "outputs": OUTPUTS,
    }
    try:
        data = data_of(version, timezone.now())
        shown |= {"data": data, "problems": check_data(data)}
    except NoticeError as error:
        shown["fault"] = str(error)
    return render(request, "notices/notice.html", shown | _what_can_be_done(user, version, publications))


def _what_can_be_done(user: User, version: Version, publications: list[Publication]) -> dict[str, object]:
    thing, signature = version.notice, signature_of(version)
    is_public = thing.standing == Standing.PUBLISHED
    told = is_public and signature is not None and publications[0].signature_id == signature.pk
    may_publish = may(user, Action.FINALISE_CAMPAIGNS, thing)
    return {
        "may_edit": may(user, Action.EDIT_NOTICES, thing),
        "own_words": version.author_id == user.pk,
        "may_sign": signature is None and may(user, Action.SIGN_NOTICES, thing),
        "may_publish": may_publish and signature is not None and not told,
        "may_withdraw": may_publish and is_public,
        "signing": SigningForm(version=version.number, today=timezone.localdate()),
        "publishing": ReasonForm(required=bool(publications), prefix="publish"),
        "withdrawing": ReasonForm(prefix="withdraw"),
    }


@allowed(Action.SEE_NOTICES)
def notice_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Make all documents now and say whether they agree."""
    thing = the_notice(request, pk)
    version = latest(thing)
    shown: dict[str, object] = {"notice": thing, "version": version, "outputs": OUTPUTS}
    try:
        data = data_of(version, timezone.now())
        shown |= {"data": data, "found": check(data)}
    except NoticeError as error:
        shown["fault"] = str(error)
    return render(request, "notices/check.html", shown)


@allowed(Action.SEE_NOTICES)
def notice_file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """A version as a document."""
    version = _version(the_notice(request, pk), number)
    output = OUTPUTS.get(kind)
    if output is None:
        raise Http404
    try:
        content = output.render(data_of(version, timezone.now()))
    except NoticeError as error:
        messages.error(request, str(error))
        return redirect("notice", pk)
    state = "" if signature_of(version) else "（未签发）"
    name = f"{version.notice.campaign.title}通报第{number}版{state}.{kind}"
    return file_download(request, version.notice, name, output.media_type, content)


@allowed(Action.SEE_NOTICES)
def notice_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What a version changed against the one before it, or against the one that is asked for."""
    thing = the_notice(request, pk)
    version = _version(thing, number)
    asked = request.GET.get("against", "")
    against = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else number - 1
    other = thing.versions.filter(number=against).first()
    shown = {
        "notice": thing,
        "version": version,
        "other": other,
        "numbers": [n for n in thing.versions.values_list("number", flat=True) if n != number],
        "changes": changes(whole_texts(other.texts), whole_texts(version.texts)) if other else [],
        "is_last": version.number == latest(thing).number,
        "may_edit": may(person(request), Action.EDIT_NOTICES, thing),
    }
    return render(request, "notices/version.html", shown)


def _version(thing: Notice, number: int) -> Version:
    rows = thing.versions.select_related("notice__campaign__unit", "author", "signature")
    return get_object_or_404(rows, number=number)


@require_POST
@allowed(Action.EDIT_NOTICES)
def notice_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make an old version the newest."""
    thing = the_notice(request, pk)
    with _faults_told(request):
        version = restore(thing, number, person(request), timezone.now())
        messages.success(request, f"已恢复第{number}版的文字，存为第{version.number}版。")
    return redirect("notice", pk)


@require_POST
@allowed(Action.SIGN_NOTICES)
def notice_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the last version."""
    thing = the_notice(request, pk)
    form = SigningForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写文号和成文日期。")
        return redirect("notice", pk)
    data = form.cleaned_data
    told = Signing(data["version"], data["document_number"], data["issued_on"])
    with _faults_told(request):
        sign(thing, told, person(request), timezone.now())
        messages.success(request, "已签发。四种文件已核对，数据一致。")
    return redirect("notice", pk)


@require_POST
@allowed(Action.FINALISE_CAMPAIGNS)
def notice_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the signed version."""
    thing = the_notice(request, pk)
    with _faults_told(request):
        publish(thing, person(request), timezone.now(), _reason(request, "publish"))
        messages.success(request, "已公布。")
    return redirect("notice", pk)


@require_POST
@allowed(Action.FINALISE_CAMPAIGNS)
def notice_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    thing = the_notice(request, pk)
    with _faults_told(request):
        withdraw(thing, person(request), timezone.now(), _reason(request, "withdraw"))
        messages.success(request, "已撤回。公开页面显示撤回的理由。")
    return redirect("notice", pk)


@contextmanager
def _faults_told(request: HttpRequest) -> Iterator[None]:
    """What is not possible inside is told on the next page."""
    try:
        yield
    except NoticeError as error:
        for sentence in error.reasons:
            messages.error(request, sentence)


def _reason(request: HttpRequest, prefix: str) -> str:
    """Empty when it can't be read: whether there has to be one is for the service to say."""
    form = ReasonForm(request.POST, required=False, prefix=prefix)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""
