"""A process that keeps evidence is killed: nothing that it had kept is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fetch_store.answers import page
from tests.fetch_store.killed import run_and_kill
from xunwang.fetch.evidence import EvidenceStore, read_warc

_WRITER = """
import sys
from pathlib import Path
from tests.fetch_store.answers import page
from xunwang.fetch.evidence import EvidenceStore
store = EvidenceStore(Path(sys.argv[1]))
first = int(sys.argv[2])
for number in range(first, first + 100_000):
    store.keep(page(number), warc=number % 5 == 0)
    print(number, *store.position(), flush=True)
"""


def test_everything_kept_before_a_kill_is_there_afterwards(tmp_path: Path) -> None:
    first = 0
    for lines in (40, 61, 7):
        written = run_and_kill(_WRITER, str(tmp_path), str(first), lines=lines)
        last, *position = (int(word) for word in written[-1].split())
        store = EvidenceStore(tmp_path)
        assert store.position() >= tuple(position)
        assert store.verify().ok
        for number in range(last + 1):
            assert store.open(page(number).digest).body == page(number).body
        store.truncate((position[0], position[1]))
        assert len(store) == last + 1
        store.close()
        first = last + 1
    list(read_warc(tmp_path / "pages.warc.gz"))


@pytest.mark.parametrize("back", [1, 5, 13])
def test_resuming_at_a_journalled_position_gives_the_store_of_an_undisturbed_run(
    tmp_path: Path, back: int
) -> None:
    written = run_and_kill(_WRITER, str(tmp_path / "killed"), "0", lines=30)
    last, *position = (int(word) for word in written[-back].split())
    resumed = EvidenceStore(tmp_path / "killed")
    resumed.truncate((position[0], position[1]))
    undisturbed = EvidenceStore(tmp_path / "undisturbed")
    pages = int(written[-1].split()[0]) + 30
    for number in range(pages):
        if number > last:
            resumed.keep(page(number), warc=number % 5 == 0)
        undisturbed.keep(page(number), warc=number % 5 == 0)
    resumed.seal()
    undisturbed.seal()
    assert sorted(resumed.digests()) == sorted(undisturbed.digests())
    assert resumed.verify() == undisturbed.verify() == (pages, ())
    snapshots = "pages.zst"
    assert (tmp_path / "killed" / snapshots).read_bytes() == (
        tmp_path / "undisturbed" / snapshots
    ).read_bytes()


def test_looking_at_a_store_while_another_process_writes_disturbs_neither(tmp_path: Path) -> None:
    writer = EvidenceStore(tmp_path)
    for number in range(50):
        writer.keep(page(number), warc=number % 5 == 0)
        if number % 10 == 9:
            reader = EvidenceStore(tmp_path)
            assert reader.verify() == (number + 1, ())
    assert writer.verify() == (50, ())
