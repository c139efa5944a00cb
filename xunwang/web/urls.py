"""Every address of the console."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path

from xunwang.api.application import api, openapi
from xunwang.web.office import pages as office
from xunwang.web.pages import audit_log, health, holidays, home, search, tokens, users
from xunwang.web.pages.campaigns.urls import urlpatterns as campaigns
from xunwang.web.pages.filings import pages as filings
from xunwang.web.pages.hearing.urls import urlpatterns as hearing
from xunwang.web.pages.media.urls import urlpatterns as media
from xunwang.web.pages.notices.urls import urlpatterns as notices
from xunwang.web.pages.public.urls import urlpatterns as public
from xunwang.web.pages.rectify.urls import urlpatterns as rectify
from xunwang.web.pages.register import account_check, details, imports, lists, platforms, problems, reality
from xunwang.web.pages.results.urls import urlpatterns as results
from xunwang.web.pages.review.urls import urlpatterns as review
from xunwang.web.pages.running.urls import urlpatterns as running
from xunwang.web.pages.supervision.urls import urlpatterns as supervision

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("health/", health.health, name="health"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/with/<slug:provider_id>/", office.login, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", office.callback, name="openid_connect_callback"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("me/", mfa.index, name="mfa_index"),
    path("me/password/", account.password_change, name="account_change_password"),
    path("me/second-factor/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/second-factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "me/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/new/", tokens.new, name="token_new"),
    path("me/tokens/<int:pk>/end/", tokens.end, name="token_end"),
    path("api/guide/", tokens.guide, name="api_guide"),
    path("api/1/openapi.json", openapi, name="api_description"),
    path("api/1/", api.urls),
    path("register/units/", lists.units, name="units"),
    path("register/units/new/", details.edit_unit, name="unit_new"),
    path("register/units/<int:pk>/", details.unit, name="unit"),
    path("register/units/<int:pk>/edit/", details.edit_unit, name="unit_edit"),
    path("register/units/<int:pk>/contacts/new/", details.edit_contact, name="contact_new"),
    path("register/units/<int:pk>/contacts/<int:contact>/", details.edit_contact, name="contact_edit"),
    path("register/units/<int:pk>/open-site/", filings.open_for, {"of": "site"}, name="filing_new_site"),
    path(
        "register/units/<int:pk>/open-account/",
        filings.open_for,
        {"of": "account"},
        name="filing_new_account",
    ),
    path("register/sites/", lists.sites, name="sites"),
    path("register/sites/new/", details.new_site, name="site_new"),
    path("register/sites/<int:pk>/", details.site, name="site"),
    path("register/sites/<int:pk>/edit/", details.edit_site, name="site_edit"),
    path("register/sites/<int:pk>/file/<slug:kind>/", filings.for_site, name="filing_for_site"),
    path("register/accounts/", lists.accounts, name="accounts"),
    path("register/accounts/new/", details.new_account, name="account_new"),
    path("register/accounts/<int:pk>/", details.account, name="account"),
    path("register/accounts/<int:pk>/edit/", details.edit_account, name="account_edit"),
    path("register/accounts/<int:pk>/file/<slug:kind>/", filings.for_account, name="filing_for_account"),
    path("register/platforms/", platforms.platforms, name="platforms"),
    path("register/platforms/new/", platforms.edit_platform, name="platform_new"),
    path("register/platforms/<int:pk>/", platforms.edit_platform, name="platform_edit"),
    path("register/accounts/check/", account_check.account_check, name="account_check"),
    path("register/problems/", problems.problems, name="problems"),
    path("register/reality/", reality.reality, name="reality"),
    path("register/reality/ask/", reality.ask, name="reality_ask"),
    path("register/reality/<int:pk>/", reality.difference, name="difference"),
    path("register/reality/<int:pk>/decide/", reality.decide, name="difference_decide"),
    path("register/reality/<int:pk>/file/", reality.begin_filing, name="difference_file"),
    path("register/import/", imports.upload, name="import"),
    path("register/import/template/<slug:kind>/", imports.template, name="import_template"),
    path("register/import/<int:pk>/", imports.preview, name="import_draft"),
    path("register/import/<int:pk>/confirm/", imports.confirm, name="import_confirm"),
    path("filings/", filings.filings, name="filings"),
    path("filings/<int:pk>/", filings.filing, name="filing"),
    path("filings/<int:pk>/edit/", filings.edit, name="filing_edit"),
    path("filings/<int:pk>/move/", filings.move, name="filing_move"),
    path("filings/<int:pk>/step/", filings.step, name="filing_step"),
    path("users/", users.users, name="users"),
    path("users/new/", users.new, name="user_new"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/grant/", users.grant, name="user_grant"),
    path("users/<int:pk>/change/", users.change, name="user_change"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/<int:year>/", holidays.year_page, name="holiday_year"),
    path("holidays/<int:year>/edit/", holidays.edit, name="holiday_edit"),
    path("holidays/<int:year>/take-back/", holidays.take_away, name="holiday_take_back"),
    path("audit/", audit_log.audit_log, name="audit_log"),
    *campaigns,
    *running,
    *review,
    *hearing,
    *results,
    *notices,
    *rectify,
    *supervision,
    *media,
    *public,
]
handler403 = "xunwang.web.pages.problems.forbidden"
handler404 = "xunwang.web.pages.problems.missing"
handler500 = "xunwang.web.pages.problems.broken"
