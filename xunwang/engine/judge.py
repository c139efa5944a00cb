"""Judges a run: facts of each site → verdicts → results. Fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from xunwang.engine.archive import Archive
from xunwang.engine.availability import probes_by_site
from xunwang.engine.facts import site_facts
from xunwang.fetch.evidence import EvidenceStore
from xunwang.rules.edition import Edition
from xunwang.rules.facts import Site, SiteFacts
from xunwang.rules.registry import evaluate_site
from xunwang.scoring import rank, score_site
from xunwang.scoring.records import RunResult, SiteResult


def judge(
    archive: Archive,
    edition: Edition,
    at: datetime | None = None,
    on_site: Callable[[Site], None] = lambda _: None,
    sites: Sequence[Site] | None = None,
) -> RunResult:
    """Judge the sites of a run (default: all) at the check point ``at`` (default: the run's own)."""
    check_point = at or archive.settings.check_point
    results: list[SiteResult] = []
    for facts in all_facts(archive, sites):
        verdicts, not_applicable = evaluate_site(facts, edition, check_point)
        results.append(score_site(facts.site, facts.coverage, verdicts, not_applicable, edition))
        on_site(facts.site)
    manifest = archive.manifest
    return RunResult(
        run=archive.name,
        check_point=check_point,
        started=datetime.fromisoformat(manifest["created"]),
        ended=datetime.fromisoformat(manifest.get("ended") or manifest["created"]),
        edition=edition,
        sites=rank(results),
        manifest={
            "program": manifest["program"],
            "title": manifest.get("title", ""),
            "sealed": manifest["sealed"],
            "robots_override_reason": archive.settings.crawl.robots_override_reason,
            "browser_pages": archive.settings.crawl.browser_pages,
        },
    )


def all_facts(archive: Archive, sites: Sequence[Site] | None = None) -> Iterator[SiteFacts]:
    """Facts of the sites of a run (default: all), one at a time."""
    probes = probes_by_site(archive)
    for site in archive.sites if sites is None else sites:
        yield site_facts(archive, site, probes.get(site.home_url, ()))


def judge_site(archive: Archive, site: Site, edition: Edition, at: datetime | None = None) -> SiteResult:
    """Judge one site of a run."""
    probes = probes_by_site(archive).get(site.home_url, ())
    facts = site_facts(archive, site, probes)
    verdicts, not_applicable = evaluate_site(facts, edition, at or archive.settings.check_point)
    return score_site(site, facts.coverage, verdicts, not_applicable, edition)


def promote_evidence(archive: Archive, result: RunResult) -> int:
    """Write WARC records for the pages that findings point to; returns how many were written."""
    written = 0
    for site in result.sites:
        digests = {
            evidence.digest
            for verdict in site.verdicts.values()
            for finding in verdict.findings
            for evidence in finding.evidence
            if evidence.digest
        }
        if digests and archive.crawled(site.site):
            with EvidenceStore(archive.site_folder(site.site)) as store:
                written += store.promote(digest for digest in digests if store.find(digest))
    return written
