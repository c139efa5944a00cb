"""The journal keeps what was written whole, whatever happens to the process or to the file's tail."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xunwang.engine.journal import Journal, read_journal

RECORDS = [{"t": "page", "id": number, "title": f"第{number}页"} for number in range(20)]


def write(path: Path) -> None:
    with Journal(path) as journal:
        for record in RECORDS:
            journal.append(record)


def test_what_is_appended_is_read_again(tmp_path: Path) -> None:
    write(tmp_path / "log")
    assert list(read_journal(tmp_path / "log")) == RECORDS


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_tail_is_cut_off_and_writing_goes_on(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "log"
    write(path)
    path.write_bytes(path.read_bytes()[:-cut])
    kept = list(read_journal(path))
    assert kept == RECORDS[: len(kept)]
    with Journal(path) as journal:
        journal.append({"t": "end"})
    assert list(read_journal(path)) == [*kept, {"t": "end"}]


def test_a_damaged_record_ends_the_log(tmp_path: Path) -> None:
    path = tmp_path / "log"
    write(path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    kept = list(read_journal(path))
    assert 0 < len(kept) < len(RECORDS)
    assert kept == RECORDS[: len(kept)]


def test_a_killed_writer_loses_nothing_it_had_appended(tmp_path: Path) -> None:
    path = tmp_path / "log"
    program = (
        "import sys; from pathlib import Path; from xunwang.engine.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1])); number = 0\n"
        "while True:\n"
        "    journal.append({'id': number, 'text': '页' * 500}); print(number, flush=True); number += 1\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.2)
    os.kill(process.pid, signal.SIGKILL)
    told = [int(line) for line in process.stdout.read().split() if line.isdigit()]
    process.wait()
    kept = [record["id"] for record in read_journal(path)]
    assert kept == list(range(len(kept)))
    assert len(kept) >= told[-1]


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "log"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Journal(path) as journal:
        journal.append(RECORDS[0])
        size = path.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, limits[1]))
        try:
            with pytest.raises(OSError, match="No space left"):
                journal.append(RECORDS[1])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert path.stat().st_size == size
        journal.append(RECORDS[2])
    assert list(read_journal(path)) == [RECORDS[0], RECORDS[2]]
