"""What the report shows, as plain values: one view for the HTML page and the workbook."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any

from xunwang.notices.results_json import RESTRICTED
from xunwang.rules.edition import Edition, Item
from xunwang.rules.verdict import Evidence, Finding, Verdict, finding_id
from xunwang.scoring.figures import category_of
from xunwang.scoring.records import RunResult, SiteResult
from xunwang.words import CHINA, ItemKind, State

FINDINGS_SHOWN = 20
AREAS = ("发布解读", "办事服务", "互动交流", "功能设计")
"""Areas of the deduct part, as the table names them."""


def when(moment: datetime) -> str:
    """A time in Beijing time."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def number(value: Decimal | None) -> str:
    """A score without superfluous zeros; a dash where nothing is scored."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def area_points(result: SiteResult, edition: Edition) -> list[str]:
    """Points off by area of the deduct part."""
    areas = {item.group: item.level1 for item in edition.items.values()}
    sums = {area: Decimal(0) for area in AREAS}
    for group, points in result.deductions.items():
        for area in AREAS:
            if area in areas.get(group, ""):
                sums[area] += points
    return [number(value) for value in sums.values()]


def safe_link(url: str) -> str:
    """The address if a browser may follow it: crawled text is hostile."""
    return url if url.startswith(("http://", "https://")) else ""


def site_view(number_: int, result: SiteResult, edition: Edition) -> dict[str, Any]:
    """Everything that the report shows of one site."""
    states = Counter(verdict.state for verdict in result.verdicts.values())
    shown = [
        verdict_view(result.site.home_url, edition.items[item], verdict)
        for item, verdict in result.verdicts.items()
        if verdict.state is not State.CLEAR
    ]
    cleared = [item for item, verdict in result.verdicts.items() if verdict.state is State.CLEAR]
    site = result.site
    return {
        "anchor": number_,
        "number": number_,
        "name": site.name,
        "home_url": safe_link(site.home_url),
        "kind": category_of(result),
        "region": site.region,
        "site_code": site.site_code,
        "outcome": result.outcome,
        "pages": result.coverage.pages,
        "complete": result.coverage.complete,
        "reason": result.coverage.reason,
        "coverage": result.coverage,
        "hits": states[State.HIT],
        "reviews": states[State.NEEDS_REVIEW],
        "unknowns": states[State.UNKNOWN],
        "minutes": round(result.minutes),
        "rank": result.rank,
        "areas": area_points(result, edition),
        "deduct_score": number(result.deduct_score),
        "bonus": number(result.bonus),
        "open_bonus": number(result.open_bonus) if result.open_bonus else "",
        "total": None if result.total is None else number(result.total),
        "total_low": number(result.total_low),
        "unconfirmed": result.uses_unconfirmed_points,
        "verdicts": shown,
        "cleared": "、".join(f"{item} {edition.items[item].level2}" for item in cleared),
        "not_applicable": "、".join(result.not_applicable),
        "vetoes": [
            {
                "id": item,
                "title": edition.items[item].title,
                "measured": result.verdicts[item].measured or first_summary(result.verdicts[item]),
            }
            for item in result.veto_items
        ],
        "words": " ".join(
            (site.name, site.home_url, site.site_code, site.region, *(view["id"] for view in shown))
        ).lower(),
    }


def first_summary(verdict: Verdict) -> str:
    """The first finding in words, unless it is restricted."""
    if not verdict.findings:
        return ""
    return RESTRICTED if verdict.findings[0].restricted else verdict.findings[0].summary


def verdict_view(home_url: str, item: Item, verdict: Verdict) -> dict[str, Any]:
    """One indicator's row of a site."""
    return {
        "id": item.id,
        "title": item.title,
        "state": verdict.state,
        "measured": verdict.measured,
        "missing": verdict.missing,
        "points": _points_text(item, verdict),
        "unconfirmed": not item.points_confirmed and item.kind is not ItemKind.VETO,
        "findings": [
            _finding_view(home_url, item.id, finding) for finding in verdict.findings[:FINDINGS_SHOWN]
        ],
        "more": max(0, len(verdict.findings) - FINDINGS_SHOWN),
        "tasks": [task.instruction for task in verdict.tasks],
    }


def _points_text(item: Item, verdict: Verdict) -> str:
    if item.points_each is None or verdict.state is not State.HIT:
        return ""
    points = item.points_each * verdict.amount
    if item.cap is not None:
        points = min(points, item.cap)
    sign = "+" if item.kind is ItemKind.BONUS else "−"
    return f"{sign}{number(points)}分"


def _finding_view(home_url: str, item: str, finding: Finding) -> dict[str, Any]:
    hidden = finding.restricted
    return {
        "id": finding_id(home_url, item, finding),
        "summary": RESTRICTED if hidden else finding.summary,
        "evidence": [] if hidden else [_evidence_view(evidence) for evidence in finding.evidence[:5]],
    }


def _evidence_view(evidence: Evidence) -> dict[str, str]:
    return {
        "url": evidence.url,
        "link": safe_link(evidence.url),
        "at": when(evidence.at) if evidence.at else "",
        "note": evidence.note,
        "fragment": evidence.fragment[:400],
    }


def item_rows(result: RunResult) -> list[dict[str, Any]]:
    """How many sites each indicator hit, left open or cleared."""
    rows = []
    for item in result.edition.site_items.values():
        states = Counter(site.verdicts[item.id].state for site in result.sites if item.id in site.verdicts)
        rows.append({
            "id": item.id, "title": item.title, "rule": item.rule, "level1": item.level1,
            "hit": states[State.HIT], "review": states[State.NEEDS_REVIEW],
            "unknown": states[State.UNKNOWN], "cleared": states[State.CLEAR],
            "candidates": sum(
                1 for site in result.sites
                if (verdict := site.verdicts.get(item.id)) and verdict.state is State.NEEDS_REVIEW and verdict.findings
            ),
        })  # fmt: skip
    return rows


def task_rows(result: RunResult) -> list[dict[str, Any]]:
    """What people still have to do, by indicator."""
    rows = []
    for item in result.edition.site_items.values():
        waiting = [
            site.verdicts[item.id]
            for site in result.sites
            if item.id in site.verdicts and site.verdicts[item.id].tasks
        ]
        if waiting:
            rows.append({
                "id": item.id,
                "title": item.title,
                "instruction": waiting[0].tasks[0].instruction,
                "sites": len(waiting),
                "findings": sum(len(verdict.findings) for verdict in waiting),
                "minutes": round(sum(task.minutes for verdict in waiting for task in verdict.tasks)),
            })  # fmt: skip
    return rows
