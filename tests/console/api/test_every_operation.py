"""Every operation × every role. A new operation without its line in ``operations/`` fails the test."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.console.addresses import EVERYBODY, LETTERS
from tests.console.api.operations import BODIES, OPERATIONS, QUERIES, arguments, elsewhere
from tests.console.api.world import JSON, Programme, World, operations
from xunwang.access.models import Assignment
from xunwang.access.roles import ALLOWED, Action, Role
from xunwang.registry.models import Filing

READING = {name for name, (method, _) in operations().items() if method == "GET"}


def ask(programme: Programme, name: str, world: World, given: dict[str, Any]) -> Any:
    """Do an operation upon what was read before, as the one who asks reads it."""
    method, route = operations()[name]
    path = route.format(**given.get(name, {}))
    if name in READING:
        return programme.get(path, QUERIES.get(name))
    body = BODIES[name](world)
    if name == "import_apply":
        tag = programme.send("POST", path.replace("apply", "preview"), body).headers.get("ETag", '"none"')
        return programme.send(method, path, body, tag)
    read = path if path.count("/") == 2 else path.rpartition("/")[0]
    return programme.change(method, path, body, read=read)


def test_every_operation_has_its_line() -> None:
    assert operations().keys() == OPERATIONS.keys()
    assert BODIES.keys() == OPERATIONS.keys() - READING


@pytest.mark.parametrize("letter", EVERYBODY)
def test_each_role_does_what_the_table_says_and_nothing_else(world: World, letter: str) -> None:
    user, given = world.province.user(LETTERS[letter]), arguments(world)
    if letter == "N":
        # Without a role nobody gets a token: this one was made before the role was taken away.
        held = Assignment.objects.create(user=user, role=Role.AUDITOR, unit=world.province.root)
        programme = Programme(user)
        held.delete()
    else:
        programme = Programme(user)
    for name in sorted(OPERATIONS, key=lambda name: (name not in READING, name)):
        answer = ask(programme, name, world, given)
        if letter in OPERATIONS[name]:
            good = {200} if name in READING else {200, 201, 409}
            assert answer.status_code in good, (name, answer.status_code, answer.content.decode())
        else:
            assert answer.status_code == 403, (name, answer.status_code, answer.content.decode())
            assert answer.json()["code"] == "forbidden"


def test_a_token_that_only_reads_changes_nothing(world: World) -> None:
    programme, given = Programme(world.province.user(Role.PROVINCE_ADMIN), writes=False), arguments(world)
    for name in sorted(OPERATIONS):
        answer = ask(programme, name, world, given)
        if name in READING:
            assert answer.status_code == 200, name
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "read_only"), name


def test_nothing_opens_without_a_token_not_even_to_who_has_signed_in(world: World, client: Client) -> None:
    client.force_login(world.province.user(Role.PROVINCE_ADMIN))
    given = arguments(world)
    for number, (name, (method, route)) in enumerate(operations().items()):
        headers = {"x-forwarded-for": ""}
        path = "/api/1" + route.format(**given.get(name, {}))
        client.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
        answer = client.generic(method, path, b"", JSON, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), name
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("letter", "SE")
def test_what_lies_outside_the_own_subtree_does_not_exist(world: World, letter: str) -> None:
    things = elsewhere(world)
    programme = Programme(world.province.user(LETTERS[letter]))
    for name in sorted(things):
        if letter in OPERATIONS[name]:
            answer = ask(programme, name, world, things)
            assert (answer.status_code, answer.json()["code"]) == (404, "missing"), name
    assert {filing.state for filing in Filing.objects.all()} == {"draft"}


def test_a_token_for_one_unit_reaches_nothing_beyond_it(world: World) -> None:
    province = world.province
    admin = province.user(Role.PROVINCE_ADMIN)
    programme = Programme(admin, unit=province.department)
    assert [one["id"] for one in programme.get("/units").json()["items"]] == [province.department.pk]
    assert [one["id"] for one in programme.get("/sites").json()["items"]] == [province.department_site.pk]
    assert programme.get(f"/units/{province.city.pk}").status_code == 404
    assert programme.get("/campaigns").json()["items"] == [], "the campaign is the province's"
    assert programme.get("/audit").status_code == 403, "the log is of all units"
    tables = {"import_apply": {"kind": "units"}}
    assert ask(programme, "import_apply", world, tables).status_code == 403, "as a table is"
    tried = programme.send("POST", "/sites", BODIES["site_new"](world))
    assert tried.status_code == 422 and tried.json()["errors"][0]["field"] == "unit"
    assert set(programme.get("/me").json()["actions"]) == {
        action.value for action in ALLOWED[Role.PROVINCE_ADMIN]
    }
    assert Action.SEE_AUDIT_LOG.value in programme.get("/me").json()["actions"]
