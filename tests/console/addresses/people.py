"""Entrance, own account, users, audit log, home."""

from __future__ import annotations

from tests.console.addresses import Arguments
from tests.console.province import Province
from xunwang.access.models import User

PAGES = {
    "home": "APRSEU",
    "users": "AU", "user": "AU", "user_new": "A", "user_grant": "A", "user_change": "A",
    "audit_log": "AU",
}  # fmt: skip
POST_ONLY = {"user_grant", "user_change"}
OPEN_TO_ALL = {"health", "account_login", "account_inactive", "mfa_authenticate", "account_logout"}
OWN_ACCOUNT = {
    "mfa_index", "account_change_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
}  # fmt: skip
"""About the person's own account, whatever the role; strangers are sent to sign in."""
DATA = {"user_change": {"what": "password"}}


def arguments(province: Province) -> Arguments:
    """Another person."""
    other = User.objects.create_user("somebody").pk
    return {"user": [other], "user_grant": [other], "user_change": [other]}
