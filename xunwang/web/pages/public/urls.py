"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.public import pages

urlpatterns: list[URLPattern] = [
    path("public/", pages.public_notices, name="public_notices"),
    path("public/feed.atom", pages.public_feed, name="public_feed"),
    path("public/data/", pages.public_schema, name="public_schema"),
    path("public/notices/<int:pk>/", pages.public_notice, name="public_notice"),
    path("public/notices/<int:pk>/<int:number>/", pages.public_notice_then, name="public_notice_then"),
    path("public/notices/<int:pk>/<int:number>/files/<str:name>", pages.public_file, name="public_file"),
    path("public/notices/<int:pk>/<int:number>/data/<str:name>", pages.public_data, name="public_data"),
]
