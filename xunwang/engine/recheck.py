"""Looks at one finding again: fetches its pages with the usual client, guard and bounds, and asks its very rule.

A recheck is a small run of its own: a folder with the pages as they are now, kept as in any run, so that its
evidence opens in the same viewer. Killed or stopped, it goes on when called again; repeated tries of a link that
fails are made over the reference rule's span, one call after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from xunwang.clock import Clock
from xunwang.engine.archive import Archive
from xunwang.engine.facts import site_facts
from xunwang.engine.links import SiteLinks, site_links
from xunwang.engine.progress import Progress
from xunwang.engine.run import inspect_run
from xunwang.engine.settings import CrawlSettings, RunSettings
from xunwang.engine.tables import PageRow, read_addresses, read_pages
from xunwang.fetch.evidence import EvidenceStore
from xunwang.fetch.links import LinkState, TryResult
from xunwang.rules.facts import Site
from xunwang.rules.item import Item
from xunwang.rules.recheck import (
    RESTRICTED,
    Looked,
    PageState,
    Rechecked,
    Scope,
    TargetState,
    evidence_of,
    judge_again,
    method_of,
    pages_of,
    place_of,
    targets_of,
)
from xunwang.rules.verdict import Evidence, Finding
from xunwang.words import Cure, PageKind

_PAGES = {Scope.HOME: 40, Scope.PAGE: 20, Scope.LINK: 10, Scope.NEAR: 120, Scope.NAVIGATION: 200}
"""Most pages that a recheck fetches."""
_SECONDS = 900.0
_FOLLOW = {Scope.NEAR: "near", Scope.NAVIGATION: "columns"}
_SEARCHED = frozenset({"W-D-22.1", "W-D-22.2"})


@dataclass(frozen=True, slots=True)
class Question:
    """A finding that is said to be put right."""

    site: Site
    item: Item
    finding: Finding


def recheck(
    folder: Path,
    question: Question,
    settings: RunSettings,
    clock: Clock,
    should_stop: Callable[[], bool] = lambda: False,
) -> Rechecked:
    """Look at a finding again. ``folder`` is new, or that of an earlier call that is gone on with.

    ``settings`` are the office's; what is fetched follows from the finding. Windows run back from the clock's
    time at the first call. Raises ArchiveError for a damaged folder, and while another process works on it.
    """
    method = method_of(question.item.id)
    if method.scope is Scope.NONE or question.finding.restricted:
        person = method.person or RESTRICTED
        return Rechecked(Cure.UNKNOWN, person, fetched=False)
    if not question.finding.evidence and method.scope not in (Scope.HOME, Scope.NAVIGATION):
        return Rechecked(Cure.UNKNOWN, "该问题没有记录所在页面，请人工核对。", fetched=False)
    archive = _open(folder, question, settings, clock)
    ending = inspect_run(archive, clock, progress=Progress(), should_stop=should_stop)
    if ending.stopped:
        return Rechecked(Cure.UNKNOWN, "复查中断，稍后继续。", again_at=clock.now())
    return _conclude(Archive(folder), question, ending.links_due)


def _open(folder: Path, question: Question, settings: RunSettings, clock: Clock) -> Archive:
    if (folder / "manifest.json").is_file():
        return Archive(folder)
    now = clock.now()
    asked = replace(settings, check_point=now, processes=1, crawl=_crawl(question, settings.crawl))
    notes = {"title": "复查", "item": question.item.id, "problem": question.finding.summary[:500]}
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Archive.create(folder, [question.site], asked, now, notes)


def _crawl(question: Question, crawl: CrawlSettings) -> CrawlSettings:
    """The office's settings, narrowed to what the finding asks for."""
    method = method_of(question.item.id)
    seeds = pages_of(question.finding, method)
    if method.scope in _FOLLOW and method.seen == "home":
        seeds = (*seeds, question.site.home_url)
    return replace(
        crawl,
        max_pages=min(crawl.max_pages, _PAGES[method.scope]),
        max_seconds=min(crawl.max_seconds, _SECONDS),
        max_depth=3,
        seeds=seeds,
        follow=_FOLLOW.get(method.scope, ""),
        link_targets=targets_of(question.finding, method),
        search_queries=crawl.search_queries if question.item.id in _SEARCHED else 0,
        ipv6_samples=0,
    )


def _conclude(archive: Archive, question: Question, due: datetime | None) -> Rechecked:
    site = archive.sites[0]
    folder = archive.site_folder(site)
    links = site_links(archive, site)
    looked = Looked(
        facts=site_facts(archive, site),
        pages=_pages(folder, archive.settings.crawl.seeds or ()),
        targets=_targets(folder, links, archive.settings.crawl.link_targets),
        whole=not orjson.loads((folder / "site.json").read_bytes())["end"]["reason"],
    )
    again = judge_again(question.finding, question.item, looked, archive.settings.check_point)
    method = method_of(question.item.id)
    rests_on_tries = method.scope is Scope.LINK or method.seen == "guides"
    if rests_on_tries and again.cure is not Cure.CURED and due is not None:
        told = f"链接仍打不开，按规则须间隔多次再试后才能认定。{again.told}"
        return Rechecked(Cure.UNKNOWN, told, again_at=due)
    shown = evidence_of(again) or _looked_at(folder, archive.settings.crawl.seeds or (site.home_url,))
    _keep(folder, shown)
    return Rechecked(again.cure, again.told, shown)


def _pages(folder: Path, wanted: Iterable[str]) -> Mapping[str, PageState]:
    """What became of the addresses that were to be seen again."""
    found: dict[str, PageState] = {}
    reached: dict[str, PageState] = {}
    for row in read_pages(folder):
        reached[place_of(row.final)] = state = _state(row)
        moved = PageState(False, 0, f"地址已转到{row.final}，不是原来的页面")
        found[place_of(row.url)] = state if place_of(row.final) == place_of(row.url) else moved
    missing = PageState(False, 0, "没有抓取：robots.txt不允许，或地址不属于本网站")
    return {url: reached.get(place_of(url)) or found.get(place_of(url), missing) for url in wanted}


def _state(row: PageRow) -> PageState:
    detail = orjson.loads(row.detail)
    if "page" in detail:
        return PageState(True, row.status, _lacking(detail["page"]))
    return PageState(False, row.status, detail.get("detail") or row.fault or f"返回状态{row.status}")


def _lacking(page: Mapping[str, Any]) -> str:
    """Why what a page says may not be all that visitors see, in Chinese; empty when it is."""
    if page.get("scripted"):
        return "内容由脚本加载"
    kind = page["kind"]
    if kind in (PageKind.OTHER, PageKind.ERROR) or (kind == PageKind.COLUMN and not page.get("items")):
        return "页面没有正文或列表，可能已清空、改版或改由脚本加载"
    return ""


def _targets(folder: Path, links: SiteLinks, wanted: Iterable[str]) -> Mapping[str, TargetState]:
    carried = {url for _, url, _, _ in read_addresses(folder)}
    checked = {one.target: one for one in links.checks.results()}
    states = {}
    for url in wanted:
        one = checked.get(url)
        if one is None:
            # Carried and not among the checks: the crawl itself opened it.
            states[url] = TargetState.OPENED if url in carried else TargetState.ABSENT
        elif one.state in (LinkState.WORKS, LinkState.RECOVERED):
            states[url] = TargetState.OPENED
        elif any(each.result is TryResult.LOOK for each in one.tries):
            states[url] = TargetState.LOOK
        else:
            states[url] = TargetState.FAILED
    return states


def _looked_at(folder: Path, wanted: Iterable[str]) -> tuple[Evidence, ...]:
    """The pages as they were seen again: evidence of a cure."""
    keys = {place_of(url) for url in wanted}
    return tuple(
        Evidence(row.final, row.at, row.digest, note="复查时的页面")
        for row in read_pages(folder)
        if row.digest and keys & {place_of(row.url), place_of(row.final)}
    )


def _keep(folder: Path, shown: Iterable[Evidence]) -> None:
    """WARC records of the pages that the conclusion rests on."""
    digests = {one.digest for one in shown if one.digest}
    with EvidenceStore(folder) as store:
        store.promote(digest for digest in digests if store.find(digest))
