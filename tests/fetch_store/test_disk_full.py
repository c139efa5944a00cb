"""A full disk stops the keeping of evidence, and harms nothing that was kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fetch_store.answers import page
from tests.fetch_store.killed import ROOT
from xunwang.fetch.evidence import EvidenceStore

_WRITER = """
import resource, sys
from pathlib import Path
from tests.fetch_store.answers import page
from xunwang.fetch.evidence import EvidenceStore
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
store = EvidenceStore(Path(sys.argv[1]))
warc = sys.argv[2] == "warc"
for number in range(10_000):
    try:
        store.keep(page(number), warc=warc)
    except OSError:
        sizes = [path.stat().st_size for path in Path(sys.argv[1]).iterdir()]
        print(number, sizes[0] == max(store.position()), store.verify().problems)
        break
"""


@pytest.mark.parametrize("kind", ["warc", "snapshot"])
def test_a_page_that_finds_no_room_leaves_nothing_behind(tmp_path: Path, kind: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WRITER, str(tmp_path), kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    number, tidy, problems = done.stdout.split(maxsplit=2)
    assert int(number) > 3
    assert (tidy, problems.strip()) == ("True", "()")
    store = EvidenceStore(tmp_path)
    assert len(store) == int(number)
    assert store.open(page(0).digest).body == page(0).body


def test_a_file_that_became_shorter_is_not_written_on(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.keep(page(1))
    store.close()
    (tmp_path / "pages.zst").write_bytes(b"")
    with pytest.raises(OSError, match="可能被改动过"):
        store.keep(page(2))
