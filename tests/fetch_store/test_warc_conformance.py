"""WARC and ARC files of other makers: the good ones are read whole, the broken ones refused clearly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fetch_store.answers import page
from tests.fetch_store.warc_conformance import BROKEN, conformance, counts, table
from xunwang.fetch.evidence import BadWarcError, EvidenceStore, read_warc
from xunwang.fetch.evidence.gzip_members import gzip_members


def test_every_file_of_the_collection_is_judged_rightly(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared / "data" / "warc"
    with capsys.disabled():
        print(f"\n{table(folder)}\n{counts(folder)}")
    assert [case for case in conformance(folder) if not case.passed] == []
    assert counts(folder)["files"] == 16
    assert counts(folder)["broken_refused"] == len(BROKEN)


def test_bodies_are_read_without_their_codings(shared: Path) -> None:
    folder = shared / "data" / "warc"
    chunked = [
        record for record in read_warc(folder / "example-iana.org-chunked.warc") if record.kind == "response"
    ]
    assert b"</html>" in chunked[0].payload
    assert [
        len(record.payload) for record in read_warc(folder / "post-test.warc.gz") if record.kind == "request"
    ] == [16, 12, 6]


@pytest.mark.parametrize(
    "content", [b"not an archive at all\n", b"\x1f\x8b\x08\x00broken", b"WARC/1.0\r\n\r\n"]
)
def test_rubbish_is_refused_and_not_looped_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rubbish.warc.gz"
    path.write_bytes(content)
    with pytest.raises(BadWarcError, match="rubbish"):
        list(read_warc(path))


def test_a_file_cut_off_anywhere_but_between_records_is_refused(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    for number in range(2):
        store.keep(page(number), warc=True)
    store.close()
    whole = (tmp_path / "pages.warc.gz").read_bytes()
    ends = [end for _, _, end in gzip_members(tmp_path / "pages.warc.gz")]
    cut = tmp_path / "cut.warc.gz"
    for length in {*range(1, len(whole), 97), *(end - 1 for end in ends)} - set(ends):
        cut.write_bytes(whole[:length])
        with pytest.raises(BadWarcError):
            list(read_warc(cut))
    cut.write_bytes(whole[: ends[3]])
    assert len(list(read_warc(cut))) == 4
