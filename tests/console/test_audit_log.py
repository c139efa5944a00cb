"""The audit log records every change by whatever means, cannot be changed, and shows when it was."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction

from tests.console.guards import past_the_guards
from tests.console.province import make_unit
from xunwang.access.models import User
from xunwang.audit.acting import acting, record
from xunwang.audit.models import Entry, Link
from xunwang.audit.verify import Head, verify
from xunwang.registry.models import Unit

pytestmark = pytest.mark.server

NOT_AUDITED = {
    # The log itself, and what says nothing about anybody's decisions.
    "audit_entry", "audit_link", "django_session", "django_content_type", "auth_permission", "auth_group",
    "auth_group_permissions", "account_emailaddress", "account_emailconfirmation", "socialaccount_socialapp",
    "socialaccount_socialtoken",
    # What machines note of their own work: the queue, failures, progress, looks at sites.
    "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
    "background_jobfailure", "inspection_runsite", "registry_look", "media_collectedaccount", "media_collectedway",
    "media_profilepoint",
    # Histories that the database lets nobody change, of rows that are audited themselves.
    "rectify_orderevent", "registry_differenceevent",
}  # fmt: skip
HISTORIES = ("rectify_orderevent", "registry_differenceevent")


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def without_triggers(statement: str) -> None:
    """What somebody with all rights over the database could do."""
    with transaction.atomic(), past_the_guards() as cursor:
        cursor.execute(statement)


def test_every_table_of_the_console_is_audited(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audited'")
        audited = {row[0] for row in cursor.fetchall()}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert tables - NOT_AUDITED == audited


@pytest.mark.parametrize("table", HISTORIES)
def test_a_history_beside_audited_rows_can_not_be_changed(db: None, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        )
        assert cursor.fetchone()[0] >= 1


def test_a_change_is_recorded_with_who_how_and_only_what_changed(db: None) -> None:
    user = User.objects.create_user("admin", "x", name="管理员")
    unit = make_unit("某省人民政府", "province", "220000", None)
    with acting(user, "web", "10.0.0.7"):
        unit.short_name = "某省"
        unit.save()
    entry = Entry.objects.filter(subject="registry_unit").first()
    assert entry is not None
    assert (entry.actor_id, entry.actor, entry.via, entry.address) == (user.pk, "admin", "web", "10.0.0.7")
    assert (entry.action, entry.subject_id) == ("update", str(unit.pk))
    assert (entry.before, entry.after) == ({"short_name": ""}, {"short_name": "某省"})


def test_bulk_and_raw_changes_are_recorded_too(db: None) -> None:
    make_unit("甲省人民政府", "province", "220000", None)
    make_unit("乙省人民政府", "province", "210000", None)
    Unit.objects.update(short_name="省")
    run("DELETE FROM registry_unit")
    actions = list(
        Entry.objects.filter(subject="registry_unit").order_by("id").values_list("action", flat=True)
    )
    assert actions == ["insert"] * 2 + ["update"] * 2 + ["delete"] * 2


def test_saving_without_a_change_leaves_no_entry(db: None) -> None:
    unit = make_unit("某省人民政府", "province", "220000", None)
    before = Entry.objects.count()
    unit.save()
    assert Entry.objects.count() == before


def test_a_new_password_is_recorded_but_not_written_down(db: None) -> None:
    user = User.objects.create_user("admin", "first password")
    user.set_password("second password")
    user.save()
    entry = Entry.objects.filter(subject="access_user").first()
    assert entry is not None and entry.after == {"password": "***"}
    assert "md5" not in str(list(Entry.objects.values()))


def test_an_access_is_recorded(db: None) -> None:
    user = User.objects.create_user("auditor", "x")
    with acting(user, "web"):
        record("export", "registry_website", "导出310行")
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.actor, entry.action, entry.subject, entry.note) == (
        "auditor", "export", "registry_website", "导出310行",
    )  # fmt: skip


def test_the_actor_is_forgotten_after_the_block_also_after_an_error(db: None) -> None:
    user = User.objects.create_user("admin", "x")
    with pytest.raises(ValueError, match="wrong"), acting(user, "web"):
        raise ValueError("wrong")
    make_unit("某省人民政府", "province", "220000", None)
    entry = Entry.objects.first()
    assert entry is not None and (entry.actor_id, entry.actor) == (None, "")


@pytest.mark.parametrize("table", ["audit_entry", "audit_link", "registry_filingevent"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_what_was_written(committed: None, table: str, statement: str) -> None:
    from tests.console.province import make_province
    from xunwang.registry.models import Filing, FilingEvent

    province = make_province()
    user = next(iter(province.users.values()))
    filing = Filing.objects.create(
        kind="close", unit=province.city, site=province.city_portal, created_by=user
    )
    FilingEvent.objects.create(filing=filing, by=user, move="submit", from_state="draft", to_state="deciding")
    column = {"audit_entry": "note = 'x'", "audit_link": "digest = 'x'", "registry_filingevent": "note = 'x'"}
    with pytest.raises(DatabaseError, match="append-only"):
        run(statement.format(table, column[table]))


def test_an_untouched_log_verifies(committed: None) -> None:
    for number in range(3):
        make_unit(f"第{number}省人民政府", "province", "220000", None)
    found = verify()
    assert found.problems == ()
    assert found.head.position == Entry.objects.count() == 3
    assert verify(found.head).problems == ()


def test_work_that_was_rolled_back_leaves_no_gap(committed: None) -> None:
    make_unit("甲省人民政府", "province", "220000", None)
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        make_unit("乙省人民政府", "province", "220000", None)
        raise ValueError("no")
    make_unit("丙省人民政府", "province", "220000", None)
    assert verify().problems == ()
    assert list(Link.objects.order_by("position").values_list("position", flat=True)) == [1, 2]


def test_writers_at_the_same_time_make_one_chain(committed: None) -> None:
    failed: list[Exception] = []

    def write(thread: int) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    make_unit(f"{thread}-{number}", "province", "220000", None)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    found = verify()
    assert (found.problems, found.head.position) == ((), 40)


NTH = "WHERE id = (SELECT entry_id FROM audit_link WHERE position = {})"
TAMPERING = (
    (
        "UPDATE audit_entry SET after = jsonb_set(after, '{name}', '\"他省\"') " + NTH.format(2),
        "第2条.*被改动",
    ),
    ("UPDATE audit_entry SET actor = 'other' " + NTH.format(1), "第1条.*被改动"),
    ("DELETE FROM audit_entry " + NTH.format(3), "第3条的内容已被删去"),
    ("UPDATE audit_link SET digest = repeat('a', 64) WHERE position = 3", "第3条.*被改动"),
    ("DELETE FROM audit_link WHERE position = 2", "第1条之后是第3条"),
)


@pytest.mark.parametrize(("statement", "said"), TAMPERING)
def test_a_log_that_was_tampered_with_is_told(committed: None, statement: str, said: str) -> None:
    for number in range(4):
        make_unit(f"第{number}省人民政府", "province", "220000", None)
    without_triggers(statement)
    problems = verify().problems
    assert problems and re.search(said, problems[0]), problems


def test_a_log_cut_off_at_the_end_is_told_by_a_head_noted_before(committed: None) -> None:
    for number in range(4):
        make_unit(f"第{number}省人民政府", "province", "220000", None)
    noted = Head.parse(str(verify().head))
    without_triggers("DELETE FROM audit_link WHERE position = 4")
    without_triggers("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_link)")
    assert verify().problems == (), "the rest is a whole chain"
    assert "末尾被删去" in verify(noted).problems[0]


def test_an_entry_smuggled_in_without_the_chain_is_told(committed: None) -> None:
    make_unit("某省人民政府", "province", "220000", None)
    without_triggers(
        "INSERT INTO audit_entry (at, actor, via, address, action, subject, subject_id, note)"
        " VALUES (now(), '', '', '', 'x', 'y', '', '')",
    )
    assert "不在链中" in verify().problems[0]
