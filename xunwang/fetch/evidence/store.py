"""The evidence of one site: every page that was fetched, openable by its digest.

Two files that only grow: ``pages.warc.gz`` for pages that findings point to and for home and column
pages, ``pages.zst`` for the rest. Equal bodies are stored once. A process may be killed at any moment:
whole records stay readable, a torn tail is cut off before the next one is written, and ``truncate``
takes a store back to a position that the run's journal knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from xunwang import __version__
from xunwang.fetch.evidence.append_file import AppendFile
from xunwang.fetch.evidence.index import Entry, GrowingIndex, SealedIndex, write_index
from xunwang.fetch.evidence.page import (
    EvidenceDamagedError,
    EvidenceError,
    EvidenceMissingError,
    StoredPage,
    digest_of,
    page_of,
)
from xunwang.fetch.evidence.snapshots import Snapshots, walk_snapshots
from xunwang.fetch.evidence.warc import Author, WarcFile, walk_warc
from xunwang.fetch.records import Fetched

WARC_NAME = "pages.warc.gz"
SNAPSHOTS_NAME = "pages.zst"
INDEX_NAME = "pages.index"


class Stored(NamedTuple):
    """Where a page's body stands."""

    digest: str
    """Empty for an answer without body."""
    file: str
    """Name of the file in the store's folder; empty when nothing was written."""
    offset: int
    length: int


class Verification(NamedTuple):
    """Result of reading everything again."""

    pages: int
    problems: tuple[str, ...]
    """One sentence in Chinese for each page that is not what was put in."""

    @property
    def ok(self) -> bool:
        """Every page is sound."""
        return not self.problems


class EvidenceStore:
    """Store in a folder, made when the first page is kept.

    One process writes; others may read at the same time. ``author`` goes into the WARC file's head.
    """

    def __init__(self, folder: Path, author: Author | None = None) -> None:
        self.folder = folder
        self._sealed: SealedIndex | None = None
        self._index = GrowingIndex()
        warc, snapshots = folder / WARC_NAME, folder / SNAPSHOTS_NAME
        position = self._load_sealed((_size(warc), _size(snapshots)))
        self._warc = WarcFile(
            AppendFile(warc, position[0]),
            author or Author(f"xunwang/{__version__} (government website supervision)"),
        )
        self._snapshots = Snapshots(AppendFile(snapshots, position[1]))
        if self._sealed is None:
            self._scan()

    def __len__(self) -> int:
        """Distinct bodies."""
        return len(self._sealed if self._sealed is not None else self._index)

    def keep(self, fetched: Fetched, warc: bool = False) -> Stored:
        """Keep an answer; a body that is already there is not stored again.

        With ``warc`` the answer always gets a WARC record, a *revisit* where the body is in the WARC
        file already. Without it, an answer without body leaves nothing. Raises OSError when the disk
        is full; the store is then as it was before.
        """
        digest = fetched.digest or digest_of(fetched.body)
        known = self._find(digest) if digest else None
        if warc:
            return self._keep_warc(page_of(fetched), known)
        if known is not None:
            return _stored(known)
        if not digest:
            return Stored("", "", 0, 0)
        self._unseal()
        place = self._snapshots.append(fetched, digest)
        return self._put(Entry(place.digest, False, place.offset, place.length))

    def promote(self, digests: Iterable[str]) -> int:
        """Write WARC records for pages that so far are snapshots; returns how many were written.

        A sealed store is sealed again. Raises EvidenceMissingError for a digest that is not there.
        """
        was_sealed = self._sealed is not None
        written = 0
        for digest in dict.fromkeys(digests):
            known = self._get(digest)
            if not known.is_warc:
                self._keep_warc(self._read(known), known)
                written += 1
        if was_sealed and written:
            self.seal()
        return written

    def find(self, digest: str) -> Stored | None:
        """Where the body with that digest (sha256, hex) stands."""
        entry = self._find(digest)
        return None if entry is None else _stored(entry)

    def open(self, digest: str) -> StoredPage:
        """The page as it was. Raises EvidenceMissingError or EvidenceDamagedError."""
        return self._read(self._get(digest))

    def digests(self) -> Iterator[str]:
        """Digests of all bodies."""
        return (entry.digest.hex() for entry in (self._sealed or self._index))

    def position(self) -> tuple[int, int]:
        """Sizes of the WARC and the snapshot file: what a journal notes with every page."""
        return self._warc.file.end, self._snapshots.file.end

    def truncate(self, position: tuple[int, int]) -> None:
        """Forget everything that was kept after the journal noted this position.

        Raises EvidenceDamagedError when the files are shorter than that: then pages are lost that the
        journal knows.
        """
        if position == self.position():
            return
        if position[0] > self._warc.file.end or position[1] > self._snapshots.file.end:
            raise EvidenceDamagedError(f"{self.folder.name} 的证据文件比运行日志记录的短，可能被改动过")
        self._unseal()
        self._warc.file.truncate(position[0])
        self._snapshots.file.truncate(position[1])
        self._index = GrowingIndex()
        self._scan()

    def seal(self) -> None:
        """Put everything on the disk and write the sorted index. Further pages open the store again."""
        if self._sealed is not None or not self.folder.exists():
            return
        self._warc.file.sync()
        self._snapshots.file.sync()
        write_index(self.folder / INDEX_NAME, self._index, self.position())
        self.close()
        self._sealed = SealedIndex(self.folder / INDEX_NAME)
        self._index = GrowingIndex()

    def verify(self) -> Verification:
        """Read every page and compare it with its digest."""
        problems = []
        count = 0
        for entry in self._sealed or self._index:
            count += 1
            try:
                if self._read(entry).digest != entry.digest.hex():
                    problems.append(f"索引中的摘要 {entry.digest.hex()} 指向了另一页面")
            except EvidenceError as error:
                problems.append(str(error))
        return Verification(count, tuple(problems))

    def close(self) -> None:
        """Release the files; the store can be used on."""
        self._warc.file.close()
        self._snapshots.file.close()

    def __enter__(self) -> EvidenceStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- inside -------------------------------------------------------------------------------

    def _keep_warc(self, page: StoredPage, known: Entry | None) -> Stored:
        revisited = self._read(known) if known is not None and known.is_warc else None
        self._unseal()
        group = self._warc.append(page, revisited)
        if known is not None and revisited is not None:
            return _stored(known)
        if not page.digest:
            return Stored("", WARC_NAME, group.offset, group.length)
        return self._put(Entry(bytes.fromhex(page.digest), True, group.offset, group.length))

    def _put(self, entry: Entry) -> Stored:
        self._index.put(entry)
        return _stored(entry)

    def _find(self, digest: str) -> Entry | None:
        raw = bytes.fromhex(digest)
        return self._sealed.get(raw) if self._sealed is not None else self._index.get(raw)

    def _get(self, digest: str) -> Entry:
        try:
            entry = self._find(digest)
        except ValueError:
            entry = None
        if entry is None:
            raise EvidenceMissingError(f"证据库中没有摘要为 {digest} 的页面")
        return entry

    def _read(self, entry: Entry) -> StoredPage:
        source = self._warc if entry.is_warc else self._snapshots
        return source.read(entry.offset, entry.length)

    def _load_sealed(self, sizes: tuple[int, int]) -> tuple[int, int]:
        """Take the sealed index if it belongs to the files as they are."""
        try:
            index = SealedIndex(self.folder / INDEX_NAME)
        except (FileNotFoundError, ValueError):
            return 0, 0
        if index.position != sizes:
            index.close()
            return 0, 0
        self._sealed = index
        return index.position

    def _unseal(self) -> None:
        if self._sealed is None:
            return
        for entry in self._sealed:
            self._index.put(entry)
        self._sealed.close()
        self._sealed = None
        (self.folder / INDEX_NAME).unlink(missing_ok=True)

    def _scan(self) -> None:
        """Rebuild the index of an unsealed store from its files, up to the first torn record."""
        end = 0
        for place in walk_snapshots(self._snapshots.file):
            end = place.offset + place.length
            self._index.put(Entry(place.digest, False, place.offset, place.length))
        self._snapshots.file.end = end
        end = 0
        for group in walk_warc(self._warc.file):
            end = group.offset + group.length
            if group.digest:
                self._index.put(Entry(group.digest, True, group.offset, group.length))
        self._warc.file.end = end


def _stored(entry: Entry) -> Stored:
    return Stored(
        entry.digest.hex(), WARC_NAME if entry.is_warc else SNAPSHOTS_NAME, entry.offset, entry.length
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
