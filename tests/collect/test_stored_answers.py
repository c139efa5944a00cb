"""Stored answers opened again: of many posts people see the one that is meant, and why there is nothing to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.collect.collecting import collected, collection, made, page, served, wanted
from xunwang.collect.archive import CollectionArchive, stored_answer
from xunwang.collect.showing import shown_answer
from xunwang.engine.evidence import EvidenceUnavailable
from xunwang.fetch.evidence import StoredPage

WHERE = "http://a.example/p/"
FIRST = made(
    "1", 1, "招聘<b>公告</b>", "第一段<script>alert(1)</script>\n第二段", url=f"{WHERE}1", source="<i>新华社</i>",
    links=[["http://b.example/", "详情"]], pictures=[["http://b.example/1.png", "合影"]],
    comments=[["何时报名", None, "下周", None]],
)  # fmt: skip


@pytest.fixture
def answer(tmp_path: Path) -> StoredPage:
    """What the collection ``c`` below ``tmp_path`` read two posts of an account from."""
    with served({"a.example/1": page(FIRST, made("2", 2, text="另一条内容", url=f"{WHERE}2"))}) as server:
        archive = collection(tmp_path / "c", [wanted("a")], server.settings)
        collected(archive)
    (digest,) = {post.digest for _, _, _, post in archive.posts()}
    return stored_answer(tmp_path, "c", digest)


def shown(folder: Path, stored: StoredPage, url: str) -> str:
    return shown_answer(folder, "c", "weibo:a", url, stored).body.decode()


def test_the_post_that_is_meant_is_shown_with_what_belongs_to_it_and_none_of_its_markup(
    answer: StoredPage, tmp_path: Path
) -> None:
    told = shown(tmp_path, answer, f"{WHERE}1")
    for part in ("第一段", "<p>第二段</p>", "详情 http://b.example/", "合影", "何时报名　答复：下周"):
        assert part in told
    assert "&lt;script&gt;" in told and "来源：&lt;i&gt;新华社" in told and "招聘&lt;b&gt;" in told
    assert not any(mark in told for mark in ("<script>", "<i>", "<b>", "另一条内容"))
    assert "第一段" not in shown(tmp_path, answer, f"{WHERE}2")


def test_an_answer_that_no_post_of_the_address_was_read_from_is_plain_text(
    answer: StoredPage, tmp_path: Path
) -> None:
    told = shown(tmp_path, answer, f"{WHERE}3")
    assert "<pre>{&quot;posts&quot;:" in told and "<script>" not in told
    assert "<pre>" in shown_answer(tmp_path, "c", "weibo:b", f"{WHERE}1", answer).body.decode()


def test_a_page_of_its_own_is_shown_as_it_is(answer: StoredPage, tmp_path: Path) -> None:
    own = replace(answer, body=b"  <!DOCTYPE html><title>1</title>")
    assert shown_answer(tmp_path, "c", "weibo:a", f"{WHERE}1", own) is own


def without_manifest(archive: CollectionArchive) -> None:
    (archive.folder / "manifest.json").unlink()


def of_a_site(archive: CollectionArchive) -> None:
    (archive.folder / "manifest.json").write_text('{"what": "run"}')


def of_another_version(archive: CollectionArchive) -> None:
    archive.manifest |= {"sealed": None}
    archive.note(format=0)


def cut_off(archive: CollectionArchive) -> None:
    path = archive.folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:40])


@pytest.mark.parametrize("break_it", [without_manifest, of_a_site, of_another_version, cut_off])
def test_an_archive_that_cannot_be_opened_is_told_with_what_to_do(
    answer: StoredPage, tmp_path: Path, break_it: Callable[[CollectionArchive], None]
) -> None:
    break_it(CollectionArchive(tmp_path / "c"))
    with pytest.raises(EvidenceUnavailable, match="请管理员核对"):
        stored_answer(tmp_path, "c", answer.digest)


def test_a_name_that_leads_elsewhere_and_a_digest_that_nobody_kept_are_told(
    answer: StoredPage, tmp_path: Path
) -> None:
    with pytest.raises(EvidenceUnavailable, match="没有对应的采集档案"):
        stored_answer(tmp_path, "../c", answer.digest)
    with pytest.raises(EvidenceUnavailable, match="不能读出证据"):
        stored_answer(tmp_path, "c", "0" * 64)
