"""Broken links, and what links outside have become."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from xunwang.engine.facts.reading import Reading
from xunwang.engine.links import LinkTarget, SiteLinks
from xunwang.engine.tables import carriers, page_places, pages_at_depth
from xunwang.fetch.links import TryRecord, TryResult
from xunwang.rules.facts import BrokenLink, LinkTry, OutLink, Seen


class LinkFacts(NamedTuple):
    """What the tries of a site's links say."""

    broken: tuple[BrokenLink, ...]
    """Targets that failed at every try so far; the tries tell whether that is enough."""
    broken_targets: frozenset[str]
    out_links: tuple[OutLink, ...]
    checked: int


def link_facts(reading: Reading, links: SiteLinks) -> LinkFacts:
    """Facts of a site's links."""
    tries = {checked.target: checked.tries for checked in links.checks.results()}
    failing = [
        target
        for target in links.targets.values()
        if (made := tries[target.url]) and all(each.result is TryResult.FAILED for each in made)
    ]
    looks = {target.url: target for target in links.targets.values() if target.url in links.looks}
    wanted = {target.number for target in [*failing, *looks.values()]}
    pages = carriers(reading.folder, wanted)
    places = page_places(reading.folder, {min(found) for found in pages.values() if found})
    shown = reading.shown
    second = pages_at_depth(reading.folder, 1)

    def seen(found: list[int]) -> Seen:
        if not found:
            return Seen(reading.site.home_url, reading.ended)
        url, at, digest, _ = places[min(found)]
        if (record := shown.get(min(found))) is not None:
            at, digest = datetime.fromisoformat(record["at"]), record["digest"]
        return Seen(url, at, digest)

    broken = tuple(
        _broken(tries[target.url], target, len(found), bool(second.intersection(found)), seen(found))
        for target in failing
        for found in [pages[target.number]]
    )
    out = tuple(_out_link(links, target, seen(pages[target.number])) for target in looks.values())
    tried = sum(bool(made) for made in tries.values())
    return LinkFacts(broken, frozenset(link.target for link in broken), out, tried + len(reading.good))


def _broken(
    tries: tuple[TryRecord, ...], target: LinkTarget, pages: int, second: bool, seen: Seen
) -> BrokenLink:
    return BrokenLink(
        target.url,
        target.text,
        target.link_class,
        target.on_home,
        second,
        pages,
        tuple(LinkTry(made.at, made.status, made.fault) for made in tries),
        seen,
    )


def _out_link(links: SiteLinks, target: LinkTarget, seen: Seen) -> OutLink:
    look = links.looks[target.url]
    return OutLink(
        target.url,
        look["final"],
        look["title"],
        tuple(look["hijack"]),
        tuple(look["hops"]),
        target.text,
        seen,
    )
