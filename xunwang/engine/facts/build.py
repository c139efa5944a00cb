"""Puts a site's facts together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xunwang.engine.archive import Archive
from xunwang.engine.facts import columns, content, function, interaction, services
from xunwang.engine.facts.frames import join_frames
from xunwang.engine.facts.links import LinkFacts, link_facts
from xunwang.engine.facts.reading import Reading, read_site
from xunwang.engine.links import site_links
from xunwang.engine.tables import read_addresses
from xunwang.fetch.probes import ProbeRecord
from xunwang.pages.urls import host_of
from xunwang.rules.facts import Column, Coverage, Probe, Site, SiteFacts

_QUESTION_WORDS = ("智能问答", "智能客服", "机器人", "问答", "小智", "智能咨询")
_ACCESSIBLE_WORDS = ("无障碍", "适老", "长者", "关怀")


def site_facts(archive: Archive, site: Site, probes: Sequence[ProbeRecord] = ()) -> SiteFacts:
    """Facts of one site of a run; ``probes`` are the site's availability records.

    A site that has not been crawled yet has no facts but its probes.
    """
    log = tuple(Probe(probe.at, probe.vantage, probe.seconds, probe.status, probe.fault) for probe in probes)
    if not archive.crawled(site):
        return SiteFacts(site, Coverage(0, False, "尚未完成抓取", None), log)
    crawl = archive.settings.crawl
    reading = read_site(site, archive.site_folder(site), max(crawl.tag_samples, crawl.footer_samples))
    join_frames(reading)
    reading.home_link_texts = _home_link_texts(reading.folder)
    return _assemble(reading, link_facts(reading, site_links(archive, site)), log, crawl.tag_samples)


def _assemble(reading: Reading, links: LinkFacts, probes: tuple[Probe, ...], tag_samples: int) -> SiteFacts:
    found = columns.columns_of(reading)
    statistics_day, statistics = services.service_statistics_of(reading)
    entry, classes = services.service_entry_of(reading, found)
    return SiteFacts(
        site=reading.site,
        coverage=_coverage(reading, found),
        probes=probes,
        home=columns.home_of(reading),
        second_level=columns.second_level_of(reading, found),
        columns=found,
        text_hits=content.text_hits_of(reading),
        hidden_links=content.hidden_links_of(reading),
        out_links=links.out_links,
        tampering=content.tampering_of(reading),
        date_conflicts=content.date_conflicts_of(reading),
        mailboxes=interaction.mailboxes_of(reading, found),
        letters=interaction.letters_of(reading),
        letter_statistics=interaction.letter_statistics_of(reading),
        service_entry=entry,
        service_classes=classes,
        guides=services.guides_of(reading, links.broken_targets),
        service_statistics_day=statistics_day,
        service_statistics=statistics,
        policies=content.policies_of(reading),
        interpretations=content.interpretations_of(reading),
        leaders=content.leaders_of(reading),
        content_hints=(*content.content_hints_of(reading), *services.guide_differences_of(reading)),
        broken_links=links.broken,
        links_checked=links.checked,
        footers=function.footers_of(reading),
        entrance=function.entrance_of(reading),
        search=function.search_of(reading),
        tags=function.tags_of(reading, tag_samples),
        ipv6=function.ipv6_of(reading),
        header_name=function.header_name_of(reading.home),
        final_host=host_of(reading.home.row.final) if reading.home else "",
        surveys=interaction.surveys_of(reading),
        has_survey_form=interaction.has_survey_form(reading),
        data_files=services.data_files_of(reading),
        question_entry=services.home_link(reading, _QUESTION_WORDS),
        accessibility_entry=services.home_link(reading, _ACCESSIBLE_WORDS),
    )


def _coverage(reading: Reading, found: Sequence[Column]) -> Coverage:
    end = reading.whole["end"] or {"reason": "抓取未完成", "traps": []}
    reason = end["reason"]
    if reading.home is None and reading.home_failure is not None:
        failure = reading.home_failure
        reason = f"首页未能打开（{failure.status or failure.fault}）"
    elif reading.home is None:
        reason = reason or "首页已打开，但程序未能读懂"
    asked = reading.whole.get("rendered", ())
    troubles = [trouble for record in asked if (trouble := _trouble(record))]
    return Coverage(
        pages=reading.pages,
        complete=not reason,
        reason=reason,
        home=reading.home.seen if reading.home else None,
        not_understood=reading.not_understood,
        rendered=len(asked) - len(troubles),
        unrendered=len(troubles),
        render_problem=troubles[0] if troubles else "",
        column_types=_column_types(found) if reading.home else None,
    )


def _column_types(found: Sequence[Column]) -> tuple[str, ...]:
    return tuple(sorted({column.type.value for column in found if column.type is not None}))


def _trouble(record: dict[str, Any]) -> str:
    """Why a page's list is unknown although a browser was to render it; empty when it is known."""
    if "page" not in record:
        return str(record.get("problem") or record.get("detail") or "没有内容")
    if not record["page"].get("scripted"):
        return ""
    lacking = record.get("lacking")
    return f"页面所需的数据未能取得（{lacking[0]}）" if lacking else "页面内容未加载完"


def _home_link_texts(folder: Path) -> tuple[str, ...]:
    """Texts of the addresses that were first seen on the home page, in order."""
    texts = []
    for number, _, text, _ in read_addresses(folder):
        if number > 2_000:
            break
        texts.append(text)
    return tuple(texts)
