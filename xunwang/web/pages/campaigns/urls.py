"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.campaigns import accounts, campaign, lists, outcomes, plans, sampling, sites

urlpatterns: list[URLPattern] = [
    path("campaigns/", lists.campaigns, name="campaigns"),
    path("campaigns/new/", plans.new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaign.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", plans.edit, name="campaign_edit"),
    path("campaigns/<int:pk>/move/", campaign.take_step, name="campaign_move"),
    path("campaigns/<int:pk>/sites/", sites.sites, name="campaign_sites"),
    path("campaigns/<int:pk>/sites/<int:site>/", sites.site, name="campaign_site"),
    path("campaigns/<int:pk>/accounts/", accounts.accounts, name="campaign_accounts"),
    path("campaigns/<int:pk>/accounts/import/", outcomes.outcomes, name="campaign_outcomes"),
    path("campaigns/<int:pk>/accounts/<int:account>/", accounts.account, name="campaign_account"),
    path("campaigns/<int:pk>/sampling/", sampling.sampling, name="campaign_sampling"),
]
