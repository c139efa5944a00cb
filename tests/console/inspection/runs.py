"""Results of runs, as an engine would give them, for the sites of a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from tests.console.inspection.rounds import CHECK_POINT
from xunwang.inspection.engine_sites import engine_sites
from xunwang.inspection.models import Campaign
from xunwang.rules.edition import Edition, load_edition
from xunwang.rules.facts import Coverage, Site
from xunwang.rules.registry import applies
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear
from xunwang.scoring import rank, score_site
from xunwang.scoring.records import RunResult, SiteResult

Verdicts = Mapping[str, Verdict]


@cache
def edition() -> Edition:
    return load_edition()


def found(
    site: Site | str, words: str, *, fragment: str = "", page: str = "a.html", amount: int = 1
) -> Finding:
    """A finding on a page of the site."""
    home = site if isinstance(site, str) else site.home_url
    seen = Evidence(home + page, CHECK_POINT, "d" * 64, fragment, "见标记处")
    return Finding(words, (seen,), amount)


def run_of(
    campaign: Campaign, given: Mapping[str, Verdicts] | None = None, *, name: str = "20201130-100000"
) -> RunResult:
    """A run in which all is clear but what ``given`` says, by the host of the site."""
    results = []
    for site in engine_sites(campaign):
        mine = next((v for host, v in (given or {}).items() if host in site.home_url), {})
        items = edition().site_items.values()
        assert mine.keys() <= edition().items.keys()
        verdicts = {item.id: mine.get(item.id, clear("正常")) for item in items if applies(item, site)}
        others = tuple(item.id for item in items if not applies(item, site))
        results.append(score_site(site, Coverage(120, True, "", None), verdicts, others, edition()))
    started = CHECK_POINT - timedelta(days=7)
    return _result(name, started, tuple(results))


def _result(name: str, started: datetime, results: tuple[SiteResult, ...]) -> RunResult:
    return RunResult(
        name,
        CHECK_POINT,
        started,
        CHECK_POINT,
        edition(),
        rank(results),
        {"program": "xunwang 0"},
    )


def only(run: RunResult, *hosts: str) -> RunResult:
    """The run with some of its sites."""
    return replace(run, sites=tuple(s for s in run.sites if any(host in s.site.home_url for host in hosts)))
