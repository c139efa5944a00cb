"""A run's folder: what is not one, or is damaged, is told in Chinese; names find sites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.served import CHECK_POINT, site
from xunwang.engine.archive import Archive, ArchiveError, write_atomically
from xunwang.engine.settings import RunSettings
from xunwang.words import SiteKind


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    sites = [
        site("http://www.jia.gov.cn/", SiteKind.PORTAL, "甲县人民政府"),
        site("http://jyj.jia.gov.cn/", name="甲县教育局"),
    ]
    return Archive.create(
        tmp_path / "runs" / "one", sites, RunSettings(CHECK_POINT), CHECK_POINT, {"title": "报告"}
    )


def test_a_run_is_opened_as_it_was_made(archive: Archive) -> None:
    again = Archive(archive.folder)
    assert again.sites == archive.sites
    assert again.settings == archive.settings
    assert (again.name, again.sealed, again.manifest["title"]) == ("one", False, "报告")
    again.note(sealed="2020-12-01T00:00:00+08:00")
    assert Archive(archive.folder).sealed
    assert archive.site_folder(archive.sites[1]).name == "0002-jyj.jia.gov.cn"
    assert not archive.crawled(archive.sites[0])


def test_a_folder_that_is_no_run_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="不是检查结果目录"):
        Archive(tmp_path)
    with pytest.raises(ArchiveError, match="不是检查结果目录"):
        Archive(tmp_path / "none")


def test_a_newer_format_is_named(archive: Archive) -> None:
    archive.note(format=99)
    with pytest.raises(ArchiveError, match="格式99"):
        Archive(archive.folder)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "[1]", "7", "{}", '{"format": 1}', '{"format": 1, "sites": 3}']
)
def test_a_damaged_manifest_is_told(archive: Archive, content: str) -> None:
    (archive.folder / "manifest.json").write_text(content)
    with pytest.raises(ArchiveError, match="已损坏"):
        Archive(archive.folder)


def test_a_manifest_with_a_wrong_site_is_told(archive: Archive) -> None:
    path = archive.folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["sites"][0]["kind"] = "castle"
    path.write_text(json.dumps(manifest))
    with pytest.raises(ArchiveError, match="已损坏"):
        Archive(archive.folder)


def test_sites_are_found_by_name_address_host_and_part(archive: Archive) -> None:
    portal, office = archive.sites
    for words in ("http://www.jia.gov.cn/", "甲县人民政府", "www.jia.gov.cn", "人民政府"):
        assert archive.find_site(words) == portal
    assert archive.find_site("教育局") == office
    with pytest.raises(ArchiveError, match="没有“乙县”"):
        archive.find_site("乙县")
    with pytest.raises(ArchiveError, match="对应多个网站：甲县人民政府、甲县教育局"):
        archive.find_site("甲县")


def test_only_one_works_on_a_run(archive: Archive) -> None:
    with (
        archive.only_writer(),
        pytest.raises(ArchiveError, match="另一个进程"),
        Archive(archive.folder).only_writer(),
    ):
        pass
    with archive.only_writer():
        pass


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [found.name for found in tmp_path.iterdir()] == ["x.json"]
