"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.enquiries import imports, pages

urlpatterns: list[URLPattern] = [
    path("review/<int:pk>/enquiries/", pages.enquiries, name="enquiries"),
    path("review/<int:pk>/enquiries/rule/", pages.rule_all, name="enquiries_rule"),
    path("review/<int:pk>/enquiries/import/", imports.import_table, name="enquiries_import"),
    path("review/<int:pk>/enquiries/<int:site>/", pages.enquiry, name="enquiry"),
]
