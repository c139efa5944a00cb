"""The folder of a collection: manifest, accounts, tables, evidence.

    collections/20201130-100000/
        manifest.json          settings, span, programme version, state
        accounts.jsonl         the accounts and the ways to try, a line each; no secrets
        journal/, under-way/   while it is collected; see segments.py
        shards/0001/           posts.parquet, hits.parquet, endings.parquet; see tables.py
        pages.zst, pages.index evidence: the answers that something was read from, by digest
        results.json           judged

A collection is open until every account has come to an end by every way, then sealed: nothing in it but the results
is written any more. It can be judged again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from xunwang import __version__
from xunwang.collect.endings import Endings, Kept
from xunwang.collect.plan import Wanted, read_plan, write_plan
from xunwang.collect.segments import shards_of
from xunwang.collect.settings import CollectionSettings, from_json, to_json
from xunwang.collect.tables import read_posts
from xunwang.engine.archive import ArchiveError, locked, write_atomically
from xunwang.engine.evidence import EvidenceUnavailable, archive_name
from xunwang.fetch.evidence import EvidenceError, EvidenceStore, StoredPage
from xunwang.posts.records import Post, Way

FORMAT = 1
FOLDER = "collections"
"""Below the folder of all archives, where an office keeps its collections."""


class CollectionArchive:
    """A collection's folder."""

    def __init__(self, folder: Path) -> None:
        """Open an existing collection. Raises :class:`ArchiveError`."""
        self.folder = folder
        path = folder / "manifest.json"
        if not path.is_file():
            raise ArchiveError(f"“{folder}”不是采集目录（缺少manifest.json）。请给出collect命令显示的目录。")
        try:
            self.manifest: dict[str, Any] = dict(orjson.loads(path.read_bytes()))
            if self.manifest.get("what") != "collection":
                raise ArchiveError(f"“{folder}”是网站检查的目录，不是采集目录。")
            if (found := self.manifest["format"]) != FORMAT:
                raise ArchiveError(
                    f"“{folder}”由其他版本的程序生成（格式{found}，本程序为{FORMAT}）。请用生成它的版本打开。"
                )
            self.settings: CollectionSettings = from_json(self.manifest["settings"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveError(f"“{path}”已损坏（{error!r:.200}）。请从备份恢复，或重新采集。") from error
        self._endings: Endings | None = None

    @classmethod
    def create(
        cls,
        folder: Path,
        wanted: Iterable[Wanted],
        settings: CollectionSettings,
        now: datetime,
        notes: Mapping[str, Any],
    ) -> CollectionArchive:
        """Make a new collection's folder. ``notes`` go into the manifest as they are: no secrets."""
        folder.mkdir(parents=True)
        with (folder / "accounts.jsonl").open("wb") as file:
            count = write_plan(file, wanted)
        manifest = {
            "format": FORMAT,
            "what": "collection",
            "program": f"xunwang {__version__}",
            "run": folder.name,
            "created": now.isoformat(),
            "sealed": None,
            "accounts": count,
            "settings": to_json(settings),
            **notes,
        }
        write_atomically(folder / "manifest.json", orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        return cls(folder)

    @property
    def name(self) -> str:
        """Name of the collection."""
        return self.folder.name

    @property
    def sealed(self) -> bool:
        """Nothing more will be collected."""
        return bool(self.manifest["sealed"])

    @property
    def wanted(self) -> Iterator[Wanted]:
        """The accounts in the order of the list, without secrets."""
        return read_plan(self.folder / "accounts.jsonl")

    def note(self, **values: Any) -> None:
        """Add to the manifest. Raises :class:`ArchiveError` when the collection is sealed."""
        if self.sealed:
            raise ArchiveError(f"“{self.folder}”的采集已完成，不能再改动。")
        self.manifest |= values
        write_atomically(
            self.folder / "manifest.json", orjson.dumps(self.manifest, option=orjson.OPT_INDENT_2)
        )

    def use_settings(self, settings: CollectionSettings) -> None:
        """Go on with other settings (the simulated platforms listen elsewhere after a restart)."""
        self.settings = settings
        self.note(settings=to_json(settings))

    def only_writer(self) -> Any:
        """Keep other processes from working on the collection; raises :class:`ArchiveError`."""
        return _only_writer(self.folder)

    def endings(self, account: str) -> list[Kept]:
        """How the ways of an account have ended, in the order in which they did; those in shards only."""
        if self._endings is None:
            self._endings = Endings(self.folder)
        return self._endings.of(account)

    def ending(self, account: str, way: Way) -> Kept | None:
        """How an account by one way has ended; None where it was not collected."""
        return next((kept for kept in self.endings(account) if kept.way is way), None)

    def posts(self) -> Iterator[tuple[str, Way, datetime, Post]]:
        """(account, way, time of collection, post) of all posts, in shards, in order of collection."""
        for shard in shards_of(self.folder):
            for account, way, at, post in read_posts(shard / "posts.parquet"):
                yield account, Way(way), at, post

    def evidence(self, digest: str) -> StoredPage:
        """A stored answer. Raises :class:`xunwang.fetch.evidence.EvidenceError`."""
        with EvidenceStore(self.folder) as store:
            return store.open(digest)


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    with locked(folder / "run.lock", f"另一个进程正在进行“{folder}”的采集。请等它结束，或先停止它。"):
        yield


def stored_answer(collections: Path, name: str, digest: str) -> StoredPage:
    """An answer out of a collection's archive. ``collections`` is the folder that the collection lies in.

    Raises EvidenceUnavailable.
    """
    if not archive_name(name):
        raise EvidenceUnavailable("此问题没有对应的采集档案。")
    try:
        archive = CollectionArchive(collections / name)
        return archive.evidence(digest)
    except ArchiveError as error:
        raise EvidenceUnavailable(
            f"采集档案“{name}”不在本机，暂不能显示采集到的内容。请管理员核对XUNWANG_RUNS或从备份恢复。"
        ) from error
    except (EvidenceError, OSError) as error:
        raise EvidenceUnavailable(f"不能读出证据：{error}") from error
