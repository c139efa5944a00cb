"""The interface answers as its own description says, to whatever is sent: schemathesis asks the real application."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from pytest_django import Settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from tests.console.api.operations import arguments
from tests.console.api.world import Programme, World, make_world
from tests.console.province import make_province
from xunwang.access.roles import Role
from xunwang.api.application import schema

CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
REFUSALS = [checks.negative_data_rejection]
EXAMPLES = 4
"""For each operation; the same ones in every run."""
MODES = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]


@pytest.fixture
def world(committed: None) -> World:
    """In a database of its own: the application opens and closes its connections as it does in an office."""
    return make_world(make_province())


def described() -> Any:
    application = get_wsgi_application()

    def from_this_machine(environ: dict[str, Any], start: Any) -> Any:
        return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)

    loaded = schemathesis.openapi.from_dict(schema())
    loaded.app = from_this_machine
    return loaded


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_every_operation_answers_as_described(world: World, settings: Settings, mode: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    programme, things = Programme(world.province.user(Role.PROVINCE_ADMIN)), arguments(world)
    trouble = {}
    for found in described().get_all_operations():
        operation = found.ok()
        name = operation.definition.raw["operationId"]
        real = things.get(name, {}) if mode is schemathesis.GenerationMode.POSITIVE else {}
        try:
            asks(operation.as_strategy(generation_mode=mode), programme, dict(real))
        except BaseExceptionGroup as group:
            trouble[name] = str(group)
    assert not trouble, "\n\n".join(f"{name}: {said}" for name, said in trouble.items())


def must_be_refused(case: Any, answer: Any) -> bool:
    """Whether path or body are not as described, and were looked at.

    Query fields that no operation knows are passed over, the key is put back into the head, and what is too large
    is refused before anybody looks at it.
    """
    made = {place: part.mode for place, part in case.meta.components.items()}
    spoilt = {place for place, mode in made.items() if mode is schemathesis.GenerationMode.NEGATIVE}
    return answer.status_code != 413 and bool(spoilt & {ParameterLocation.PATH, ParameterLocation.BODY})


def asks(cases: Any, programme: Programme, real: dict[str, Any]) -> None:
    """Ask a bounded number of things of one operation, about half of them of what is really there."""

    @bounds(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases, exists=st.booleans())
    def ask(case: Any, exists: bool) -> None:
        if exists and real:
            case.path_parameters = real
        headers = {"Authorization": f"Bearer {programme.key}", "Host": "testserver"}
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=[*CHECKS, *(REFUSALS if must_be_refused(case, answer) else ())])

    ask()
