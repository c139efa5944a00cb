"""Accuracy on real pages of government websites, as found and with their helps taken away."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from xunwang.pages.decode import decode, same_encoding
from xunwang.pages.records import Page
from xunwang.pages.understand import understand
from xunwang.words import CHINA, PageKind

NOW = datetime(2026, 11, 1, tzinfo=CHINA)
ARTICLES = {"article", "penalty-notice", "procurement-notice", "wechat-article", "article-template"}


def packed(text: str | None) -> str:
    return "".join((text or "").split())


def address(entry: dict[str, Any]) -> str:
    host = re.sub(r"^https?://|/.*$", "", (entry["site_domain"] or "www.example.gov.cn").split(",")[0])
    return entry["url"] or f"http://{host}/x/y.html"


def entries(shared: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    for entry in json.loads((shared / "data/pages/manifest.json").read_text("utf-8")):
        yield entry, (shared / "data" / entry["file"]).read_bytes()


def judge(entry: dict[str, Any], page: Page) -> dict[str, bool]:
    shown = page.published.date().isoformat() if page.published else None
    return {
        "title": packed(page.title) == packed(entry["title"]),
        "day": shown == ((entry["pub_date"] or "")[:10] or None),
        "encoding": same_encoding(page.encoding, entry["encoding"]),
        "site_code": (page.site_code or "") == (entry["site_id_code"] or ""),
        "no_false_day": bool(entry["pub_date"]) or shown is None,
    }


def show(capsys: pytest.CaptureFixture[str], name: str, rows: list[dict[str, bool]]) -> dict[str, float]:
    shares = {key: sum(row[key] for row in rows) / len(rows) for key in rows[0]}
    counts = ", ".join(f"{key} {sum(row[key] for row in rows)}/{len(rows)}" for key in rows[0])
    with capsys.disabled():
        print(f"\n{name}: {counts}")
    return shares


def test_accuracy_on_the_pages_as_found(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [judge(entry, understand(body, url=address(entry), now=NOW)) for entry, body in entries(shared)]
    shares = show(capsys, "as found", rows)
    assert shares["title"] >= 0.95
    assert shares["day"] >= 0.95
    assert shares["encoding"] == shares["site_code"] == shares["no_false_day"] == 1.0


@pytest.mark.parametrize(("helps", "title", "day"), [("tags", 0.9, 0.94), ("tags and title", 0.85, 0.9)])
def test_accuracy_without_tags(
    shared: Path, capsys: pytest.CaptureFixture[str], helps: str, title: float, day: float
) -> None:
    """Pages of sites that carry no prescribed tags, and whose title element names only the site."""
    rows = []
    for entry, body in entries(shared):
        if entry["kind"] not in ARTICLES:
            continue
        text = re.sub(r"(?i)<meta[^>]*(?:name|property)\s*=[^>]*>", "", decode(body, None).text)
        if helps == "tags and title":
            text = re.sub(r"(?is)<title>.*?</title>", "<title>某市人民政府</title>", text)
        page = understand(text.encode(), url=entry["url"] or "http://www.x.gov.cn/x/y.html", now=NOW)
        rows.append({key: value for key, value in judge(entry, page).items() if key in ("title", "day")})
    shares = show(capsys, f"without {helps}", rows)
    assert shares["title"] >= title
    assert shares["day"] >= day


def test_every_real_article_is_taken_for_one_and_has_its_source(shared: Path) -> None:
    for entry, body in entries(shared):
        page = understand(body, url=address(entry), now=NOW)
        if entry["kind"] in ARTICLES:
            assert page.kind is PageKind.ARTICLE, entry["file"]
        else:
            assert entry["kind"] == "event" or page.kind is not PageKind.ARTICLE, entry["file"]
        if entry["content_source_meta"]:
            assert page.source, entry["file"]


def test_known_conflicts_of_real_pages_are_found(shared: Path) -> None:
    for entry, body in entries(shared):
        if not (entry["pub_date"] and entry["pub_date_meta"]):
            continue
        found = understand(body, url=address(entry), now=NOW).conflicts
        days = {conflict.where for conflict in found if conflict.what == "published"}
        tag = re.sub(r"[年月]", "-", entry["pub_date_meta"])[:10].rstrip("日")
        assert ("meta/visible" in days) == (tag != entry["pub_date"][:10]), entry["file"]


def test_documents_of_the_state_council(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fragments with a table (成文日期, 发布日期, 标题) above the text, without head."""
    rows = []
    for line in (shared / "data/policy/gov_cn_policies.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        page = understand(entry["html"].encode(), url=entry["url"], now=NOW)
        day = page.published.date().isoformat() if page.published else None
        issuer = packed(page.source) == packed(entry["issuer"])
        rows.append(
            {
                "title": packed(page.title) == packed(entry["title"]),
                "day": day == entry["page_publish_date"],
                "issuer": issuer,
                "text": len(page.text) > 150,
            }
        )
    shares = show(capsys, "State Council documents", rows)
    assert min(shares.values()) >= 0.95


def test_the_news_page_of_the_extraction_collection(shared: Path) -> None:
    folder = shared / "data/extraction_gold/newspaper4k"
    gold = json.loads((folder / "chinese_article_001.json").read_text("utf-8"))
    text = packed((folder / "chinese_article_001.txt").read_text("utf-8"))
    page = understand((folder / "chinese_article_001.html").read_bytes(), url=gold["url"], now=NOW)
    assert page.title == gold["title"]
    assert page.published is not None
    assert page.published.date().isoformat() == gold["publish_date"][:10]
    assert packed(page.text)[:200] == text[:200]
    assert abs(len(packed(page.text)) - len(text)) <= len(text) * 0.05
