"""Addresses of this part."""

from __future__ import annotations

from django.urls import URLPattern, path

from xunwang.web.pages.media import (
    account,
    accounts,
    checks,
    collections,
    incidents,
    overview,
    posts,
    way_table,
    ways,
)

urlpatterns: list[URLPattern] = [
    path("media/", accounts.accounts, name="media"),
    path("media/overview/", overview.period, name="media_overview"),
    path("media/accounts/<int:pk>/", account.account, name="media_account"),
    path("media/accounts/<int:pk>/posts/", account.posts, name="media_posts"),
    path("media/collected/<int:pk>/post/", posts.post, name="media_post"),
    path("media/collected/<int:pk>/post/page/", posts.page, name="media_post_page"),
    path("media/collections/", collections.collections, name="collections"),
    path("media/collections/new/", collections.new, name="collection_new"),
    path("media/collections/<int:pk>/", collections.collection, name="collection"),
    path("media/collections/<int:pk>/events/", collections.events, name="collection_events"),
    path("media/collections/<int:pk>/control/", collections.controlling, name="collection_control"),
    path("media/accounts/<int:pk>/check/", checks.new, name="hand_check_new"),
    path("media/accounts/<int:pk>/incidents/new/", incidents.new, name="incident_new"),
    path("media/accounts/<int:pk>/ways/<slug:way>/new/", ways.new, name="account_way_new"),
    path("media/ways/<int:pk>/", ways.edit, name="account_way"),
    path("media/ways/<int:pk>/remove/", ways.removal, name="account_way_remove"),
    path("media/ways/import/", way_table.import_table, name="account_ways_import"),
    path("media/ways/template/", way_table.template, name="account_ways_template"),
    path("media/checks/", checks.waiting, name="hand_checks"),
    path("media/checks/<int:pk>/", checks.check, name="hand_check"),
    path("media/checks/<int:pk>/withdraw/", checks.withdrawal, name="hand_check_withdraw"),
    path("media/pictures/<int:pk>/", checks.picture, name="hand_picture"),
    path("media/incidents/<int:pk>/", incidents.incident, name="incident"),
    path("media/incidents/<int:pk>/withdraw/", incidents.withdrawal, name="incident_withdraw"),
    path("media/incident-files/<int:pk>/", incidents.file, name="incident_file"),
]
