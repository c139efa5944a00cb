"""Real pages served under their own host names, inspected as a list of sites from crawl to report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from tests.engine.served import clock, new_run, pages_served, site
from tests.fetch_store.local_server import Reply
from xunwang.engine.archive import Archive
from xunwang.engine.crawl import NOT_UNDERSTOOD
from xunwang.engine.facts import site_facts
from xunwang.engine.judge import judge
from xunwang.engine.page_codec import decode_page
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.settings import CrawlSettings
from xunwang.engine.tables import PageRow, read_pages
from xunwang.fetch.evidence import EvidenceStore
from xunwang.notices.report import write_report
from xunwang.pages.decode import same_encoding
from xunwang.pages.records import Page
from xunwang.rules.edition import load_edition
from xunwang.rules.facts import Site
from xunwang.scoring.records import RunResult
from xunwang.words import FooterElement, Outcome, SiteKind, State

BOUNDS = CrawlSettings(max_link_checks=0, max_pages=40)
"""Everything that the pages link to is missing here: forty of the links a site are enough."""


@dataclass(frozen=True)
class Inspected:
    """The run over the real pages."""

    archive: Archive
    result: RunResult
    entries: dict[str, dict[str, Any]]
    """Row of the manifest by home address of the site that it was made the home page of."""
    report: str


def addresses(manifest: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """One address a page: its own, or one on its host that no other page has."""
    found: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(manifest):
        host = (entry["site_domain"] or f"page{number}.example.gov.cn").split(",")[0]
        host = host.partition("://")[2].split("/")[0] if "://" in host else host.split("/")[0]
        url = (entry["url"] or f"http://{host}/").replace("https://", "http://")
        while url in found:
            url = f"http://{host}/copy{number}/{Path(entry['file']).name}"
        found[url] = entry
    return found


@pytest.fixture(scope="module")
def inspected(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Inspected:
    entries = addresses(json.loads((shared / "data/pages/manifest.json").read_text("utf-8")))
    served: dict[str, str | bytes | Reply] = {}
    for url, entry in entries.items():
        parts = urlsplit(url)
        served[parts.netloc + (parts.path or "/")] = (shared / "data" / entry["file"]).read_bytes()
    sites = [
        site(url, SiteKind.PORTAL if number % 2 else SiteKind.DEPARTMENT)
        for number, url in enumerate(entries)
    ]
    sites += [site(f"http://missing{number}.example.gov.cn/") for number in range(3)]
    folder = tmp_path_factory.mktemp("real") / "run"
    with pages_served(served) as server:
        archive = new_run(folder, sites, server.settings, BOUNDS)
        inspect_run(archive, clock(), progress=Progress(), wait=True)
    result = judge(archive, load_edition(None))
    paths = write_report(result, folder)
    return Inspected(archive, result, entries, paths["report.html"].read_text("utf-8"))


def homes(inspected: Inspected) -> Iterator[tuple[Site, dict[str, Any], PageRow, Page]]:
    for one in inspected.archive.sites:
        if one.home_url in inspected.entries:
            row = next(read_pages(inspected.archive.site_folder(one)))
            detail = orjson.loads(row.detail)
            assert "page" in detail, f"{one.home_url}: {detail}"
            yield one, inspected.entries[one.home_url], row, decode_page(detail["page"])


def test_every_page_is_fetched_understood_and_kept(inspected: Inspected, shared: Path) -> None:
    assert inspected.archive.sealed
    found = list(homes(inspected))
    assert len(found) == 41
    for one, entry, row, _ in found:
        assert (row.status, row.fault) == (200, "")
        with EvidenceStore(inspected.archive.site_folder(one)) as store:
            assert store.open(row.digest).body == (shared / "data" / entry["file"]).read_bytes()


def test_no_page_defeated_us(inspected: Inspected) -> None:
    for one in inspected.archive.sites:
        for row in read_pages(inspected.archive.site_folder(one)):
            assert NOT_UNDERSTOOD not in row.detail.decode(), row.url


def test_encodings_and_site_codes_survive_the_whole_way(inspected: Inspected) -> None:
    for one, entry, _, page in homes(inspected):
        assert same_encoding(page.encoding, entry["encoding"]), one.home_url
        assert (page.site_code or "") == (entry["site_id_code"] or ""), one.home_url


def test_site_codes_in_footers_are_those_of_the_pages(inspected: Inspected) -> None:
    seen = 0
    for one, entry, _, _ in homes(inspected):
        for footer in site_facts(inspected.archive, one).footers:
            code = footer.parts.get(FooterElement.SITE_CODE, "")
            if code and entry["site_id_code"]:
                assert code == entry["site_id_code"], one.home_url
                seen += 1
    assert seen >= 15


def test_nothing_is_claimed_of_sites_whose_home_page_is_missing(inspected: Inspected) -> None:
    missing = [found for found in inspected.result.sites if "missing" in found.site.home_url]
    assert len(missing) == 3
    for found in missing:
        assert found.outcome is Outcome.PENDING
        assert found.coverage.reason == "首页未能打开（404）"
        assert {verdict.state for verdict in found.verdicts.values()} <= {State.UNKNOWN, State.NEEDS_REVIEW}


def test_sites_of_one_page_are_judged_with_reasons(inspected: Inspected) -> None:
    states = Counter(verdict.state for found in inspected.result.sites for verdict in found.verdicts.values())
    assert states[State.UNKNOWN] > 100
    for found in inspected.result.sites:
        for item, verdict in found.verdicts.items():
            if verdict.state is State.UNKNOWN:
                assert verdict.missing, item
            if verdict.state is State.HIT:
                assert verdict.findings, item
                assert all(finding.summary for finding in verdict.findings)


def test_no_site_is_failed_for_being_unreachable_without_probes(inspected: Inspected) -> None:
    for found in inspected.result.sites:
        assert found.verdicts["W-V-02"].state is State.UNKNOWN


def test_the_report_names_every_site(inspected: Inspected) -> None:
    assert inspected.report.count('<details id="site-') == 44
    for one in inspected.archive.sites:
        assert one.home_url in inspected.report.replace("&amp;", "&")


def test_windows_lie_before_the_check_point(inspected: Inspected) -> None:
    assert inspected.result.check_point == datetime.fromisoformat("2020-11-30T10:00:00+08:00")
