"""A real PostgreSQL for the tests of the console: one server for all workers, a database for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection, connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker, Settings

from tests.console.province import Province, make_province
from xunwang.database import Cluster, connection_from_environment
from xunwang.database.remembering import forget


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The embedded server in a temporary folder, or the one that DATABASE_URL names (CI on Debian's)."""
    if connection_from_environment() is not None:
        yield
        return
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "postgresql"
    with Cluster(home, durable=False).held() as found:
        connections["default"].settings_dict.update(HOST=found.host, USER=found.user)
        yield
        connections.close_all()


@pytest.fixture(scope="session")
def django_db_setup(
    database_server: None,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The worker's database, whether or not a test with the usual marks asks for it."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        connections.close_all()
        fresh = f"{connection.settings_dict['NAME']}_fresh"
        with _postgres() as session:
            session.execute(f'DROP DATABASE IF EXISTS "{fresh}"')
            session.execute(f'CREATE DATABASE "{fresh}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    yield
    with django_db_blocker.unblock():
        with _postgres() as session:
            session.execute(f'DROP DATABASE "{fresh}"')
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _uploads(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture(autouse=True)
def _remembered() -> None:
    """What the test before saved was rolled back: it must not be remembered either."""
    forget()


@pytest.fixture
def province(db: None) -> Province:
    """A small province with one user for each role."""
    return make_province()


@pytest.fixture
def sign_in(client: Client) -> Callable[[object], Client]:
    """Sign a user in without asking for the password."""

    def do(user: object) -> Client:
        client.force_login(user)  # type: ignore[arg-type]
        return client

    return do


@contextmanager
def _postgres() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    settings = connections["default"].settings_dict
    given = {name: settings[name.upper()] for name in ("host", "port", "user", "password")}
    wanted = {name: value for name, value in given.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **wanted) as session:
        yield session


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of the test's own in which transactions really commit: what is append-only can't be emptied."""
    settings = connections["default"].settings_dict
    original = settings["NAME"]
    with django_db_blocker.unblock(), _postgres() as session:
        connection.close()
        session.execute(f'CREATE DATABASE "{original}_own" TEMPLATE "{original}_fresh"')
        settings["NAME"] = f"{original}_own"
        try:
            yield
        finally:
            connections.close_all()
            settings["NAME"] = original
            session.execute(f'DROP DATABASE "{original}_own" WITH (FORCE)')


@pytest.fixture
def live(committed: None) -> Iterator[str]:
    """The console on a port, over a database of its own in which requests commit."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait(30)
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real Chromium, for modules with the marks of :mod:`tests.console.browsing`."""
    from tests.console.browsing import started_browser

    with started_browser() as started:
        yield started
