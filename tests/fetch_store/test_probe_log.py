"""The availability log keeps what was written, shows gaps, and stands a kill at any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.fetch_store.killed import run_and_kill
from xunwang.fetch.probes import (
    ProbeLog,
    ProbeLogBusyError,
    ProbeRecord,
    coverage,
    damaged_lines,
    merge_logs,
    read_log,
)

START = datetime(2026, 3, 1, 16, tzinfo=UTC)
"""Midnight in Shanghai."""
HOUR = timedelta(hours=1)


def probe(hours: float, site: str = "http://a/", vantage: str = "本机") -> ProbeRecord:
    return ProbeRecord(
        START + hours * HOUR, site, site, vantage, 0.5, 200, "", address="192.0.2.1", digest="ab"
    )


def write(folder: Path, *records: ProbeRecord) -> None:
    with ProbeLog(folder) as log:
        for record in records:
            log.append(record)


def test_probes_come_back_as_they_were_day_by_day(tmp_path: Path) -> None:
    records = [probe(hours) for hours in (0, 1, 23, 24, 48)]
    write(tmp_path, *records)
    assert list(read_log(tmp_path)) == records
    assert sorted(path.name for path in tmp_path.glob("*.probes")) == [
        "2026-03-02.probes",
        "2026-03-03.probes",
        "2026-03-04.probes",
    ]
    assert list(read_log(tmp_path, START + HOUR, START + 24 * HOUR)) == records[1:3]
    assert list(read_log(tmp_path / "nothing")) == []


def test_a_torn_line_is_left_out_and_the_next_probe_is_whole(tmp_path: Path) -> None:
    write(tmp_path, probe(0), probe(1), probe(2))
    path = tmp_path / "2026-03-02.probes"
    whole = path.read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    for length in range(last + 1, len(whole), 17):
        path.write_bytes(whole[:length])
        assert [record.at for record in read_log(tmp_path)] == [START, START + HOUR]
        write(tmp_path, probe(3))
        assert [record.at for record in read_log(tmp_path)] == [START, START + HOUR, START + 3 * HOUR]
        assert damaged_lines(tmp_path) == 1


def test_a_line_changed_by_hand_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path, probe(0), probe(1))
    path = tmp_path / "2026-03-02.probes"
    path.write_bytes(path.read_bytes().replace(b"200", b"503", 1))
    assert [record.at for record in read_log(tmp_path)] == [START + HOUR]
    assert damaged_lines(tmp_path) == 1


def test_two_processes_cannot_write_one_log(tmp_path: Path) -> None:
    with ProbeLog(tmp_path), pytest.raises(ProbeLogBusyError, match="另一个探测进程"):
        ProbeLog(tmp_path)
    write(tmp_path, probe(0))


_WRITER = """
import sys
from pathlib import Path
from tests.fetch_store.test_probe_log import probe
from xunwang.fetch.probes import ProbeLog
log = ProbeLog(Path(sys.argv[1]))
first = int(sys.argv[2])
for number in range(first, first + 1_000_000):
    log.append(probe(number / 3600))
    print(number, flush=True)
"""


def test_every_probe_written_before_a_kill_is_there_afterwards(tmp_path: Path) -> None:
    first = 0
    for lines in (50, 33, 4):
        last = int(run_and_kill(_WRITER, str(tmp_path), str(first), lines=lines)[-1])
        seconds = [round((record.at - START).total_seconds()) for record in read_log(tmp_path)]
        assert seconds[: last + 1] == list(range(last + 1))
        assert len(seconds) <= last + 2, "at most the one that was under way"
        first = len(seconds)


def test_merged_logs_are_in_order_and_without_repetition(tmp_path: Path) -> None:
    write(tmp_path / "a", probe(2), probe(0), probe(1))
    write(tmp_path / "b", probe(1), probe(1, vantage="联通"), probe(1, site="http://b/"), probe(3))
    merged = list(merge_logs([tmp_path / "a", tmp_path / "b"]))
    assert [(record.at - START) / HOUR for record in merged] == [0, 1, 1, 1, 2, 3]
    assert len(set(merged)) == 6


def test_coverage_counts_days_in_shanghai_and_shows_gaps() -> None:
    hours = [*range(24), *range(24, 48, 2), 71.5]
    result = coverage((probe(hour) for hour in hours), START, START + 72 * HOUR)
    assert [(day.day, day.probes) for day in result.days] == [
        (date(2026, 3, 2), 24),
        (date(2026, 3, 3), 12),
        (date(2026, 3, 4), 1),
    ]
    assert result.days[0].vantages == ("本机",)
    assert len(result.gaps) == 12
    assert result.gaps[-1].end == START + 71.5 * HOUR


def test_a_period_without_probes_is_one_gap_of_empty_days() -> None:
    result = coverage([], START, START + 48 * HOUR)
    assert [day.probes for day in result.days] == [0, 0]
    assert result.gaps == ((START, START + 48 * HOUR),)


def test_twenty_even_probes_a_day_leave_no_gap() -> None:
    step = timedelta(minutes=72)
    records = [probe(n * step / HOUR) for n in range(140)]
    assert coverage(records, START, START + 168 * HOUR).gaps == ()
