"""The real worker: periodic work once, failures with their reasons, jobs of dead workers taken over, backups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.console.addresses.running import run_under_way
from tests.console.inspection.reviewed import in_feedback
from tests.console.inspection.rounds import NOW
from tests.console.province import Province, enter_coming_years, make_province
from tests.console.running.at_work import Asking, work, work_and_ask
from tests.console.running.processes import Forked, soon
from xunwang.audit.models import Entry
from xunwang.background.models import JobFailure
from xunwang.background.queue import enqueue, forget, note_failure, unfinished_arguments
from xunwang.background.words import JobState, TaskName
from xunwang.calendar import PACKAGED_YEARS
from xunwang.database import Cluster, Connection, back_up, restore, table_digests
from xunwang.inspection.hearing.lapse import lapse
from xunwang.inspection.models import Feedback, Run
from xunwang.inspection.running.due import SIDE_BY_SIDE, look
from xunwang.inspection.running.words import RunStatus
from xunwang.jobs.worker import MOST_RESCUES

pytestmark = pytest.mark.server


@contextmanager
def workers(
    runs: Path, count: int = 1, work: Callable[..., None] = work, **named: object
) -> Iterator[list[Forked]]:
    """So many, ready, and killed at the end."""
    with ExitStack() as stack:
        started = [Forked(work, runs, **named) for _ in range(count)]
        for worker in started:
            stack.callback(worker.kill)
        for worker in started:
            assert worker.line() == "ready"
        yield started


def state_of(job: int | None) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)


def test_every_periodic_task_is_done_once_however_many_workers_there_are(
    committed: None, tmp_path: Path
) -> None:
    # Seconds begin while all three are there, as minutes and hours do in an office.
    done = ProcrastinateJob.objects.filter(task_name=TaskName.LAPSE, status=JobState.SUCCEEDED)
    with workers(tmp_path, 3, every_second=TaskName.LAPSE):
        soon(lambda: done.count() > 4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args->>'timestamp', count(*) FROM procrastinate_jobs GROUP BY 1, 2")
        rows = [row for row in cursor.fetchall() if row[1] is not None]
    assert rows and all(count == 1 for _, _, count in rows)
    assert not JobFailure.objects.exists()


def test_what_goes_wrong_is_kept_with_its_reason_and_who_did_it(committed: None, tmp_path: Path) -> None:
    province = make_province()
    run = run_under_way(province)
    folder = tmp_path / run.name
    folder.mkdir()
    (folder / "manifest.json").write_text("{}")
    with workers(tmp_path):
        soon(lambda: JobFailure.objects.exists())
        failure = JobFailure.objects.get()
        soon(lambda: state_of(failure.job) == JobState.FAILED)
    assert failure.task == TaskName.WORK and "已损坏" in failure.error and "steps.py" in failure.trace
    run.refresh_from_db()
    assert (run.status, run.attempts) == (RunStatus.ACTIVE, 1) and run.next_at is not None
    assert {entry.via for entry in Entry.objects.filter(subject="inspection_run", action="update")} == {"job"}


def test_a_job_of_a_worker_that_is_gone_is_done_by_another(committed: None, tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (gone,) = cursor.fetchone()
        left = [enqueue(TaskName.CLEAN), enqueue(TaskName.LAPSE, once="x")]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [gone])
        waiting = enqueue(TaskName.LAPSE, once="x")
    with workers(tmp_path):
        soon(lambda: {state_of(job) for job in (left[0], waiting)} == {JobState.SUCCEEDED})
        soon(lambda: state_of(left[1]) in (JobState.ABORTED, JobState.SUCCEEDED))


def test_a_job_under_which_one_worker_after_the_other_dies_is_left_to_a_person(
    committed: None, tmp_path: Path
) -> None:
    run = run_under_way(make_province())
    job = enqueue(TaskName.WORK, run=run.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s WHERE id = %s", [MOST_RESCUES, job]
        )
    with workers(tmp_path):
        soon(lambda: JobFailure.objects.exists())
        soon(lambda: Run.objects.filter(status=RunStatus.FAILED).exists())
    assert state_of(job) == JobState.FAILED
    run.refresh_from_db()
    assert "意外结束" in run.problem and run.next_at is None
    assert set(run.sites.values_list("state", flat=True)) == {"failed"}


def test_a_worker_counts_by_holidays_that_are_entered_while_it_runs(committed: None, tmp_path: Path) -> None:
    province = make_province()
    day = f"{max(PACKAGED_YEARS) + 1}-03-01"
    with workers(tmp_path, work=work_and_ask):
        before = enqueue(Asking.WORKING_DAY, day=day)  # type: ignore[arg-type]
        soon(lambda: state_of(before) == JobState.FAILED)
        enter_coming_years(province)
        after = enqueue(Asking.WORKING_DAY, day=day)  # type: ignore[arg-type]
        soon(lambda: state_of(after) == JobState.SUCCEEDED)
    assert JobFailure.objects.get().error.startswith("CalendarNotPublished")


def test_a_worker_that_is_asked_to_leave_does_so_at_once(committed: None, tmp_path: Path) -> None:
    with workers(tmp_path) as (process,):
        soon(lambda: ProcrastinateJob.objects.filter(status=JobState.SUCCEEDED).exists())
        process.process.terminate()
        assert process.ended(20) == 0


def test_a_backup_with_jobs_comes_back_as_it_was(committed: None, tmp_path: Path) -> None:
    run_under_way(make_province())
    settings = connections["default"].settings_dict
    own = Connection(
        name=settings["NAME"], user=settings["USER"], password=settings["PASSWORD"], host=settings["HOST"],
        port=str(settings["PORT"] or ""),
    )  # fmt: skip
    home = tmp_path / "home"
    home.mkdir()
    connection.close()
    back_up(own, home, tmp_path / "all.tar", now=NOW, program="1")
    elsewhere = Cluster(tmp_path / "elsewhere", durable=False)
    with elsewhere.held() as restored:
        restore(restored, elsewhere.home, tmp_path / "all.tar")
        assert table_digests(restored) == table_digests(own)
        with psycopg.connect(restored.conninfo(), autocommit=True) as session:
            row = session.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, NULL)").fetchone()
    assert row == ("runs.look",)


# -- without a process of its own ----------------------------------------------------------------


def test_what_is_due_is_queued_once_and_not_more_than_can_be_done_at_a_time(province: Province) -> None:
    first = run_under_way(province)
    campaign = first.campaign
    for number in range(2, 6):
        Run.objects.create(
            campaign=campaign, number=number, name=f"r{number}", only=campaign.sites.all()[number % 3], max_pages=1,
            max_megabytes=1, max_minutes=1, crawl_from=NOW, next_at=NOW + timedelta(minutes=number),
            started_by=first.started_by, started_at=NOW, status=RunStatus.ACTIVE if number != 5 else RunStatus.DONE,
        )  # fmt: skip
    Run.objects.filter(pk=first.pk).update(probe_at=NOW)
    assert look(NOW - timedelta(minutes=1)) == 0, "nothing is due yet"
    assert look(NOW + timedelta(hours=1)) == SIDE_BY_SIDE + 1
    assert look(NOW + timedelta(hours=1)) == 0, "it waits already"
    assert len(unfinished_arguments(TaskName.WORK, "run")) == SIDE_BY_SIDE
    assert first.pk in unfinished_arguments(TaskName.WORK, "run"), "who waits longest comes first"
    assert unfinished_arguments(TaskName.PROBE, "run") == [first.pk]


def test_silence_is_noted_when_the_time_limit_has_passed(province: Province) -> None:
    round_ = in_feedback(province)
    due = Feedback.objects.values_list("due_on", flat=True)[0]
    assert due == date(2020, 12, 8)
    assert lapse(datetime(2020, 12, 8, 15, 59, tzinfo=UTC)) == 0, "the last day, Beijing time, is not over"
    assert lapse(datetime(2020, 12, 8, 16, 1, tzinfo=UTC)) == 3
    assert set(Feedback.objects.values_list("answer", flat=True)) == {"silent"}
    assert lapse(datetime(2020, 12, 9, 16, 1, tzinfo=UTC)) == 0
    assert round_.campaign.stage == "feedback"


def test_old_jobs_and_reasons_are_forgotten(province: Province) -> None:
    jobs = {state: enqueue(TaskName.CLEAN) for state in ("succeeded", "failed", "doing")}
    with connection.cursor() as cursor:
        for state, job in jobs.items():
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
            if state != "doing":
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, %s, false)", [job, state])
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '10 days'")
    now = datetime.now(UTC)
    note_failure(1, "x", ValueError("old"), now - timedelta(days=100))
    note_failure(1, "x", ValueError("new"), now - timedelta(days=10))
    forget(now, timedelta(days=3), timedelta(days=90))
    assert set(ProcrastinateJob.objects.values_list("status", flat=True)) == {"failed", "doing"}
    assert [failure.error for failure in JobFailure.objects.all()] == ["ValueError：new"]
    forget(now, timedelta(days=3), timedelta(days=5))
    assert set(ProcrastinateJob.objects.values_list("status", flat=True)) == {"doing"}
    assert not JobFailure.objects.exists()


@pytest.mark.parametrize("committed_too", [False, True])
def test_a_job_is_queued_with_the_transaction_that_wanted_it(committed: None, committed_too: bool) -> None:
    from django.db import transaction

    class Undone(Exception):  # noqa: N818
        pass

    try:
        with transaction.atomic():
            enqueue(TaskName.LOOK)
            if not committed_too:
                raise Undone
    except Undone:
        pass
    assert ProcrastinateJob.objects.count() == committed_too
