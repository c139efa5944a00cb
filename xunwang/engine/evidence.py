"""Opening the evidence of a finished run by the folder's name, the site and the digest."""

from __future__ import annotations

import re
from pathlib import Path

from xunwang.engine.archive import Archive, ArchiveError
from xunwang.fetch.evidence import EvidenceError, EvidenceStore, StoredPage

_NAME = re.compile(r"[\w-][\w.-]{0,199}")


class EvidenceUnavailable(Exception):  # noqa: N818 -- the page is not there, nothing went wrong
    """The stored page can't be shown; the message says in Chinese why and what to do."""


def archive_name(text: str) -> bool:
    """Whether it can be the name of an archive's folder, and nothing that leads elsewhere."""
    return _NAME.fullmatch(text) is not None


def stored_page(runs: Path, run: str, home_url: str, digest: str) -> StoredPage:
    """The page as it was fetched. ``runs`` is the folder of all runs, ``run`` the name of one.

    Raises EvidenceUnavailable.
    """
    if not archive_name(run):
        raise EvidenceUnavailable("此问题没有对应的检查档案。")
    try:
        archive = Archive(runs / run)
    except ArchiveError as error:
        raise EvidenceUnavailable(
            f"检查档案“{run}”不在本机，暂不能显示抓取时的页面。请管理员核对XUNWANG_RUNS或从备份恢复。"
        ) from error
    site = next((site for site in archive.sites if site.home_url == home_url), None)
    if site is None:
        raise EvidenceUnavailable(f"检查档案“{run}”中没有此网站。")
    try:
        with EvidenceStore(archive.site_folder(site)) as store:
            return store.open(digest)
    except (EvidenceError, OSError) as error:
        raise EvidenceUnavailable(f"不能读出证据：{error}") from error
