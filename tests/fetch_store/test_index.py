"""The index finds every digest, in memory and on the disk."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from xunwang.fetch.evidence.index import Entry, GrowingIndex, SealedIndex, write_index

_digests = st.lists(st.binary(min_size=32, max_size=32), unique=True, max_size=40)


@given(_digests, st.binary(min_size=32, max_size=32))
@settings(max_examples=100, deadline=None)
def test_both_indexes_behave_like_a_dict(
    tmp_path_factory: object, digests: list[bytes], other: bytes
) -> None:
    index = GrowingIndex()
    expected = {
        digest: Entry(digest, place % 2 == 1, place * 1000, place + 1) for place, digest in enumerate(digests)
    }
    for entry in expected.values():
        index.put(entry)
    path = tmp_path_factory.mktemp("index") / "pages.index"  # type: ignore[attr-defined]
    write_index(path, index, (7, 9))
    sealed = SealedIndex(path)
    assert sealed.position == (7, 9)
    for finder in (index, sealed):
        assert {entry.digest: entry for entry in finder} == expected
        assert all(finder.get(digest) == entry for digest, entry in expected.items())
        assert finder.get(other) == expected.get(other)
    assert [entry.digest for entry in sealed] == sorted(digests)


def test_a_page_can_be_given_another_place() -> None:
    index = GrowingIndex()
    digest = sha256(b"x").digest()
    index.put(Entry(digest, False, 1, 2))
    index.put(Entry(digest, True, 1 << 40, 3))
    assert index.get(digest) == Entry(digest, True, 1 << 40, 3)
    assert len(index) == 1


def test_it_grows(tmp_path: Path) -> None:
    index = GrowingIndex()
    digests = [sha256(str(number).encode()).digest() for number in range(3000)]
    for number, digest in enumerate(digests):
        index.put(Entry(digest, False, number, number))
    assert [index.get(digest).offset for digest in digests] == list(range(3000))
