"""Every address × every role. A new address without its line in ``addresses/`` fails the test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.console.addresses import (
    DATA,
    EVERYBODY,
    LETTERS,
    OPEN_TO_ALL,
    OWN_ACCOUNT,
    PAGES,
    POST_ONLY,
    PUBLIC,
    arguments,
    elsewhere,
)
from tests.console.province import Province
from xunwang.registry.models import Filing


def names() -> set[str]:
    patterns = get_resolver().url_patterns
    return {str(pattern.name) for pattern in patterns if isinstance(pattern, URLPattern)}


def test_every_address_has_its_line() -> None:
    assert names() == PAGES.keys() | OPEN_TO_ALL | OWN_ACCOUNT


def test_the_programmes_have_a_table_of_their_own() -> None:
    others = [pattern for pattern in get_resolver().url_patterns if not isinstance(pattern, URLPattern)]
    assert [str(pattern.pattern) for pattern in others] == ["api/1/"], "see tests/console/api"


@pytest.fixture
def addresses(province: Province) -> dict[str, str]:
    given = arguments(province)
    return {name: reverse(name, args=given.get(name, [])) for name in PAGES}


def ask(client: Client, name: str, address: str) -> int:
    answer = client.post(address, DATA.get(name, {})) if name in POST_ONLY else client.get(address)
    return answer.status_code


def opened_otherwise(client: Client, letter: str, addresses: dict[str, str]) -> Iterator[str]:
    """Where the answer differs from the table."""
    # What changes something comes last.
    for name in sorted(PAGES, key=lambda name: (name in POST_ONLY, name)):
        status = ask(client, name, addresses[name])
        opens = status == 200 or (name in POST_ONLY and status == 302)
        if not (opens if letter in PAGES[name] else status == 403):
            yield f"{letter} {name}: {status}"


def test_each_role_opens_what_the_table_says_and_nothing_else(
    province: Province, addresses: dict[str, str]
) -> None:
    wrong: list[str] = []
    for letter in EVERYBODY:
        # What one role changed is undone before the next comes.
        with transaction.atomic():
            client = Client()
            client.force_login(province.user(LETTERS[letter]))
            wrong += opened_otherwise(client, letter, addresses)
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


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


def test_what_is_public_is_read_by_strangers_and_says_the_same_to_everybody(
    province: Province, client: Client
) -> None:
    given = arguments(province)
    addresses = {name: reverse(name, args=given.get(name, [])) for name in sorted(PUBLIC)}
    seen = {}
    for name, address in addresses.items():
        answer = client.get(address)
        assert answer.status_code == 200 and not answer.cookies, name
        assert "Cookie" not in answer.headers.get("Vary", ""), name
        assert "no-store" not in answer.headers["Cache-Control"], name
        assert client.post(address).status_code == 405, name
        seen[name] = b"".join(answer)
    client.force_login(province.user(LETTERS["A"]))
    for name, address in addresses.items():
        assert b"".join(client.get(address)) == seen[name], name


def test_what_only_changes_answers_to_no_reading(
    province: Province, addresses: dict[str, str], client: Client
) -> None:
    client.force_login(province.user(LETTERS["A"]))
    for name in sorted(POST_ONLY):
        assert client.get(addresses[name]).status_code == 405, name


@pytest.mark.parametrize("letter", "SE")
def test_what_lies_outside_the_own_subtree_does_not_exist(
    province: Province, client: Client, letter: str
) -> None:
    things = elsewhere(province)
    client.force_login(province.user(LETTERS[letter]))
    for name, given in sorted(things.items()):
        if letter in PAGES[name]:
            assert ask(client, name, reverse(name, args=given)) == 404, name
    assert {filing.state for filing in Filing.objects.all()} == {"draft"}


@pytest.mark.parametrize("letter", EVERYBODY)
def test_the_navigation_shows_what_opens(province: Province, client: Client, letter: str) -> None:
    client.force_login(province.user(LETTERS[letter]))
    page = client.get(reverse("mfa_index"))
    for entry in page.context["navigation"]:
        assert client.get(entry.url).status_code == 200, entry
