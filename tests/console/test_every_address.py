"""Every address × every role. A new address without its line here fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.console.province import Province
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request, propose
from xunwang.registry.models import Contact, ImportDraft

LETTERS = {
    "A": Role.PROVINCE_ADMIN, "P": Role.PLANNER, "R": Role.REVIEWER, "S": Role.CITY_SUPERVISOR,
    "E": Role.UNIT_EDITOR, "U": Role.AUDITOR, "N": Role.PUBLIC,
}  # fmt: skip
EVERYBODY = "APRSEUN"

PAGES: dict[str, str] = {
    "home": "APRSEU",
    "units": "APRSEU", "unit": "APRSEU", "unit_new": "AS", "unit_edit": "AS",
    "contact_new": "ASE", "contact_edit": "ASE",
    "sites": "APRSEU", "site": "APRSEU", "site_new": "A", "site_edit": "AS",
    "accounts": "APRSEU", "account": "APRSEU", "account_new": "A", "account_edit": "AS",
    "problems": "APRSEU",
    "import": "A", "import_template": "A", "import_draft": "A", "import_confirm": "A",
    "filings": "APSEU", "filing": "APSEU", "filing_edit": "ASE", "filing_move": "APSEU", "filing_step": "ASE",
    "filing_new_site": "ASE", "filing_new_account": "ASE", "filing_for_site": "ASE", "filing_for_account": "ASE",
    "users": "AU", "user": "AU", "user_new": "A", "user_grant": "A", "user_change": "A",
    "audit_log": "AU",
}  # fmt: skip
"""Who may open it, for objects of a department that all roles reach."""

POST_ONLY = {"import_confirm", "filing_move", "filing_step", "user_grant", "user_change"}
OPEN_TO_ALL = {"health", "account_login", "account_inactive", "mfa_authenticate", "account_logout"}
OWN_ACCOUNT = {
    "mfa_index", "account_change_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
}  # fmt: skip
"""About the person's own account, whatever the role; strangers are sent to sign in."""


def names() -> set[str]:
    patterns: Iterator[URLPattern] = iter(get_resolver().url_patterns)
    return {str(pattern.name) for pattern in patterns}


def test_every_address_has_its_line() -> None:
    assert names() == PAGES.keys() | OPEN_TO_ALL | OWN_ACCOUNT


@pytest.fixture
def addresses(province: Province) -> dict[str, str]:
    contact = Contact.objects.get()
    draft = ImportDraft.objects.create(
        kind="units", file_name="a.csv", rows=[["名称", "级别", "类型", "区划代码"]],
        created_by=province.user(Role.PROVINCE_ADMIN),
    )  # fmt: skip
    request = Request(FilingKind.CLOSE, province.department, "理由", site=province.department_site)
    filing = propose(request, province.user(Role.UNIT_EDITOR))
    unit, site, account = province.department.pk, province.department_site.pk, province.account.pk
    other = User.objects.create_user("somebody").pk
    arguments: dict[str, list[object]] = {
        "unit": [unit], "unit_edit": [unit], "contact_new": [unit], "contact_edit": [unit, contact.pk],
        "site": [site], "site_edit": [site], "account": [account], "account_edit": [account],
        "import_template": ["units"], "import_draft": [draft.pk], "import_confirm": [draft.pk],
        "filing": [filing.pk], "filing_edit": [filing.pk], "filing_move": [filing.pk], "filing_step": [filing.pk],
        "filing_new_site": [unit], "filing_new_account": [unit],
        "filing_for_site": [site, "change"], "filing_for_account": [account, "change"],
        "user": [other], "user_grant": [other], "user_change": [other],
    }  # fmt: skip
    return {name: reverse(name, args=arguments.get(name, [])) for name in PAGES}


def ask(client: Client, name: str, address: str) -> int:
    data = {"what": "password", "move": "withdraw"}
    return (client.post(address, data) if name in POST_ONLY else client.get(address)).status_code


@pytest.mark.parametrize("letter", EVERYBODY)
def test_each_role_opens_what_the_table_says_and_nothing_else(
    province: Province, addresses: dict[str, str], client: Client, letter: str
) -> None:
    client.force_login(province.user(LETTERS[letter]))
    # What changes something comes last.
    for name in sorted(PAGES, key=lambda name: (name in POST_ONLY, name)):
        status = ask(client, name, addresses[name])
        if letter in PAGES[name]:
            assert status == 200 or (name in POST_ONLY and status == 302), (name, status)
        else:
            assert status == 403, (name, status)


def test_strangers_are_sent_to_sign_in_everywhere(
    province: Province, addresses: dict[str, str], client: Client
) -> None:
    for name, address in addresses.items():
        answer = client.post(address) if name in POST_ONLY else client.get(address)
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith("/sign-in/?next="), name
    for name in OWN_ACCOUNT:
        answer = client.get(reverse(name))
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/"), name


def test_what_only_changes_answers_to_no_reading(
    province: Province, addresses: dict[str, str], client: Client
) -> None:
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    for name in POST_ONLY:
        assert client.get(addresses[name]).status_code == 405, name


ELSEWHERE = (
    ("unit", "unit"), ("unit_edit", "unit"), ("contact_new", "unit"), ("filing_new_site", "unit"),
    ("filing_new_account", "unit"), ("site", "site"), ("site_edit", "site"), ("filing_for_site", "site"),
    ("filing", "filing"), ("filing_edit", "filing"), ("filing_move", "filing"), ("filing_step", "filing"),
)  # fmt: skip


@pytest.mark.parametrize("letter", "SE")
def test_what_lies_outside_the_own_subtree_does_not_exist(
    province: Province, client: Client, letter: str
) -> None:
    request = Request(FilingKind.CLOSE, province.root, "理由", site=province.portal)
    filing = propose(request, province.user(Role.PROVINCE_ADMIN))
    things = {"unit": province.other_city.pk, "site": province.portal.pk, "filing": filing.pk}
    client.force_login(province.user(LETTERS[letter]))
    for name, thing in ELSEWHERE:
        if letter not in PAGES[name]:
            continue
        arguments = [things[thing], "close"] if name == "filing_for_site" else [things[thing]]
        address = reverse(name, args=arguments)
        answer = (
            client.post(address, {"move": "withdraw", "step": "icp"})
            if name in POST_ONLY
            else client.get(address)
        )
        assert answer.status_code == 404, name
    filing.refresh_from_db()
    assert filing.state == "draft"


@pytest.mark.parametrize("letter", EVERYBODY)
def test_the_navigation_shows_what_opens(province: Province, client: Client, letter: str) -> None:
    client.force_login(province.user(LETTERS[letter]))
    page = client.get(reverse("mfa_index"))
    for entry in page.context["navigation"]:
        assert client.get(entry.url).status_code == 200, entry
