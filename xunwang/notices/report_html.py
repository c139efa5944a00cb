"""The report as one self-contained HTML file: no network, no foreign markup, readable on paper and phone."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from xunwang import __version__
from xunwang.notices import charts
from xunwang.notices.view import AREAS, item_rows, site_view, task_rows, when
from xunwang.scoring.figures import Counts, coverage_of, figures_of
from xunwang.scoring.records import RunResult
from xunwang.words import Outcome, State

_TEMPLATES = Path(__file__).parent / "templates"


def report_html(result: RunResult) -> str:
    """The whole report. Every crawled word is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    template = environment.from_string(_template("report.html"))
    return template.render(**_values(result))


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _values(result: RunResult) -> dict[str, Any]:
    script = _template("report.js")
    sites = [site_view(number, site, result.edition) for number, site in enumerate(result.sites, start=1)]
    figures = figures_of(result)
    minutes = sum(site.minutes for site in result.sites)
    items = item_rows(result)
    overridden = result.manifest.get("robots_override_reason")
    return {
        "title": result.manifest.get("title") or "政府网站检查报告",
        "run": result.run,
        "program": result.manifest.get("program") or f"xunwang {__version__}",
        "check_point": when(result.check_point),
        "started": when(result.started),
        "ended": when(result.ended),
        "edition": result.edition,
        "figures": figures.overall,
        "coverage": coverage_of(result),
        "pass_rate": figures.overall.rate,
        "pass_rate_note": "待定全部不合格至全部合格" if figures.overall.pending else "全部已定",
        "hours": f"{minutes / 60:.1f}",
        "kinds": figures.by_category,
        "regions": figures.by_region,
        "restricted": restricted_count(result),
        "chart_kinds": Markup(
            charts.outcomes_by_group(_kind_outcomes(figures.by_category), "各类网站检查结果")
        ),
        "chart_scores": Markup(_score_chart(figures.scores)),
        "chart_items": Markup(_item_chart(items)),
        "vetoed": [view for view in sites if view["vetoes"]],
        "failed_scores": [
            view
            for view, site in zip(sites, result.sites, strict=True)
            if site.outcome is Outcome.UNQUALIFIED and not site.veto_items
        ],
        "unconfirmed": any(site.uses_unconfirmed_points for site in result.sites),
        "areas": AREAS,
        "rankings": _rankings(result, sites),
        "items": items,
        "tasks": task_rows(result),
        "sites": sites,
        "robots_override": overridden,
        "browser_pages": result.manifest.get("browser_pages") or 0,
        "css": Markup(_template("report.css")),
        "script": Markup(script),
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }


def restricted_count(result: RunResult) -> int:
    """Findings whose content the report leaves out."""
    return sum(
        finding.restricted
        for site in result.sites
        for verdict in site.verdicts.values()
        for finding in verdict.findings
    )


def _kind_outcomes(groups: tuple[Counts, ...]) -> list[tuple[str, Outcome, int]]:
    rows = [
        (group.group, outcome, count)
        for group in groups
        for outcome, count in (
            (Outcome.QUALIFIED, group.qualified),
            (Outcome.PENDING, group.pending),
            (Outcome.UNQUALIFIED, group.unqualified),
        )
    ]
    return [row for row in rows if row[2]]


def _score_chart(scores: dict[str, int]) -> str:
    return charts.score_distribution(scores, "门户网站得分分布") if any(scores.values()) else ""


def _item_chart(items: list[dict[str, Any]]) -> str:
    found = [row for row in items if row["hit"] or row["candidates"]]
    found.sort(key=lambda row: (-row["hit"] - row["candidates"], row["id"]))
    rows = [
        (f"{row['id']} {row['title'][:16]}", label, row[field])
        for row in found[:20]
        for field, label in (("hit", State.HIT.label), ("candidates", State.NEEDS_REVIEW.label))
        if row[field]
    ]
    return charts.problems_by_item(rows, "问题最多的指标") if rows else ""


def _rankings(result: RunResult, views: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for view, site in zip(views, result.sites, strict=True):
        if site.total is not None:
            groups.setdefault(view["kind"], []).append(view)
    return [
        {"name": name, "sites": sorted(sites, key=lambda view: (view["rank"] or 10**6, view["number"]))}
        for name, sites in groups.items()
    ]
