"""Results of a collection as data: what the console takes in from a file is what it takes in from the archive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import orjson

from tests.collect.collecting import NOW, collected, collection, made, page, served, wanted
from xunwang.collect.judge import judge_accounts
from xunwang.inspection.intake import from_accounts, from_json
from xunwang.notices.accounts_json import CollectionHead, accounts_json
from xunwang.rules.edition import load_edition


def test_the_file_says_what_the_archive_says(tmp_path: Path) -> None:
    pages = {
        "a.example/1": page(made("1", 3, text="会议布署工作。"), made("2", 4, text="中华人民共和过成立。")),
        "b.example/1": page(made("1", 60)),
    }
    with served(pages) as server:
        archive = collection(tmp_path / "c", [wanted("a"), wanted("b"), wanted("gone")], server.settings)
        collected(archive)
    edition = load_edition(None)
    judged = list(judge_accounts(archive, edition))
    sealed = datetime.fromisoformat(archive.manifest["sealed"])
    head = CollectionHead(
        archive.name, NOW, datetime.fromisoformat(archive.manifest["created"]), sealed,
        {"program": archive.manifest["program"]},
    )  # fmt: skip
    written = orjson.loads(orjson.dumps(accounts_json(head, edition, judged)))
    assert [one["key"] for one in written["accounts"]] == ["weibo:a", "weibo:b", "weibo:gone"]
    from_file, direct = from_json(written), from_accounts(archive, judged, edition, NOW)
    assert from_file.digest == direct.digest
    hits = {one.key: [finding.key for finding in one.verdicts["M-V-01.1"].findings] for one in direct.results}
    assert hits["weibo:a"] and not hits["weibo:b"]
