"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.results import comparison, overview, problems, rankings, unit, whatif

urlpatterns: list[URLPattern] = [
    path("campaigns/<int:pk>/results/", overview.results, name="results"),
    path("campaigns/<int:pk>/results/ranking/", rankings.ranking, name="results_ranking"),
    path("campaigns/<int:pk>/results/vetoes/", rankings.vetoes, name="results_vetoes"),
    path("campaigns/<int:pk>/results/problems/", problems.problems, name="results_problems"),
    path("campaigns/<int:pk>/results/compare/", comparison.comparison, name="results_compare"),
    path("campaigns/<int:pk>/results/what-if/", whatif.whatif, name="results_whatif"),
    path("campaigns/<int:pk>/results/units/<int:unit>/", unit.unit, name="results_unit"),
]
