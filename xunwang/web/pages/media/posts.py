"""One post of a collection, with what was stored when it was read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from xunwang.access.permissions import within
from xunwang.access.roles import Action
from xunwang.collect.showing import is_page
from xunwang.engine.archive import ArchiveError
from xunwang.engine.evidence import EvidenceUnavailable
from xunwang.fetch.evidence import EvidenceError, StoredPage
from xunwang.inspection.review.evidence import Piece
from xunwang.media.collecting.posts import Whole, post_of
from xunwang.media.models import CollectedAccount
from xunwang.pages.decode import decode
from xunwang.web.components.forms import plain
from xunwang.web.middleware import FRAMING_POLICY
from xunwang.web.pages.media.account import archive_with
from xunwang.web.pages.review.viewer import Found, facts_of, framed
from xunwang.web.people import allowed, person

_LONGEST_TEXT = 60_000
"""Characters of a stored answer that a page shows."""
_GONE = "采集档案不在本机或已损坏。"


@allowed(Action.SEE_REGISTER)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The post as it was read, and the stored bytes as text; a page is shown in a frame as well."""
    collected = _collected(request, pk)
    found, trouble = _found(request, collected)
    stored, kept_trouble = _stored(collected, found)
    context = {
        "collected": collected,
        "account": collected.account,
        "whole": found,
        "origins": collected.ways.filter(way=found.way).select_related("set_by") if found else (),
        "trouble": trouble or kept_trouble,
        "told": facts_of(stored) if stored is not None else [],
        "text": _text(stored),
        "is_page": stored is not None and is_page(stored),
        "query": request.GET.urlencode(),
    }
    response = render(request, "media/post.html", context)
    response["Content-Security-Policy"] = FRAMING_POLICY
    return response


@xframe_options_sameorigin
@allowed(Action.SEE_REGISTER)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored page in a frame in which nothing of it can do anything."""
    collected = _collected(request, pk)

    def find() -> Found:
        found, trouble = _found(request, collected)
        stored, kept_trouble = _stored(collected, found)
        if stored is None or found is None:
            raise EvidenceUnavailable(trouble or kept_trouble or _GONE)
        return Piece(1, found.post.url, found.collected, stored.digest, "", ""), stored

    return framed(request, find)


def _collected(request: HttpRequest, pk: int) -> CollectedAccount:
    rows = CollectedAccount.objects.select_related("account", "account__unit", "collection")
    return get_object_or_404(within(person(request), Action.SEE_REGISTER, rows, "account__unit__path"), pk=pk)


def _found(request: HttpRequest, collected: CollectedAccount) -> tuple[Whole | None, str]:
    """The post, or why it can't be shown. Raises Http404 for one that the archive does not have."""
    way, key = plain(request.GET.get("way", ""), 20), request.GET.get("key", "")[:4000]
    try:
        found = post_of(archive_with(collected), collected.key, way, key) if way else None
    except (ArchiveError, OSError):
        return None, _GONE
    if way and found is None:
        raise Http404
    return found, "" if found is not None else "请从账号的页面打开一条发布内容。"


def _stored(collected: CollectedAccount, found: Whole | None) -> tuple[StoredPage | None, str]:
    if found is None:
        return None, ""
    if not found.post.digest:
        return None, "没有保存原始数据。"
    try:
        return archive_with(collected).evidence(found.post.digest), ""
    except (ArchiveError, EvidenceError, OSError):
        return None, "保存的原始数据无法读取。"


def _text(stored: StoredPage | None) -> str:
    return decode(stored.body[: 4 * _LONGEST_TEXT], None).text[:_LONGEST_TEXT] if stored is not None else ""
