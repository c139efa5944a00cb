"""Stored pages as they were, where nothing in them can do anything: the frame, and a picture of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import escape
from django.views.decorators.clickjacking import xframe_options_sameorigin

from xunwang.access.roles import Action
from xunwang.audit.acting import acting
from xunwang.engine.evidence import EvidenceUnavailable
from xunwang.fetch.evidence import StoredPage
from xunwang.inspection.review.evidence import Piece, open_page
from xunwang.pages.harmless import POLICY, harmless_copy
from xunwang.pages.picture import PictureError, picture_of
from xunwang.web.pages.review.queries import findings_of
from xunwang.web.people import address_of, allowed, person

FRAME_POLICY = f"sandbox; {POLICY}; frame-ancestors 'self'"
"""No script, no origin, no request, no form, and shown by our own pages only."""
_SAID = '<meta charset="utf-8"><p style="font:15px/1.6 sans-serif;color:#4d5a68;padding:1.5rem">{}</p>'

Found = tuple[Piece, StoredPage]


@xframe_options_sameorigin
@allowed(Action.SEE_CAMPAIGNS)
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The stored page with its mark."""
    return framed(request, lambda: _found(request, pk, number))


@allowed(Action.SEE_CAMPAIGNS)
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """PNG of the stored page at its mark."""
    return drawn(lambda: _found(request, pk, number))


def framed(request: HttpRequest, find: Callable[[], Found]) -> HttpResponse:
    """The answer that a sandboxed frame shows; says so where the page is not there.

    In a window of its own nothing would keep the page from leading elsewhere at a click: there it is not shown.
    """
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return quiet(HttpResponse(_SAID.format("抓取时的页面只在复核或反馈页面的框中显示。")))
    try:
        piece, stored = find()
    except EvidenceUnavailable as why:
        return quiet(HttpResponse(_SAID.format(escape(str(why)))))
    copy = harmless_copy(stored.body, piece.fragment)
    return quiet(HttpResponse(copy.html.encode("utf-8", "replace")))


def drawn(find: Callable[[], Found]) -> HttpResponse:
    """The picture, or a page that says why there is none."""
    try:
        piece, stored = find()
        content = picture_of(harmless_copy(stored.body, piece.fragment))
    except (EvidenceUnavailable, PictureError) as why:
        return quiet(HttpResponse(_SAID.format(escape(str(why)))))
    response = quiet(HttpResponse(content, content_type="image/png"))
    response["Content-Disposition"] = 'attachment; filename="page.png"'
    return response


def quiet(response: HttpResponse) -> HttpResponse:
    """Headers of everything that comes from a page of others."""
    response["Content-Security-Policy"] = FRAME_POLICY
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def facts_of(stored: StoredPage) -> list[tuple[str, str]]:
    """What is known about a stored page, label and value."""
    timings = stored.timings
    certificate = stored.certificate
    told = [
        ("请求网址", stored.url),
        ("最终网址", stored.final_url),
        ("抓取方式", f"{stored.method}　{stored.detail}".strip()),
        ("状态码", str(stored.status)),
        ("HTTP版本", stored.http_version),
        ("服务器地址", stored.address),
        ("用时", f"{timings.total * 1000:.0f}毫秒，首字节{timings.first_byte * 1000:.0f}毫秒"),
        ("大小", f"{len(stored.body):,}字节（传输{stored.wire_bytes:,}字节）"),
        ("尝试次数", str(stored.tries)),
        ("SHA-256", stored.digest),
    ]
    if stored.hops:
        told.append(("跳转", "　→　".join(f"{hop.status} {hop.url}" for hop in stored.hops)))
    if certificate is not None:
        state = "有效" if certificate.valid else f"无效：{certificate.problem}"
        told.append(("证书", f"{certificate.subject}（{certificate.issuer}），{state}"))
    return [(label, value) for label, value in told if value]


def runs_folder() -> Path:
    """Where the archives lie."""
    return Path(settings.RUNS)


def shown_minutes(seconds: int) -> str:
    """A duration in Chinese."""
    minutes = timedelta(seconds=seconds).total_seconds() / 60
    return f"{minutes:.1f}分钟" if minutes < 90 else f"{minutes / 60:.1f}小时"


def _found(request: HttpRequest, pk: int, number: int) -> Found:
    user = person(request)
    finding = get_object_or_404(findings_of(user), pk=pk)
    with acting(user, "web", address_of(request)):
        return open_page(finding, number, user, runs_folder())
