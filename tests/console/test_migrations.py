"""The steps that make the tables, and the databases that went through the many small ones before them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from io import StringIO
from operator import or_
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q

from tests.console.running.databases import database_url
from tests.console.test_serving import SAFE
from xunwang.cli.main import main
from xunwang.database import HalfwayError
from xunwang.web.first_start import prepare_tables
from xunwang.web.halfway import refuse_halfway

pytestmark = pytest.mark.server

OLD_STEPS = {
    "access": (
        "0001_initial 0002_initial 0003_triggers 0004_tokens 0005_tokens_log 0006_office_name 0007_office_log"
    ),
    "audit": "0001_initial 0002_chain",
    "inspection": (
        "0001_campaign 0002_campaign_log 0003_results 0004_results_log 0005_decisions 0006_decisions_log 0007_hearing "
        "0008_hearing_log 0009_final 0010_final_log 0011_column_types 0012_running 0013_attachment_of_finding 0014_duty "
        "0015_checked 0016_accounts_join 0017_one_table 0018_sampling_by_history"
    ),
    "media": "0001_media 0002_media_log 0003_collected_key",
    "notices": "0001_notice 0002_notice_log 0003_visits",
    "rectify": "0001_orders 0002_orders_log 0003_checked",
    "registry": (
        "0001_initial 0002_triggers 0003_import_draft 0004_reality 0005_reality_log 0006_account_fields"
    ),
    "supervision": "0001_supervision 0002_supervision_log",
}
"""As ``django_migrations`` of a database has them that was made before the steps became one an app."""
WHAT_TO_DO = "请先用上一版本的程序启动一次"


def step_rows() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def everything() -> set[tuple[object, ...]]:
    """Tables, indexes, constraints, triggers and functions with their numbers: made anew, they would get others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::bigint, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "UNION ALL SELECT oid, conname FROM pg_constraint "
            "UNION ALL SELECT oid, tgname FROM pg_trigger WHERE NOT tgisinternal "
            "UNION ALL SELECT oid, proname FROM pg_proc "
            "UNION ALL SELECT attrelid::bigint * 10000 + attnum, attname FROM pg_attribute WHERE attnum > 0"
        )
        return set(cursor.fetchall())


def names() -> set[str]:
    return {str(name) for _, name in everything()}


@pytest.fixture
def made_before(committed: None) -> Callable[[Iterable[tuple[str, str]]], None]:
    """Make the database of the test one that has gone through the old steps, but for some."""

    def make(missing: Iterable[tuple[str, str]] = ()) -> None:
        steps = [(app, name) for app, names in OLD_STEPS.items() for name in names.split()]
        recorder = MigrationRecorder(connection)
        later = [
            Q(app=app, name=name)
            for (app, name), step in MigrationExecutor(connection).loader.disk_migrations.items()
            if not step.replaces
        ]
        recorder.migration_qs.filter(app__in=OLD_STEPS).exclude(reduce(or_, later)).delete()
        for app, name in steps:
            if (app, name) not in missing:
                recorder.record_applied(app, name)

    return make


def test_models_have_no_change_that_lacks_its_step(db: None) -> None:
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"


def test_a_database_that_went_through_the_old_steps_is_up_to_date(made_before: Callable[..., None]) -> None:
    made_before()
    before, rows = everything(), step_rows()
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    prepare_tables()
    assert everything() == before
    assert {app for app, _ in step_rows() - rows} == set(OLD_STEPS), "what is noted: the one step each"
    assert rows <= step_rows()


@pytest.mark.parametrize(
    ("app", "name", "called"),
    [
        ("inspection", "0018_sampling_by_history", "检查"),
        ("access", "0007_office_log", "用户与权限"),
        # No other app needs its tables: Django alone would say nothing and do nothing.
        ("supervision", "0002_supervision_log", "监管考核"),
    ],
)
def test_a_database_between_old_steps_is_left_alone_and_told_what_to_do(
    made_before: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    app: str,
    name: str,
    called: str,
) -> None:
    made_before([(app, name)])
    before, rows = everything(), step_rows()
    with pytest.raises(HalfwayError, match=f"（{called}）.*{WHAT_TO_DO}"):
        prepare_tables()
    with pytest.raises(SystemCheckError, match=f"（{called}）.*{WHAT_TO_DO}"):
        call_command("migrate", skip_checks=False, interactive=False, verbosity=0, stderr=StringIO())
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("XUNWANG_HOME", str(tmp_path))
    for setting, value in SAFE.items():
        monkeypatch.setenv(setting, value)
    for command in (["serve", "--port", "0"], ["register", "export", "units", f"{tmp_path}/units.csv"]):
        told = CliRunner().invoke(main, command)
        assert (told.exit_code, WHAT_TO_DO in told.output) == (2, True), told.output
    assert (everything(), step_rows()) == (before, rows)


def test_a_step_can_be_undone_and_done_again(committed: None) -> None:
    before = names()
    call_command("migrate", "notices", "zero", verbosity=0)
    assert {name for name in before - names() if name.startswith("notices_")} >= {
        "notices_notice",
        "notices_visit",
    }
    call_command("migrate", verbosity=0)
    assert names() == before


def test_an_app_that_a_database_does_not_have_yet_is_no_obstacle(made_before: Callable[..., None]) -> None:
    made_before([("media", name) for name in OLD_STEPS["media"].split()])
    refuse_halfway()
