"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.notices import editor, pages

urlpatterns: list[URLPattern] = [
    path("notices/", pages.notices, name="notices"),
    path("notices/new/<int:pk>/", pages.notice_new, name="notice_new"),
    path("notices/<int:pk>/", pages.notice, name="notice"),
    path("notices/<int:pk>/edit/", editor.notice_edit, name="notice_edit"),
    path("notices/<int:pk>/preview/", editor.notice_preview, name="notice_preview"),
    path("notices/<int:pk>/check/", pages.notice_check, name="notice_check"),
    path("notices/<int:pk>/versions/<int:number>/", pages.notice_version, name="notice_version"),
    path("notices/<int:pk>/versions/<int:number>/restore/", pages.notice_restore, name="notice_restore"),
    path("notices/<int:pk>/versions/<int:number>/<slug:kind>/", pages.notice_file, name="notice_file"),
    path("notices/<int:pk>/sign/", pages.notice_sign, name="notice_sign"),
    path("notices/<int:pk>/publish/", pages.notice_publish, name="notice_publish"),
    path("notices/<int:pk>/withdraw/", pages.notice_withdraw, name="notice_withdraw"),
]
