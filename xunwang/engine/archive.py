"""The folder of a run: manifest, one folder a site, probe logs, results.

    runs/20201130-100000/
        manifest.json          settings, sites, programme version, overrides, state
        probes/                availability logs
        sites/0001-www.example.gov.cn/
            journal.log        while the site is crawled; replaced by the tables below
            pages.parquet …    facts (see tables.py)
            site.json          robots.txt, trials, how the crawl ended
            link-tries.log     repeated tries of links that failed
            snapshots…, *.warc.gz   stored pages
        results.json, report.html, report.xlsx

A run is open until its link checks are complete, then sealed: its manifest says so and nothing in
``sites`` is written any more. It can be judged again at any time.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from xunwang import __version__
from xunwang.engine.settings import RunSettings, from_json, to_json
from xunwang.pages.urls import host_of
from xunwang.rules.facts import Site
from xunwang.words import Level, SiteKind

FORMAT = 1


class ArchiveError(Exception):
    """The folder is not a usable run; the message says in Chinese what to do."""


class Archive:
    """A run's folder."""

    def __init__(self, folder: Path) -> None:
        """Open an existing run. Raises :class:`ArchiveError`."""
        self.folder = folder
        path = folder / "manifest.json"
        if not path.is_file():
            raise ArchiveError(
                f"“{folder}”不是检查结果目录（缺少manifest.json）。请给出inspect命令显示的目录。"
            )
        try:
            self.manifest: dict[str, Any] = dict(orjson.loads(path.read_bytes()))
            if (found := self.manifest["format"]) != FORMAT:
                raise ArchiveError(
                    f"“{folder}”由其他版本的程序生成（格式{found}，本程序为{FORMAT}）。请用生成它的版本打开。"
                )
            self.settings: RunSettings = from_json(self.manifest["settings"])
            self.sites: tuple[Site, ...] = tuple(_site(values) for values in self.manifest["sites"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveError(f"“{path}”已损坏（{error!r:.200}）。请从备份恢复，或重新检查。") from error

    @classmethod
    def create(
        cls,
        folder: Path,
        sites: Sequence[Site],
        settings: RunSettings,
        now: datetime,
        notes: Mapping[str, Any],
    ) -> Archive:
        """Make a new run's folder. ``notes`` go into the manifest as they are."""
        folder.mkdir(parents=True)
        manifest = {
            "format": FORMAT,
            "program": f"xunwang {__version__}",
            "run": folder.name,
            "created": now.isoformat(),
            "sealed": None,
            "settings": to_json(settings),
            "sites": [asdict(site) for site in sites],
            **notes,
        }
        write_atomically(folder / "manifest.json", orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        (folder / "sites").mkdir()
        return cls(folder)

    @property
    def name(self) -> str:
        """Name of the run."""
        return self.folder.name

    @property
    def sealed(self) -> bool:
        """Nothing more will be fetched."""
        return bool(self.manifest["sealed"])

    @property
    def probes(self) -> Path:
        """Folder of the availability logs."""
        return self.folder / "probes"

    def site_folder(self, site: Site) -> Path:
        """Folder of a site of this run."""
        number = self.sites.index(site) + 1
        host = re.sub(r"[^a-z0-9.-]", "-", host_of(site.home_url) or "site")
        return self.folder / "sites" / f"{number:04d}-{host[:60]}"

    def note(self, **values: Any) -> None:
        """Add to the manifest."""
        self.manifest |= values
        write_atomically(
            self.folder / "manifest.json", orjson.dumps(self.manifest, option=orjson.OPT_INDENT_2)
        )

    def use_settings(self, settings: RunSettings) -> None:
        """Go on with other settings (the simulated province listens elsewhere after a restart)."""
        self.settings = settings
        self.note(settings=to_json(settings))

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Keep other processes from working on the run; the lock ends with this process, however it ends.

        Raises :class:`ArchiveError` when another process has it.
        """
        with locked(
            self.folder / "run.lock", f"另一个进程正在进行“{self.folder}”的检查。请等它结束，或先停止它。"
        ):
            yield

    def crawled(self, site: Site) -> bool:
        """The site's crawl is over and its tables are written."""
        return (self.site_folder(site) / "site.json").is_file()

    def find_site(self, words: str) -> Site:
        """The site that an address, a name or a site code means. Raises :class:`ArchiveError`."""
        matches = list(self._matching(words))
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise ArchiveError(f"本次检查中没有“{words}”。请给出网站名称、首页网址或网站标识码。")
        names = "、".join(site.name for site in matches[:5])
        raise ArchiveError(f"“{words}”对应多个网站：{names}。请给出首页网址。")

    def _matching(self, words: str) -> Iterator[Site]:
        exact = [
            site
            for site in self.sites
            if words in (site.home_url, site.name, site.site_code, host_of(site.home_url))
        ]
        yield from exact or [site for site in self.sites if words in site.name or words in site.home_url]


def _site(values: dict[str, Any]) -> Site:
    return Site(
        **{
            **values,
            "kind": SiteKind(values["kind"]),
            "level": Level(values["level"]),
            "hosts": tuple(values["hosts"]),
        }
    )


@contextmanager
def locked(path: Path, otherwise: str) -> Iterator[None]:
    """Hold the lock that a file stands for. Raises :class:`ArchiveError` saying ``otherwise``."""
    with path.open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ArchiveError(otherwise) from error
        yield


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file so that a reader, or a crash, sees the old or the new content only."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
