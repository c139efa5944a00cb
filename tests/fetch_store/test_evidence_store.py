"""What is put into the evidence comes out as it was, once, and by its digest."""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard

from tests.fetch_store.answers import START, moved, page
from xunwang.fetch.evidence import EvidenceDamagedError, EvidenceMissingError, EvidenceStore
from xunwang.fetch.records import Fault

WARC, SNAPSHOTS, INDEX = "pages.warc.gz", "pages.zst", "pages.index"


def test_a_page_comes_back_as_it_was_before_and_after_sealing(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path / "site")
    answer = moved(1)
    stored = store.keep(answer)
    assert (stored.file, stored.digest, stored.offset) == (SNAPSHOTS, answer.digest, 0)
    for _ in ("open", "sealed"):
        kept = store.open(answer.digest)
        assert (kept.url, kept.final_url, kept.at) == ("http://old.example.gov.cn/", answer.url, answer.at)
        assert (kept.status, kept.headers, kept.body) == (200, answer.headers, answer.body)
        assert (kept.hops, kept.timings, kept.address) == (answer.hops, answer.timings, answer.address)
        assert kept.header("content-type") == "text/html; charset=utf-8"
        store.seal()


@pytest.mark.parametrize("warc", [False, True])
def test_equal_bodies_are_stored_once(tmp_path: Path, warc: bool) -> None:
    store = EvidenceStore(tmp_path)
    first = store.keep(page(1, b"same"), warc=warc)
    size = store.position()
    assert store.keep(page(2, b"same"), warc=False) == first
    assert store.position() == size
    assert len(store) == 1


def test_a_body_kept_as_snapshot_first_gets_its_warc_record_when_asked(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.keep(page(1))
    stored = store.keep(page(1), warc=True)
    assert stored.file == WARC
    assert store.find(stored.digest) == stored
    assert store.open(stored.digest).body == page(1).body


def test_an_answer_without_body_leaves_a_warc_record_only_when_asked(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    dead = page(1, b"", status=0, fault=Fault.TIMEOUT, detail="连接超时")
    assert store.keep(dead).file == ""
    assert store.position() == (0, 0)
    assert store.keep(dead, warc=True).length > 0
    assert len(store) == 0


def test_an_unknown_digest_is_said_to_be_missing(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.keep(page(1))
    for digest in ("0" * 64, "不是摘要"):
        with pytest.raises(EvidenceMissingError, match="证据库中没有"):
            store.open(digest)


def test_promoted_pages_get_warc_records_also_in_a_sealed_store(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    digests = [store.keep(page(number)).digest for number in range(20)]
    store.seal()
    assert store.promote([digests[3], digests[3], digests[7]]) == 2
    assert store.promote([digests[3]]) == 0
    reopened = EvidenceStore(tmp_path)
    assert [reopened.find(digests[n]).file for n in (3, 7, 8)] == [WARC, WARC, SNAPSHOTS]
    assert reopened.open(digests[3]).body == page(3).body
    assert reopened.verify() == (20, ())


def test_a_sealed_store_opens_any_page_without_reading_the_files(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    digests = {store.keep(page(number), warc=number % 9 == 0).digest: number for number in range(300)}
    position = store.position()
    store.seal()
    reopened = EvidenceStore(tmp_path)
    assert reopened.position() == position
    assert set(reopened.digests()) == set(digests)
    for digest, number in list(digests.items())[::37]:
        assert reopened.open(digest).body == page(number).body


def test_a_sealed_store_goes_on_when_another_page_comes(tmp_path: Path) -> None:
    with EvidenceStore(tmp_path) as store:
        store.keep(page(1))
        store.seal()
    store = EvidenceStore(tmp_path)
    store.keep(page(2))
    assert not (tmp_path / INDEX).exists()
    store.seal()
    again = EvidenceStore(tmp_path)
    assert [again.open(page(n).digest).body for n in (1, 2)] == [page(1).body, page(2).body]


def test_truncating_forgets_what_came_after_the_position(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.keep(page(1))
    store.keep(page(2), warc=True)
    position = store.position()
    store.keep(page(3))
    store.keep(page(4), warc=True)
    store.truncate(position)
    assert store.position() == position
    assert store.find(page(3).digest) is None
    assert store.find(page(4).digest) is None
    store.keep(page(5))
    assert EvidenceStore(tmp_path).verify() == (3, ())
    store.truncate((0, 0))
    store.keep(page(6), warc=True)
    assert EvidenceStore(tmp_path).verify() == (1, ())


def test_a_store_shorter_than_the_journal_says_is_refused(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.keep(page(1))
    with pytest.raises(EvidenceDamagedError, match="比运行日志记录的短"):
        store.truncate((0, 10**6))


@pytest.mark.parametrize("name", [WARC, SNAPSHOTS])
def test_a_torn_tail_is_left_out_and_cut_off_by_the_next_page(tmp_path: Path, name: str) -> None:
    store = EvidenceStore(tmp_path)
    for number in range(4):
        store.keep(page(number), warc=name == WARC)
    store.close()
    whole = (tmp_path / name).read_bytes()
    last = store.find(page(3).digest)
    assert last is not None
    for length in (1, 60, last.length // 2, last.length - 1):
        (tmp_path / name).write_bytes(whole[: last.offset + length])
        torn = EvidenceStore(tmp_path)
        assert torn.verify() == (3, ())
        assert (tmp_path / name).stat().st_size == last.offset + length, "looking changes nothing"
        torn.keep(page(9), warc=name == WARC)
        torn.close()
        assert EvidenceStore(tmp_path).verify() == (4, ())


@pytest.mark.parametrize("warc", [False, True])
def test_a_changed_byte_is_noticed(tmp_path: Path, warc: bool) -> None:
    store = EvidenceStore(tmp_path)
    places = [store.keep(page(number), warc=warc) for number in range(3)]
    store.seal()
    path = tmp_path / places[1].file
    data = bytearray(path.read_bytes())
    data[places[1].offset + places[1].length // 3] ^= 0x40
    path.write_bytes(data)
    damaged = EvidenceStore(tmp_path)
    result = damaged.verify()
    assert result.pages == 3
    assert len(result.problems) == 1
    with pytest.raises(EvidenceDamagedError):
        damaged.open(places[1].digest)
    assert damaged.open(places[2].digest).body == page(2).body


def test_a_damaged_index_is_made_anew_from_the_files(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    for number in range(5):
        store.keep(page(number), warc=number == 2)
    store.seal()
    for damage in (b"", b"rubbish", (tmp_path / INDEX).read_bytes()[:-3] + b"abc"):
        (tmp_path / INDEX).write_bytes(damage)
        again = EvidenceStore(tmp_path)
        assert again.verify() == (5, ())


def test_snapshots_are_a_plain_zstd_stream_for_other_tools(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    for number in range(3):
        store.keep(page(number))
    store.close()
    with (tmp_path / SNAPSHOTS).open("rb") as file:
        content = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True).read()
    assert all(page(number).body in content for number in range(3))


def test_times_stay_aware(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    for warc in (False, True):
        stored = store.keep(page(0), warc=warc)
        assert store.open(stored.digest).at == START
